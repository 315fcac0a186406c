"""A visit with everything that papers show, and with what they must not."""

from __future__ import annotations

import datetime

from parks.models import Organization, Park, Person
from partnerships.models import (
    AgendaItem,
    ChecklistItem,
    Gift,
    MemberOffice,
    MinutesPart,
    Room,
    Visit,
    VisitMember,
    VisitPartner,
    VisitTopic,
)
from partnerships.visits.readiness import begin_checklist
from portal.core.models import User
from portal.core.partial_dates import PartialDate
from tests.parks.factories import OrganizationFactory
from tests.partnerships.factories import PersonFactory, VisitFactory

DAY = datetime.date(2021, 10, 25)
#: What stands in no paper: minutes, gifts, notes.
SECRETS = ("CONFIDENTIAL-MINUTES", "INTERNAL-MINUTES", "SILK-SCROLL", "INTERNAL-NOTE", "delegate@example.org")
#: What stands in the plan of those who work on the visit alone.
NEEDS = ("vegetarian", "wheelchair", "Sichuanese")


def lianyungang(park: Park, responsible: User | None = None) -> Visit:
    """The visit of the Lianyungang bureau to `park`, with names, offices, agenda, rooms, needs, minutes and gifts."""
    visit = VisitFactory(
        unit=park.unit,
        park=park,
        kind="official",
        state="under_review",
        name_zh_hans="连云港市商务局一行来访",
        name_en="Visit by the Lianyungang Bureau of Commerce",
        date=PartialDate(2021, 10, 25),
        venue_zh_hans="临港科创中心海外事务部",
        venue_en="Overseas Affairs Department, Lingang Innovation Center",
        purpose_zh_hans="就设立临港科创中心长三角分中心开展合作",
        purpose_en="cooperation on a Yangtze River Delta sub-centre of Lingang Innovation Center",
        letter_kind="official_letter",
        letter_number="连商函〔2021〕58号",
        letter_date=datetime.date(2021, 10, 18),
        approver="王明（中心主任）",
        approved_on=datetime.date(2021, 10, 20),
        responsible=responsible,
        internal_note="INTERNAL-NOTE",
    )
    _bodies(visit)
    _people(visit)
    _agenda(visit)
    begin_checklist(visit)
    first = visit.checklist.first()
    ChecklistItem.objects.filter(pk=first.pk).update(responsible=responsible, done_at="2021-10-20T08:00Z")
    MinutesPart.objects.create(visit=visit, confidence="confidential", text_en="CONFIDENTIAL-MINUTES")
    MinutesPart.objects.create(visit=visit, confidence="internal", text_en="INTERNAL-MINUTES")
    Gift.objects.create(visit=visit, direction="given", description="SILK-SCROLL", counterpart="Sun")
    return visit


def join(visit: Visit, chinese: str, english: str, side: str, office=None, **values) -> VisitMember:
    """Add somebody: names as “family given”, `office` a triple of Chinese title, English title and organisation."""
    families = chinese[:1], english.split()[-1]
    person = PersonFactory(
        family_name_zh_hans=families[0] if chinese else "",
        given_name_zh_hans=chinese[1:],
        family_name_en=families[1],
        given_name_en=" ".join(english.split()[:-1]),
        latin_order="given_first",
        courtesy_title=values.pop("title", ""),
    )
    order = visit.members.count()
    member = VisitMember.objects.create(visit=visit, person=person, side=side, sort_order=order, **values)
    if office:
        title, english_title, organization = office
        MemberOffice.objects.create(
            member=member, title_zh_hans=title, title_en=english_title, organization=organization
        )
    return member


def organization(chinese: str, english: str) -> Organization:
    return OrganizationFactory(name_zh_hans=chinese, name_en=english)


def _bodies(visit: Visit) -> None:
    bureau = organization("连云港市商务局", "Lianyungang Bureau of Commerce")
    VisitPartner.objects.create(visit=visit, organization=bureau)
    for number, (chinese, english) in enumerate(
        [("产业", "industries"), ("政策", "policies"), ("分中心", "sub-centre")]
    ):
        VisitTopic.objects.create(visit=visit, text_zh_hans=chinese, text_en=english, sort_order=number)


def _people(visit: Visit) -> None:
    bureau = visit.partners.get().organization
    zone = organization("连云港国家高新区管委会", "Lianyungang National High-tech Zone Management Committee")
    centre = organization("上海临港科技创业中心", "Lingang Innovation Center")
    institute = organization("", "Global Cross-Border Technology Exchange Research Institute")
    deputy = ("副局长", "Deputy Director")
    join(visit, "", "Minchang Xu", "guests", ("副主任", "Deputy Director", zone), news_rank=2, dietary="vegetarian")
    join(visit, "孙瑾", "Jin Sun", "guests", (*deputy, bureau), title="ms", role="head", news_rank=1, email=SECRETS[4])
    join(visit, "李文博", "Wenbo Li", "guests", ("科长", "Section Chief", bureau), access_needs="wheelchair")
    join(visit, "", "Hongfei Zhang", "hosts", ("总经理", "General Manager", centre), role="head")
    join(visit, "", "Hua Yang", "hosts", ("", "President", institute), interpreting="Sichuanese")
    join(visit, "周译", "Yi Zhou", "hosts", None, role="interpreter")


def _agenda(visit: Visit) -> None:
    room = Room.objects.create(park=visit.park, name_zh_hans="二楼第一会议室", name_en="Meeting room 1", seats=24)
    head = Person.objects.get(family_name_en="Zhang", given_name_en="Hongfei")
    rows = (
        (
            "transfer",
            (8, 30),
            (9, 30),
            "酒店乘车至临港科创中心",
            "From the hotel to Lingang Innovation Center",
            None,
            None,
        ),
        (
            "meeting",
            (9, 30),
            (11, 0),
            "座谈交流：产业、政策与分中心",
            "Talks: industries, policies, sub-centre",
            room,
            head,
        ),
        ("meal", (11, 30), (13, 0), "工作午餐", "Working lunch", None, None),
        ("tour", (13, 30), (15, 0), "上海技术交易所", "Shanghai Technology Exchange", None, head),
    )
    for number, (kind, start, end, chinese, english, where, who) in enumerate(rows):
        AgendaItem.objects.create(
            visit=visit,
            kind=kind,
            day=DAY,
            starts_at=datetime.time(*start),
            ends_at=datetime.time(*end),
            text_zh_hans=chinese,
            text_en=english,
            room=where,
            responsible=who,
            sort_order=number,
        )
