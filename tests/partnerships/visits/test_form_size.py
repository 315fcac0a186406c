"""A delegation of 200: its form loads and saves, and stays within what a form may send."""

from __future__ import annotations

from time import monotonic

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.models import MemberOffice, VisitMember
from portal.core.row_limits import MOST_IN_A_FORM
from tests.parks.factories import OrganizationFactory
from tests.partnerships.factories import PersonFactory, VisitFactory
from tests.partnerships.screens import form_of
from tests.partnerships.visits.screens import VISITS, saved

pytestmark = pytest.mark.django_db
PEOPLE = 200


@pytest.mark.long
def test_form_of_200_delegates_loads_and_saves(client, officers, parks):
    visit, body = VisitFactory(unit=parks["zizhu"].unit), OrganizationFactory()
    for number in range(PEOPLE):
        row = VisitMember.objects.create(visit=visit, person=PersonFactory(), side="guests", sort_order=number)
        MemberOffice.objects.create(member=row, title_en="Director", organization=body, sort_order=0)
    client.force_login(officers["zizhu"])
    screen = f"{VISITS}edit/{visit.pk}/"
    began = monotonic()
    with CaptureQueriesContext(connection) as loading:
        page = client.get(screen)
    loaded = monotonic()
    data = form_of(page)
    sent = monotonic()
    with CaptureQueriesContext(connection) as saving:
        saved(client.post(screen, data | {"members-7-dietary": "素食"}))
    took = monotonic() - sent
    print(f"load {loaded - began:.1f} s, {len(loading)} queries; save {took:.1f} s, {len(saving)} queries")
    print(f"{len(data)} fields, {len(page.content)} bytes, words_seen {len(data['words_seen'])}")
    rows = sum(int(data[name]) for name in data if name.endswith("-TOTAL_FORMS"))
    assert (VisitMember.objects.filter(dietary="素食").count(), VisitMember.objects.count()) == (1, PEOPLE)
    assert len(data) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert rows < MOST_IN_A_FORM
    assert len(loading) < 5 * PEOPLE
    assert len(saving) < 30 * PEOPLE
