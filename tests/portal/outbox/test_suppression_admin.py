"""Staff see suppressed addresses of their scope, suppress by hand, lift, and send again what was given up."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.core.enums import Role
from portal.core.models import Unit, User
from portal.core.services.memberships import grant_membership
from portal.outbox.enums import LetterState, SuppressionReason
from portal.outbox.models import Letter, Suppression
from portal.outbox.suppression import suppress

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    def sign_in(name, role=None, unit=None, **kwargs):
        user = User.objects.create_user(name, f"{name}@example.com", is_staff=True, **kwargs)
        if role:
            grant_membership(user=user, role=role, unit=unit, by=None)
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def units():
    return {slug: Unit.objects.create(name=slug, slug=slug) for slug in ("zizhu", "lingang")}


@pytest.fixture
def rows(write_note, units):
    letters = {slug: write_note(f"{slug}@example.com", key=slug, unit=unit) for slug, unit in units.items()}
    return {
        slug: suppress(
            address=letter.recipient, reason=SuppressionReason.NO_MAILBOX, evidence="550 5.1.1", letter=letter
        )
        for slug, letter in letters.items()
    }


def text(response) -> str:
    return response.content.decode()


def test_unit_administrator_sees_and_lifts_own_only(sign_in, rows, units):
    client = sign_in("head", Role.ADMINISTRATOR, units["zizhu"])

    page = text(client.get(reverse("suppressions:index")))
    assert "zizhu@example.com" in page
    assert "lingang@example.com" not in page
    assert client.get(reverse("suppressions:inspect", args=[rows["lingang"].pk])).status_code == 404
    assert client.post(reverse("suppressions:lift", args=[rows["lingang"].pk])).status_code == 404
    own = reverse("suppressions:lift", args=[rows["zizhu"].pk])
    assert own in text(client.get(reverse("suppressions:inspect", args=[rows["zizhu"].pk])))
    assert client.get(own).status_code == 405
    assert client.post(own).status_code == 302
    assert list(Suppression.objects.in_force()) == [rows["lingang"]]
    entry = ModelLogEntry.objects.get(action="outbox.suppression.lift")
    assert (entry.user.username, entry.data["reason"]) == ("head", "no_mailbox")


def test_auditor_reads_but_does_not_lift(sign_in, rows):
    client = sign_in("auditor", Role.AUDITOR)
    row = rows["zizhu"]
    address = reverse("suppressions:lift", args=[row.pk])

    page = text(client.get(reverse("suppressions:inspect", args=[row.pk])))
    assert "550 5.1.1" in page
    assert address not in page
    client.post(address)
    assert Suppression.objects.in_force().count() == 2


@pytest.mark.parametrize("role", [Role.EDITOR, Role.OFFICER, Role.MODERATOR])
def test_other_roles_see_nothing(sign_in, rows, units, role):
    client = sign_in("someone", role, units["zizhu"])
    assert client.get(reverse("suppressions:index")).status_code == 302
    assert client.post(reverse("suppressions:lift", args=[rows["zizhu"].pk])).status_code == 404
    assert Suppression.objects.in_force().count() == 2


def test_given_up_letter_is_sent_again_only_after_lifting(sign_in, rows):
    client = sign_in("root", is_superuser=True)
    letter = Letter.objects.get(recipient="zizhu@example.com")
    assert letter.state == LetterState.DEAD  # it waited when its address was suppressed
    inspect, again = (reverse(f"letters:{name}", args=[letter.pk]) for name in ("inspect", "send_again"))

    page = text(client.get(inspect))
    assert again not in page
    assert "未发送：该地址已停发，邮箱不存在。" in page
    client.post(again)
    letter.refresh_from_db()
    assert letter.state == LetterState.DEAD

    client.post(reverse("suppressions:lift", args=[rows["zizhu"].pk]))
    assert again in text(client.get(inspect))
    client.post(again)
    letter.refresh_from_db()
    assert letter.state == LetterState.QUEUED


def test_address_is_suppressed_by_hand_from_a_letter(sign_in, write_note):
    client = sign_in("root", is_superuser=True)
    letter = write_note()
    address = reverse("letters:suppress", args=[letter.pk])
    assert address in text(client.get(reverse("letters:inspect", args=[letter.pk])))

    client.post(address)

    row = Suppression.objects.get()
    assert (row.address, row.reason, row.by.username) == ("reader@example.com", SuppressionReason.BY_HAND, "root")
    assert address not in text(client.get(reverse("letters:inspect", args=[letter.pk])))


def test_unit_administrator_does_not_stop_the_mail_of_an_account(sign_in, write_note, units):
    client = sign_in("chief", Role.ADMINISTRATOR, unit=units["zizhu"])
    User.objects.create_user("reader", "Reader@example.com")
    letter = write_note(unit=units["zizhu"])

    client.post(reverse("letters:suppress", args=[letter.pk]))

    assert not Suppression.objects.exists()


def test_list_takes_as_many_queries_for_many_rows(sign_in, django_assert_max_num_queries):
    client = sign_in("root", is_superuser=True)
    counts = []
    for total in (1, 3):
        while Suppression.objects.count() < total:
            suppress(address=f"r{Suppression.objects.count()}@example.com", reason=SuppressionReason.CLOSED)
        client.get(reverse("suppressions:index"))
        with django_assert_max_num_queries(40) as context:
            client.get(reverse("suppressions:index"))
        counts.append(len(context))
    assert counts[0] == counts[1]
