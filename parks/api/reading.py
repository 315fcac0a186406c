"""From records of parks to what is answered."""

from __future__ import annotations

from typing import Any

from parks import enums, models
from parks.page_queries import profile_addresses
from portal.api.reading import Data, choice, country, links, number, partial_date, ref, refs, spellings, words


def place(record: models.Place) -> Data:
    return {
        "id": record.pk,
        "slug": record.slug,
        "name": words(record, "name"),
        "full_name": words(record, "full_name"),
        "kind": choice(enums.PlaceKind, record.kind),
        "parent": ref(record.parent),
        "country": country(record.country),
        "longitude": number(record.longitude),
        "latitude": number(record.latitude),
    }


def body(record: Any) -> Data:
    """An organisation in a part it plays."""
    return {"organization": ref(record.organization), "description": words(record, "description")}


def park_item(park: models.Park) -> Data:
    return {
        "id": park.pk,
        "slug": park.slug,
        "name": words(park, "name"),
        "short_name": words(park, "short_name"),
        "kind": choice(enums.ParkKind, park.kind),
        "kind_stated": words(park, "kind_stated"),
        "level": choice(enums.Level, park.level),
        "run_by": choice(enums.OperatorKind, park.operator_kind),
        "founded_year": park.founded_year,
        "places": [place(one) for one in park.places],
        "sectors": refs(park.sectors),
        "pages": links(profile_addresses(park)),
    }


def park_detail(park: models.Park) -> Data:
    return park_item(park) | _of_park(park) | _parts(park)


def _of_park(park: models.Park) -> Data:
    founded = park.founder or words(park, "founder_text")
    return {
        "spellings": spellings(park),
        "founder": {"organization": ref(park.founder), "description": words(park, "founder_text")} if founded else None,
        "launched_by": ref(park.launched_by),
        "area_km2": number(park.area_km2),
        "layout": words(park, "layout"),
        "feature": words(park, "feature"),
        "website": park.website or None,
        "phone": park.phone or None,
        "email": park.email or None,
        "address": words(park, "address"),
    }


def _parts(park: models.Park) -> Data:
    return {
        "operators": [body(one) for one in park.operators.all()],
        "shareholders": [body(one) | {"share": number(one.share)} for one in park.shareholders.all()],
        "phases": [_phase(one) for one in park.phases.all()],
        "sub_sites": [_sub_site(one) for one in park.sub_sites.all()],
        "tenants": [_tenant(one) for one in park.tenants.all()],
        "honours": [_honour(one) for one in park.honours.all()],
        "contacts": [_contact(one) for one in park.contacts.all()],
        **_said(park),
        "positioning": _matrix(getattr(park, "positioning", None)),
        "participations": [
            {"scheme": _scheme(one.scheme), "since_year": one.since_year} for one in park.scheme_memberships.all()
        ],
        "rankings": [ranking_item(one) for one in park.evaluation_results.all()],
        "about_places": [
            {"place": ref(one), "sectors": refs(link.sector for link in one.sector_links.all()), **_said(one)}
            for one in park.places
        ],
    }


def _said(subject: models.Park | models.Place) -> Data:
    """What is said alike of a park and of a place."""
    return {
        "statements": [_statement(one) for one in subject.statements.all()],
        "education": [
            {"kind": choice(enums.EducationKind, one.kind), "count": one.count, "as_of": one.as_of}
            for one in subject.education_figures.all()
        ],
        "clusters": [_cluster(one) for one in subject.clusters.all()],
    }


def _phase(phase: models.PlanningPhase) -> Data:
    return {
        "name": words(phase, "name"),
        "start_year": phase.start_year,
        "end_year": phase.end_year,
        "area_km2": number(phase.area_km2),
    }


def _sub_site(site: models.SubSite) -> Data:
    return {
        "name": words(site, "name"),
        "kind": choice(enums.SubSiteKind, site.kind),
        "status": choice(enums.SubSiteStatus, site.status),
        "founded_year": site.founded_year,
        "place": ref(site.place),
        "sectors": refs(site.sectors),
    }


def _tenant(tenant: models.Tenant) -> Data:
    """By its record where there is one; the name is then that of the record."""
    name = words(tenant.organization, "name") if tenant.organization else words(tenant, "name")
    return {"name": name, "organization": ref(tenant.organization)}


def _honour(honour: models.Honour) -> Data:
    return {
        "designation": words(honour, "designation"),
        "date": partial_date(honour.date),
        "authority": ref(honour.authority),
    }


