"""Administrators say which groups are told of what; the address is never shown again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.core.enums import Role
from portal.core.models import Unit, User
from portal.core.services.memberships import grant_membership
from portal.outbox.models import Letter, Webhook

pytestmark = pytest.mark.django_db
ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7eoc-4bc4-97a0"


@pytest.fixture
def units():
    return {slug: Unit.objects.create(name=slug, slug=slug) for slug in ("zizhu", "lingang")}


@pytest.fixture
def sign_in(client):
    def sign_in(name, role=None, unit=None, **kwargs):
        user = User.objects.create_user(name, f"{name}@example.com", is_staff=True, **kwargs)
        if role:
            grant_membership(user=user, role=role, unit=unit, by=None)
        client.force_login(user)
        return client

    return sign_in


def fields(**more):
    values = {"name": "紫竹合作组", "vendor": "wecom", "address": ADDRESS, "locale": "zh-hans", "is_active": "on"}
    return {**values, "kinds": ["inquiry_notice"], "unit": "", "secret": "", **more}


def made(unit=None, **more):
    values = {"name": "Group", "vendor": "wecom", "address": ADDRESS, "kinds": ["inquiry_notice"], "locale": "en"}
    return Webhook.objects.create(unit=unit, **{**values, **more})


def test_unit_administrator_makes_group_notice_of_own_unit(sign_in, units):
    client = sign_in("head", Role.ADMINISTRATOR, units["zizhu"])
    address = reverse("webhooks:add")

    assert client.post(address, fields(unit=units["lingang"].pk)).status_code == 200
    assert client.post(address, fields(unit="")).status_code == 200
    assert not Webhook.objects.exists()
    assert client.post(address, fields(unit=units["zizhu"].pk)).status_code == 302

    webhook = Webhook.objects.get()
    assert (webhook.unit, webhook.kinds, webhook.address) == (units["zizhu"], ["inquiry_notice"], ADDRESS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "http://qyapi.weixin.qq.com/send?key=1"},
        {"address": "https://10.0.0.1/"},
        {"address": "https://oapi.dingtalk.com/robot/send?access_token=1"},
        {"address": ""},
        {"kinds": []},
        {"kinds": ["system"]},
        {"vendor": "pigeon"},
        {"locale": "fr"},
    ],
)
def test_wrong_group_notice_is_refused(sign_in, wrong):
    client = sign_in("root", is_superuser=True)

    response = client.post(reverse("webhooks:add"), fields(**wrong))

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == wrong.keys()
    assert not Webhook.objects.exists()


def test_address_and_secret_are_kept_when_left_empty_and_never_shown(sign_in):
    client = sign_in("root", is_superuser=True)
    address = "https://oapi.dingtalk.com/robot/send?access_token=abcdef0123456789"
    webhook = made(vendor="dingtalk", address=address, secret="SECabcdef")
    edit = reverse("webhooks:edit", args=[webhook.pk])

    pages = [client.get(at).content.decode() for at in (edit, reverse("webhooks:index"))]
    assert not [secret for secret in ("abcdef0123", "SECabcdef") for page in pages if secret in page]
    assert "oapi.dingtalk.com/…6789" in pages[0]
    client.post(edit, fields(vendor="dingtalk", address="", name="New"))
    webhook.refresh_from_db()
    assert (webhook.name, webhook.address, webhook.secret) == ("New", address, "SECabcdef")
    client.post(edit, fields(vendor="dingtalk", address="", forget_secret="on"))
    webhook.refresh_from_db()
    assert webhook.secret == ""


def test_refused_form_does_not_repeat_the_address(sign_in):
    client = sign_in("root", is_superuser=True)

    assert "693a91f6" not in client.post(reverse("webhooks:add"), fields(name="")).content.decode()


def test_group_notice_of_other_unit_does_not_exist(sign_in, units):
    other, whole = made(units["lingang"], name="Other"), made(name="Whole")
    client = sign_in("head", Role.ADMINISTRATOR, units["zizhu"])

    page = client.get(reverse("webhooks:index")).content.decode()
    assert ("Other" in page, "Whole" in page) == (False, False)
    for name in ("edit", "delete", "test", "history", "usage"):
        for row in (other, whole):
            assert client.get(reverse(f"webhooks:{name}", args=[row.pk])).status_code == 404
            client.post(reverse(f"webhooks:{name}", args=[row.pk]), fields(name="Taken"))
    assert set(Webhook.objects.values_list("name", flat=True)) == {"Other", "Whole"}
    assert not Letter.objects.exists()


def test_auditor_reads_but_does_not_change(sign_in):
    webhook = made()
    client = sign_in("auditor", Role.AUDITOR)

    assert client.get(reverse("webhooks:index")).status_code == 200
    for name in ("edit", "delete", "test"):
        client.post(reverse(f"webhooks:{name}", args=[webhook.pk]), fields(name="Taken"))
    client.post(reverse("webhooks:add"), fields())
    assert list(Webhook.objects.values_list("name", flat=True)) == ["Group"]
    assert not Letter.objects.exists()


def test_other_roles_see_no_group_notices(sign_in, units):
    client = sign_in("officer", Role.OFFICER, units["zizhu"])

    assert client.get(reverse("webhooks:index")).status_code == 302
    assert "/webhooks/" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_test_notice_is_written_to_the_group(sign_in):
    webhook = made()
    client = sign_in("root", is_superuser=True)
    address = reverse("webhooks:test", args=[webhook.pk])

    assert client.get(address).status_code == 200
    assert not Letter.objects.exists()
    client.post(address)
    letter = Letter.objects.get()
    assert (letter.kind, letter.webhook, letter.channel) == ("webhook_test", webhook, "wecom")
    assert letter.text == "【Park portal】Test of a group notice"


def test_list_of_groups_takes_as_many_queries_for_many(sign_in, units, django_assert_max_num_queries):
    client = sign_in("root", is_superuser=True)
    counts = []
    for total in (1, 3):
        while Webhook.objects.count() < total:
            made(units["zizhu"])
        client.get(reverse("webhooks:index"))
        with django_assert_max_num_queries(40) as context:
            client.get(reverse("webhooks:index"))
        counts.append(len(context))
    assert counts[0] == counts[1]
