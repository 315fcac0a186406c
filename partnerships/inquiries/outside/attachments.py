"""The files that come with the form: looked at as they come, kept in the draft whatever becomes of the rest."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from partnerships.inquiries.outside.draft_cookie import draft_of
from partnerships.inquiries.proof.admission import proof_of
from partnerships.inquiries.services.drafts import is_room, keep_files
from partnerships.inquiries.uploads.accepting import MOST_FILES, Accepted, accept
from partnerships.inquiries.uploads.keeping import named
from partnerships.inquiries.uploads.kinds import RefusedFileError
from partnerships.models import InquiryDraft
from portal.accounts.clients import client_network
from portal.core import rates

#: The names of what the page sends: new files, those to take out, those that it showed.
UPLOADS, REMOVED, SHOWN = "attachments", "remove_file", "kept_file"
#: Forms with files from one network in an hour; and of those, without a valid proof of the check against robots.
MOST_FROM_A_NETWORK = 100
MOST_UNPROVEN = 10
_HOUR = 60 * 60
_LOST = "lost"


def take_files(request: HttpRequest, locale: str) -> tuple[InquiryDraft | None, list[ValidationError]]:
    """Keep the files of a form that came, and take out those that were ticked.

    Returns:
        The draft of the browser, if it has one now; and what to say of files that were not taken or are gone.
    """
    draft = draft_of(request)
    uploads = request.FILES.getlist(UPLOADS)
    removed = _numbers(request, REMOVED)
    refusals = _missing(request, draft, removed)
    if not uploads and not (draft and removed):
        return draft, refusals
    if uploads and (refusal := _refused_unseen(request)):
        refusals.append(refusal)
        uploads = []
    there = draft.files.exclude(pk__in=removed).count() if draft else 0
    accepted, refused = _accepted(uploads, MOST_FILES - there)
    if draft:
        kept = keep_files(key=draft.key, files=accepted, removed=removed, locale=locale)
        draft, accepted = kept or draft, [] if kept else accepted
    if accepted:  # the first ones; or their draft has been sent beside us
        draft = keep_files(key=None, files=accepted, removed=(), locale=locale)
    return draft, refusals + refused


def are_lost() -> ValidationError:
    """What to say of files that are no longer there."""
    message = _("Files that you added earlier are no longer here. Please add them again, or send the form without.")
    return ValidationError(message, code=_LOST)


def forget_lost(refusals: list[ValidationError]) -> None:
    """Say nothing of lost files: they went with the same form, which has been sent before."""
    refusals[:] = [refusal for refusal in refusals if getattr(refusal, "code", "") != _LOST]


def _accepted(uploads: list[Any], room: int) -> tuple[list[Accepted], list[ValidationError]]:
    """Those that may be kept, at most `room`; and why the others may not, each with its name."""
    accepted: list[Accepted] = []
    refused: list[ValidationError] = []
    for upload in uploads:
        if len(accepted) >= room:
            message = _("At most %(most)d files go with an inquiry.") % {"most": MOST_FILES}
            refused.append(named(upload, message))
            continue
        try:
            accepted.append(accept(upload))
        except RefusedFileError as error:
            refused.append(named(upload, str(error.message)))
    return accepted, refused


def _missing(request: HttpRequest, draft: InquiryDraft | None, removed: set[int]) -> list[ValidationError]:
    """Files that the page showed and that are gone, having waited longer than a day."""
    shown = _numbers(request, SHOWN) - removed
    if not shown or shown <= set(draft.files.values_list("pk", flat=True) if draft else ()):
        return []
    return [are_lost()]


def _numbers(request: HttpRequest, name: str) -> set[int]:
    typed = request.POST.getlist(name)[: 4 * MOST_FILES]
    return {int(number) for number in typed if number.isascii() and number.isdigit() and len(number) < 18}


def _refused_unseen(request: HttpRequest) -> ValidationError | None:
    """Why the files of a form are not even looked at, which is dear; None where they are."""
    network = client_network(request)
    unproven = f"cooperate_unproven_files_{network}"
    is_proven = not settings.PORTAL_PROOF_WORK or proof_of(request) is not None
    if not is_proven and not rates.is_within(unproven, limit=MOST_UNPROVEN, window=_HOUR):
        return ValidationError(_unproven(), code="proof")
    if is_room() and rates.is_within(f"cooperate_files_{network}", limit=MOST_FROM_A_NETWORK, window=_HOUR):
        return None
    return ValidationError(_too_many_files(), code="often")


def field_of(refusal: ValidationError) -> str | None:
    """The field of the form that a refusal stands at; a missing proof is asked for by the form as a whole."""
    return None if getattr(refusal, "code", "") == "proof" else UPLOADS


def _unproven() -> str:
    return _(
        "Your files were not taken, because the check against robots was not made. Please answer its question, and "
        "choose the files again. Nothing typed is lost."
    )


def _too_many_files() -> str:
    return _(
        "Too many files are coming in just now, so yours were not taken. Please send the form without them, or add "
        "them in an hour."
    )
