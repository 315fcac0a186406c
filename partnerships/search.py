"""What the search knows of agreements, events and platforms: what their public pages show, of internal ones nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model, Q
from django.db.models.signals import post_save
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from parks.models import Organization, Park, Person
from partnerships.models import Agreement, Event, JointPlatform
from partnerships.public import (
    agreement_view,
    event_view,
    platform_view,
    public_agreements,
    public_events,
    public_platforms,
)
from partnerships.public_shapes import PublicAgreement, PublicEvent, PublicPlatform
from portal.core.localized import Said
from portal.core.partial_dates import PartialDate, stated_day
from portal.search.registry import SearchDocument, register, register_dependents
from portal.search.services import forget, reindex


def connect() -> None:
    """Register the models of this app. Called once, when the app is ready."""
    register(Agreement, kind="agreement", label=_("Agreement"), read=read_agreement)
    register(Event, kind="event", label=_("Event"), read=read_event)
    register(JointPlatform, kind="platform", label=_("Joint platform"), read=read_platform)
    register_dependents(Event, lambda event: event.agreements.all())
    register_dependents(Park, _of_park)
    register_dependents(Organization, _of_organization)
    register_dependents(Person, _of_person)
    for model in (Agreement, Event, JointPlatform):
        post_save.connect(follow, sender=model, dispatch_uid=f"partnerships.search.{model._meta.label}")


def follow(
    sender: type[Model], instance: Any, raw: bool = False, update_fields: Set[str] | None = None, **kwargs: Any
) -> None:
    """Receiver of `post_save`: what has become internal goes at once, and services may have written one field alone.

    Forms are followed when all their parts are saved (`portal.search.wagtail_hooks`).
    """
    if raw:
        return
    if not instance.is_shown:
        forget(instance=instance)
    elif update_fields is not None:
        reindex(instance=instance)


# --- reading --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Entry:
    """What a public page shows, in all languages. `labels` are its choices, `words` its texts, `names` those in it.

    `summary` are texts of which the first in the reader's language is the summary: names and choices are then found
    and not excerpted. `spellings` are found too.
    """

    view: str
    slug: str
    name: Said
    labels: list[Any]
    date: PartialDate | None
    words: list[Said]
    names: list[Said]
    parks: list[str]
    summary: Sequence[Said] = ()
    spellings: Sequence[str] = ()


def read_agreement(agreement: Agreement) -> Iterator[SearchDocument]:
    """An agreement in every language; nothing of an internal one."""
    for row in public_agreements().filter(pk=agreement.pk):
        yield from documents(_agreement(agreement_view(row)))


def read_event(event: Event) -> Iterator[SearchDocument]:
    """An event in every language; nothing of an internal one."""
    for row in public_events().filter(pk=event.pk):
        yield from documents(_event(event_view(row)))


def read_platform(platform: JointPlatform) -> Iterator[SearchDocument]:
    """A platform in every language; nothing of an internal one."""
    for row in public_platforms().filter(pk=platform.pk):
        yield from documents(_platform(platform_view(row)))


def _agreement(found: PublicAgreement) -> Entry:
    people = [one.person for one in found.signatories]
    return Entry(
        "partnership_agreement",
        found.slug,
        found.name,
        [found.kind.label, found.state.label],
        found.signed_on,
        [
            found.subject,
            found.summary,
            found.renewal,
            *(point.text for point in found.points),
            *(one.name for one in found.milestones),
            *(person.line for person in people),
        ],
        [*(party.name for party in found.parties), *(one.name for one in found.sectors), *(one.name for one in people)],
        [party.park.slug for party in found.parties if party.park],
    )


def _event(found: PublicEvent) -> Entry:
    people = [one.person for one in found.attendees]
    places = [one.name for one in (found.park, found.place) if one]
    return Entry(
        "partnership_event",
        found.slug,
        found.name,
        [found.kind.label],
        found.date,
        [
            found.venue,
            *(item.text for item in found.programme),
            *(person.line for person in people),
            *(text for one in found.attendees for text in (one.part, one.note)),
        ],
        [*places, *(person.name for person in people)],
        [found.park.slug] if found.park else [],
    )


def _platform(found: PublicPlatform) -> Entry:
    places = [one.name for one in (found.research_place, found.transformation_place) if one]
    return Entry(
        "partnership_platform",
        found.slug,
        found.name,
        [found.kind.label, found.status.label],
        found.unveiled_on or found.announced_on,
        [found.summary, found.around, *found.forms],
        [
            *(park.name for park in found.parks),
            *(sector.name for sector in found.sectors),
            *(manager.name for manager in found.managers),
            *places,
        ],
        [park.slug for park in found.parks],
    )


def documents(entry: Entry) -> Iterator[SearchDocument]:
    """What the search keeps of an entry, in every language."""
    names = [text for said in (entry.name, *entry.names) for _code, text in said.texts] + [*entry.spellings]
    for code, _label in settings.WAGTAIL_CONTENT_LANGUAGES:
        with translation.override(code):
            title = entry.name.words
            labels = [*map(str, entry.labels)]
            told = [] if entry.summary else entry.names
            yield SearchDocument(
                locale_code=code,
                title=title.text,
                url=reverse(entry.view, args=[entry.slug]),
                summary=_summary(entry, labels),
                body="\n".join(text for said in (*told, *entry.words) if (text := said.text)),
                names=tuple(dict.fromkeys([*names, *labels] if entry.summary else names)),
                date=stated_day(entry.date),
                park_slug=next(iter(entry.parks), ""),
                text_locale=title.language if title.untranslated else "",
            )


def _summary(entry: Entry, labels: list[str]) -> str:
    """Choices and date; or the first text in the language that is active, after a date that is no whole day."""
    date = entry.date.display() if entry.date else ""
    if not entry.summary:
        return " · ".join(filter(None, [*labels, date]))
    texts = [text for text in entry.summary if text]
    text = next((text for text in texts if not text.untranslated), next(iter(texts), ""))
    return " · ".join(filter(None, ["" if stated_day(entry.date) else date, str(text)]))


# --- what carries the words of another record -----------------------------------------------------------------
def _of_park(park: Park) -> Iterator[Model]:
    yield from Agreement.objects.public().filter(parties__park=park).distinct()
    yield from Event.objects.public().filter(park=park)
    yield from JointPlatform.objects.public().filter(park_links__park=park).distinct()


def _of_organization(organization: Organization) -> Iterable[Model]:
    at_table = Q(signatories__offices__organization=organization)
    yield from Agreement.objects.public().filter(Q(parties__organization=organization) | at_table).distinct()
    yield from Event.objects.public().filter(attendees__offices__organization=organization).distinct()
    yield from JointPlatform.objects.public().filter(managers__organization=organization).distinct()


def _of_person(person: Person) -> Iterable[Model]:
    yield from Agreement.objects.public().filter(signatories__person=person).distinct()
    yield from Event.objects.public().filter(attendees__person=person).distinct()
