"""Where the data answer each fact. Lists of a file become rows in its own order, so that a new entry needs its row."""

from __future__ import annotations

from typing import Any

from tests.portal.api.facts_of_visit import VISIT
from tests.portal.api.facts_walk import Row, facts, listed, words

# --- ranking --------------------------------------------------------------------------------------------------
_RESULT = "rankings?park=zizhu&year=2020"
RANKING = [
    Row("source.published", "news?park=zizhu&date=2021-02-05", "date"),
    *words("evaluation.scheme", _RESULT, "scheme.name"),
    Row("evaluation.authority", _RESULT, "scheme.authority.name"),
    Row("evaluation.park", _RESULT, "park.slug"),
    Row("evaluation.in_scheme_since", _RESULT, "since_year"),
    Row("evaluation.edition", _RESULT, "edition.year"),
    Row("evaluation.data_year", _RESULT, "edition.data_year"),
    Row("evaluation.ranked_parks", _RESULT, "edition.ranked_parks"),
    Row("evaluation.overall_rank", _RESULT, "overall_rank"),
    *words("evaluation.remark", _RESULT, "remark"),
    *[
        row
        for one in range(4)
        for row in (
            *words(f"sub_indices[{one}].name", _RESULT, f"sub_ranks[{one}].name"),
            Row(f"sub_indices[{one}].rank", _RESULT, f"sub_ranks[{one}].rank"),
            Row(f"sub_indices[{one}].previous", _RESULT, f"sub_ranks[{one}].previous_rank"),
        )
    ],
    *listed("strengths", _RESULT, "strengths[{}]", 5),
    Row("economy", _RESULT, "economy", "The main indicators keep growing by double digits"),
    *listed("main_work", _RESULT, "main_work[{}]", 5, {4: "Platinum service"}),
    Row("speaker.name", _RESULT, "speaker.name", latin=True),
    Row("speaker.offices[0]", _RESULT, "speaker.offices[0].title"),
    Row("speaker.offices[1]", _RESULT, "speaker.offices[1].title"),
    Row("plan", _RESULT, "planning_period"),
]

# --- profile --------------------------------------------------------------------------------------------------
_CITY = "parks/sci-tech-city"
_CELLS = {"needs": (0, (4, 4, 4)), "strategies": (1, (3, 3, 3))}
PROFILE = [
    *words("park.name", _CITY, "name"),
    *words("park.location[0]", _CITY, "places[0].full_name"),
    *words("park.location[1]", _CITY, "places[1].full_name"),
    Row("park.launched_by", _CITY, "launched_by.name"),
    *listed(
        "park.firsts",
        _CITY,
        "statements[kind.code=first][{}].text",
        2,
        {
            0: "First inter-provincial integrated development project of the Zhangjiang National Innovation "
            "Demonstration Zone"
        },
    ),
    *words("positioning.title", _CITY, "positioning.title"),
    *[row for one in range(3) for row in words(f"positioning.columns[{one}]", _CITY, f"positioning.columns[{one}]")],
    *[
        Row(
            f"positioning.rows[{row}].{name}[{column}][{item}]",
            _CITY,
            f"positioning.rows[{row}].cells[{column}].items[{item}]",
            "Belt and Road Initiative" if (name, column, item) == ("strategies", 0, 2) else None,
        )
        for name, (row, lengths) in _CELLS.items()
        for column, length in enumerate(lengths)
        for item in range(length)
    ],
    *[
        row
        for one in range(3)
        for row in words(f"demonstration_zones[{one}]", _CITY, f"statements[kind.code=demonstration_zone][{one}].text")
    ],
]

# --- overseas -------------------------------------------------------------------------------------------------
_BOSTON, _OPENING, _BOSTON_NEWS = "parks/boston", "events/boston-opening", "news?park=boston"
_GUESTS = ("Wang Zhigang", "Zhang Qiyue", "Charlie Baker")
OVERSEAS = [
    Row("source.cited.agency", _BOSTON_NEWS, "source.agency"),
    Row("source.cited.place", _BOSTON_NEWS, "source.place"),
    Row("source.cited.reporters[0]", _BOSTON_NEWS, "source.reporters", "Gao Pan, Shi Yingshan", latin=True),
    Row("source.cited.reporters[1]", _BOSTON_NEWS, "source.reporters", "Gao Pan, Shi Yingshan", latin=True),
    Row("event.kind", _OPENING, "kind.label"),
    Row("event.date.month", _OPENING, "date.month"),
    Row("event.date.day", _OPENING, "date.day"),
    Row("event.date.year", _OPENING, "date.year"),
    Row("event.date.inferred_year", _OPENING, "date.inferred_year"),
    Row("event.place", _OPENING, "venue"),
    *words("park.name", _BOSTON, "name"),
    Row("park.level", _BOSTON, "level"),
    Row("park.location.city", _BOSTON, "places[0].name"),
    Row("park.location.region", _BOSTON, "places[0].parent.name"),
    Row("park.location.country", _BOSTON, "places[0].country"),
    Row("park.founder", _BOSTON, "founder.organization.name"),
    *words("park.operators[0]", _BOSTON, "operators[0].organization.name"),
    Row("park.operators[1]", _BOSTON, "operators[1].description"),
    Row("park.purpose", _BOSTON, "statements[kind.code=purpose][0].text"),
    *listed("park.services", _BOSTON, "statements[kind.code=service][{}].text", 3),
    *listed(
        "park.objectives",
        _BOSTON,
        "statements[kind.code=objective][{}].text",
        3,
        {
            0: "Gather R&D institutions, technology companies and talent of both countries; functions are R&D, "
            "incubation, industry, services, trading, finance and innovation"
        },
    ),
    *[
        Row(f"quoted[{number}].name", _OPENING, f"attendees[name.en={name}][0].name")
        for number, name in enumerate(_GUESTS)
    ],
    Row("quoted[0].office", _OPENING, "attendees[name.en=Wang Zhigang][0].offices[0].title"),
    Row("quoted[0].zh", _OPENING, "attendees[name.en=Wang Zhigang][0].offices[0].title"),
    Row("quoted[0].organisation", _OPENING, "attendees[name.en=Wang Zhigang][0].offices[0].organization"),
    Row("quoted[1].office", _OPENING, "attendees[name.en=Zhang Qiyue][0].offices[0].title"),
    Row("quoted[2].office", _OPENING, "attendees[name.en=Charlie Baker][0].offices[0].title"),
]

