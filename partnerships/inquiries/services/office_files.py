"""Files that the office sends with a reply."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.files import demand_acceptable
from partnerships.inquiries.enums import FileOrigin
from partnerships.models import InquiryFile, InquiryMessage

MOST_FILES = 5
_NAME_LENGTH: int = InquiryFile._meta.get_field("name").max_length or 0


def keep_office_files(message: InquiryMessage, uploads: Sequence[Any]) -> list[InquiryFile]:
    """Keep the files of a reply, in the transaction that writes it.

    Raises:
        PartnershipRefusedError: there are too many, or one is empty, too large or of a kind that is not taken; nothing
            was kept (`files`).
    """
    if len(uploads) > MOST_FILES:
        facts = {"limit": MOST_FILES}
        raise PartnershipRefusedError("files", _("At most %(limit)d files go with one reply.") % facts)
    for upload in uploads:
        try:
            demand_acceptable(upload)
        except ValidationError as error:
            raise PartnershipRefusedError("files", f"{upload.name}: {error.message}") from error
    return [_kept(message, upload) for upload in uploads]


def _kept(message: InquiryMessage, upload: Any) -> InquiryFile:
    name = _short(upload.name)
    file = InquiryFile(
        inquiry=message.inquiry,
        message=message,
        name=name,
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=upload.size,
        digest=_digest(upload),
        origin=FileOrigin.OFFICE,
    )
    file.file.save(name, upload, save=False)
    file.save()
    return file


def _short(name: str) -> str:
    """The name of an upload in the room there is, with its extension."""
    path = PurePath(name)
    return f"{path.stem[: _NAME_LENGTH - len(path.suffix)]}{path.suffix}"


def _digest(upload: Any) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
