"""What is a translation of what, and who works on it."""

from __future__ import annotations

from django.db.models import QuerySet
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
