"""Internal words of partnerships reach no translator, engine, matrix or memory."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from partnerships import models
from partnerships.enums import PublicField
from portal.core.enums import Role
from portal.core.hidden_words import ALL, hidden_of
from portal.core.services.memberships import grant_membership
from portal.localization.enums import JobState
from portal.localization.errors import NotTranslatableError
from portal.localization.models import SourceCount, TranslationJob
from portal.localization.services.record_words import words_in
from portal.localization.services.submission import submit_record
from tests.partnerships.conftest import make_user
from tests.partnerships.factories import AgreementFactory, EventFactory, PersonFactory, PlatformFactory

pytestmark = pytest.mark.django_db
EVERYTHING = list(PublicField.values)


def parts_of(agreement: models.Agreement) -> dict[str, object]:
    """A part of every kind that has words."""
    party = models.AgreementSignatory.objects.create(agreement=agreement, party_number=1, person=PersonFactory())
    milestone = {"name_zh_hans": "奠基", "due_on": "2027-01-01"}
    return {
        "point": models.AgreementPoint.objects.create(agreement=agreement, kind="model", text_zh_hans="双向飞地"),
        "party": models.AgreementParty.objects.create(agreement=agreement, description_zh_hans="美方"),
        "office": models.SignatoryOffice.objects.create(signatory=party, title_zh_hans="主任"),
        "milestone": models.Milestone.objects.create(agreement=agreement, is_public=True, **milestone),
        "inner": models.Milestone.objects.create(agreement=agreement, **milestone),
        "document": models.AgreementDocument.objects.create(
            agreement=agreement, title_zh_hans="正本", file="agreements/x.pdf", is_public=True
        ),
    }


def counted(record) -> bool:
    kind = ContentType.objects.get_for_model(type(record))
    return SourceCount.objects.filter(content_type=kind, object_id=record.pk).exists()


def test_nothing_of_an_internal_agreement_has_words_for_translators(locales):
    agreement = AgreementFactory(public_fields=EVERYTHING)
    for record in (agreement, *parts_of(agreement).values()):
        assert hidden_of(record) == ALL
        assert not words_in(record, "zh-hans")
        assert not counted(record)


def test_of_a_public_agreement_the_essentials_are_translated_and_no_more(locales):
    internal = {"renewal_zh_hans": "自动续期", "summary_zh_hans": "合作内容", "public_fields": []}
    agreement = AgreementFactory(is_public=True, **internal)
    parts = parts_of(agreement)
    assert words_in(agreement, "zh-hans") == {"name": agreement.name_zh_hans}
    assert {name for name, part in parts.items() if words_in(part, "zh-hans")} == {"party"}


def test_public_fields_bring_their_words_and_not_those_of_unmarked_parts(locales):
    internal = {"renewal_zh_hans": "自动续期", "summary_zh_hans": "合作内容", "public_fields": EVERYTHING}
    agreement = AgreementFactory(is_public=True, **internal)
    parts = parts_of(agreement)
    words = words_in(agreement, "zh-hans")
    assert (words["renewal"], words["summary"]) == ("自动续期", "合作内容")
    assert [name for name, part in parts.items() if not words_in(part, "zh-hans")] == ["inner"]


@pytest.mark.parametrize("make", [EventFactory, PlatformFactory])
def test_event_or_platform_has_words_while_it_is_public(locales, make):
    assert hidden_of(make()) == ALL
    assert words_in(make(is_public=True), "zh-hans")


def test_parts_of_an_internal_event_and_platform_have_no_words(locales):
    event, platform = EventFactory(), PlatformFactory()
    attendee = models.Attendee.objects.create(event=event, side="hosts", description_zh_hans="来宾")
    parts = [
        attendee,
        models.AttendeeOffice.objects.create(attendee=attendee, title_zh_hans="主任"),
        models.ProgrammeItem.objects.create(event=event, text_zh_hans="签约"),
        models.PlatformForm.objects.create(platform=platform, text_zh_hans="飞地实验室"),
        models.PlatformBody.objects.create(platform=platform, description_zh_hans="管理方"),
    ]
    assert [part for part in parts if words_in(part, "zh-hans") or counted(part)] == []


def test_internal_agreement_cannot_be_sent_to_translation(locales):
    with pytest.raises(NotTranslatableError):
        submit_record(record=AgreementFactory(name_en=""), target_locale=locales["en"], by=None)


def test_open_jobs_end_when_the_agreement_becomes_internal(locales):
    agreement = AgreementFactory(is_public=True, public_fields=EVERYTHING)
    parts = parts_of(agreement)
    jobs = [
        submit_record(record=record, target_locale=locales["en"], by=None)
        for record in (agreement, parts["point"], parts["office"], parts["milestone"], parts["document"])
    ]
    agreement.is_public = False
    agreement.save(update_fields=["is_public"])
    assert {job.state for job in TranslationJob.objects.filter(pk__in=[job.pk for job in jobs])} == {JobState.CANCELLED}
    assert not any(counted(record) for record in (agreement, *parts.values()))


def test_job_of_a_milestone_ends_with_its_mark_or_with_the_field(locales):
    agreement = AgreementFactory(is_public=True, public_fields=EVERYTHING)
    first, second = parts_of(agreement)["milestone"], parts_of(agreement)["milestone"]
    jobs = [submit_record(record=record, target_locale=locales["en"], by=None) for record in (first, second)]
    first.is_public = False
    first.save()
    assert [TranslationJob.objects.get(pk=job.pk).state for job in jobs] == [JobState.CANCELLED, JobState.QUEUED]
    agreement.public_fields = []
    agreement.save()
    assert TranslationJob.objects.get(pk=jobs[1].pk).state == JobState.CANCELLED


def test_agreement_that_becomes_public_is_counted_again_with_its_parts(locales):
    agreement = AgreementFactory(public_fields=EVERYTHING, state="signed")
    parts = parts_of(agreement)
    agreement.is_public = True
    agreement.save(update_fields=["is_public"])
    assert [name for name, part in parts.items() if not counted(part)] == ["inner"]
    assert counted(agreement)


def test_matrix_shows_the_public_agreement_and_not_the_internal_one(client, locales):
    AgreementFactory(is_public=True, name_zh_hans="公开协议")
    AgreementFactory(name_zh_hans="内部协议")
    translator = make_user("translator")
    grant_membership(user=translator, role=Role.TRANSLATOR, unit=None, locale=locales["en"], by=None)
    client.force_login(translator)
    text = client.get(reverse("translation_matrix:index")).content.decode()
    assert ("公开协议" in text, "内部协议" in text) == (True, False)
