"""From what the public sees of agreements, events and platforms to what is answered."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from partnerships import enums
from partnerships.models import Agreement, Event, JointPlatform
from partnerships.public import agreement_view, event_view, platform_view, public_events
from partnerships.public_links import AgreementLink, EventLink, Link, ParkLink, PlaceLink, PlatformLink
from partnerships.public_shapes import (
    PublicAgreement,
    PublicAttendee,
    PublicEvent,
    PublicParty,
    PublicPerson,
    PublicPlatform,
)
from portal.api.reading import Data, choice, money, partial_date, said, view_links


def link_ref(link: Link | None) -> Data | None:
    return {"slug": link.slug, "name": said(link.name)} if link else None


def link_refs(found: Iterable[Link]) -> list[Data]:
    return [row for link in found if (row := link_ref(link))]


def park_ref(link: ParkLink | None) -> Data | None:
    return {"slug": link.slug, "name": said(link.name), "short_name": said(link.short)} if link else None


def place_ref(link: PlaceLink | None) -> Data | None:
    return {"slug": link.slug, "name": said(link.name), "address": said(link.address)} if link else None


def _agreement_link(link: AgreementLink | None) -> Data | None:
    if link is None:
        return None
    return {
        "slug": link.slug,
        "name": said(link.name),
        "kind": choice(enums.AgreementKind, link.kind),
        "state": choice(enums.AgreementState, link.state),
    }


def _agreement_links(found: Iterable[AgreementLink]) -> list[Data]:
    return [row for link in found if (row := _agreement_link(link))]


def _platform_link(link: PlatformLink) -> Data:
    return {
        "slug": link.slug,
        "name": said(link.name),
        "kind": choice(enums.PlatformKind, link.kind),
        "status": choice(enums.PlatformStatus, link.status),
    }


def _event_link(link: EventLink | PublicEvent | None) -> Data | None:
    if link is None:
        return None
    return {
        "slug": link.slug,
        "name": said(link.name),
        "kind": choice(enums.EventKind, link.kind),
        "date": partial_date(link.date),
    }


# --- events ---------------------------------------------------------------------------------------------------
def person(person: PublicPerson) -> Data:
    return {
        "slug": person.slug or None,
        "name": said(person.name),
        "offices": [
            {
                "title": said(office.title),
                "organization": said(office.organization),
                "organization_slug": office.organization_slug or None,
                "as_stated": list(office.as_stated),
            }
            for office in person.offices
        ],
        "line": said(person.line),
    }


def _attendee(attendee: PublicAttendee) -> Data:
    return person(attendee.person) | {
        "side": choice(enums.Side, attendee.side),
        "spoke": attendee.spoke,
        "is_quoted": attendee.is_quoted,
        "part": said(attendee.part),
        "note": said(attendee.note),
        "on_behalf_of": link_refs(attendee.on_behalf_of),
    }


def event_item(row: Event) -> Data:
    event = event_view(row)
    return {"id": row.pk} | (_event_link(event) or {}) | _where(event)


def event_detail(row: Event) -> Data:
    return {"id": row.pk} | _event(event_view(row))


def _where(event: PublicEvent) -> Data:
    return {
        "part_of_day": choice(enums.PartOfDay, event.part_of_day),
        "pages": view_links("partnership_event", event.slug),
        "park": park_ref(event.park),
        "place": place_ref(event.place),
        "venue": said(event.venue),
    }


def _event(event: PublicEvent) -> Data:
    return (
        (_event_link(event) or {})
        | _where(event)
        | {
            "date_basis": said(event.date_basis),
            "programme": [{"starts_at": item.starts_at, "text": said(item.text)} for item in event.programme],
            "attendees": [_attendee(attendee) for attendee in event.attendees],
            "agreements": link_refs(event.agreements),
            "platforms": link_refs(event.platforms),
        }
    )


# --- agreements -----------------------------------------------------------------------------------------------
def _party(party: PublicParty) -> Data:
    return {
        "name": said(party.name),
        "park": park_ref(party.park),
        "legal_person": link_ref(party.organization),
        "description": said(party.description),
    }


def agreement_item(row: Agreement) -> Data:
    return _item(row.pk, agreement_view(row))


def _item(pk: int, shown: PublicAgreement) -> Data:
    return {
        "id": pk,
        "slug": shown.slug,
        "name": said(shown.name),
        "kind": choice(enums.AgreementKind, shown.kind),
        "state": choice(enums.AgreementState, shown.state),
        "subject": said(shown.subject),
        "signed_on": partial_date(shown.signed_on),
        "parties": [_party(party) for party in shown.parties],
        "sectors": link_refs(shown.sectors),
        "framework": _agreement_link(shown.framework),
        "pages": view_links("partnership_agreement", shown.slug),
    }


def agreement_detail(row: Agreement) -> Data:
    """An agreement with its event in full, where that is public."""
    shown = agreement_view(row)
    event = public_events().filter(pk=row.event_id or 0).first() if shown.event else None
    return _item(row.pk, shown) | _around(shown) | _terms(shown) | {"event": event and _event(event_view(event))}


def _around(shown: PublicAgreement) -> Data:
    return {
        "summary": said(shown.summary),
        "dimensions": _points(shown, enums.PointKind.DIMENSION),
        "models": _points(shown, enums.PointKind.MODEL),
        "objectives": _points(shown, enums.PointKind.OBJECTIVE),
        "specifics": _agreement_links(shown.specifics),
        "amends": _agreement_link(shown.amends),
        "amendments": _agreement_links(shown.amendments),
        "renews": _agreement_link(shown.renews),
        "renewals": _agreement_links(shown.renewals),
        "platforms": [_platform_link(link) for link in shown.platforms],
    }


def _points(shown: PublicAgreement, kind: str) -> list[Data]:
    return [found for point in shown.points if point.kind == kind and (found := said(point.text))]


def _terms(shown: PublicAgreement) -> Data:
    """What is public field by field; the view has emptied the rest."""
    return {
        "public_fields": sorted(shown.shown),
        "starts_on": shown.starts_on,
        "ends_on": shown.ends_on,
        "renewal": said(shown.renewal),
        "value": money(shown.value, shown.currency),
        "originals": shown.originals,
        "languages": list(shown.languages),
        "prevailing_language": shown.prevailing_language or None,
        "signatories": [
            person(one.person) | {"role": choice(enums.SignatoryRole, one.role), "party_number": one.party_number}
            for one in shown.signatories
        ],
        "milestones": [
            {"name": said(one.name), "due_on": one.due_on, "done_on": one.done_on} for one in shown.milestones
        ],
        "documents": [
            {
                "url": settings.PORTAL_BASE_URL + one.url,
                "kind": choice(enums.DocumentKind, one.kind),
                "title": said(one.title),
                "version": one.version or None,
                "language": one.language or None,
            }
            for one in shown.documents
        ],
    }


# --- platforms ------------------------------------------------------------------------------------------------
def platform_item(row: JointPlatform) -> Data:
    return _platform(row.pk, platform_view(row))


def _platform(pk: int, shown: PublicPlatform) -> Data:
    return {
        "id": pk,
        "slug": shown.slug,
        "name": said(shown.name),
        "kind": choice(enums.PlatformKind, shown.kind),
        "status": choice(enums.PlatformStatus, shown.status),
        "pages": view_links("partnership_platform", shown.slug),
        "parks": [park_ref(park) for park in shown.parks],
        "agreement": _agreement_link(shown.agreement),
        "announced_on": partial_date(shown.announced_on),
        "unveiled_on": partial_date(shown.unveiled_on),
        "sectors": link_refs(shown.sectors),
    }


def platform_detail(row: JointPlatform) -> Data:
    shown = platform_view(row)
    return _platform(row.pk, shown) | {
        "event": _event_link(shown.event),
        "managers": [{"name": said(one.name), "organization": link_ref(one.organization)} for one in shown.managers],
        "research_place": place_ref(shown.research_place),
        "transformation_place": place_ref(shown.transformation_place),
        "around": said(shown.around),
        "forms": [found for form in shown.forms if (found := said(form))],
        "size": money(shown.size, shown.currency),
        "summary": said(shown.summary),
    }
