"""Proof readings (校对) of the saved text of a page, marked in their order."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from portal.core import audit
from portal.core.authorship import is_sole_author
from portal.core.models import ProofMark, User
from portal.core.proof_reading import proofs_of
from portal.core.revision_texts import same_text


@transaction.atomic
def mark_proof(*, page: Page, read: int | None, number: int, note: str, by: User) -> ProofMark:
    """Say that `by` has proof-read what is saved of `page`.

    One person may make two of the three marks, as small offices must; whoever alone wrote the text makes none.

    Args:
        read: id of the revision that was read; another person may have saved a new text meanwhile.
        number: which reading it is, 1 to 3; the one after the last that holds.

    Raises:
        PermissionDenied: `by` may not edit or review the page now.
        ValidationError: nothing is saved, the text has changed, the reading is marked already or not yet its turn,
            or `by` alone wrote the text.
    """
    Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if not page.permissions_for_user(by).can_edit():
        raise PermissionDenied
    revision = _read_text(page, read)
    if number != proofs_of(page, revision).next_number:
        raise ValidationError(_("This reading is marked already, or another one comes before it."))
    if is_sole_author(page, revision, by) and not settings.PORTAL_AUTHORS_MAY_PUBLISH:
        raise ValidationError(_("Everything new in this text was written by you. Somebody else proof-reads it."))
    mark = ProofMark(page_id=page.pk, revision=revision, number=number, note=note.strip(), by=by)
    mark.full_clean()
    mark.save()
    audit.record(
        instance=page.specific,
        action="core.proof.mark",
        by=by,
        data={"mark": mark.pk, "number": number, "revision": {"id": revision.pk}},
    )
    return mark


def _read_text(page: Page, read: int | None) -> Revision:
    latest = Page.objects.get(pk=page.pk).get_latest_revision()
    if latest is None:
        raise ValidationError(_("Save the page once, so that there is a text to be proof-read."))
    if read == latest.pk:
        return latest
    seen = Revision.objects.for_instance(page).filter(pk=read).first()
    if seen is None or not same_text(seen, latest):
        raise ValidationError(_("The text has been changed since you opened this screen. Read it once more."))
    return latest
