"""What the public sees of partnerships: the shapes, field by field, and no trace of what is internal."""

from __future__ import annotations

import datetime
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from parks.models import Person
from partnerships.enums import PublicField
from partnerships.models import (
    Agreement,
    AgreementDocument,
    AgreementParty,
    AgreementPoint,
    AgreementSector,
    AgreementSignatory,
    Attendee,
    AttendeeOffice,
    Event,
    JointPlatform,
    Milestone,
    SignatoryOffice,
)
from partnerships.money import amount
from partnerships.public import (
    agreement_view,
    event_view,
    listed_agreements,
    listed_events,
    listed_platforms,
    platform_view,
    public_agreements,
    public_events,
    public_platforms,
)
from portal.core.partial_dates import PartialDate
from tests.parks.factories import OrganizationFactory, ParkFactory, SectorFactory
from tests.partnerships.factories import AgreementFactory, EventFactory, PersonFactory, PlatformFactory

pytestmark = pytest.mark.django_db
SECRET = "机密字样"


def whole_agreement(**values) -> Agreement:
    """A public agreement in which everything is filled in, and all that staff alone may see says SECRET."""
    agreement = AgreementFactory(
        is_public=True,
        number=SECRET,
        internal_note=SECRET,
        starts_on=datetime.date(2025, 9, 9),
        ends_on=datetime.date(2028, 9, 8),
        renewal_zh_hans="自动续期",
        value=Decimal("5000000"),
        currency="CNY",
        originals=4,
        languages=["zh-hans", "en"],
        prevailing_language="zh-hans",
        summary_zh_hans="合作内容",
        **values,
    )
    AgreementPoint.objects.create(agreement=agreement, kind="model", text_zh_hans="校地合作")
    AgreementSector.objects.create(agreement=agreement, sector=SectorFactory())
    AgreementParty.objects.create(agreement=agreement, organization=OrganizationFactory())
    signatory = AgreementSignatory.objects.create(agreement=agreement, person=PersonFactory(), party_number=1)
    SignatoryOffice.objects.create(signatory=signatory, title_zh_hans="主任", title_en="Director")
    for is_public in (True, False):
        name = "公开节点" if is_public else SECRET
        Milestone.objects.create(
            agreement=agreement, name_zh_hans=name, due_on=datetime.date(2026, 1, 1), is_public=is_public
        )
        title = "公开文本" if is_public else SECRET
        AgreementDocument.objects.create(
            agreement=agreement, title_zh_hans=title, file=f"agreements/{is_public}.pdf", is_public=is_public
        )
    return agreement


def seen(agreement: Agreement):
    return agreement_view(public_agreements().get(pk=agreement.pk))


BEYOND = {
    PublicField.SUMMARY: ("summary",),
    PublicField.POINTS: ("points",),
    PublicField.SECTORS: ("sectors",),
    PublicField.TERM: ("starts_on", "ends_on"),
    PublicField.RENEWAL: ("renewal",),
    PublicField.VALUE: ("value", "currency", "amount"),
    PublicField.TEXTS: ("originals", "languages", "prevailing_language"),
    PublicField.SIGNATORIES: ("signatories", "signing"),
    PublicField.MILESTONES: ("milestones",),
    PublicField.DOCUMENTS: ("documents",),
}


@pytest.mark.parametrize("field", BEYOND)
def test_a_field_is_seen_when_it_is_named_and_alone(field):
    view = seen(whole_agreement(public_fields=[field]))

    shown = {name for names in BEYOND.values() for name in names if getattr(view, name)}
    assert shown == set(BEYOND[field])
    assert view.shown == {field}


def test_every_field_has_its_test():
    assert set(BEYOND) == set(PublicField)


def test_what_staff_alone_may_see_is_in_no_shape():
    agreement = whole_agreement(public_fields=PublicField.values)

    view = repr(seen(agreement))
    assert SECRET not in view
    assert "公开节点" in view
    assert "公开文本" in view


def test_an_internal_agreement_is_not_found():
    AgreementFactory(is_public=False, public_fields=PublicField.values)

    assert not public_agreements().exists()


def test_other_records_that_are_internal_leave_no_trace():
    hidden = {"name_zh_hans": SECRET, "name_en": "Secret", "slug": "secret"}
    event = EventFactory(**hidden, date=PartialDate(2025, 9, 9))
    above = AgreementFactory(**hidden, event=event)
    agreement = AgreementFactory(is_public=True, framework=above, amends=above, renews=above, event=event)
    platform = PlatformFactory(is_public=True, agreement=above, event=event)
    AgreementFactory(framework=agreement, **hidden | {"slug": "secret-2"})
    AgreementFactory(amends=agreement, **hidden | {"slug": "secret-3"})
    AgreementFactory(renews=agreement, **hidden | {"slug": "secret-4"})
    PlatformFactory(agreement=agreement, **hidden)
    ceremony = EventFactory(is_public=True)
    AgreementFactory(event=ceremony, **hidden | {"slug": "secret-5"})
    PlatformFactory(event=ceremony, **hidden | {"slug": "secret-6"})

    shapes = [
        seen(agreement),
        platform_view(public_platforms().get(pk=platform.pk)),
        event_view(public_events().get(pk=ceremony.pk)),
    ]
    for shape in shapes:
        assert SECRET not in repr(shape)
        assert "secret" not in repr(shape).lower()
    assert shapes[0].signed_on is None


