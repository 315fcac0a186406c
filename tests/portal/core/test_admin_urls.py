"""Addresses of Wagtail's admin that the portal answers in another way."""

import pytest


@pytest.mark.django_db
def test_nobody_makes_the_admin_fail_on_purpose(admin_client):
    assert admin_client.get("/admin/failwhale/").status_code == 404
