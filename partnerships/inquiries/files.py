"""Where files of inquiries lie: below the private folder, under names that nobody can guess."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import Storage

from partnerships.files import PrivateFiles, unguessable

FOLDER = "inquiries/"


class InquiryFiles(PrivateFiles):
    view = "inquiry_file"


def inquiry_files() -> Storage:
    """The storage, asked for when it is used, so that its folder is that of the settings."""
    return InquiryFiles()


def inquiry_path(row: Any, filename: str) -> str:
    """The path of a new file of an inquiry."""
    return unguessable(FOLDER, filename)


def draft_path(row: Any, filename: str) -> str:
    """The path of a new file of a form that is not sent yet: where it stays when the form is sent, so that no byte
    moves and none is lost if the sending fails."""
    return unguessable(FOLDER, filename)