def test_the_date_of_signing_is_its_own_else_that_of_the_event():
    event = EventFactory(is_public=True, date=PartialDate(2025, 9, 9))

    assert seen(AgreementFactory(is_public=True, event=event)).signed_on == PartialDate(2025, 9, 9)
    own = AgreementFactory(is_public=True, event=event, signed_on=PartialDate(2025, 9))
    assert seen(own).signed_on == PartialDate(2025, 9)


def test_attendees_stand_by_side_and_rank_with_the_offices_of_the_day():
    event = EventFactory(is_public=True)

    def attends(name: str, side: str, rank: int | None = None) -> None:
        person = Person.objects.create(slug=name.lower(), family_name_en=name, name_basis=SECRET)
        attendee = Attendee.objects.create(event=event, person=person, side=side, news_rank=rank)
        AttendeeOffice.objects.create(
            attendee=attendee, title_zh_hans="市长", title_en="Mayor of Nantong", as_stated="Governor; Mayor"
        )

    attends("Host", "hosts")
    attends("Second", "guests", 2)
    attends("First", "guests", 1)
    attends("Above", "higher_authority")

    view = event_view(public_events().get())
    assert [str(one.person.name) for one in view.attendees] == ["Above", "First", "Second", "Host"]
    assert SECRET not in repr(view)
    person = view.attendees[0].person
    assert person.offices[0].as_stated == ("Governor", "Mayor")
    assert "Governor" not in str(person.line.texts)
    with translation.override("zh-hans"):
        assert (person.before_name, person.name_in_line, person.after_name) == ("市长", "Above", "")
    with translation.override("en"):
        assert (person.before_name, person.name_in_line, person.after_name) == ("", "Above", ", Mayor of Nantong")


def test_the_wording_follows_the_language_in_which_it_is_shown():
    view = seen(AgreementFactory(is_public=True, name_zh_hans="框架协议", name_en=""))

    with translation.override("en"):
        assert (str(view.name), view.name.untranslated, view.name.language) == ("框架协议", True, "zh-hans")
    with translation.override("zh-hans"):
        assert view.name.untranslated is False


def whole_portal() -> None:
    """An agreement, a platform and an event with all their parts."""
    park = ParkFactory()
    event = EventFactory(is_public=True, park=park)
    agreement = whole_agreement(public_fields=PublicField.values, event=event)
    agreement.parties.create(park=park)
    agreement.points.create(kind="dimension", text_zh_hans="基地+基金")
    agreement.save()
    AgreementFactory(is_public=True, framework=agreement, event=event)
    platform = PlatformFactory(is_public=True, agreement=agreement, event=event)
    platform.park_links.create(park=park)
    platform.managers.create(organization=OrganizationFactory())
    platform.save()
    attendee = Attendee.objects.create(event=event, person=PersonFactory(), side="hosts")
    AttendeeOffice.objects.create(attendee=attendee, title_zh_hans="主任", organization=OrganizationFactory())
    attendee.behalves.create(park=park)
    attendee.save()


WHOLE = ((public_agreements, agreement_view), (public_events, event_view), (public_platforms, platform_view))
LISTED = ((listed_agreements, agreement_view), (listed_events, event_view), (listed_platforms, platform_view))


def count_queries(shown) -> list[int]:
    counts = []
    for rows, view in shown:
        with CaptureQueriesContext(connection) as queries:
            assert [repr(view(row)) for row in rows()]
        counts.append(len(queries))
    return counts


@pytest.mark.parametrize("shown", [WHOLE, LISTED])
def test_the_number_of_queries_does_not_grow(shown):
    whole_portal()
    once = count_queries(shown)
    for _more in range(2):
        whole_portal()

    assert count_queries(shown) == once
    assert (Agreement.objects.count(), Event.objects.count(), JointPlatform.objects.count()) == (6, 3, 3)


def test_amount_is_written_as_agreements_write_it():
    value = Decimal(120_000_000)
    with translation.override("zh-hans"):
        assert (amount(value, "CNY"), amount(Decimal("1000.5"), "USD")) == ("人民币120,000,000元", "1,000.50美元")
    with translation.override("en"):
        assert amount(value, "CNY") == "CNY 120,000,000"


def test_languages_of_the_text_are_named_in_the_language_of_the_reader():
    agreement = whole_agreement(public_fields=[PublicField.TEXTS])
    said = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            view = seen(agreement)
            said[language] = (view.language_line, view.prevailing_name)
    assert said == {
        "zh-hans": ("简体中文、英语", "简体中文"),
        "en": ("Simplified Chinese, English", "Simplified Chinese"),
    }


def test_lists_read_no_more_than_they_show_and_show_the_same():
    whole_portal()
    assert count_queries(LISTED) == [5, 1, 3]

    unseen = {"points", "signatories", "documents", "milestones", "amendments", "renewals", "programme", "attendees"}
    unseen |= {"agreements", "forms", "managers"}
    for (listed, view), (whole, _view) in zip(LISTED, WHOLE, strict=True):
        for short, full in zip(listed(), whole(), strict=True):
            left_out = dict.fromkeys(unseen & {field.name for field in fields(view(full))}, ())
            if isinstance(full, Event):
                left_out["platforms"] = ()
            assert view(short) == replace(view(full), **left_out)
