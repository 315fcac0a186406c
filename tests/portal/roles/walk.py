"""Calling an address as somebody, and what came of it: was it allowed, what was seen, what was written."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import product
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.portal.roles.addresses import SIDED, Address, Rule
from tests.portal.roles.people import Person
from tests.portal.roles.world import World

#: Turned away at the door, whatever they send.
KEPT_OUT = frozenset({"expired", "not-yet", "inactive", "anonymous"})
#: What asking and being told leaves behind, whoever asks. No row of it belongs to a park.
TRACES = frozenset(
    {
        "django_session",
        "accounts_signinsession",
        "wagtailadmin_editingsession",
        "wagtailcore_uploadedfile",
        "wagtailusers_userprofile",
        "django_content_type",
        "core_portalrendition",
    }
)
WRITES = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"(\w+)\"", re.IGNORECASE)


@dataclass(frozen=True)
class Call:
    """One request: the side says whose object it speaks of."""

    person: Person
    address: Address
    rule: Rule
    side: str
    letter: str
    code: str
    method: str
    filled: bool = False

    @property
    def row(self) -> str:
        return f"{self.rule.row}.{self.side}" if self.rule.row in SIDED else self.rule.row

    def __str__(self) -> str:
        form = " with a filled form" if self.filled else ""
        query = f"?{self.rule.query}" if self.rule.query else ""
        args = ",".join(f"{name}={value}" for name, value in self.rule.args.items())
        what = f"{self.row} of {self.letter}/{self.code}" if self.rule.each else self.row
        return f"{self.person.name}: {self.method} {self.address.name}{query} ({args}) on {what}{form}"


@dataclass
class Answer:
    status: int
    location: str
    text: str
    written: set[str] = field(default_factory=set)
    changed: bool = False


def sides(person: Person, rule: Rule) -> list[tuple[str, str, str]]:
    """Whose objects the rule is tried on: (side of the table's row, letter of the park, language of the pages)."""
    if not rule.each:
        return [("own", "A", "en" if person.locale == "en" else "zh-hans")]
    if rule.row not in SIDED:
        return [("own", "A", "zh-hans")]
    if rule.row == "page":
        found = _page_sides(person)
        code = {"zh.": "zh-hans", "en.": "en"}.get(rule.page[:3])
        return [side for side in found if code in (None, side[2])]
    if rule.row in {"translation", "job", "record"}:
        own = {"": "own", "en": "own", "zh-hans": "other"}[person.locale]
        return [(own, "A", "en"), ("other" if not person.locale else own, "B", "en")]
    return [("own", "A", "zh-hans"), ("other", "B", "zh-hans")]


def _page_sides(person: Person) -> list[tuple[str, str, str]]:
    if person.locale:
        return [
            ("own" if code == person.locale else "other", letter, code)
            for letter, code in product("AB", ("zh-hans", "en"))
        ]
    return [("own", "A", "zh-hans"), ("translation", "A", "en"), ("other", "B", "zh-hans"), ("other", "B", "en")]


def calls(person: Person, address: Address, rules: list[Rule]) -> Iterator[Call]:
    for rule in rules:
        for side in sides(person, rule):
            yield Call(person, address, rule, *side, "GET")
            yield Call(person, address, rule, *side, "POST")
            if person.name not in KEPT_OUT:
                yield Call(person, address, rule, *side, "POST", filled=True)


class Walker:
    """Calls addresses of one world and undoes what they wrote."""

    def __init__(self, world: World, people: Iterable[Person]) -> None:
        self.world = world
        self.clients = {person.name: _signed_in(person) for person in people}
        self.cookies = {name: dict(_session(client)) for name, client in self.clients.items()}
        self.forms: dict[str, dict[str, str]] = {}
        self.post_only: set[tuple[str, str]] = set()
        self.before = fingerprint()

    def make(self, call: Call, data: dict[str, Any] | None = None) -> Answer:
        """Send the request; whatever it wrote is rolled back."""
        url = self.url(call)
        if call.method == "POST" and data is None:
            data = {name: self._filled(value, call) for name, value in call.rule.data.items()}
        written: set[str] = set()
        with transaction.atomic():
            with connection.execute_wrapper(_recorder(written)):
                client = self.clients[call.person.name]
                response = client.post(url, data or {}) if call.method == "POST" else client.get(url)
                text = readable(response)
            answer = Answer(response.status_code, response.headers.get("Location", ""), text, written)
            answer.changed = bool(written) and fingerprint() != self.before
            transaction.set_rollback(True)
        answer.text += self._as_before(call.person.name)
        if call.method == "GET" and answer.status == 405:
            self.post_only.add((call.address.name, call.rule.query))
        return answer

    def _as_before(self, name: str) -> str:
        """Undo what the call did to the cookies: some end the session, which the database alone forgets.

        Returns:
            the messages that the next screen would have shown.
        """
        client = self.clients[name]
        told = client.cookies.get(CookieStorage.cookie_name)
        messages = CookieStorage(HttpRequest())._decode(told.value) if told and told.value else []
        if _session(client) != self.cookies[name]:
            cache.clear()
        client.cookies.clear()
        client.cookies.load(self.cookies[name])
        return " ".join(str(message) for message in messages or [])

    def is_post_only(self, call: Call) -> bool:
        """Whether the address answers no GET; known once it was asked."""
        return (call.address.name, call.rule.query) in self.post_only

    # --- addresses --------------------------------------------------------------------------------------------

    def url(self, call: Call) -> str:
        path = self._path(call)
        return f"{path}?{self._filled(call.rule.query, call)}" if call.rule.query else path

    def _path(self, call: Call) -> str:
        if ":" in call.address.name and not call.address.name.startswith(("admin/", "documents/")):
            return reverse(call.address.name.lstrip(":"), args=self._arguments(call))
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(self._value(match[1], call)), call.address.route)
        return f"/{call.rule.args.get('path', path)}"

    def _arguments(self, call: Call) -> list[Any]:
        names = _parameters(call.address)
        return [value for value in (self._value(name, call) for name in names) if value != ""]

    def _value(self, name: str, call: Call) -> Any:
        given = call.rule.args.get(name)
        if given == "{page}":
            return self._page(call).pk
        if given == "{session}":
            return self.world.common.session.pk
        if given == "{term_revision}":
            return self.world.common.term.latest_revision_id
        if given in {"{agreement_file}", "{visit_file}", "{visit_secret_file}", "{inquiry_file}", "{asked}"}:
            return getattr(self.world.parks[call.letter], given.strip("{}"))
        if given == "{entry}":
            return self.world.parks[call.letter].entry.pk
        return given if given is not None else self._object(name, call)

    def _object(self, name: str, call: Call) -> Any:
        things = self.world.parks[call.letter]
        pages = getattr(things, call.code[:2])
        fixed = {
            "parent_page_id": pages.section if call.rule.page == "draft" else self._page(call),
            "destination_id": things.zh.section,
            "revision_id": pages.revision,
            "revision_id_b": pages.latest,
            "revision_id_a": pages.revision,
            "task_state_id": things.task_state,
            "workflow_state_id": things.state,
            "workflow_pk": things.workflow,
            "page_pk": things.zh.profile,
            "translation_id": things.translation,
            "translation_source_id": things.source,
            "string_segment_id": things.segment,
            "collection_id": things.collection,
            "uploaded_file_id": self.world.common.upload,
            "session_id": self.world.common.session,
        }
        if name in {"content_type_app_name", "content_type_model_name"}:
            return {"content_type_app_name": "news", "content_type_model_name": "newspage"}[name]
        if name == "filename":
            return things.document.filename
        if name == "task_id" and not call.rule.on:
            return things.task.pk
        if name in {"page_id", "page_to_move_id"}:
            return self._page(call).pk
        return fixed[name].pk if name in fixed else self._on(call).pk

    def _page(self, call: Call) -> Any:
        code, _dot, name = call.rule.page.rpartition(".")
        return getattr(getattr(self.world.parks[call.letter], code or call.code[:2]), name)

    def _on(self, call: Call) -> Any:
        name = call.rule.on
        things = self.world.parks[call.letter]
        for place in (things, getattr(things, call.code[:2]), self.world.common):
            if hasattr(place, name):
                return getattr(place, name)
        raise LookupError(f"{call}: what does it speak of?")

    def _filled(self, text: str, call: Call) -> str:
        things = self.world.parks[call.letter]
        pages = getattr(things, call.code[:2])
        values = {name: page.pk for name, page in vars(pages).items() if hasattr(page, "pk")}
        if call.rule.on:
            values["on"] = self._on(call).pk
        return text.format(**values)


