"""The generated pictures as images of the portal."""

from __future__ import annotations

from django.core.files.base import ContentFile
from wagtail.models import Collection

from portal.core.drawing.pictures import draw
from portal.core.models import PortalImage

CREDIT = "由程序生成的示意画 / Drawing made by a program"


def picture(name: str, *, title: str, description: str, collection: Collection | None = None) -> PortalImage:
    """The image of a scene, drawn and stored on first use.

    Args:
        name: of a scene in `portal.core.drawing.pictures`.
        title: what staff see in the image library.
        description: alternative text where a page gives none of its own.
        collection: of the park's files; None for the common one.
    """
    file_name = f"demo-{name}.png"
    found = PortalImage.objects.filter(file__endswith=file_name).first()
    if found is not None:
        return found
    image = PortalImage(title=title, description=description, credit=CREDIT)
    image.collection = collection or Collection.get_first_root_node()
    image.file.save(file_name, ContentFile(draw(name)), save=False)
    image.save()
    return image
