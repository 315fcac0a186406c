"""The form of an agreement: what it refuses, what it fills in, and what it shows to whom."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread
from time import process_time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parks.models import Office
from partnerships.agreement_admin import AgreementViewSet
from partnerships.models import Agreement
from tests.parks.factories import OrganizationFactory
from tests.partnerships.factories import AgreementFactory, EventFactory, PersonFactory
from tests.partnerships.screens import empty_list, form_of, typed_agreement, with_rows

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/partnerships/agreement/"
ADD = f"{LIST}add/"


@pytest.fixture
def zizhu(client, officers):
    client.force_login(officers["zizhu"])
    return client


@pytest.fixture
def typed(zizhu, parks) -> dict:
    """A new agreement between two parks, as an officer of Zizhu types it."""
    return typed_agreement(parks["zizhu"].unit, parks["zizhu"], parks["haian"])


@pytest.fixture
def check(officers):
    """The form of a new agreement (or of `instance`) with what the officer of Zizhu sends, without a screen around."""
    form_class = AgreementViewSet().get_edit_handler().get_form_class()

    def checked(data: dict, instance: Agreement | None = None):
        files = {name: value for name, value in data.items() if isinstance(value, SimpleUploadedFile)}
        sent = QueryDict(mutable=True)
        for name, value in data.items():
            sent.setlist(name, value if isinstance(value, list) else [value])
        form = form_class(sent, files, instance=instance or Agreement(), for_user=officers["zizhu"])
        form.is_valid()
        return form

    return checked


def edit_url(agreement: Agreement) -> str:
    return f"{LIST}edit/{agreement.pk}/"


def saved(response) -> Agreement:
    assert response.status_code == 302, form_errors(response)
    return Agreement.objects.latest("pk")


def form_errors(response) -> str:
    form = response.context["form"] if hasattr(response, "context") else response
    parts = [formset.errors for formset in form.formsets.values() if any(formset.errors)]
    return f"{form.errors} {parts}"


def test_form_says_that_secrets_must_not_be_entered(zizhu):
    text = zizhu.get(ADD).content.decode()
    assert "国家秘密和工作秘密不得填写" in text


def test_new_agreement_is_kept_by_the_own_unit_as_an_internal_draft(zizhu, typed, parks):
    agreement = saved(zizhu.post(ADD, typed))
    assert (agreement.unit, agreement.state, agreement.is_public) == (parks["zizhu"].unit, "drafting", False)
    assert (agreement.slug, agreement.parties.count()) == ("framework-agreement", 2)


def test_short_address_that_is_taken_gets_a_number(zizhu, typed):
    AgreementFactory(slug="framework-agreement")
    assert saved(zizhu.post(ADD, typed)).slug == "framework-agreement-2"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts_on": "2026-03-01", "ends_on": "2026-02-28"}, "ends_on"),
        ({"value": "100"}, "currency"),
        ({"languages": ["en"], "prevailing_language": "zh-hans"}, "prevailing_language"),
        ({"prevailing_language": "en"}, "prevailing_language"),
        ({"value": "-1", "currency": "CNY"}, "value"),
        ({"starts_on": "1026-03-01"}, "starts_on"),
        ({"ends_on": "9999-12-31"}, "ends_on"),
    ],
)
def test_wrong_field_is_named(check, typed, wrong, field):
    assert check(typed | wrong).errors.keys() == {field}


def test_milestone_of_a_year_that_is_none_is_refused(check, typed):
    milestone = {"name_en": "First laboratory"}
    for day, is_wrong in (("1226-12-31", True), ("2201-01-01", True), ("2200-12-31", False)):
        form = check(with_rows(typed, "milestones", milestone | {"due_on": day}))
        assert bool(form.formsets["milestones"].forms[0].errors.get("due_on")) == is_wrong


@pytest.mark.django_db(transaction=True)
def test_of_people_who_type_one_short_address_at_once_one_has_it_and_the_others_are_told(typed, officers):
    start, statuses = Barrier(3), []

    def add() -> None:
        try:
            client = Client()
            client.force_login(officers["zizhu"])
            start.wait()
            statuses.append(client.post(ADD, typed | {"slug": "the-same"}).status_code)
        finally:
            connection.close()

    threads = [Thread(target=add) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 200, 302]
    assert Agreement.objects.filter(slug="the-same").count() == 1


@pytest.mark.parametrize("name", ["points", "signatories-0-offices"])
@pytest.mark.parametrize("count", ["301", "2000", "9" * 30])
def test_more_rows_than_a_list_may_have_are_refused_before_anything_is_built(zizhu, typed, name, count):
    begun = process_time()
    assert zizhu.post(ADD, typed | {f"{name}-TOTAL_FORMS": count}).status_code == 400
    assert process_time() - begun < 2


def test_lists_stop_offering_rows_where_they_would_be_refused(zizhu):
    limits = [value for name, value in form_of(zizhu.get(ADD)).items() if name.endswith("-MAX_NUM_FORMS")]
    assert len(limits) >= 6
    assert set(limits) == {"300"}


def test_what_was_typed_stays_when_it_is_refused(zizhu, typed):
    response = zizhu.post(ADD, typed | {"value": "100"})
    assert "战略合作框架协议" in response.content.decode()
    assert not Agreement.objects.exists()


def test_term_beyond_the_framework_needs_a_flag(check, typed, parks):
    framework = AgreementFactory(unit=parks["zizhu"].unit, ends_on=date(2027, 12, 31))
    longer = typed | {"framework": framework.pk, "ends_on": "2028-01-01"}
    assert "2027年12月31日" in str(check(longer).errors["ends_on"])
    assert not check(longer | {"outlives_framework": "on"}).errors


def test_framework_does_not_end_before_what_stands_under_it(check, typed, parks):
    framework = AgreementFactory(unit=parks["zizhu"].unit, ends_on=date(2028, 1, 1))
    AgreementFactory(unit=parks["zizhu"].unit, framework=framework, ends_on=date(2027, 6, 1))
    assert check(typed | {"ends_on": "2027-05-31"}, framework).errors.keys() == {"ends_on"}


def test_those_that_outlive_a_framework_are_named(check, typed, parks):
    own, other = parks["zizhu"].unit, parks["lingang"].unit
    framework = AgreementFactory(unit=own, ends_on=date(2028, 1, 1))
    AgreementFactory(unit=own, framework=framework, ends_on=date(2027, 6, 1), name_zh_hans="中试协议")
    AgreementFactory(unit=other, framework=framework, ends_on=date(2027, 6, 1), name_zh_hans="他人协议")
    told = str(check(typed | {"ends_on": "2027-05-31"}, framework).errors["ends_on"])
    assert ("“中试协议”" in told, "他人协议" in told) == (True, False)


def test_agreement_without_an_end_ends_with_its_framework(check, typed, parks):
    framework = AgreementFactory(unit=parks["zizhu"].unit)
    below = AgreementFactory(unit=parks["zizhu"].unit, framework=framework)
    assert not check(typed | {"ends_on": "2027-05-31"}, framework).errors
    Agreement.objects.filter(pk=framework.pk).update(ends_on=date(2027, 5, 31))
    assert not check(typed | {"framework": framework.pk, "kind": "specific"}, below).errors


@pytest.mark.parametrize("link", ["framework", "amends", "renews"])
def test_agreement_is_not_chosen_for_itself(check, typed, parks, link):
    own = AgreementFactory(unit=parks["zizhu"].unit)
    assert "不能选择协议自身" in str(check(typed | {link: own.pk}, own).errors[link])


@pytest.mark.parametrize(
    ("second", "is_refused"),
    [
        ({"park": "zizhu", "organization": ""}, True),
        ({"park": "haian", "organization": "company"}, True),
        ({"park": "zizhu", "organization": "committee"}, False),
    ],
)
def test_nobody_is_a_party_twice(check, typed, parks, second, is_refused):
    keys = {"company": OrganizationFactory().pk, "committee": OrganizationFactory().pk, "": ""}
    values = {"park": parks[second["park"]].pk, "organization": keys[second["organization"]]}
    data = typed | {"parties-0-organization": keys["company"]}
    form = check(data | {f"parties-1-{name}": value for name, value in values.items()})
    assert ("此签约方重复" in form_errors(form)) == is_refused


def test_nobody_signs_twice_for_a_party(check, typed):
    person = PersonFactory().pk
    rows = [{"role": "signatory", "party_number": number, "person": person} for number in ("1", "2", "1")]
    data = with_rows(typed, "signatories", *rows)
    for number in range(3):
        data |= empty_list(f"signatories-{number}-offices")
    assert [bool(errors) for errors in check(data).formsets["signatories"].errors] == [False, False, True]


@pytest.mark.parametrize("year", ["99", "1799", "2201"])
def test_year_that_nobody_means_is_refused(check, typed, year):
    assert "1800至2200" in str(check(typed | {"signed_on_year": year}).errors["signed_on"])


def test_circle_of_frameworks_is_refused(check, typed, parks):
    top = AgreementFactory(unit=parks["zizhu"].unit)
    middle = AgreementFactory(unit=parks["zizhu"].unit, framework=top)
    low = AgreementFactory(unit=parks["zizhu"].unit, framework=middle)
    assert check(typed | {"framework": low.pk}, top).errors.keys() == {"framework"}


def test_signatory_of_a_party_that_there_is_not_is_refused(check, typed):
    row = {"role": "signatory", "party_number": "3", "person": PersonFactory().pk}
    data = with_rows(typed, "signatories", row) | empty_list("signatories-0-offices")
    assert "只有2个签约方" in form_errors(check(data))


def test_offices_of_the_day_are_copied_from_the_person_in_both_languages(zizhu, typed):
    authority = OrganizationFactory(name_zh_hans="管委会", name_en="Administrative Committee")
    person = PersonFactory()
    held = {"title_zh_hans": "主任", "title_en": "Director", "organization": authority}
    Office.objects.create(person=person, **held, sort_order=0)
    Office.objects.create(person=person, title_zh_hans="副主任", title_en="Deputy", has_ended=True, sort_order=1)
    row = {"role": "signatory", "party_number": "1", "person": person.pk}
    data = with_rows(typed, "signatories", row) | empty_list("signatories-0-offices")
    agreement = saved(zizhu.post(ADD, data))
    [office] = agreement.signatories.get().offices.all()
    assert (office.title_zh_hans, office.title_en) == ("主任", "Director")
    assert (office.organization_name_zh_hans, office.organization_name_en) == ("管委会", "Administrative Committee")


def test_offices_that_were_entered_are_not_added_to(zizhu, typed):
    person = PersonFactory()
    Office.objects.create(person=person, title_en="Director")
    row = {"role": "signatory", "party_number": "1", "person": person.pk}
    data = with_rows(typed, "signatories", row) | empty_list("signatories-0-offices")
    data = with_rows(data, "signatories-0-offices", {"title_en": "Governor"})
    agreement = saved(zizhu.post(ADD, data))
    assert [office.title_en for office in agreement.signatories.get().offices.all()] == ["Governor"]


def test_save_of_an_open_form_keeps_the_state_that_another_reached(zizhu, parks):
    agreement = AgreementFactory(unit=parks["zizhu"].unit)
    data = form_of(zizhu.get(edit_url(agreement))) | {"number": "7"}
    Agreement.objects.filter(pk=agreement.pk).update(state="negotiating")
    assert zizhu.post(edit_url(agreement), data).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.state, agreement.number) == ("negotiating", "7")


def test_party_of_a_signed_agreement_cannot_be_taken_away(check, typed, parks):
    names = {name: typed[name] for name in ("name_zh_hans", "name_en")}
    agreement = AgreementFactory(unit=parks["zizhu"].unit, state="signed", **names)
    assert "两个签约方" in form_errors(check(typed | {"parties-1-DELETE": "on"}, agreement))


def test_link_to_an_internal_record_of_another_unit_is_refused(zizhu, typed, parks):
    hidden = AgreementFactory(unit=parks["lingang"].unit, name_en="Confidential", name_zh_hans="")
    ceremony = EventFactory(unit=parks["lingang"].unit, name_en="Confidential", name_zh_hans="")
    response = zizhu.post(ADD, typed | {"framework": hidden.pk, "event": ceremony.pk})
    assert response.context["form"].errors.keys() == {"framework", "event"}
    assert "Confidential" not in response.content.decode()


def test_link_that_another_made_to_an_internal_record_stays_unseen(zizhu, parks):
    hidden = AgreementFactory(unit=parks["lingang"].unit, name_en="Confidential", name_zh_hans="")
    agreement = AgreementFactory(unit=parks["zizhu"].unit, framework=hidden)
    page = zizhu.get(edit_url(agreement))
    assert "Confidential" not in page.content.decode()
    assert "Confidential" not in zizhu.get(f"{LIST}inspect/{agreement.pk}/").content.decode()
    assert zizhu.post(edit_url(agreement), form_of(page) | {"number": "7"}).status_code == 302
    agreement.refresh_from_db()
    assert agreement.framework == hidden


def test_only_people_who_work_for_the_unit_can_be_responsible(check, typed, officers):
    form = check(with_rows(typed, "milestones", {"name_en": "Opening", "due_on": "2027-01-01", "owner": ""}))
    assert [str(label) for _key, label in form.fields["responsible"].choices] == ["---------", "officer-zizhu"]
    for part in (*form.formsets["milestones"].forms, form.formsets["milestones"].empty_form):
        assert "officer-lingang" not in str(part["owner"])
    assert check(typed | {"responsible": officers["lingang"].pk}).errors.keys() == {"responsible"}


@pytest.mark.parametrize(("name", "size"), [("draft.exe", 3), ("draft", 3), ("draft.pdf", 0)])
def test_file_of_another_kind_or_without_content_is_refused(check, typed, name, size):
    upload = SimpleUploadedFile(name, b"x" * size)
    form = check(with_rows(typed, "documents", {"kind": "draft", "file": upload}))
    assert "file" in form.formsets["documents"].errors[0]


def test_list_needs_the_same_queries_for_one_and_for_three(zizhu, parks):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert zizhu.get(LIST).status_code == 200
        return len(captured)

    AgreementFactory(unit=parks["zizhu"].unit)
    queries()
    one = queries()
    AgreementFactory.create_batch(2, unit=parks["zizhu"].unit)
    assert queries() == one