def _contact(contact: models.Contact) -> Data:
    return {
        "office": words(contact, "office"),
        "phone": contact.phone or None,
        "email": contact.email or None,
        "address": words(contact, "address"),
    }


def _statement(statement: models.Statement) -> Data:
    return {
        "kind": choice(enums.StatementKind, statement.kind),
        "text": words(statement, "text"),
        "detail": words(statement, "detail"),
        "source": words(statement, "source"),
        "as_of": statement.as_of,
    }


def _cluster(cluster: models.Cluster) -> Data:
    return {
        "id": cluster.pk,
        "slug": cluster.slug,
        "name": words(cluster, "name"),
        "spellings": spellings(cluster),
        "companies": [body(one) for one in cluster.companies.all()],
        "products": [words(one, "name") for one in cluster.products.all()],
    }


def _matrix(found: models.Positioning | None) -> Data | None:
    if found is None:
        return None
    columns = [words(one, "name") for one in found.columns.all()]
    return {
        "title": words(found, "title"),
        "columns": columns,
        "rows": [{"name": words(row, "name"), "cells": _cells(row, columns)} for row in found.rows.all()],
    }


def _cells(row: models.PositioningRow, columns: list[Data | None]) -> list[Data]:
    items = list(row.items.all())
    return [
        {"column": column, "items": [words(item, "text") for item in items if item.column == number]}
        for number, column in enumerate(columns, start=1)
    ]


# --- ranks ----------------------------------------------------------------------------------------------------
def _scheme(scheme: models.EvaluationScheme) -> Data:
    return {"id": scheme.pk, **(ref(scheme) or {}), "authority": ref(scheme.authority)}


def ranking_item(result: models.EvaluationResult) -> Data:
    edition = result.edition
    return {
        "id": result.pk,
        "park": ref(result.park),
        "scheme": _scheme(edition.scheme),
        "edition": {"year": edition.year, "data_year": edition.data_year, "ranked_parks": edition.ranked_parks},
        "overall_rank": result.overall_rank,
    }


def ranking_detail(result: models.EvaluationResult) -> Data:
    memberships = result.park.scheme_memberships.all()
    since = next((one.since_year for one in memberships if one.scheme_id == result.edition.scheme_id), None)
    return ranking_item(result) | {
        "since_year": since,
        "remark": words(result, "remark"),
        "sub_ranks": [_sub_rank(one) for one in result.sub_ranks.all()],
        "strengths": _points(result, enums.ResultPointKind.STRENGTH),
        "main_work": _points(result, enums.ResultPointKind.MAIN_WORK),
        "economy": words(result, "economy"),
        "planning_period": words(result, "planning_period"),
        "speaker": _speaker(result),
    }


def _sub_rank(row: models.SubIndexRank) -> Data:
    return {
        "slug": row.sub_index.slug,
        "name": words(row.sub_index, "name"),
        "rank": row.rank,
        "previous_rank": row.previous_rank,
    }


def _points(result: models.EvaluationResult, kind: str) -> list[Data]:
    return [found for one in result.points.all() if one.kind == kind and (found := words(one, "text"))]


def _speaker(result: models.EvaluationResult) -> Data | None:
    if result.speaker is None:
        return None
    offices = [office_of_the_day(one) for one in result.speaker_offices.all()]
    return {"name": words(result.speaker, "name"), "offices": offices}


def office_of_the_day(office: models.OfficeOfTheDay) -> Data:
    """Title and organisation of that day, and what the source calls the office where that differs."""
    return {
        "title": words(office, "title"),
        "organization": words(office, "organization_name") or words(office.organization, "name"),
        "as_stated": office.wordings_of_source,
    }


# --- organisations --------------------------------------------------------------------------------------------
def organization_item(record: models.Organization) -> Data:
    return {
        "id": record.pk,
        "slug": record.slug,
        "name": words(record, "name"),
        "short_name": words(record, "short_name"),
        "kind": choice(enums.OrganizationKind, record.kind),
        "country": country(record.country),
        "parent": ref(record.parent) if record.parent and record.parent.is_public else None,
        "website": record.website or None,
    }


def organization_detail(record: models.Organization) -> Data:
    return organization_item(record) | {
        "spellings": spellings(record),
        "site": place(record.site) if record.site else None,
        "parts": refs(one for one in record.parts.all() if one.merged_into_id is None and one.is_public),
    }
