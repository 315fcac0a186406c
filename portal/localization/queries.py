"""What is a translation of what, and who works on it."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils import translation
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from portal.core.enums import Role
from portal.core.models import Membership, User
from portal.localization.enums import OPEN
from portal.localization.models import TranslationJob


def translation_into(page: Page) -> Translation | None:
    """The translation whose result `page` is; None for a page written in its own language.

    A stopped translation counts: its page still has a source, and goes live by the same way only.
    """
    return (
        Translation.objects.select_related("source__locale", "target_locale")
        .filter(source__object_id=page.translation_key, target_locale_id=page.locale_id)
        .exclude(source__locale_id=page.locale_id)
        .first()
    )


def is_translation(page: Page) -> bool:
    return translation_into(page) is not None


def source_with_text(job: TranslationJob) -> Page | None:
    """The source page of `job` with the text that is translated: that of the live page or, for a job of a draft, of
    the latest revision. None if it has been deleted."""
    page = job.source_page()
    return page.get_latest_revision_as_object() if page is not None and job.of_draft else page


def is_public(page: Page) -> bool:
    """Whether everybody may read `page`: it is live, and neither it nor a page above it is closed."""
    return page.live and not page.get_view_restrictions().exists()


def is_kept_by_hand(page: Page, locale: Locale) -> bool:
    """Whether `page` has a counterpart in `locale` that people wrote there, so that no draft may be laid over it."""
    counterpart = Page.objects.filter(
        translation_key=page.translation_key, locale=locale, alias_of__isnull=True
    ).first()
    return counterpart is not None and not is_translation(counterpart)


def open_job_into(page: Page) -> TranslationJob | None:
    """The one open job whose result is `page`."""
    return TranslationJob.objects.into_page(page).filter(state__in=sorted(OPEN)).first()


def people_with(role: Role, locale: Locale) -> QuerySet[User]:
    """Active people who hold `role` for `locale` now."""
    members = Membership.objects.current().filter(role=role, locale=locale)
    return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("pk")


def record_of(job: TranslationJob) -> Model | None:
    """The record that a job translates; None if it has been deleted."""
    model = job.content_type.model_class()
    return None if model is None else model._default_manager.filter(pk=job.object_id).first()


def jobs_of_record(record: Model) -> QuerySet[TranslationJob]:
    """Jobs that translate `record` into any language."""
    content_type = ContentType.objects.get_for_model(type(record))
    return TranslationJob.objects.filter(content_type=content_type, object_id=record.pk)


def record_title(record: Model, language: str) -> str:
    """What a record is called in lists of its language, as long as a job's title may be."""
    with translation.override(language):
        return str(record)[: TranslationJob._meta.get_field("title").max_length]
