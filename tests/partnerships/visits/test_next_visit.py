"""An invitation made at the table becomes the next visit, once."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from parks.models import Office, Organization
from partnerships.errors import PartnershipRefusedError
from partnerships.models import FollowUp, FollowUpInvitee, Visit, VisitPartner
from partnerships.visits.enums import Direction, FollowUpState, MemberRole, VisitState
from partnerships.visits.services.next_visits import begin_next_visit
from portal.core.enums import Role
from portal.core.partial_dates import PartialDate
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import PersonFactory, VisitFactory, VisitMemberFactory


@pytest.fixture
def bureau(db) -> Organization:
    return Organization.objects.create(slug="bureau", name_zh_hans="连云港市商务局", kind="government")


@pytest.fixture
def visit(officers, parks, bureau) -> Visit:
    """Sun and Xu have come to Lingang, where Zhang and Yang received them."""
    held = VisitFactory(unit=parks["lingang"].unit, park=parks["lingang"], state="hosted", kind="official")
    VisitPartner.objects.create(visit=held, organization=bureau)
    for name, side, role in (
        ("孙瑾", "guests", "head"),
        ("许民昌", "guests", "member"),
        ("张洪飞", "hosts", "head"),
        ("杨华", "hosts", "member"),
    ):
        person = PersonFactory(family_name_zh_hans=name, family_name_en="")
        VisitMemberFactory(visit=held, person=person, side=side, role=role, email=f"{person.slug}@example.org")
    return held


def invitation(visit: Visit, *names: str, **values) -> FollowUp:
    values = {"what_zh_hans": "回访连云港", "what_en": "Visit Lianyungang", "kind": "invitation"} | values
    row = FollowUp.objects.create(visit=visit, **values)
    for number, name in enumerate(names):
        person = visit.members.get(person__name_zh_hans=name).person
        FollowUpInvitee.objects.create(follow_up=row, person=person, sort_order=number)
    return row


@pytest.mark.django_db
def test_invited_hosts_travel(visit, officers, bureau, parks):
    host = visit.members.get(person__name_zh_hans="张洪飞").person
    Office.objects.create(person=host, title_zh_hans="总经理", title_en="General Manager")
    row = invitation(visit, "张洪飞", "杨华")
    following = begin_next_visit(follow_up_id=row.pk, by=officers["lingang"])
    following.refresh_from_db()
    assert (following.direction, following.state, following.kind) == (
        Direction.OUTGOING,
        VisitState.REQUESTED,
        "official",
    )
    assert (following.unit, following.park, following.date) == (parks["lingang"].unit, parks["lingang"], None)
    assert (following.purpose_zh_hans, following.purpose_en) == ("回访连云港", "Visit Lianyungang")
    assert (following.follows, following.is_public) == (visit, False)
    assert [partner.organization for partner in following.partners.all()] == [bureau]
    people = [(str(one), one.side, one.role, one.email) for one in following.members.order_by("sort_order")]
    assert people == [("张洪飞", "guests", MemberRole.HEAD, ""), ("杨华", "guests", MemberRole.MEMBER, "")]
    assert [str(office) for office in following.members.get(person=host).offices.all()] == ["总经理"]
    assert following.checklist.exists()
    row.refresh_from_db()
    assert (row.becomes, row.state) == (following, FollowUpState.IN_PROGRESS)
    entry = ModelLogEntry.objects.for_instance(following).get(action="partnerships.visit.next")
    assert (entry.user, entry.data["visit"], entry.data["follow_up"]) == (officers["lingang"], visit.pk, row.pk)


@pytest.mark.django_db
def test_invited_visitors_come_again_on_the_day_that_is_named(visit, officers):
    row = invitation(visit, "孙瑾", due_on=date(2021, 11, 4))
    following = begin_next_visit(follow_up_id=row.pk, by=officers["lingang"])
    assert (following.direction, following.date) == (Direction.INCOMING, PartialDate(2021, 11, 4))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("direction", "side", "expected"),
    [
        ("incoming", "hosts", "incoming"),
        ("incoming", "guests", "outgoing"),
        ("outgoing", "guests", "incoming"),
        ("outgoing", "hosts", "outgoing"),
    ],
)
def test_without_names_the_side_that_invites_says_who_travels(officers, parks, direction, side, expected):
    held = VisitFactory(unit=parks["lingang"].unit, state="hosted", direction=direction)
    following = begin_next_visit(follow_up_id=invitation(held, side=side).pk, by=officers["lingang"])
    assert following.direction == expected


@pytest.mark.django_db
@pytest.mark.parametrize(("values", "code"), [({"kind": "action"}, "kind"), ({"state": "done"}, "settled")])
def test_what_is_no_open_invitation_is_refused(visit, officers, values, code):
    with pytest.raises(PartnershipRefusedError) as refused:
        begin_next_visit(follow_up_id=invitation(visit, **values).pk, by=officers["lingang"])
    assert refused.value.code == code


@pytest.mark.django_db
def test_who_may_not_add_visits_makes_none(visit, officers, parks):
    row = invitation(visit, "孙瑾")
    for user in (officers["zizhu"], make_user("head", Role.HEAD, parks["lingang"].unit)):
        with pytest.raises(PartnershipRefusedError) as refused:
            begin_next_visit(follow_up_id=row.pk, by=user)
        assert refused.value.code == "forbidden"
    assert Visit.objects.filter(follows=visit).count() == 0


@pytest.mark.django_db
def test_second_click_is_refused_and_names_the_visit(client, visit, officers):
    row = invitation(visit, "孙瑾")
    client.force_login(officers["lingang"])
    path = f"/admin/visits/follow-ups/{row.pk}/visit/"
    assert client.get(path).status_code == 405
    first = client.post(path)
    following = Visit.objects.get(follows=visit)
    assert first.headers["Location"].endswith(f"/edit/{following.pk}/")
    again = client.post(path, follow=True)
    assert "已转为访问" in again.content.decode()
    assert Visit.objects.filter(follows=visit).count() == 1


@pytest.mark.django_db
def test_both_visits_name_each_other(client, visit, officers):
    following = begin_next_visit(follow_up_id=invitation(visit, "孙瑾").pk, by=officers["lingang"])
    client.force_login(officers["lingang"])
    former = client.get(f"/admin/visits/follow-ups/?visit={visit.pk}&state=all").content.decode()
    later = client.get(f"/admin/visits/follow-ups/?visit={following.pk}&state=all").content.decode()
    assert f"/inspect/{following.pk}/" in former
    assert f"/inspect/{visit.pk}/" in later


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_visit(visit, officers):
    row = invitation(visit, "孙瑾")
    start, outcomes = Barrier(2), []

    def work() -> None:
        try:
            start.wait(timeout=30)
            begin_next_visit(follow_up_id=row.pk, by=officers["lingang"])
            outcomes.append("begun")
        except PartnershipRefusedError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["begun", "twice"]


@pytest.mark.django_db
def test_visit_of_another_unit_is_not_named_where_it_has_begun_already(visit, officers, parks):
    other = VisitFactory(unit=parks["zizhu"].unit, name_zh_hans="机密来访", name_en="Secret visit")
    row = invitation(visit, "张洪飞", becomes=other)
    with pytest.raises(PartnershipRefusedError) as refused:
        begin_next_visit(follow_up_id=row.pk, by=officers["lingang"])
    assert refused.value.code == "twice"
    assert not any(word in str(refused.value) for word in ("机密", "Secret"))