def _signed_in(person: Person) -> Client:
    """Signed in before the walk: what that writes is not what a call writes."""
    client = Client(raise_request_exception=False)
    if person.user is not None:
        client.force_login(person.user)
    return client


def _session(client: Client) -> dict[str, str]:
    morsel = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return {settings.SESSION_COOKIE_NAME: morsel.value} if morsel and morsel.value else {}


def _parameters(address: Address) -> list[str]:
    """Names of the arguments of an address in their order; of a regular expression without names as we call them."""
    if address.name == ":wagtaildocs_serve":
        return ["pk", "filename"]
    if address.name.endswith(":revisions_compare"):
        return ["pk" if "snippets" in address.name else "page_id", "revision_id_a", "revision_id_b"]
    return re.findall(r"<(?:\w+:)?(\w+)>", address.route)


def _recorder(written: set[str]) -> Any:
    def wrap(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        match = WRITES.match(sql)
        if match and match[1] not in TRACES:
            written.add(match[1])
        return execute(sql, params, many, context)

    return wrap


def fingerprint() -> str:
    """One number for every row of every table that is no trace."""
    tables = sorted(set(connection.introspection.table_names()) - TRACES)
    parts = " UNION ALL ".join(
        f"SELECT '{table}' AS name, md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) AS hash FROM \"{table}\" t"
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT md5(string_agg(name || coalesce(hash, ''), '' ORDER BY name)) FROM ({parts}) AS all_rows"
        )
        return cursor.fetchone()[0]


def readable(response: HttpResponseBase) -> str:
    """What a reader can get out of the answer: spreadsheets are opened, streams read to their end."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    text = body.decode("utf-8", "replace")
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(BytesIO(body)) as archive:
            text = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return text + str(response.headers)


def is_refused(answer: Answer, call: Call) -> bool:
    """Whether the answer says no: an error, the way to sign in, home, or a place of one's own."""
    if answer.status in {400, 401, 403, 404, 405}:
        return True
    if answer.status not in {301, 302}:
        return False
    path = urlsplit(answer.location).path
    return path.startswith("/admin/login/") or path in {"/admin/", "/zh-hans/"} or "/explore" in path
