"""Where the data answer each fact of the visit to Lingang, and of the two parks that it names."""

from __future__ import annotations

from tests.portal.api.facts_walk import Row, listed, words

_VISIT, _LINGANG, _ZONE = "visits/lianyungang-2021", "parks/lingang", "parks/lianyungang"


def _member(fact: str, place: int, *, latin: bool = True) -> list[Row]:
    """Name and office; who is named first comes first."""
    at = f"members[{place}]"
    return [
        Row(f"{fact}.name", _VISIT, f"{at}.name", latin=latin),
        Row(f"{fact}.office", _VISIT, f"{at}.offices[0].title"),
    ]


def _organisation(fact: str, place: int, code: str) -> Row:
    return Row(f"{fact}.organisation.{code}", _VISIT, f"members[{place}].offices[0].organization")


_CITY = "about_places[0]"
_CLUSTER = f"{_CITY}.clusters[0]"
_COMPANIES = (("hengrui", False), ("hansoh", True), ("chia-tai-tianqing", True), ("deyuan", False))
_PARTS = [
    row
    for number, (slug, has_other) in enumerate(_COMPANIES)
    for row in (
        *words(
            f"parks.lianyungang.city.clusters[0].companies[{number}]",
            _ZONE,
            f"{_CLUSTER}.companies[{number}].organization.name",
        ),
        *(
            [
                Row(
                    f"parks.lianyungang.city.clusters[0].companies[{number}].also[0]",
                    f"organizations/{slug}",
                    "spellings[0].spelling",
                )
            ]
            if has_other
            else []
        ),
    )
]

VISIT = [
    Row("source.photo_caption", _VISIT, "photographs[0].caption"),
    Row("source.photos", _VISIT, "photographs.#"),
    Row("visit.date.month", _VISIT, "date.month"),
    Row("visit.date.day", _VISIT, "date.day"),
    Row("visit.date.year", _VISIT, "date.year"),
    Row("visit.date.inferred_year", _VISIT, "date.inferred_year"),
    *words("visit.host_site", _VISIT, "venue"),
    Row(
        "visit.purpose",
        _VISIT,
        "purpose",
        "The two sides discussed cooperation on a Yangtze River Delta sub-centre of Lingang Innovation Center.",
    ),
    *_member("visitors[0]", 0, latin=False),
    _organisation("visitors[0]", 0, "zh"),
    _organisation("visitors[0]", 0, "en"),
    *_member("visitors[1]", 1),
    _organisation("visitors[1]", 1, "zh"),
    # The house says Administrative Committee; that of the source is a spelling of the organisation.
    Row("visitors[1].organisation.en", "organizations/lianyungang-committee", "spellings[0].spelling"),
    *_member("hosts[0]", 2),
    Row(
        "hosts[0].note",
        _VISIT,
        "members[2].offices[0].as_stated[1]",
        "head of the Overseas Affairs Department (other pages of the site)",
    ),
    Row("hosts[0].organisation", _VISIT, "members[2].offices[0].organization"),
    *_member("hosts[1]", 3),
    Row("hosts[1].organisation", _VISIT, "members[3].offices[0].organization", latin=True),
    *listed("topics", _VISIT, "topics[{}]", 3),
    *listed("sites_toured", _VISIT, "sites[{}].name", 2),
    Row("follow_ups[0].who", _VISIT, "follow_ups[0].who"),
    # Who is invited are persons by record, not words in brackets.
    Row("follow_ups[0].what", _VISIT, "follow_ups[0].what", "Visit Lianyungang"),
    Row("follow_ups[0].due", _VISIT, "follow_ups[0].due_on"),
    Row("follow_ups[1].who", _VISIT, "follow_ups[1].who"),
    Row(
        "follow_ups[1].what",
        _VISIT,
        "follow_ups[1].what",
        "Attend the policy briefing held by North American entrepreneurs "
        "at the Shanghai Free Trade Zone Innovation Summit",
    ),
    Row("follow_ups[1].due", _VISIT, "follow_ups[1].due_on"),
    Row("outcome", _VISIT, "outcome", "Both sides found a good fit for cooperation."),
    Row("parks.lingang.name.zh", _LINGANG, "name"),
    Row("parks.lingang.name.short_zh", _LINGANG, "short_name"),
    Row("parks.lingang.name.en", _LINGANG, "name"),
    Row("parks.lingang.kind", _LINGANG, "kind_stated"),
    Row("parks.lingang.founded", _LINGANG, "founded_year"),
    Row("parks.lingang.founder", _LINGANG, "founder.organization.name"),
    Row("parks.lingang.feature", _LINGANG, "feature"),
    *listed("parks.lingang.leading_industries", _LINGANG, "sectors[{}].name", 4),
    *listed("parks.lingang.constraints", _LINGANG, "statements[kind.code=constraint][{}].text", 2),
    Row("parks.lingang.sub_centres[0].name", _LINGANG, "sub_sites[kind.code=sub_centre][0].name"),
    Row("parks.lingang.sub_centres[0].status", _LINGANG, "sub_sites[kind.code=sub_centre][0].status"),
    *listed("parks.lingang.in_talks_with", _LINGANG, "sub_sites[status.code=in_talks][{}].place.name", 7),
    *listed("parks.lingang.criteria", _LINGANG, "statements[kind.code=criterion][{}].text", 2),
    *words("parks.lianyungang.name", _ZONE, "name"),
    Row("parks.lianyungang.level", _ZONE, "level"),
    *words("parks.lianyungang.location", _ZONE, "places[0].full_name"),
    Row("parks.lianyungang.layout", _ZONE, "layout"),
    Row("parks.lianyungang.sub_parks[0].name", _ZONE, "sub_sites[0].name"),
    Row("parks.lianyungang.sub_parks[0].founded", _ZONE, "sub_sites[0].founded_year"),
    *listed("parks.lianyungang.sub_parks[0].industries", _ZONE, "sub_sites[0].sectors[{}].name", 3),
    Row("parks.lianyungang.city.standing[0]", _ZONE, f"{_CITY}.statements[kind.code=standing][0].text"),
    *listed("parks.lianyungang.city.industries", _ZONE, f"{_CITY}.sectors[{{}}].name", 4),
    *words("parks.lianyungang.city.clusters[0].name", _ZONE, f"{_CLUSTER}.name"),
    Row("parks.lianyungang.city.clusters[0].name.also[0]", _ZONE, f"{_CLUSTER}.spellings[0].spelling"),
    *_PARTS,
    *listed("parks.lianyungang.city.clusters[0].products", _ZONE, f"{_CLUSTER}.products[{{}}]", 3),
    Row(
        "parks.lianyungang.city.education.universities_and_colleges",
        _ZONE,
        f"{_CITY}.education[kind.code=universities_and_colleges][0].count",
    ),
    Row(
        "parks.lianyungang.city.education.research_institutes",
        _ZONE,
        f"{_CITY}.education[kind.code=research_institutes][0].count",
    ),
]
