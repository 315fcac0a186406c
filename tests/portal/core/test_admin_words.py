"""Every string of the admin is Chinese for Chinese staff: portal/core/locale holds what Wagtail leaves in English."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import translation
from wagtail_localize.views.report import TranslationsReportFilterSet

from portal import messages
from portal.core.admin_labels import FILTERS

PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}|</?[a-z][^<>]*>")
DOMAINS = ("django", "djangojs")
CATALOGUES = [
    *sorted(Path(messages.WAGTAIL_CATALOGUES, "zh_Hans", "LC_MESSAGES").glob("*.po")),
    messages.catalogue_file("zh_Hans"),
]
IDS = ["admin", "scripts", "portal"]
Key = tuple[str | None, str]


def catalogues(language: str, domain: str) -> Iterator[Path]:
    """The .po files of the installed apps of Wagtail and wagtail-localize."""
    for app in apps.get_app_configs():
        file = Path(app.path, "locale", language, "LC_MESSAGES", f"{domain}.po")
        if app.name.partition(".")[0] in {"wagtail", "wagtail_localize"} and file.exists():
            yield file


def entries(language: str, domain: str) -> Iterator[polib.POEntry]:
    for file in catalogues(language, domain):
        yield from (entry for entry in polib.pofile(str(file)) if not entry.obsolete)


def other_texts(domain: str) -> Iterator[polib.POEntry]:
    """What else we word ourselves: Django's own texts, and those of the admin that no catalogue extracted."""
    for folder in ("conf", "contrib/auth", "contrib/humanize"):
        file = Path(django.__path__[0], folder, "locale", "en", "LC_MESSAGES", f"{domain}.po")
        yield from polib.pofile(str(file)) if file.exists() else ()
    yield polib.POEntry(msgid="Can submit translations")
    for script in Path(messages.ROOT, "static", "js").glob("*.js"):
        yield from (polib.POEntry(msgid=text) for text in re.findall(r'gettext\("(.+?)"\)', script.read_text()))


def ours(domain: str) -> polib.POFile:
    return polib.pofile(str(messages.WAGTAIL_CATALOGUES / "zh_Hans" / "LC_MESSAGES" / f"{domain}.po"))


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_of_the_admin_has_chinese(domain: str) -> None:
    chinese = {key(entry) for entry in [*entries("zh_Hans", domain), *ours(domain)] if entry.translated()}
    wanted = {key(entry) for entry in entries("en", domain)}
    assert len(wanted) > 100
    assert sorted(wanted - chinese, key=str) == []


@pytest.mark.parametrize("file", CATALOGUES, ids=IDS)
def test_chinese_keeps_placeholders_and_markup(file: Path) -> None:
    wrong = {
        entry.msgid: text
        for entry in polib.pofile(str(file))
        for text in forms(entry)
        if placeholders(text) not in [placeholders(entry.msgid), placeholders(entry.msgid_plural)]
    }
    assert wrong == {}


@pytest.mark.parametrize("domain", DOMAINS)
def test_catalogue_holds_nothing_that_wagtail_dropped(domain: str) -> None:
    wanted = {key(entry) for entry in [*entries("en", domain), *other_texts(domain)]}
    assert {key(entry) for entry in ours(domain)} - wanted == set()


def test_own_texts_leave_those_of_wagtail_alone() -> None:
    """The portal's catalogue wins over every other: the same English must mean the same, or have a context."""
    installed = reversed(list(entries("zh_Hans", "django")))
    admin = {key(entry): forms(entry) for entry in [*installed, *ours("django")] if entry.translated()}
    own = {key(entry): forms(entry) for entry in polib.pofile(str(messages.catalogue_file("zh_Hans")))}
    assert {known: own[known] for known in own.keys() & admin.keys() if own[known] != admin[known]} == {}


@pytest.mark.parametrize("file", CATALOGUES, ids=IDS)
def test_chinese_is_punctuated_as_chinese(file: Path) -> None:
    """No half-width stop beside a Chinese character, no typed space between Chinese and Latin."""
    half_width = re.compile(r"[一-鿿] ?[,:;?!]|[一-鿿] [A-Za-z0-9%{]|[A-Za-z0-9}] [一-鿿]|\.{3}")
    texts = [re.sub(r"<[^<>]*>", "", text) for entry in polib.pofile(str(file)) for text in forms(entry)]
    assert [text for text in texts if half_width.search(text)] == []


def script_words_for(client, name: str, language: str) -> dict[str, str]:
    response = client.get(reverse(name), headers={"accept-language": language})
    assert response.status_code == 200
    return json.loads(re.search(r"const newcatalog = (\{.*?\});\n", response.text, re.DOTALL).group(1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        ("wagtailadmin_javascript_catalog", "Autosave in progress…", "正在自动保存…"),
        ("wagtailadmin_javascript_catalog", "Retry", "重试"),
        ("wagtail_localize:javascript_catalog", "Stopping Synced translation", "正在停止同步翻译"),
    ],
)
def test_scripts_of_the_admin_get_chinese(client, name: str, english: str, chinese: str) -> None:
    assert script_words_for(client, name, "zh-hans")[english] == chinese


@pytest.mark.django_db
def test_scripts_of_the_admin_stay_english_for_english_staff(client) -> None:
    response = client.get(reverse("wagtailadmin_javascript_catalog"), headers={"accept-language": "en"})
    assert "gettext" in response.text
    assert re.findall(r"\\u[4-9][0-9a-f]{3}", response.text) == []


NAMELESS = {
    "wagtailsites:index": ["Port<", "Site name<", "Root page<", 'aria-label="Actions"'],
    "wagtaillocales:index": [" page"],
    "wagtailadmin_explore_root": ["1 page", " pages", "1 页面"],
    "wagtaillocales:add": ["Sync from"],
    "wagtailusers_users:index": [">True<", ">False<"],
    "wagtailadmin_workflows:add": ["Page<"],
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMELESS)
def test_labels_that_no_catalogue_holds_are_chinese(admin_client, locales, name: str) -> None:
    text = re.sub(r"\s*<", "<", admin_client.get(reverse(name), headers={"accept-language": "zh-hans"}).text)
    assert "设置" in text or "操作" in text
    assert [english for english in NAMELESS[name] if english in text] == []


def test_filters_of_the_translations_report_are_chinese() -> None:
    with translation.override("zh-hans"):
        labels = [str(TranslationsReportFilterSet.base_filters[name].label) for name in FILTERS]
    assert labels == ["原文语言", "译文语言"]


@pytest.mark.django_db
def test_login_asks_for_the_password_in_chinese(client) -> None:
    text = client.get(reverse("wagtailadmin_login"), headers={"accept-language": "zh-hans"}).text
    assert "密码" in text
    assert "Password" not in text
