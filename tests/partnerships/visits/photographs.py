"""A picture for tests."""

from __future__ import annotations

from wagtail.images.tests.utils import get_test_image_file

from portal.core.models import PortalImage


def image(**values: str) -> PortalImage:
    """An image of 640 × 480 in the library."""
    return PortalImage.objects.create(title="Picture", file=get_test_image_file(), **values)
