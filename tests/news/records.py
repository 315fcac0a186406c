"""The visit of the sources and a signing, as records: what is public of them, and words that must never be told."""

from __future__ import annotations

from datetime import date
from typing import Any

from parks.models import Organization, Park, Person
from partnerships.models import (
    AgendaItem,
    Agreement,
    AgreementParty,
    AgreementPoint,
    Attendee,
    AttendeeOffice,
    Event,
    FollowUp,
    FollowUpInvitee,
    Gift,
    MemberOffice,
    MinutesPart,
    Visit,
    VisitMember,
    VisitPartner,
    VisitPhotograph,
    VisitTopic,
)
from portal.core.partial_dates import PartialDate
from tests.partnerships.factories import AgreementFactory, EventFactory, PlatformFactory, VisitFactory

#: Stands in everything that is not for the public.
SECRET = "Qzgeheim"


def both(field: str, zh: str, en: str) -> dict[str, str]:
    return {f"{field}_zh_hans": zh, f"{field}_en": en}


def organization(slug: str, zh: str, en: str, **values: Any) -> Organization:
    return Organization.objects.create(slug=slug, **both("name", zh, en), **values)


def person(slug: str, zh: str, given: str, family: str) -> Person:
    return Person.objects.create(
        slug=slug, family_name_zh_hans=zh, family_name_en=family, given_name_en=given, latin_order="given_first"
    )


def the_visit(park: Park, image: Any = None, **values: Any) -> Visit:
    """The visit of `visit.yml`, with its facts in both languages, and secrets beside them."""
    visit = VisitFactory(
        **{
            "unit": park.unit,
            "park": park,
            "kind": "official",
            "state": "reported",
            "is_public": True,
            "date": PartialDate(2021, 10, 25, inferred=True),
            **both("name", "连云港市商务局来访", "Visit of the Lianyungang Bureau of Commerce"),
            **both("date_basis", "邀请写明2021年11月4日", "the invitation names 4 November 2021"),
            **both("venue", "临港科创中心海外事务部", "Overseas Affairs Department, Lingang Innovation Center"),
            **both("purpose", "合作设立临港科创中心长三角分中心", "cooperation on a Yangtze River Delta sub-centre"),
            **both("outcome", "双方认为合作契合", "both sides found that they fit for cooperation"),
            "internal_note": f"{SECRET} note",
            "approver": f"{SECRET} approver",
            "letter_number": f"{SECRET} letter",
            **values,
        }
    )
    _people(visit)
    _matter(visit, image)
    return visit


def _people(visit: Visit) -> None:
    bureau = organization("lyg-bureau", "连云港市商务局", "Lianyungang Bureau of Commerce", kind="government")
    committee = organization(
        "lyg-committee", "连云港国家高新区管委会", "Lianyungang National High-tech Zone Management Committee"
    )
    centre = organization("lingang-centre", "临港科创中心", "Lingang Innovation Center")
    institute = organization("institute", "", "Global Cross-Border Technology Exchange Research Institute")
    for number, body in enumerate((bureau, committee)):
        VisitPartner.objects.create(visit=visit, organization=body, sort_order=number)
    rows = (
        # The second of the form is the first of the news.
        (person("xu", "", "Minchang", "Xu"), "guests", "member", committee, ("副主任", "Deputy Director"), 2),
        (person("sun", "孙瑾", "Jin", "Sun"), "guests", "head", bureau, ("副局长", "Deputy Director"), 1),
        (person("yang", "", "Hua", "Yang"), "hosts", "member", institute, ("院长", "President"), 2),
        (person("zhang", "", "Hongfei", "Zhang"), "hosts", "head", centre, ("总经理", "General Manager"), 1),
    )
    for number, (who, side, role, body, title, rank) in enumerate(rows):
        member = VisitMember.objects.create(
            visit=visit,
            person=who,
            side=side,
            role=role,
            news_rank=rank,
            sort_order=number,
            email=f"{SECRET}@example.org",
            dietary=f"{SECRET} dietary",
            access_needs=f"{SECRET} access",
        )
        names = both("organization_name", body.name_zh_hans or "", body.name_en or "")
        MemberOffice.objects.create(member=member, organization=body, **both("title", *title), **names)
    VisitMember.objects.create(
        visit=visit, side="guests", role="interpreter", description_zh_hans=f"{SECRET}译", description_en=SECRET
    )


