"""What comes into a bundle and what leaves it. The caller has locked the bundle, and the page or record."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from portal.core import holding
from portal.core.models import User
from portal.localization.enums import JobState
from portal.localization.errors import NotTranslatableError
from portal.localization.models import TranslationJob
from portal.localization.queries import record_title
from portal.localization.services.approval import take_back
from portal.localization.services.counts import kind_of
from portal.localization.services.draft_jobs import end_draft, submit_draft
from portal.publication.errors import BundleRefusedError
from portal.publication.models import Bundle, BundleItem
from portal.publication.queries import open_job, page_kind


def demand_hour_ahead(hour: datetime | None) -> None:
    """Refuse an hour that is over: whoever means now leaves it empty."""
    if hour is not None and hour <= timezone.now():
        raise BundleRefusedError("hour", _("That hour is over. Choose a later one, or none."))


def put_page(*, bundle: Bundle, page: Page, by: User) -> BundleItem:
    """Make a page with something new in it a member; translations of it that are members wait for its draft."""
    if page.live and not page.has_unpublished_changes:
        raise BundleRefusedError(
            "nothing_new",
            _("“%(title)s” is published as it stands. There is nothing to publish.")
            % {"title": page.get_admin_display_title()},
        )
    _demand_free(page, page.locale)
    if page.get_latest_revision() is None:
        page.specific.save_revision(user=by)
    item = _put(bundle, page, page.locale, page.get_admin_display_title())
    for waiting in bundle.items.filter(object_id=page.pk, content_type=page_kind()).exclude(locale=page.locale):
        _send_draft(page, waiting.locale, by)
    return item


def put_translation(*, bundle: Bundle, source: Model, locale: Locale, by: User) -> BundleItem:
    """Make the translation of a page or record a member. With its source in the bundle the draft is translated; of
    others a translation has to be under way."""
    _demand_free(translated(source, locale), locale)
    with_source = isinstance(source, Page) and bundle.items.filter(
        object_id=source.pk, content_type=page_kind(), locale=source.locale
    )
    title = title_of(source, locale)
    item = _put(bundle, source, locale, title)
    if isinstance(source, Page) and with_source:
        _send_draft(source, locale, by)
    elif open_job(source, locale) is None:
        raise BundleRefusedError(
            "no_job", _("“%(title)s” is not being translated. Send it to translation first.") % {"title": title}
        )
    return item


def title_of(source: Model, locale: Locale) -> str:
    if isinstance(source, Page):
        return source.get_admin_display_title()
    return record_title(source, locale.language_code)


def let_out(*, item: BundleItem, by: User | None) -> None:
    """What becomes of the translation of a member that leaves: it goes on by itself, and an approval that was to wait
    must be given anew; that of a draft that never was live is cancelled, and its wordings are kept."""
    model = item.content_type.model_class()
    source = None if model is None else model._default_manager.filter(pk=item.object_id).first()
    if source is None:
        return
    _give_up_failed(source, item.locale, by)
    job = open_job(source, item.locale)
    if job is None:
        return
    job = TranslationJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if job.of_draft:
        end_draft(job=job, by=by)
    take_back(TranslationJob.objects.filter(pk=job.pk), by=by)


def _give_up_failed(source: Model, locale: Locale, by: User | None) -> None:
    """A job of the draft that has failed would be tried again as one of the draft."""
    if not isinstance(source, Page):
        return
    failed = TranslationJob.objects.of_page(source).filter(target_locale=locale, state=JobState.FAILED, of_draft=True)
    for job in failed.select_for_update(of=("self",)):
        end_draft(job=job, by=by)


def translated(source: Model, locale: Locale) -> Model:
    """What goes live in `locale`: of a page the translated one where there is one; else the source itself."""
    if not isinstance(source, Page):
        return source
    page = Page.objects.filter(translation_key=source.translation_key, locale=locale).first()
    return page if page is not None else source


def _put(bundle: Bundle, source: Model, locale: Locale, title: str) -> BundleItem:
    return BundleItem.objects.create(
        bundle=bundle,
        content_type=kind_of(source),
        object_id=source.pk,
        locale=locale,
        title=title[:255],
        position=bundle.items.count(),
    )


def _demand_free(thing: Model, locale: Locale) -> None:
    told = holding.reason(thing, locale)
    if told:
        raise BundleRefusedError("held", told)


def _send_draft(page: Page, locale: Locale, by: User) -> None:
    try:
        submit_draft(page=page, target_locale=locale, by=by)
    except NotTranslatableError as refused:
        raise BundleRefusedError("not_translatable", str(refused)) from refused
