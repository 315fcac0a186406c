"""Where files of kept records lie: below the private folder, under names that nobody can guess."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, Storage
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

MAX_BYTES = 50 * 1024 * 1024
FOLDER = "agreements/"


class PrivateFiles(FileSystemStorage):
    """Private files: their address is that of the view that asks who is there, `view` by name."""

    view: ClassVar[str]

    def url(self, name: str | None) -> str:
        return reverse(self.view, args=[PurePath(name or "").name])


class AgreementFiles(PrivateFiles):
    view = "agreement_document"


def agreement_files() -> Storage:
    """The storage, asked for when it is used, so that its folder is that of the settings."""
    return AgreementFiles()


def agreement_path(document: Any, filename: str) -> str:
    """The path of a new file of an agreement."""
    return unguessable(FOLDER, filename)


def unguessable(folder: str, filename: str) -> str:
    """The path of a new file; of its own name only the extension stays, the title says what it is."""
    return f"{folder}{uuid4().hex}{PurePath(filename).suffix.lower()[:10]}"


def demand_acceptable(upload: Any) -> None:
    """Raise ValidationError for an upload that is empty, too large or of a kind that documents may not be."""
    extension = PurePath(upload.name).suffix.lower().lstrip(".")
    if extension not in settings.WAGTAILDOCS_EXTENSIONS:
        allowed = ", ".join(settings.WAGTAILDOCS_EXTENSIONS)
        raise ValidationError(_("Files of this kind are not taken. Allowed: %(allowed)s.") % {"allowed": allowed})
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The file is larger than %(size)s.") % {"size": filesizeformat(MAX_BYTES)})


def check_file(form: Any) -> None:
    """Say at the field `file` of the form of a document why its upload is not acceptable."""
    upload = form.cleaned_data.get("file")
    if "file" not in form.changed_data or not upload:
        return
    try:
        demand_acceptable(upload)
    except ValidationError as error:
        form.add_error("file", error)
