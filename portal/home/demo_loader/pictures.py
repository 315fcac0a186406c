"""The generated pictures as images of the portal."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha1
from io import BytesIO

from django.core.files.images import ImageFile
from wagtail.models import Collection

from portal.core.drawing.pictures import draw
from portal.core.models import PortalImage

CREDIT = "由程序生成的示意画 / Drawing made by a program"

_drawn = lru_cache(maxsize=None)(draw)


def picture(name: str, *, title: str, description: str, collection: Collection | None = None) -> PortalImage:
    """The image of a scene, drawn and stored on first use; found again by what it shows.

    Args:
        name: of a scene in `portal.core.drawing.pictures`.
        title: what staff see in the image library.
        description: alternative text where a page gives none of its own.
        collection: of the park's files; None for the common one.
    """
    content = _drawn(name)
    digest = sha1(content, usedforsecurity=False).hexdigest()
    found = PortalImage.objects.filter(file_hash=digest).first()
    if found is not None:
        return found
    return PortalImage.objects.create(
        title=title,
        description=description,
        credit=CREDIT,
        file=ImageFile(BytesIO(content), name=f"demo-{name}.png"),
        file_size=len(content),
        file_hash=digest,
        collection=collection or Collection.get_first_root_node(),
    )
