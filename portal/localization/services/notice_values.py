"""What notices of translations have in common: the values of their texts, and who may still be told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from wagtail.models import Locale

from portal.core.enums import Role
from portal.core.models import Membership, User
from portal.localization.models import TranslationJob


def about(job: TranslationJob, *, path: str, **more: Any) -> dict[str, Any]:
    """The values that every text about a translation takes.

    Args:
        path: where the link leads, below the address of the portal.
    """
    return {
        "title": job.title,
        "source_language": job.source_locale.language_code,
        "target_language": job.target_locale.language_code,
        "url": settings.PORTAL_BASE_URL + path,
        **more,
    }


def workers_of(locale: Locale) -> QuerySet[User]:
    """Active people who translate into `locale` or revise it now, and so may be given a translation."""
    roles = [Role.TRANSLATOR, Role.REVISER]
    members = Membership.objects.current().filter(role__in=roles, locale=locale)
    return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("pk")


def active(people: Iterable[User], locale: Locale) -> set[int]:
    """Ids of those of `people` who still translate into `locale` or revise it."""
    return set(workers_of(locale).filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True))
