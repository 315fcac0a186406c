"""The screens of papers and invitations say beforehand what has no words in the other language."""

from __future__ import annotations

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from partnerships.models import MemberOffice
from tests.partnerships.visits.calendar_kit import agenda, member, visit_on

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("screen", ["visit_papers", "visit_invitations"])
def test_what_has_no_english_words_is_listed_with_a_link_to_the_form(parks, officers, client, screen):
    visit = visit_on(parks["zizhu"], date(2027, 1, 27))
    guest = member(visit, "alex@example.com")
    client.force_login(officers["zizhu"])
    address = reverse(screen, args=[visit.pk])
    whole = [one for one in client.get(address).context["missing"] if one.language == "English"]
    MemberOffice.objects.create(member=guest, title_zh_hans="董事长")
    agenda(visit, date(2027, 1, 27), time(14), time(15), "签约仪式", "", sort_order=3)

    page = client.get(address)
    [english] = [one for one in page.context["missing"] if one.language == "English"]
    added = [text for _kind, text in english.rows if not whole or (_kind, text) not in whole[0].rows]
    assert sorted(added) == sorted(["签约仪式", "董事长"])
    told = BeautifulSoup(page.content, "html.parser").select_one("details.help-warning")
    form = reverse("wagtailsnippets_partnerships_visit:edit", args=[visit.pk])
    assert told.select_one(f"a[href='{form}']")
