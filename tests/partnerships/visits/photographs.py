"""Pictures for tests."""

from __future__ import annotations

from typing import Any

from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from portal.core.models import PortalImage, Unit
from portal.core.services.groups import arrange_all_groups


def image(**values: Any) -> PortalImage:
    """An image of 640 × 480 in the library."""
    return PortalImage.objects.create(**{"title": "Picture", "file": get_test_image_file(), **values})


def image_of(unit: Unit) -> PortalImage:
    """An image among the files of `unit`, whose people may work on them as their roles allow."""
    if unit.collection is None:
        unit.collection = Collection.get_first_root_node().add_child(name=unit.name)
        unit.save()
        arrange_all_groups()
    return image(title=f"Picture of {unit.slug}", collection=unit.collection)