# --- signing --------------------------------------------------------------------------------------------------
_ZIZHU, _HAIAN, _SIGNING = "parks/zizhu", "parks/haian", "events/zizhu-haian-signing"
_AGREEMENTS = [
    f"agreements/{slug}"
    for slug in ("zizhu-haian-framework", "haian-zizhu-incubation-centre", "zizhu-haian-transformation-base")
]
_PLATFORMS = [
    f"platforms/{slug}"
    for slug in ("haian-zizhu-incubation-centre", "zizhu-haian-transformation-base", "haian-zizhu-fund")
]
_ENCLAVE = "platforms/zizhu-haian-two-way-enclave"
_SIGNING_FACTS = facts("signing")


def _at(name: str) -> str:
    return f"attendees[name.en={name}][0]"


#: Where the house words an office otherwise than the source, by person and number.
_OFFICES = {
    ("Wu Qiang", 2): "Director of the Zizhu High-Tech Park Administrative Committee",
    ("Zhang Xian", 1): "Deputy Director of the Zizhu High-Tech Park Administrative Committee",
}


#: The office that the source calls otherwise in one place or another, by person.
_AS_STATED = {"Wu Qiang": 1, "Zhang Xian": 0, "Sheng Xinjun": 0}


#: Chinese names that are known; the others stay Latin.
_KNOWN = {one["en"]: one["zh"] for one in facts("names")["people"]}


def _attendee(number: int, one: dict[str, Any]) -> list[Row]:
    fact, name = f"attendees[{number}]", one["name"]
    at = _at(name)
    rows = [Row(f"{fact}.name", _SIGNING, f"{at}.name", latin=name not in _KNOWN)]
    rows.append(Row(f"{fact}.zh", _SIGNING, f"{at}.line", one["zh"] + _KNOWN.get(name, name)))
    for office in range(len(one["offices"])):
        said = _OFFICES.get((name, office))
        rows.append(Row(f"{fact}.offices[{office}]", _SIGNING, f"{at}.offices[{office}].title", said))
    for number, _wording in enumerate(one.get("as_stated", ())):
        wording = f"offices[{_AS_STATED[name]}].as_stated[{number}]"
        rows.append(Row(f"{fact}.as_stated[{number}]", _SIGNING, f"{at}.{wording}"))
    rows += [Row(f"{fact}.spoke", _SIGNING, f"{at}.spoke")] if "spoke" in one else []
    rows += [Row(f"{fact}.role", _SIGNING, f"{at}.part")] if "role" in one else []
    return rows


def _speaker(number: int, one: dict[str, Any]) -> list[Row]:
    fact, at = f"speakers_from_companies[{number}]", _at(one["name"])
    return [
        Row(f"{fact}.name", _SIGNING, f"{at}.name", latin=True),
        Row(f"{fact}.office", _SIGNING, f"{at}.offices[0].title"),
        Row(f"{fact}.company", _SIGNING, f"{at}.offices[0].organization", latin=True),
        Row(f"{fact}.note", _SIGNING, f"{at}.note"),
    ]


def _specific(number: int) -> list[Row]:
    fact, item = f"agreements[{number}]", _AGREEMENTS[number]
    return [
        Row(f"{fact}.type", item, "kind"),
        Row(f"{fact}.under", item, "framework.kind"),
        *words(f"{fact}.subject", item, "subject"),
        *[Row(f"{fact}.parties[{one}]", item, f"parties[{one}].legal_person.name", latin=True) for one in range(2)],
    ]


