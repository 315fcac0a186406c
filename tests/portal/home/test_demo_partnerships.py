"""The signing and the opening of the facts, as the public sees them; written by hand from the facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from parks.models import Person
from parks.name_lines import name_line
from partnerships.forest import all_under, grow, root_keys
from partnerships.public import (
    agreement_view,
    event_view,
    platform_view,
    public_agreements,
    public_events,
    public_platforms,
)
from portal.core.partial_dates import PartialDate

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]

DAY = PartialDate(2025, 9, 9)


def agreement(slug: str) -> Any:
    return agreement_view(public_agreements().get(slug=slug))


def event(slug: str) -> Any:
    return event_view(public_events().get(slug=slug))


def platform(slug: str) -> Any:
    return platform_view(public_platforms().get(slug=slug))


def both(read: Callable[[], Any]) -> tuple[Any, Any]:
    """What a Chinese and an English reader get."""
    answers = []
    for code in ("zh-hans", "en"):
        with translation.override(code):
            answers.append(read())
    return answers[0], answers[1]


def texts(parts: Any) -> list[str]:
    return [str(part) for part in parts]


def test_the_agreements_are_one_framework_and_two_under_it() -> None:
    found = all_under(root_keys())
    (tree,) = grow(found, found.roots)

    assert tree.agreement.slug == "zizhu-haian-framework"
    assert [node.agreement.kind.value for node in tree.children] == ["specific", "specific"]
    for node in (tree, *tree.children):
        assert (node.agreement.signed_on, node.agreement.state.value) == (DAY, "signed")
    assert both(lambda: texts(party.name for party in tree.agreement.parties)) == (
        ["上海紫竹高新技术产业开发区", "海安高新技术产业开发区"],
        ["Shanghai Zizhu High-Tech Park", "Hai'an High-Tech Park"],
    )
    assert all(party.is_legal_person_unknown for party in tree.agreement.parties)
    bodies = [
        "Hai'an High-Tech Park Science and Technology Innovation Park",
        "Shanghai Zizhu Entrepreneurship Incubator",
    ]
    for node in tree.children:
        assert both(lambda parties=node.agreement.parties: texts(one.name for one in parties)) == (bodies, bodies)
    assert both(lambda: [str(node.agreement.subject) for node in tree.children]) == (
        ["海安（紫竹）协同孵化中心运营", "紫竹（海安）产业转化基地运营"],
        [
            "Operation of the Hai'an (Zizhu) Collaborative Incubation Centre",
            "Operation of the Zizhu (Hai'an) Industrial Transformation Base",
        ],
    )


def test_the_framework_has_dimensions_and_models() -> None:
    groups = agreement("zizhu-haian-framework").point_groups

    assert both(lambda: [(kind.value, texts(phrases)) for kind, phrases in groups]) == (
        [
            ("dimension", ["基地+基金", "孵化+转化", "紫竹+海安"]),
            ("model", ["校地合作", "产创融合", "孵投联动"]),
        ],
        [
            ("dimension", ["base + fund", "incubation + transformation", "Zizhu + Hai'an"]),
            (
                "model",
                [
                    "university-local cooperation",
                    "industry-innovation integration",
                    "incubation-investment interaction",
                ],
            ),
        ],
    )


def test_the_signing_has_its_day_place_programme_and_people() -> None:
    found = event("zizhu-haian-signing")

    assert (found.date, found.part_of_day.value, found.park.slug, len(found.programme)) == (DAY, "morning", "zizhu", 10)
    assert [one.person.slug for one in found.attendees] == [
        "li-youping",
        "zhang-tong",
        "ding-feng",
        "tan-zhen",
        "zhao-nannan",
        "yang-jianghua",
        "xia-weijun",
        "wu-qiang",
        "zhang-xian",
        "shen-wen",
        "xia-guang",
        "xi-lifeng",
        "sheng-xinjun",
        "zhang-li",
        "zhou-shijie",
    ]
    spoke = {one.person.slug for one in found.attendees if one.spoke}
    assert spoke == {"li-youping", "zhang-tong", "wu-qiang", "zhang-li", "zhou-shijie"}
    by_slug = {one.person.slug: one for one in found.attendees}
    assert both(lambda: str(by_slug["li-youping"].part)) == ("总结讲话", "Closing remarks")
    assert [link.slug for link in by_slug["wu-qiang"].on_behalf_of] == ["minhang", "zizhu"]
    assert both(lambda: str(by_slug["zhou-shijie"].note)) == (
        "海安企业家代表",
        "Representative of the entrepreneurs of Hai'an",
    )
    stated = [wording for one in found.attendees for office in one.person.offices for wording in office.as_stated]
    assert {"Governor", "Mayor", "Deputy District Chief", "Dean"} < set(stated)
    assert "Governor" not in str([one.person.line.texts for one in found.attendees])


def test_the_offices_of_the_day_read_as_those_of_the_persons() -> None:
    people = {person.slug: person for person in Person.objects.prefetch_related("offices__organization")}

    for found in (event("zizhu-haian-signing"), event("boston-opening")):
        for one in found.attendees:
            person = people[one.person.slug]
            wanted = both(lambda person=person: name_line(person, person.offices.all()).text)
            assert both(lambda one=one: str(one.person.line)) == wanted


def test_the_platforms_are_of_both_parks() -> None:
    fund = platform("haian-zizhu-fund")
    assert (fund.kind.value, fund.announced_on, {park.slug for park in fund.parks}) == ("fund", DAY, {"zizhu", "haian"})
    assert both(lambda: str(fund.around)) == (
        "上海交通大学概念验证中心成果转化平台",
        "Technology commercialisation platform of the proof-of-concept centre of Shanghai Jiao Tong University",
    )
    assert [sector.slug for sector in fund.sectors] == [
        "semiconductors",
        "commercial-aerospace",
        "new-materials",
        "new-energy",
        "artificial-intelligence",
    ]
    for slug in ("haian-zizhu-incubation-centre", "zizhu-haian-transformation-base"):
        found = platform(slug)
        assert (found.status.value, found.unveiled_on, found.agreement.slug) == ("unveiled", DAY, slug)


def test_the_enclave_has_a_direction_forms_and_tracks() -> None:
    found = platform("zizhu-haian-two-way-enclave")

    assert (found.research_place.slug, found.transformation_place.slug) == ("shanghai", "haian")
    assert both(lambda: texts(found.forms)) == (
        ["飞地实验室", "异地孵化器"],
        ["Enclave laboratory", "Remote incubator"],
    )
    assert [sector.slug for sector in found.sectors] == ["high-end-equipment", "smart-grid", "new-materials"]


def test_the_opening_has_an_inferred_year_that_is_not_shown() -> None:
    found = event("boston-opening")

    assert found.date == PartialDate(2016, 2, 26, inferred=True)
    assert both(lambda: str(found.date_basis)) == ("同一网站的另一页面", "another page of the same site")
    assert both(lambda: found.date.display()) == ("2月26日", "26 February")
    assert both(lambda: str(found.venue)) == ("马萨诸塞州议会大厦", "Massachusetts State House")
    assert [one.person.slug for one in found.attendees] == ["wang-zhigang", "zhang-qiyue", "charlie-baker"]
    assert all(one.is_quoted for one in found.attendees)
