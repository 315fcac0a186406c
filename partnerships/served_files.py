"""Private files as they go out: attachments under a name that says what they are."""

from __future__ import annotations

from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils.text import get_valid_filename

#: For a file that not everybody may have.
PRIVATE = "private, no-store"


def attachment(file: FieldFile, stem: str, cache_control: str = PRIVATE) -> FileResponse:
    """`file` as an attachment that is called by `stem`. Raises Http404 where the disk does not have it."""
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, as_attachment=True, filename=download_name(file, stem))
    response.headers["Cache-Control"] = cache_control
    return response


def download_name(file: FieldFile, stem: str) -> str:
    """`stem` as a file name, with the extension of the file."""
    return f"{get_valid_filename(stem)[:100]}{PurePath(file.name or '').suffix}"