SIGNING = [
    Row("source.published", "news?park=zizhu&date=2025-09-09", "date"),
    Row("event.kind", _SIGNING, "kind.label"),
    Row("event.date", _SIGNING, "date"),
    Row("event.part_of_day", _SIGNING, "part_of_day"),
    Row("event.place.zh", _SIGNING, "park.short_name"),
    Row("event.place.en", _SIGNING, "park.name", "Shanghai Zizhu High-Tech Park"),
    Row("parks.zizhu.name.zh", _ZIZHU, "name"),
    Row("parks.zizhu.name.short_zh", _ZIZHU, "short_name"),
    Row("parks.zizhu.name.en", _ZIZHU, "name"),
    Row("parks.zizhu.level", _ZIZHU, "level"),
    Row("parks.zizhu.operator", _ZIZHU, "run_by"),
    *words("parks.zizhu.district", _ZIZHU, "places[0].full_name"),
    *[Row(f"parks.zizhu.tenants[{one}]", _ZIZHU, f"tenants[{one}].name", latin=True) for one in range(2)],
    Row("parks.haian.name.zh", _HAIAN, "name"),
    Row("parks.haian.name.short_zh", _HAIAN, "short_name"),
    Row("parks.haian.name.en", _HAIAN, "name"),
    Row("parks.haian.level", _HAIAN, "level"),
    *words("parks.haian.location", _HAIAN, "places[0].full_name"),
    *listed(
        "parks.haian.standing",
        _HAIAN,
        "statements[kind.code=standing][{}].text",
        2,
        {
            1: "First provincial-level high-tech park of Jiangsu north of the Yangtze past 100 billion yuan of "
            "invoiced industrial sales"
        },
    ),
    Row("agreements[0].type", _AGREEMENTS[0], "kind"),
    *words("agreements[0].title", _AGREEMENTS[0], "name"),
    Row("agreements[0].parties[0]", _AGREEMENTS[0], "parties[0].park.slug"),
    Row("agreements[0].parties[1]", _AGREEMENTS[0], "parties[1].park.slug"),
    *listed("agreements[0].dimensions", _AGREEMENTS[0], "dimensions[{}]", 3),
    *listed("agreements[0].model", _AGREEMENTS[0], "models[{}]", 3),
    *_specific(1),
    *_specific(2),
    *[
        row
        for one in range(3)
        for row in (
            Row(f"joint_platforms[{one}].kind", _PLATFORMS[one], "kind.label"),
            *words(f"joint_platforms[{one}].name", _PLATFORMS[one], "name"),
        )
    ],
    *[
        row
        for one in range(2)
        for row in (
            Row(f"joint_platforms[{one}].unveiled", _PLATFORMS[one], "unveiled_on"),
            Row(
                f"joint_platforms[{one}].from",
                _PLATFORMS[one],
                "agreement.slug",
                _AGREEMENTS[one + 1].removeprefix("agreements/"),
            ),
        )
    ],
    Row("joint_platforms[2].announced", _PLATFORMS[2], "announced_on"),
    *words("joint_platforms[2].around", _PLATFORMS[2], "around"),
    *listed("joint_platforms[2].sectors", _PLATFORMS[2], "sectors[{}].name", 5),
    Row("two_way_enclave.research_in", _ENCLAVE, "research_place.name"),
    Row("two_way_enclave.transformation_in", _ENCLAVE, "transformation_place.name"),
    *listed("two_way_enclave.forms", _ENCLAVE, "forms[{}]", 2),
    *listed("two_way_enclave.tracks", _ENCLAVE, "sectors[{}].name", 3),
    *[row for number, one in enumerate(_SIGNING_FACTS["attendees"]) for row in _attendee(number, one)],
    Row("attendees[7].on_behalf_of[0]", _SIGNING, f"{_at('Wu Qiang')}.on_behalf_of[0].name"),
    Row("attendees[7].on_behalf_of[1]", _SIGNING, f"{_at('Wu Qiang')}.on_behalf_of[1].slug"),
    *[row for number, one in enumerate(_SIGNING_FACTS["speakers_from_companies"]) for row in _speaker(number, one)],
    *listed("programme", _SIGNING, "programme[{}].text", 10),
]

TABLES = {"ranking": RANKING, "profile": PROFILE, "overseas": OVERSEAS, "signing": SIGNING, "visit": VISIT}

#: Leaves that are no data of the portal, and why.
_OF_THE_SOURCE = "where the facts were found; the portal's own articles tell it in words of their own"
REASONS: dict[str, dict[str, str]] = {
    "ranking": {r"source\.(site|kind|title_en)": _OF_THE_SOURCE, r"source\.views": "view counts are no facts"},
    "profile": {r"source\..+": _OF_THE_SOURCE},
    "overseas": {r"source\.(site|kind|languages\[\d\])": _OF_THE_SOURCE},
    "signing": {
        r"source\.(site|kind|title_en)": _OF_THE_SOURCE,
        r"source\.views": "view counts are no facts",
        r"agreements\[\d\]\.id": "a name inside the file by which others refer to the agreement",
    },
    "visit": {
        r"source\.(site|kind)": _OF_THE_SOURCE,
        r"source\.published": "the source states no day of publication",
    },
}
