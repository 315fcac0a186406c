"""The fact sheet of a park: everything its record and the records of its places say, as labelled rows."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parks.enums import Level, OperatorKind, ResultPointKind, StatementKind, SubSiteKind, SubSiteStatus
from parks.facts import FactGroup, FactRow, FactValue, detailed, group, labelled, listed, plain, row, worded
from parks.models import Cluster, EvaluationResult, Honour, Park, Place, PlanningPhase, SchemeMembership, SubSite

_CLUSTERS = ("clusters__companies__organization", "clusters__products")
_OF_PLACES = ("statements", "sector_links__sector", "education_figures", *_CLUSTERS)
#: Everything that the sheet reads: a bounded number of queries, whatever the number of rows.
PREFETCH = (
    "founder",
    "launched_by",
    "aliases",
    "operators__organization",
    "shareholders__organization",
    "phases",
    "sub_sites__place",
    "sub_sites__sector_links__sector",
    "tenants__organization",
    "honours__authority",
    "contacts",
    "education_figures",
    "sector_links__sector",
    "scheme_memberships__scheme",
    *_CLUSTERS,
    *(f"place_links__place__{name}" for name in _OF_PLACES),
)


def fact_sheet(park: Park) -> list[FactGroup]:
    """What is known of a park, in groups; what is unknown has no row."""
    prefetch_related_objects([park], *PREFETCH)
    groups = [
        _at_a_glance(park),
        _place_and_layout(park),
        _industry(park),
        _honours(park),
        _evaluation(park),
        *(_of_place(place) for place in park.places),
        _contact(park),
    ]
    return [part for part in groups if part]


def _at_a_glance(park: Park) -> FactGroup | None:
    level = "" if park.level == Level.NOT_STATED else park.get_level_display()
    run_by = "" if park.operator_kind == OperatorKind.NOT_STATED else park.get_operator_kind_display()
    founder = park.founder.words("name") if park.founder else park.words("founder_text")
    return group(
        _("At a glance"),
        row(_("Level"), plain(level)),
        row(_("Kind"), worded(park.words("kind_stated")) if park.words("kind_stated") else plain(park.kind_line)),
        row(_("Run by"), plain(run_by)),
        row(_("Operators"), *(worded(part.shown) for part in park.operators.all())),
        row(_("Founder"), worded(founder)),
        row(_("Launched by"), park.launched_by and worded(park.launched_by.words("name"))),
        row(_("Founded"), plain(park.founded_year or "")),
        row(_("Shareholders"), *(detailed(part.shown, [_share(part.share)]) for part in park.shareholders.all())),
        row(_("Special feature"), worded(park.words("feature"))),
        row(_("Also written"), *(plain(alias) for alias in park.aliases.all())),
    )


def _share(share: Decimal | None) -> FactValue | None:
    return None if share is None else plain(_("%(share)s%%") % {"share": _figure(share)})


def _figure(value: Decimal) -> str:
    return number_format(value.normalize(), use_l10n=True)


def _area(value: Decimal | None) -> FactValue | None:
    return None if value is None else plain(_("%(area)s km²") % {"area": _figure(value)})


def _place_and_layout(park: Park) -> FactGroup | None:
    return group(
        _("Place and layout"),
        row(_("Location"), *(worded(place.address_words) for place in park.places)),
        row(_("Area"), _area(park.area_km2)),
        row(pgettext("of a park", "Layout"), worded(park.words("layout"))),
        row(_("Planning phases"), *(_phase(phase) for phase in park.phases.all())),
        *_sub_sites(park),
    )


def _phase(phase: PlanningPhase) -> FactValue:
    years = [str(year) for year in (phase.start_year, phase.end_year) if year]
    return detailed(phase.words("name"), [plain("–".join(years)), _area(phase.area_km2)])


def _sub_sites(park: Park) -> list[FactRow | None]:
    """Sub-parks and sub-centres by kind; those under discussion in a row of their own."""
    sites = list(park.sub_sites.all())
    talks = [site for site in sites if site.status == SubSiteStatus.IN_TALKS]
    rows = []
    for kind in SubSiteKind:
        settled = [site for site in sites if site.kind == kind and site not in talks]
        rows.append(row(kind.label, *(_sub_site(site) for site in settled)))
    return [*rows, row(_("In talks with"), listed(site.shown for site in talks))]


def _sub_site(site: SubSite) -> FactValue:
    founded = plain(_("founded in %(year)s") % {"year": site.founded_year}) if site.founded_year else None
    status = "" if site.status == SubSiteStatus.NOT_STATED else site.get_status_display().lower()
    return detailed(site.shown, [plain(status), founded, listed(sector.words("name") for sector in site.sectors)])


def _industry(park: Park) -> FactGroup | None:
    return group(
        _("Industry"),
        row(_("Leading industries"), *(worded(sector.words("name")) for sector in park.sectors)),
        row(_("Clusters"), *(_cluster(cluster) for cluster in park.clusters.all())),
        row(_("Tenants"), *(worded(tenant.shown) for tenant in park.tenants.all())),
        *_education(park),
    )


def _cluster(cluster: Cluster) -> FactValue:
    companies = labelled(_("companies"), listed(part.shown for part in cluster.companies.all()))
    products = labelled(_("products"), listed(part.words("name") for part in cluster.products.all()))
    return detailed(cluster.words("name"), [companies, products])


def _education(subject: Park | Place) -> list[FactRow | None]:
    return [
        row(figure.get_kind_display(), plain(_with_year(figure.count, figure.as_of)))
        for figure in subject.education_figures.all()
    ]


def _with_year(text: object, year: int | None) -> str:
    return _("%(value)s (%(year)s)") % {"value": text, "year": year} if year else str(text)


def _honours(park: Park) -> FactGroup | None:
    return group(_("Honours"), row(_("Honours and designations"), *(_honour(honour) for honour in park.honours.all())))


def _honour(honour: Honour) -> FactValue:
    given_by = honour.authority and worded(honour.authority.words("name"))
    return detailed(honour.words("designation"), [given_by, honour.date and plain(honour.date.display())])


def _evaluation(park: Park) -> FactGroup | None:
    """Evaluations that the park takes part in, and what the latest one says of it beside the ranks."""
    results = park.evaluation_results.select_related("edition").prefetch_related("points").order_by("-edition__year")
    latest = results.first()
    since = [_membership(membership) for membership in park.scheme_memberships.all()]
    return group(_("Evaluation"), row(_("Takes part in"), *since), *(_of_result(latest) if latest else ()))


def _membership(membership: SchemeMembership) -> FactValue:
    year = plain(_("since %(year)s") % {"year": membership.since_year}) if membership.since_year else None
    return detailed(membership.scheme.words("name"), [year])


def _of_result(result: EvaluationResult) -> list[FactRow | None]:
    points = list(result.points.all())
    lists = [
        row(kind.label, *(worded(point.words("text")) for point in points if point.kind == kind))
        for kind in ResultPointKind
    ]
    return [
        row(_("Remark on %(year)s") % {"year": result.edition.year}, worded(result.words("remark"))),
        row(_("Economy"), worded(result.words("economy"))),
        *lists,
        row(_("Planning period"), worded(result.words("planning_period"))),
    ]


def _of_place(place: Place) -> FactGroup | None:
    """What is said of the place itself."""
    statements = list(place.statements.all())
    said = [
        row(kind.label, *(worded(one.words("text")) for one in statements if one.kind == kind))
        for kind in StatementKind
    ]
    return group(
        pgettext("facts of a place", "About %(place)s") % {"place": place},
        *said,
        row(_("Industries"), *(worded(link.sector.words("name")) for link in place.sector_links.all())),
        row(_("Clusters"), *(_cluster(cluster) for cluster in place.clusters.all())),
        *_education(place),
    )


def _contact(park: Park) -> FactGroup | None:
    offices = [
        detailed(
            contact.words("office"), [plain(contact.phone), plain(contact.email), worded(contact.words("address"))]
        )
        for contact in park.contacts.all()
    ]
    return group(
        _("Contact"),
        row(_("Website"), plain(park.website, url=park.website or None)),
        row(_("Telephone"), plain(park.phone)),
        row(_("E-mail"), plain(park.email, url=f"mailto:{park.email}" if park.email else None)),
        row(_("Postal address"), worded(park.words("address"))),
        row(_("Offices"), *offices),
    )
