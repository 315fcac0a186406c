"""What a person may put into a bundle: pages with something new in them, and translations under way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from portal.localization.models import TranslationJob
from portal.localization.permissions import of_changeable_records
from portal.localization.queries import record_of
from portal.publication.enums import HOLDING
from portal.publication.models import Bundle, BundleItem
from portal.publication.queries import page_kind

#: More are found by their title.
SHOWN = 50


@dataclass
class Candidate:
    """A page or record; `choices`: value of a checkbox and the language it stands for."""

    title: str
    choices: list[tuple[str, str]] = field(default_factory=list)


def candidates(*, bundle: Bundle, user: Any, search: str = "") -> tuple[list[Candidate], list[Candidate]]:
    """Pages and records, each with the languages in which it may go live; what is held already is left out."""
    return _pages(bundle, user, search), _records(user, search)


def chosen(values: list[str]) -> list[tuple[Model, Locale]]:
    """The pages, records and languages of checkboxes; what is no such value, or gone, is left out."""
    found: list[tuple[Model, Locale]] = []
    for value in values:
        kind, _colon, rest = value.partition(":")
        pk, _colon, locale_id = rest.partition(":")
        if not (_is_key(pk) and (kind == "record" or _is_key(locale_id))):
            continue
        if kind == "record":
            job = TranslationJob.objects.open().filter(pk=pk, translation_key=None).first()
            record = record_of(job) if job is not None else None
            found.extend([(record, job.target_locale)] if job is not None and record is not None else [])
        elif kind == "page":
            page = Page.objects.filter(pk=pk).first()
            locale = Locale.objects.filter(pk=locale_id).first()
            found.extend([(page, locale)] if page is not None and locale is not None else [])
    return found


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _pages(bundle: Bundle, user: Any, search: str) -> list[Candidate]:
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    jobs = TranslationJob.objects.open().filter(translation_key__isnull=False).select_related("target_locale")
    pages = Page.objects.filter(pk__in=mine.order_by().values("pk"), depth__gt=1, alias_of=None)
    if bundle.unit is not None and bundle.unit.root_page is not None:
        pages = pages.filter(path__startswith=bundle.unit.root_page.path)
    pages = pages.filter(
        Q(live=False) | Q(has_unpublished_changes=True) | Q(pk__in=jobs.order_by().values("object_id"))
    )
    pages = pages.exclude(pk__in=_translated(pages))
    if search:
        pages = pages.filter(draft_title__icontains=search)
    rows = list(pages.select_related("locale").order_by("-latest_revision_created_at", "-pk")[:SHOWN])
    under_way: dict[int, list[Locale]] = {}
    for job in jobs.filter(object_id__in=[page.pk for page in rows]):
        under_way.setdefault(job.object_id, []).append(job.target_locale)
    held = _held([page.pk for page in rows])
    languages = list(Locale.objects.filter(language_code__in=get_content_languages()))
    found = [
        Candidate(page.get_admin_display_title(), _choices(page, languages, under_way.get(page.pk, []), held))
        for page in rows
    ]
    return [candidate for candidate in found if candidate.choices]


def _translated(pages: Any) -> Any:
    """Pages that are themselves translations: they come with their source."""
    from wagtail_localize.models import Translation

    keys = Translation.objects.filter(source__object_id__in=pages.order_by().values("translation_key"))
    made = {(key, locale) for key, locale in keys.values_list("source__object_id", "target_locale_id")}
    rows = Page.objects.filter(translation_key__in={key for key, _locale in made})
    return [pk for pk, key, locale in rows.values_list("pk", "translation_key", "locale_id") if (key, locale) in made]


def _choices(
    page: Page, languages: list[Locale], under_way: list[Locale], held: set[tuple[int, int]]
) -> list[tuple[str, str]]:
    has_news = not page.live or page.has_unpublished_changes
    wanted = [page.locale] if has_news else []
    wanted += [locale for locale in languages if locale != page.locale and (has_news or locale in under_way)]
    return [
        (f"page:{page.pk}:{locale.pk}", locale.get_display_name())
        for locale in wanted
        if (page.pk, locale.pk) not in held
    ]


def _held(ids: list[int]) -> set[tuple[int, int]]:
    items = BundleItem.objects.filter(content_type=page_kind(), object_id__in=ids, bundle__state__in=sorted(HOLDING))
    return set(items.values_list("object_id", "locale_id"))


def _records(user: Any, search: str) -> list[Candidate]:
    jobs = TranslationJob.objects.open().filter(translation_key=None).select_related("target_locale", "content_type")
    if search:
        jobs = jobs.filter(title__icontains=search)
    held = BundleItem.objects.filter(
        bundle__state__in=sorted(HOLDING),
        content_type=OuterRef("content_type"),
        object_id=OuterRef("object_id"),
        locale=OuterRef("target_locale"),
    )
    mine = jobs.filter(of_changeable_records(user)).exclude(Exists(held))
    return [Candidate(job.title, [(f"record:{job.pk}", job.target_locale.get_display_name())]) for job in mine[:SHOWN]]
