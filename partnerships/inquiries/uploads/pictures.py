"""Pictures, written anew: nothing of the file that came stays but what is seen."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from partnerships.inquiries.uploads.kinds import GIF, JPEG, PNG, WEBP, Kind, RefusedFileError

#: 40 megapixels are what good cameras make; one picture takes some 160 MB while it is written.
MOST_PIXELS = 40_000_000
_FORMATS: dict[str, tuple[Kind, tuple[str, ...], dict[str, Any]]] = {
    "JPEG": (JPEG, ("RGB", "L"), {"quality": 90}),
    "PNG": (PNG, ("RGB", "RGBA", "L", "LA", "P", "1"), {"optimize": False}),
    "WEBP": (WEBP, ("RGB", "RGBA"), {"quality": 90}),
    "GIF": (GIF, ("P", "L", "RGB"), {}),
}


def rewritten(content: bytes) -> tuple[Kind, bytes]:
    """The picture upright, without metadata; of a moving one the first frame.

    Raises:
        RefusedFileError: it is none, it is damaged, or it has more than `MOST_PIXELS`.
    """
    from PIL import Image, UnidentifiedImageError

    too_large = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with Image.open(BytesIO(content), formats=list(_FORMATS)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise RefusedFileError(_too_large(), code="pixels")
            return _FORMATS[str(image.format)][0], _written(image)
    except too_large as error:
        raise RefusedFileError(_too_large(), code="pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, struct.error) as error:
        raise RefusedFileError(_("This picture is damaged. Please save it anew."), code="damaged") from error


def _written(image: Any) -> bytes:
    from PIL import Image, ImageOps

    name = str(image.format)
    _kind, modes, options = _FORMATS[name]
    image.seek(0)
    upright = ImageOps.exif_transpose(image)
    if upright.mode not in modes:
        with_alpha = "RGBA" if "RGBA" in modes and upright.has_transparency_data else modes[0]
        upright = upright.convert("RGB" if with_alpha == "P" else with_alpha)
    bare = Image.new(upright.mode, upright.size)
    if upright.mode == "P" and (palette := upright.getpalette("RGB")):
        bare.putpalette(palette)
    bare.paste(upright)
    transparency = {"transparency": upright.info["transparency"]} if "transparency" in upright.info else {}
    out = BytesIO()
    bare.save(out, format=name, **options, **transparency)
    return out.getvalue()


def _too_large() -> str:
    return _("This picture has more than 40 megapixels. Please make it smaller.")
