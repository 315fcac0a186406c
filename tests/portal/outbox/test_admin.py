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
