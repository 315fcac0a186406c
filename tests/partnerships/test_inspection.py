"""Reading a record without its form: everything in words, parts too, and nothing as a program writes it."""

from __future__ import annotations

import html
import re

import pytest
from wagtail.users.models import UserProfile

from parks.models import Office
from partnerships.models import AgreementParty, AgreementSignatory, Attendee, Milestone, SignatoryOffice
from portal.core.partial_dates import PartialDate
from tests.parks.factories import OrganizationFactory
from tests.partnerships.factories import AgreementFactory, EventFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, officers):
    """Text of the screen that shows a record to the officer of Zizhu, in Chinese."""
    client.force_login(officers["zizhu"])
    UserProfile.objects.update_or_create(user=officers["zizhu"], defaults={"preferred_language": "zh-hans"})

    def text(record) -> str:
        meta = record._meta
        page = client.get(f"/admin/snippets/{meta.app_label}/{meta.model_name}/inspect/{record.pk}/")
        found = re.search(r"<dl>.*</dl>", page.content.decode(), re.DOTALL)
        return html.unescape(" ".join(re.sub("<[^>]*>", " ", found[0]).split()))

    return text


def test_agreement_shows_state_choices_dates_and_parts_in_words(read, parks, officers):
    agreement = AgreementFactory(
        unit=parks["zizhu"].unit,
        is_public=True,
        state="in_force",
        public_fields=["term", "value"],
        languages=["zh-hans"],
        signed_on=PartialDate(2026, 11),
        ends_on="2029-10-31",
    )
    for order, slug in enumerate(("zizhu", "haian")):
        AgreementParty.objects.create(agreement=agreement, park=parks[slug], sort_order=order)
    signatory = AgreementSignatory.objects.create(agreement=agreement, party_number=2, person=PersonFactory())
    SignatoryOffice.objects.create(
        signatory=signatory, title_zh_hans="书记", title_en="Secretary", organization=OrganizationFactory()
    )
    Milestone.objects.create(
        agreement=agreement, name_zh_hans="挂牌", name_en="Opening", due_on="2027-05-01", owner=officers["zizhu"]
    )
    text = read(agreement)
    for words in ("2026年11月", "2029年10月31日", "期限、金额", "公开 是", "生效", "简体中文"):
        assert words in text
    for words in (
        str(parks["haian"].name_zh_hans),
        str(signatory.person),
        "代表签约方：2",
        "书记",
        "挂牌",
        "2027年5月1日",
    ):
        assert words in text
    assert not re.search(r"True|False|None|\[|XX", text)


def test_event_shows_who_was_there_and_person_the_offices(read, parks):
    person = PersonFactory()
    Office.objects.create(person=person, title_zh_hans="市长", title_en="Mayor", since=PartialDate(2019))
    event = EventFactory(unit=parks["zizhu"].unit, date=PartialDate(2016, 2, 26, inferred=True))
    Attendee.objects.create(event=event, person=person, side="hosts", news_rank=1, spoke=True, is_quoted=False)
    text = read(event)
    assert str(person) in text
    assert "2016年2月26日（推断年份）" in text
    assert "新闻名单位次：1" in text
    assert "公开 否" in text
    assert "市长" in read(person)
    assert "2019年" in read(person)
