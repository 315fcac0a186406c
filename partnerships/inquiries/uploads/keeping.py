"""Files of messages, of the investor and of the office: how forms take them, and how they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from partnerships.inquiries.uploads.accepting import MOST_FILES, Accepted, accept
from partnerships.inquiries.uploads.kinds import KINDS, RefusedFileError
from partnerships.models import InquiryFile, InquiryMessage

#: What a browser offers to choose from.
ACCEPT = ",".join([*(kind.extension for kind in KINDS), ".jpeg"])


class UploadsInput(forms.FileInput):
    """Chooses several files at once."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"accept": ACCEPT})


class UploadsField(forms.FileField):
    """At most `MOST_FILES` files; `cleaned_data` has an `Accepted` each."""

    widget = UploadsInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploads = [upload for upload in data or [] if upload]
        if len(uploads) > MOST_FILES:
            raise ValidationError(_("Please send at most %(most)d files at once.") % {"most": MOST_FILES}, code="many")
        accepted, errors = [], []
        for upload in uploads:
            try:
                accepted.append(accept(upload))
            except RefusedFileError as error:
                errors.append(named(upload, str(error.message)))
        if errors:
            raise ValidationError(errors)
        return accepted


def named(upload: Any, message: str) -> ValidationError:
    """What is said of one of several files, with its name as a page may show it."""
    name = "".join(char for char in (upload.name or "") if char.isprintable())[-80:]
    return ValidationError("%(name)s: %(message)s", params={"name": name, "message": message}, code="file")


def keep_files(message: InquiryMessage, files: Iterable[Accepted], *, origin: str) -> list[InquiryFile]:
    """Write the files of a message, in the transaction that writes it; where one cannot be written, those before it
    leave the disk. Of a transaction that fails later, the sweep of files without a row removes them."""
    kept: list[InquiryFile] = []
    try:
        for file in files:
            kept.append(_kept(message, file, origin))
    except Exception:
        for row in kept:
            row.file.delete(save=False)
        raise
    return kept


def _kept(message: InquiryMessage, file: Accepted, origin: str) -> InquiryFile:
    return InquiryFile.objects.create(
        inquiry=message.inquiry,
        message=message,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        digest=file.digest,
        scan=file.scan,
        origin=origin,
        file=ContentFile(file.content, name=file.name),
    )
