"""A file that a live page shows stays, whichever screen wants it gone."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.models import ReferenceIndex

from portal.core.file_guard import FileInUseError
from portal.core.models import PortalImage, User
from tests.tree import make_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(tree):
    page = tree.add_news(title="签约", lead_picture=make_picture(), lead_picture_alt="会场")
    ReferenceIndex.create_or_update_for_object(page)
    return page


@pytest.fixture
def admin(client):
    client.force_login(User.objects.create_superuser("root", "root@example.com", "x"))
    return client


def bulk(picture):
    return f"{reverse('wagtail_bulk_action', args=['core', 'portalimage', 'delete'])}?id={picture.pk}"


def test_picture_of_a_live_page_is_not_deleted_and_the_reason_is_told(admin, article):
    picture = article.lead_picture
    answer = admin.post(reverse("wagtailimages:delete", args=[picture.pk]), follow=True)

    assert answer.redirect_chain[0][0] == reverse("wagtailimages:image_usage", args=[picture.pk])
    assert f"“{picture.title}”" in answer.content.decode()
    assert f"“{picture.title}”" in admin.post(bulk(picture), follow=True).content.decode()
    with pytest.raises(FileInUseError), transaction.atomic():
        picture.delete()
    assert PortalImage.objects.filter(pk=picture.pk).exists()


def test_picture_of_a_page_taken_back_is_deleted(admin, article):
    picture = article.lead_picture
    article.unpublish()

    assert admin.post(reverse("wagtailimages:delete", args=[picture.pk])).status_code == 302
    assert not PortalImage.objects.filter(pk=picture.pk).exists()
