"""What is private, internal or confidential of a visit is on no page, in no data and in no search of the public."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from partnerships import models
from partnerships.visits.enums import TOOK_PLACE, VisitPublicField, VisitState
from portal.core.hidden_words import ALL, hidden_of
from portal.core.partial_dates import PartialDate
from portal.search.models import SearchEntry
from portal.search.services import reindex
from tests.parks.factories import OrganizationFactory, SectorFactory
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import PersonFactory, VisitFactory, VisitMemberFactory
from tests.partnerships.visits.photographs import image

pytestmark = pytest.mark.django_db
#: In every word that is not for the public, in either language, and nowhere else.
SECRET = "Qzsecret"
BOTH = ("zh-hans", "en")


def words(field: str) -> dict[str, str]:
    """Secret words in both languages."""
    return {f"{field}_zh_hans": f"{SECRET}{field}机密", f"{field}_en": f"{SECRET} {field}"}


def add_private_parts(visit: models.Visit) -> None:
    """Everything of which nothing is public, whatever is ticked."""
    officer = make_user(f"{SECRET.lower()}-officer-{visit.pk}", last_name=SECRET)
    visit.internal_note = visit.letter_number = visit.approver = visit.foreign_affairs_reference = SECRET
    visit.responsible = officer
    visit.save()
    member = VisitMemberFactory(
        visit=visit,
        person=PersonFactory(name_basis=SECRET),
        email=f"{SECRET.lower()}@example.org",
        interpreting=SECRET,
        dietary=SECRET,
        access_needs=SECRET,
        photographs="refused",
    )
    models.MemberOffice.objects.create(member=member, title_en="Deputy Director", title_zh_hans="副局长")
    staff = PersonFactory(family_name_en=SECRET, family_name_zh_hans=SECRET)
    VisitMemberFactory(visit=visit, person=staff, role="interpreter")
    room = models.Room.objects.create(park=visit.park, note=SECRET, **words("name"))
    models.AgendaItem.objects.create(
        visit=visit,
        kind="tour",
        text_en="Hall",
        text_zh_hans="展厅",
        room=room,
        responsible=staff,
        day=datetime.date(2024, 3, 8),
        starts_at=datetime.time(9),
    )
    for confidence in ("internal", "confidential"):
        models.MinutesPart.objects.create(visit=visit, confidence=confidence, **words("text"))
    hidden = VisitFactory(unit=visit.unit, slug=f"{SECRET.lower()}-next-{visit.pk}", follows=visit, **words("name"))
    models.FollowUp.objects.create(visit=visit, description_en=SECRET, **words("what"))
    models.FollowUp.objects.create(
        visit=visit, what_en="Visit again", what_zh_hans="回访", is_public=True, becomes=hidden, owner=officer
    )
    models.Gift.objects.create(visit=visit, direction="received", description=SECRET, counterpart=SECRET, note=SECRET)
    models.ChecklistItem.objects.create(visit=visit, text=SECRET, gate="hosted", responsible=officer)
    models.VisitDocument.objects.create(visit=visit, title=SECRET, file=ContentFile(SECRET.encode(), name="letter.pdf"))
    models.VisitMove.objects.create(visit=visit, from_state="confirmed", to_state="hosted", note=SECRET, by=officer)
    models.VisitInvitation.objects.create(
        visit=visit,
        member=member,
        email=f"{SECRET.lower()}@example.org",
        name=SECRET,
        locale="en",
        uid=SECRET + visit.slug,
    )
    models.VisitRequest.objects.create(
        visit=visit,
        reference=f"{SECRET}-{visit.pk}",
        submission_key=f"{SECRET}-{visit.pk}",
        organization=SECRET,
        country="US",
        person=SECRET,
        office=SECRET,
        email=f"{SECRET.lower()}@example.org",
        phone=SECRET,
        purpose=SECRET,
        delegates=SECRET,
        locale="en",
        privacy_version="1",
        consented_at=timezone.now(),
    )


@pytest.fixture
def shown(tree) -> models.Visit:
    """A public visit of which everything is ticked, with all that may never be shown."""
    visit = VisitFactory(
        slug="shown",
        is_public=True,
        unit=tree.zizhu.unit,
        park=tree.zizhu,
        public_fields=VisitPublicField.values,
        name_en="Shown",
        date=PartialDate(2024, 3, 8),
    )
    add_private_parts(visit)
    reindex(instance=visit)
    return visit


@pytest.fixture
def essentials(tree) -> models.Visit:
    """A public visit of which nothing is ticked, with secrets in every field that may be."""
    visit = VisitFactory(
        slug="essentials",
        is_public=True,
        unit=tree.zizhu.unit,
        park=tree.zizhu,
        public_fields=[],
        name_en="Essentials",
        **words("outcome"),
    )
    models.VisitTopic.objects.create(visit=visit, **words("text"))
    person = PersonFactory(family_name_en=SECRET, family_name_zh_hans=SECRET)
    member = VisitMemberFactory(visit=visit, person=person)
    models.MemberOffice.objects.create(member=member, **words("title"))
    models.AgendaItem.objects.create(visit=visit, kind="tour", **words("text"), **words("venue"))
    models.MinutesPart.objects.create(visit=visit, confidence="public", **words("text"))
    promise = models.FollowUp.objects.create(visit=visit, is_public=True, **words("what"))
    models.FollowUpInvitee.objects.create(follow_up=promise, person=person)
    models.VisitPhotograph.objects.create(visit=visit, image=image(credit=SECRET), **words("alt"), **words("caption"))
    reindex(instance=visit)
    return visit


@pytest.fixture
def unseen(tree) -> list[models.Visit]:
    """Visits that are internal, or marked as public and to come or off: nothing of them is public."""
    states = [("internal", "closed", False)]
    states += [(state.replace("_", "-"), state, True) for state in VisitState if state not in TOOK_PLACE]
    made = []
    for slug, state, is_public in states:
        visit = VisitFactory(
            slug=f"{SECRET.lower()}-{slug}",
            state=state,
            is_public=is_public,
            unit=tree.zizhu.unit,
            park=tree.zizhu,
            date=PartialDate(1907, 1, 1),
            public_fields=VisitPublicField.values,
            **words("name"),
            **words("purpose"),
            **words("venue"),
        )
        models.VisitPartner.objects.create(visit=visit, **words("description"))
        reindex(instance=visit)
        made.append(visit)
    return made


def addresses(code: str) -> list[str]:
    return [
        f"/{code}/",
        f"/{code}/visits/",
        f"/{code}/visits/?park=zizhu",
        f"/{code}/visits/shown/",
        f"/{code}/visits/essentials/",
        f"/{code}/parks/zizhu/",
        f"/{code}/partnerships/",
        f"/{code}/search/?q=Deputy",
        f"/{code}/search/?q=Visit",
        f"/api/v1/visits?lang={code}",
        f"/api/v1/visits/shown?lang={code}",
        f"/api/v1/visits/essentials?lang={code}",
        f"/api/v1/parks/zizhu?lang={code}",
        f"/api/v1/organizations?lang={code}",
        f"/api/v1/news?lang={code}",
        "/sitemap.xml",
    ]


@pytest.mark.parametrize("code", BOTH)
def test_nothing_private_is_answered_to_a_visitor(client, shown, essentials, unseen, code):
    for address in addresses(code):
        response = client.get(address)
        assert response.status_code == 200, address
        text = response.content.decode()
        assert SECRET.lower() not in text.lower(), address
        assert "1907" not in text, address
    assert "Shown" in client.get("/en/visits/").content.decode()


@pytest.mark.parametrize("code", BOTH)
def test_what_is_not_public_or_has_not_taken_place_is_not_found(client, unseen, code):
    for visit in unseen:
        for address in (f"/{code}/visits/{visit.slug}/", f"/api/v1/visits/{visit.slug}", f"/api/v1/visits/{visit.pk}"):
            response = client.get(address)
            assert response.status_code == 404
            assert f"{SECRET} name" not in response.content.decode()
        assert client.get(visit.slug and f"/{code}/visits/?year=1907").content.decode().count(SECRET) == 0


def test_the_search_table_has_nothing_private(shown, essentials, unseen):
    assert set(SearchEntry.objects.filter(kind="visit").values_list("url", flat=True)) == {
        f"/{code}/visits/{slug}/" for code in BOTH for slug in ("shown", "essentials")
    }
    for values in SearchEntry.objects.filter(kind="visit").values():
        assert SECRET.lower() not in " ".join(map(str, values.values())).lower()


def test_filters_tell_nothing_of_what_is_hidden(client, essentials, unseen):
    """What a visitor may ask is answered alike whether a hidden visit matches or none does."""
    sector, organization = SectorFactory(slug="chips"), OrganizationFactory(slug="bureau")
    for visit in (essentials, *unseen):
        models.VisitSector.objects.create(visit=visit, sector=sector)
    for visit in unseen:
        models.VisitPartner.objects.create(visit=visit, organization=organization)
    for query in ("year=1907", "sector=chips", "organization=bureau"):
        assert client.get(f"/api/v1/visits?{query}").json()["count"] == 0
    assert client.get("/api/v1/visits").json()["count"] == 1


@pytest.mark.parametrize("state", ["requested", "cancelled"])
def test_what_no_longer_takes_place_leaves_the_search(shown, state):
    shown.state = state
    shown.save(update_fields=["state"])

    assert not SearchEntry.objects.filter(kind="visit").exists()


@pytest.mark.parametrize(("role", "hidden"), [("head", frozenset()), ("member", frozenset()), ("interpreter", ALL)])
def test_words_about_who_serves_a_public_visit_reach_no_translator(shown, role, hidden):
    member = VisitMemberFactory(visit=shown, role=role, side="companies", person=None, description_en="Somebody")
    office = models.MemberOffice.objects.create(member=member, title_en="Counsel")

    assert (hidden_of(member), hidden_of(office)) == (hidden, hidden)