def _matter(visit: Visit, image: Any) -> None:
    topics = (("产业", "industries"), ("政策", "policies"), ("分中心", "a sub-centre"))
    for number, (zh, en) in enumerate(topics):
        VisitTopic.objects.create(visit=visit, sort_order=number, **both("text", zh, en))
    sites = (
        ("tour", "临港科创中心宁波奉化展厅", "Ningbo Fenghua exhibition hall of Lingang Innovation Center"),
        ("tour", "上海技术交易所", "Shanghai Technology Exchange"),
        ("meal", f"{SECRET}宴", SECRET),
    )
    for number, (kind, zh, en) in enumerate(sites):
        AgendaItem.objects.create(visit=visit, kind=kind, sort_order=number, **both("text", zh, en))
    for confidence in ("internal", "confidential"):
        MinutesPart.objects.create(visit=visit, confidence=confidence, **both("text", f"{SECRET}纪要", SECRET))
    Gift.objects.create(visit=visit, direction="given", description=SECRET, counterpart=SECRET)
    _follow_ups(visit)
    if image is not None:
        caption = both("caption", "连云港来宾在海外事务部", "The visitors at the Overseas Affairs Department")
        VisitPhotograph.objects.create(
            visit=visit, image=image, **both("alt", "来宾与主人围坐", "Visitors and hosts at a table"), **caption
        )


def _follow_ups(visit: Visit) -> None:
    bureau = Organization.objects.get(slug="lyg-bureau")
    travel = FollowUp.objects.create(
        visit=visit, kind="invitation", side="hosts", park=visit.park, is_public=True, sort_order=0,
        **both("what", "访问连云港", "visit Lianyungang"),
    )  # fmt: skip
    summit = FollowUp.objects.create(
        visit=visit, kind="invitation", side="guests", organization=bureau, due_on=date(2021, 11, 4), is_public=True,
        sort_order=1, **both("what", "出席上海自贸区创新峰会政策说明会",
                             "policy briefing at the Shanghai Free Trade Zone Innovation Summit"),
    )  # fmt: skip
    FollowUp.objects.create(
        visit=visit, side="hosts", park=visit.park, sort_order=2, **both("what", f"{SECRET}事", SECRET)
    )
    for number, slug in enumerate(("zhang", "yang")):
        FollowUpInvitee.objects.create(follow_up=travel, person=Person.objects.get(slug=slug), sort_order=number)
    FollowUpInvitee.objects.create(follow_up=summit, person=Person.objects.get(slug="sun"), sort_order=0)


def the_signing(park: Park, other: Park, **values: Any) -> Event:
    """A signing of two public agreements and one internal, with a platform and people in an order of their own."""
    event = EventFactory(
        **{
            "unit": park.unit,
            "park": park,
            "is_public": True,
            "date": PartialDate(2025, 9, 9),
            "part_of_day": "morning",
            **both("name", "合作签约仪式", "Signing of the cooperation"),
            **values,
        }
    )
    agreements = (
        ("framework", "战略合作框架协议", "Strategic cooperation framework agreement", True),
        ("specific", "孵化中心运营协议", "Agreement on the operation of the incubation centre", True),
        ("other", f"{SECRET}协议", SECRET, False),
    )
    for kind, zh, en, is_public in agreements:
        _agreement(event, kind, (park, other), is_public, **both("name", zh, en))
    platform = both("name", "协同孵化中心", "Collaborative Incubation Centre")
    PlatformFactory(event=event, unit=park.unit, is_public=True, status="unveiled", **platform)
    PlatformFactory(event=event, unit=park.unit, **both("name", f"{SECRET}平台", SECRET))
    _attendees(event)
    return event


def _agreement(event: Event, kind: str, parties: tuple[Park, ...], is_public: bool, **names: str) -> Agreement:
    fields = ["points", "summary"]
    made = AgreementFactory(
        event=event, unit=event.unit, kind=kind, is_public=is_public, public_fields=fields, **names,
        **both("subject", f"{names['name_zh_hans']}的内容", f"What {names['name_en']} says"), number=SECRET,
    )  # fmt: skip
    for number, one in enumerate(parties):
        AgreementParty.objects.create(agreement=made, park=one, sort_order=number)
    AgreementPoint.objects.create(agreement=made, kind="dimension", **both("text", "基地+基金", "base and fund"))
    return made


def _attendees(event: Event) -> None:
    city = organization("city", "南通市人民政府", "Nantong Municipal People's Government", kind="government")
    for zh, given, family, rank, spoke, is_quoted in (
        ("赵男男", "Nannan", "Zhao", 2, False, False),
        ("张彤", "Tong", "Zhang", 1, True, False),
        ("某缺席", "Mou", "Quexi", 3, False, True),
    ):
        who = person(f"{given}-{family}".lower(), zh, given, family)
        row = Attendee.objects.create(
            event=event, person=who, side="guests", news_rank=rank, spoke=spoke, is_quoted=is_quoted
        )
        AttendeeOffice.objects.create(
            attendee=row, organization=city, **both("title", "市长", "Mayor"),
            **both("organization_name", city.name_zh_hans, city.name_en),
        )  # fmt: skip
