"""Staff see letters of their scope without texts, and may send again what was given up."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.core.enums import Role
from portal.core.models import Unit, User
from portal.core.services.memberships import grant_membership
from portal.outbox.enums import LetterState
from portal.outbox.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    return {slug: Unit.objects.create(name=slug, slug=slug) for slug in ("zizhu", "lingang")}


@pytest.fixture
def letters(write_note, units):
    rows = {
        slug: write_note(f"{slug}@example.com", key=slug, name=f"secret of {slug}", unit=unit)
        for slug, unit in units.items()
    }
    Letter.objects.update(state=LetterState.DEAD, last_error="550 no such user")
    return rows


@pytest.fixture
def sign_in(client):
    def sign_in(name, role=None, unit=None, **kwargs):
        user = User.objects.create_user(name, f"{name}@example.com", is_staff=True, **kwargs)
        if role:
            grant_membership(user=user, role=role, unit=unit, by=None)
        client.force_login(user)
        return client

    return sign_in


def test_list_shows_error_without_text(sign_in, letters):
    page = sign_in("root", is_superuser=True).get(reverse("letters:index")).content.decode()

    assert "zizhu@example.com" in page
    assert "550 no such user" in page
    assert "A &amp; B met" not in page


def test_list_of_unit_administrator_is_scoped(sign_in, letters, units):
    client = sign_in("head", Role.ADMINISTRATOR, units["zizhu"])

    page = client.get(reverse("letters:index")).content.decode()
    assert "zizhu@example.com" in page
    assert "lingang@example.com" not in page
    own, other = (client.get(reverse("letters:inspect", args=[letters[unit].pk])) for unit in ("zizhu", "lingang"))
    assert (own.status_code, other.status_code) == (200, 404)
    assert client.post(reverse("letters:send_again", args=[letters["lingang"].pk])).status_code == 404


def test_send_again_queues_dead_letter(sign_in, letters):
    client = sign_in("root", is_superuser=True)
    letter = letters["zizhu"]
    address = reverse("letters:send_again", args=[letter.pk])
    assert address in client.get(reverse("letters:inspect", args=[letter.pk])).content.decode()

    response = client.post(address)

    assert response.headers["Location"] == reverse("letters:inspect", args=[letter.pk])
    letter.refresh_from_db()
    assert letter.state == LetterState.QUEUED


def test_auditor_reads_but_does_not_send(sign_in, letters):
    client = sign_in("auditor", Role.AUDITOR)
    letter = letters["zizhu"]

    address = reverse("letters:send_again", args=[letter.pk])
    assert address not in client.get(reverse("letters:inspect", args=[letter.pk])).content.decode()
    client.post(address)
    letter.refresh_from_db()
    assert letter.state == LetterState.DEAD


@pytest.mark.parametrize("role", [Role.EDITOR, Role.OFFICER, Role.MODERATOR])
def test_other_roles_see_no_letters(sign_in, letters, units, role):
    client = sign_in("someone", role, units["zizhu"])

    assert client.get(reverse("letters:index")).status_code == 302
    assert "/letters/" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_history_of_letter_opens(sign_in, letters):
    client = sign_in("root", is_superuser=True)
    client.post(reverse("letters:send_again", args=[letters["zizhu"].pk]))

    page = client.get(reverse("letters:history", args=[letters["zizhu"].pk])).content.decode()
    assert "root" in page


def test_list_takes_as_many_queries_for_many_letters(sign_in, write_note, django_assert_max_num_queries):
    client = sign_in("root", is_superuser=True)
    counts = []
    for total in (1, 3):
        while Letter.objects.count() < total:
            write_note(key=f"k{Letter.objects.count()}")
        client.get(reverse("letters:index"))
        with django_assert_max_num_queries(40) as context:
            client.get(reverse("letters:index"))
        counts.append(len(context))
    assert counts[0] == counts[1]


def listed(client, **filters):
    page = client.get(reverse("letters:index"), filters).content.decode()
    return [name for name in ("zizhu@example.com", "lingang@example.com") if name in page]


def test_list_is_filtered_by_each_property(sign_in, letters, units):
    client = sign_in("root", is_superuser=True)
    Letter.objects.filter(unit=units["zizhu"]).update(
        state=LetterState.SENT, kind="digest", locale="zh-hans", channel="wecom", created_at="2025-09-09T12:00Z"
    )
    for chosen in (
        {"state": "sent"},
        {"kind": "digest"},
        {"locale": "zh-hans"},
        {"channel": "wecom"},
        {"unit": units["zizhu"].pk},
        {"created_at_from": "2025-09-09", "created_at_to": "2025-09-09"},
    ):
        assert listed(client, **chosen) == ["zizhu@example.com"], chosen


def test_unit_administrator_filters_by_own_units_only(sign_in, letters, units):
    client = sign_in("head", Role.ADMINISTRATOR, units["zizhu"])

    form = client.get(reverse("letters:index")).context["filters"].form
    assert [unit.slug for unit in form.fields["unit"].queryset] == ["zizhu"]


def test_dead_letter_says_why_in_words_and_as_the_server_did(sign_in, letters, client):
    client = sign_in("root", is_superuser=True)
    for address in (reverse("letters:index"), reverse("letters:inspect", args=[letters["zizhu"].pk])):
        page = client.get(address, headers={"accept-language": "zh-hans"}).content.decode()
        assert "收件方邮件服务器没有该邮箱，或拒收我方邮件。" in page
        assert "550 no such user" in page


def test_many_are_sent_again_within_filter_and_scope(sign_in, letters, units, write_note):
    sent, cancelled, wiped = (write_note(key=f"k{n}", unit=units["zizhu"]) for n in range(3))
    Letter.objects.filter(pk=sent.pk).update(state=LetterState.SENT)
    Letter.objects.filter(pk=cancelled.pk).update(state=LetterState.CANCELLED)
    Letter.objects.filter(pk=wiped.pk).update(state=LetterState.DEAD, scrubbed_at="2025-09-09T12:00Z")
    client = sign_in("head", Role.ADMINISTRATOR, units["zizhu"])
    address = reverse("letters:send_many")

    assert client.get(address).context["total"] == 1
    assert client.get(address, {"kind": "digest"}).context["total"] == 0
    client.post(f"{address}?kind=digest")
    assert Letter.objects.filter(state=LetterState.QUEUED).count() == 0
    response = client.post(f"{address}?kind=note")

    assert response.headers["Location"] == f"{reverse('letters:index')}?kind=note"
    assert Letter.objects.get(state=LetterState.QUEUED) == letters["zizhu"]


def test_auditor_sends_none_of_many_again(sign_in, letters):
    client = sign_in("auditor", Role.AUDITOR)
    address = reverse("letters:send_many")

    assert address not in client.get(reverse("letters:index")).content.decode()
    assert client.post(address).status_code == 403
    assert Letter.objects.filter(state=LetterState.DEAD).count() == 2


def test_waiting_letter_is_cancelled_and_may_be_sent_again(sign_in, letters):
    client = sign_in("root", is_superuser=True)
    letter = letters["zizhu"]
    inspect, cancel = (reverse(f"letters:{name}", args=[letter.pk]) for name in ("inspect", "cancel"))
    assert cancel not in client.get(inspect).content.decode()
    Letter.objects.update(state=LetterState.FAILED)
    assert cancel in client.get(inspect).content.decode()

    client.post(cancel)
    letter.refresh_from_db()
    assert letter.state == LetterState.CANCELLED
    client.post(cancel)
    client.post(reverse("letters:send_again", args=[letter.pk]))
    letter.refresh_from_db()
    assert letter.state == LetterState.QUEUED


def test_letter_being_sent_is_not_cancelled(sign_in, letters):
    client = sign_in("root", is_superuser=True)
    Letter.objects.update(state=LetterState.SENDING)

    page = client.post(reverse("letters:cancel", args=[letters["zizhu"].pk]), follow=True).content.decode()
    assert "can no longer be cancelled" in page or "已无法取消" in page
    assert Letter.objects.filter(state=LetterState.SENDING).count() == 2
