"""Notices about bundles: to who prepared one and to who approved it."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.core.models import User
from portal.core.notices import notify
from portal.publication.faults import Fault
from portal.publication.models import Bundle


def tell(*, bundle: Bundle, kind: str, found: Iterable[Fault] = ()) -> None:
    """Say that a bundle went live, or that it did not. In the transaction in which that happened.

    Args:
        kind: `bundle_published` or `bundle_failed`.
        found: why it did not, in the language of each reader.
    """
    people = {person.pk: person for person in (bundle.created_by, bundle.approved_by) if person and person.is_active}
    for language, readers in _by_language(people.values()).items():
        with translation.override(language):
            reasons = "\n".join(f"· {fault}" for fault in found)
        notify(
            kind=kind,
            recipients=readers,
            context={
                "title": bundle.title,
                "number": bundle.items.count(),
                "reasons": reasons,
                "url": settings.PORTAL_BASE_URL + reverse("bundles:inspect", args=[bundle.pk]),
            },
            key=f"{kind}-{bundle.pk}-{bundle.approved_at:%Y%m%d%H%M%S%f}",
            unit=bundle.unit,
        )


def _by_language(people: Iterable[User]) -> dict[str, list[User]]:
    found: dict[str, list[User]] = {}
    for person in people:
        profile = getattr(person, "wagtail_userprofile", None)
        language = profile.get_preferred_language() if profile else settings.LANGUAGE_CODE
        found.setdefault(language, []).append(person)
    return found
