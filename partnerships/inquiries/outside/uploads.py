"""Files that the investor adds on the status page.

`take_upload` is thin on purpose: the form of inquiries brings the real judge of files (kind by content, pictures
written anew, virus scan). When both are there, this function calls it, and nothing else here changes.
"""

from __future__ import annotations

import hashlib
import mimetypes
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from partnerships.inquiries.enums import FileOrigin, Scan
from partnerships.models import Inquiry, InquiryFile, InquiryMessage

MAX_BYTES = 10 * 1024 * 1024
#: Files beside one message.
MOST_FILES = 5
#: Files that the investor may send about one inquiry, those of the form included.
MOST_FILES_IN_ALL = 20
EXTENSIONS = frozenset({"pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "jpg", "jpeg", "png", "webp"})
_NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """A file as it may be kept."""

    name: str
    media_type: str
    content: bytes
    scan: str = Scan.NOT_SCANNED

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def take_upload(upload: Any) -> AcceptedFile:
    """The upload as it may be kept. Raises ValidationError, which says why it may not."""
    name = _readable(upload.name)
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension not in EXTENSIONS:
        said = _("“%(name)s” is of a kind that is not taken. Please send PDF, Office files or pictures.")
        raise ValidationError(said % {"name": name}, code="kind")
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": name}, code="empty")
    if upload.size > MAX_BYTES:
        values = {"name": name, "size": filesizeformat(MAX_BYTES)}
        raise ValidationError(_("“%(name)s” is larger than %(size)s.") % values, code="size")
    media_type = mimetypes.guess_type(f"x.{extension}")[0] or "application/octet-stream"
    return AcceptedFile(name, media_type, upload.read())


class SeveralFiles(forms.ClearableFileInput):
    """Chooses several files at once."""

    allow_multiple_selected = True


class UploadsField(forms.FileField):
    """Several files; `cleaned_data` has an `AcceptedFile` each."""

    widget = SeveralFiles({"multiple": True, "accept": ",".join(f".{kind}" for kind in sorted(EXTENSIONS))})

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploads = [upload for upload in data or [] if upload]
        if len(uploads) > MOST_FILES:
            said = _("Please send at most %(most)d files at once.")
            raise ValidationError(said % {"most": MOST_FILES}, code="many")
        accepted, errors = [], []
        for upload in uploads:
            try:
                accepted.append(take_upload(upload))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return accepted


def keep_file(inquiry: Inquiry, message: InquiryMessage | None, file: AcceptedFile) -> InquiryFile:
    """Write an accepted file below `inquiry`, beside `message`."""
    return InquiryFile.objects.create(
        inquiry=inquiry,
        message=message,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        digest=file.digest,
        scan=file.scan,
        origin=FileOrigin.INVESTOR,
        file=ContentFile(file.content, name=file.name),
    )


def _readable(name: str | None) -> str:
    """A file's name as a page and a header may show it: its end stays, as it says what the file is."""
    said = PurePath((name or "").replace("\\", "/")).name
    said = "".join(char for char in said if unicodedata.category(char) not in ("Cc", "Cs", "Cf")).strip()
    return said[-_NAME_LENGTH:]
