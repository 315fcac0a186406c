"""Two inquiries that are one question: the one is set aside, nothing of it moves, and there are no chains."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.desk.doubles import likely_doubles
from partnerships.inquiries.desk.inbox_rows import waiting
from partnerships.inquiries.enums import MessageDirection
from partnerships.inquiries.outside.services import add_message
from partnerships.inquiries.services import moves
from partnerships.inquiries.services.merging import merge_inquiry, unmerge_inquiry
from partnerships.inquiries.services.replies import send_reply, why_closed
from partnerships.models import Consent, Inquiry, InquiryMessage
from portal.core.enums import Role
from tests.partnerships.conftest import make_user
from tests.partnerships.inquiries.reply_kit import received


@pytest.fixture
def officer(officers):
    return officers["zizhu"]


@pytest.fixture
def pair(officer, parks) -> tuple[Inquiry, Inquiry]:
    """The second, and the first, of the same company."""
    first = received(parks["zizhu"])
    return received(parks["zizhu"], message="Is there space, once more?", company="EXAMPLE-Photonics, Ltd."), first


def refused(**values) -> str:
    with pytest.raises(PartnershipRefusedError) as error:
        merge_inquiry(**values)
    return error.value.code


@pytest.mark.django_db
def test_merge_sets_aside_logs_and_ends_the_clock(pair, officer, monkeypatch):
    followed: list[tuple[str, str]] = []
    monkeypatch.setattr(moves, "follow_move", lambda inquiry, *, left, to, at: followed.append((left, to)))
    inquiry, into = pair
    merge_inquiry(inquiry_id=inquiry.pk, into_id=into.pk, by=officer)
    merge_inquiry(inquiry_id=inquiry.pk, into_id=into.pk, by=officer)  # a double click
    inquiry.refresh_from_db()
    into.refresh_from_db()
    assert (inquiry.state, inquiry.merged_into, into.state) == ("duplicate", into, "new")
    assert followed == [("new", "duplicate")]
    told = {"merged": inquiry.reference, "into": into.reference}
    for one in pair:
        log = ModelLogEntry.objects.for_instance(one).filter(action="partnerships.inquiry.merge")
        assert [(row.user, {name: row.data[name] for name in told}) for row in log] == [(officer, told)]
    assert into.reference in why_closed(inquiry)


@pytest.mark.django_db
def test_undo_makes_it_new_once(pair, officer):
    inquiry, into = pair
    merge_inquiry(inquiry_id=inquiry.pk, into_id=into.pk, by=officer)
    for _click in range(2):
        unmerge_inquiry(inquiry_id=inquiry.pk, by=officer)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.merged_into) == ("new", None)
    assert list(inquiry.moves.values_list("to_state", flat=True)) == ["duplicate", "new"]


@pytest.mark.django_db
def test_there_are_no_chains(pair, officer, parks):
    inquiry, into = pair
    third = received(parks["zizhu"], message="Third.")
    merge_inquiry(inquiry_id=inquiry.pk, into_id=into.pk, by=officer)
    assert refused(inquiry_id=third.pk, into_id=inquiry.pk, by=officer) == "merge"
    assert refused(inquiry_id=into.pk, into_id=third.pk, by=officer) == "merge"
    assert refused(inquiry_id=inquiry.pk, into_id=third.pk, by=officer) == "merge"
    assert refused(inquiry_id=third.pk, into_id=third.pk, by=officer) == "merge"
    merge_inquiry(inquiry_id=third.pk, into_id=into.pk, by=officer)
    assert into.merged.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [{"quarantined_at": timezone.now()}, {"erased_at": timezone.now()}, {"state": "settled"}],
    ids=["quarantined", "erased", "settled"],
)
def test_what_is_not_open_takes_no_part(pair, officer, change):
    inquiry, into = pair
    for one in pair:
        before = Inquiry.objects.filter(pk=one.pk).values("quarantined_at", "erased_at", "state").get()
        Inquiry.objects.filter(pk=one.pk).update(**change)
        assert refused(inquiry_id=inquiry.pk, into_id=into.pk, by=officer) == "merge"
        Inquiry.objects.filter(pk=one.pk).update(**before)


@pytest.mark.django_db
def test_only_who_works_on_both_merges_and_only_where_the_data_may_go(pair, officers, parks):
    inquiry, _into = pair
    other = received(parks["lingang"])
    assert refused(inquiry_id=inquiry.pk, into_id=other.pk, by=officers["zizhu"]) == "forbidden"
    assert refused(inquiry_id=other.pk, into_id=inquiry.pk, by=officers["zizhu"]) == "forbidden"
    both = make_user("both", Role.OFFICER)
    assert refused(inquiry_id=inquiry.pk, into_id=other.pk, by=both) == "consent"
    Consent.objects.create(inquiry=inquiry, kind="sharing", version="1")
    assert merge_inquiry(inquiry_id=inquiry.pk, into_id=other.pk, by=both).merged_into == other


@pytest.mark.django_db
def test_inquiries_of_different_addresses_are_answered_each(client, pair, officer, parks):
    inquiry, _into = pair
    other = received(parks["zizhu"], email="a.colleague@example.com", message="For us too.")
    assert refused(inquiry_id=inquiry.pk, into_id=other.pk, by=officer) == "address"
    client.force_login(officer)
    page = BeautifulSoup(client.get(f"/admin/inquiries/{inquiry.pk}/merge/").content, "html.parser")
    assert other.reference in page.text
    assert not page.select(f'button[name=into][value="{other.pk}"]')


@pytest.mark.django_db
def test_what_is_written_on_a_duplicate_waits_in_the_one_that_goes_on(pair, officer):
    inquiry, into = pair
    merge_inquiry(inquiry_id=inquiry.pk, into_id=into.pk, by=officer)
    send_reply(inquiry_id=into.pk, text="Which size?", by=officer, asks=True)
    add_message(inquiry_id=inquiry.pk, text="One more thing.", locale="en")
    into.refresh_from_db()
    inquiry.refresh_from_db()
    assert (into.state, inquiry.state) == ("waiting_us", "duplicate")
    assert into.clocks.get(ended_at=None).due_at
    assert "The investor has written" in waiting_words(into)


def waiting_words(inquiry: Inquiry) -> list[str]:
    with translation.override("en"):
        return waiting([inquiry])[inquiry.pk]


@pytest.mark.django_db(transaction=True)
def test_two_merges_the_other_way_round_leave_one(parks, officers):
    pair = received(parks["zizhu"]), received(parks["zizhu"], message="Once more.")
    start, codes = Barrier(2), []

    def merge(one: Inquiry, other: Inquiry) -> None:
        start.wait()
        try:
            merge_inquiry(inquiry_id=one.pk, into_id=other.pk, by=officers["zizhu"])
            codes.append("merged")
        except PartnershipRefusedError as error:
            codes.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=merge, args=args) for args in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["merge", "merged"]
    assert Inquiry.objects.filter(state="duplicate").count() == 1


@pytest.mark.django_db
def test_doubles_agree_in_mail_telephone_or_company(pair, officer, parks):
    inquiry, same = pair
    by_phone = received(parks["zizhu"], email="a@b.example", company="Other", phone="001 (617) 555-0100")
    received(parks["zizhu"], email="c@d.example", company="Quite another", phone="")
    received(parks["lingang"])  # another unit's
    closed = received(parks["zizhu"], message="Closed.")
    Inquiry.objects.filter(pk=closed.pk).update(state="spam")
    found = likely_doubles(inquiry, officer)
    assert [(double.inquiry, len(double.reasons)) for double in found] == [(same, 3), (by_phone, 1)]


@pytest.mark.django_db
def test_screen_offers_doubles_merges_by_reference_and_undoes(client, pair, officer, parks):
    inquiry, into = pair
    other = received(parks["lingang"])
    client.force_login(officer)
    address = f"/admin/inquiries/{inquiry.pk}/merge/"
    page = client.get(address).content.decode()
    assert into.reference in page
    assert other.reference not in page
    for hidden in ({"reference": other.reference}, {"into": other.pk}, {"reference": "x"}, {}):
        answer = client.post(address, hidden)
        assert answer.status_code == 200
        assert "Example Photonics Ltd" in answer.content.decode()
    assert Inquiry.objects.filter(state="duplicate").count() == 0
    answer = client.post(address, {"reference": into.reference.lower().replace("-", " ")})
    assert answer.headers["Location"] == f"/admin/inquiries/inspect/{into.pk}/"
    assert client.get(address).content.decode().count('value="undo"') == 1
    client.post(address, {"act": "undo"})
    inquiry.refresh_from_db()
    assert inquiry.state == "new"


@pytest.mark.django_db
def test_case_that_goes_on_shows_the_duplicate(client, pair, officer):
    inquiry, into = pair
    InquiryMessage.objects.create(inquiry=inquiry, direction=MessageDirection.IN, text="Added.", locale="en")
    merge_inquiry(inquiry_id=inquiry.pk, into_id=into.pk, by=officer)
    client.force_login(officer)
    page = BeautifulSoup(client.get(f"/admin/inquiries/{into.pk}/reply/").content, "html.parser")
    merged = page.select_one(".inquiry-thread-merged").text
    assert "once more" in merged
    assert "Added." in merged
    assert inquiry.reference in merged
    letter = send_reply(inquiry_id=into.pk, text="Hello.", by=officer).letter
    assert inquiry.reference not in letter.text + letter.subject


@pytest.mark.django_db
def test_merge_screen_takes_as_many_queries_for_many_doubles(client, pair, officer, parks):
    client.force_login(officer)
    address, counts = f"/admin/inquiries/{pair[0].pk}/merge/", []
    client.get(address)
    for _more in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
        for number in range(2):
            received(parks["zizhu"], message=f"More {number}.")
    assert counts[0] == counts[1]
