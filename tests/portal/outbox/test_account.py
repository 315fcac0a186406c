"""My account › Notifications is the one place where a person chooses how they are told."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from portal.core.enums import Role
from portal.core.models import User
from portal.core.services.memberships import grant_membership
from portal.outbox.models import NoticePreference

pytestmark = pytest.mark.django_db
ADDRESS = "wagtailadmin_account"


@pytest.fixture
def officer(client):
    user = User.objects.create_user("officer", "officer@example.com", is_staff=True, first_name="A", last_name="B")
    grant_membership(user=user, role=Role.OFFICER, unit=None, by=None)
    client.force_login(user)
    return user


def values(page) -> dict[str, str]:
    """What a browser would send back."""
    sent = {}
    for panels in page.context["panels_by_tab"].values():
        for panel in panels:
            for field in panel.get_form():
                if panel.name != "password" and field.value() not in (None, False):
                    sent[field.html_name] = field.value()
    return {name: value for name, value in sent.items() if "avatar" not in name}


def test_person_sees_the_kinds_they_receive_and_no_switch_of_wagtails(client, officer):
    page = client.get(reverse(ADDRESS)).content.decode()

    assert 'name="notices-inquiry_notice"' in page
    for hidden in ("notices-translation_arrived", "notices-system", "notices-digest", "submitted_notifications"):
        assert hidden not in page


def test_person_chooses_and_finds_the_choice_again(client, officer):
    page = client.get(reverse(ADDRESS))
    response = client.post(reverse(ADDRESS), values(page) | {"notices-inquiry_notice": "daily"})

    assert response.status_code == 302, response.context["panels_by_tab"]
    assert list(NoticePreference.objects.values_list("user", "kind", "delivery")) == [
        (officer.pk, "inquiry_notice", "daily")
    ]
    assert values(client.get(reverse(ADDRESS)))["notices-inquiry_notice"] == "daily"


def test_choice_of_another_kind_or_way_is_refused(client, officer):
    page = client.get(reverse(ADDRESS))
    sent = values(page) | {"notices-system": "none", "notices-inquiry_notice": "sometimes"}

    assert client.post(reverse(ADDRESS), sent).status_code == 200
    assert not NoticePreference.objects.exists()


def test_saving_the_account_leaves_wagtails_hidden_flags_alone(client, officer):
    profile = UserProfile.get_for_user(officer)
    profile.submitted_notifications = False
    profile.save()
    client.post(reverse(ADDRESS), values(client.get(reverse(ADDRESS))))

    profile.refresh_from_db()
    assert profile.submitted_notifications is False


def test_who_has_one_name_alone_chooses_too(client, officer):
    User.objects.filter(pk=officer.pk).update(first_name="")
    sent = values(client.get(reverse(ADDRESS))) | {"notices-inquiry_notice": "none", "name_email-first_name": ""}

    assert client.post(reverse(ADDRESS), sent).status_code == 302
    assert list(NoticePreference.objects.values_list("kind", "delivery")) == [("inquiry_notice", "none")]


def test_browsers_know_the_offered_time_zones(client, officer):
    page = client.get(reverse(ADDRESS)).content.decode()

    assert 'value="Asia/Shanghai"' in page
    for no_zone in ("localtime", "Factory"):
        assert f'value="{no_zone}"' not in page
