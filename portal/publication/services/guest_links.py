"""Links by which guests without an account read one revision of a page, and what they write about it (来宾审阅链接).

The secret is in the link alone; its digest is kept. A link opens its revision and nothing else, until it expires or is
revoked; what the guest wrote stays.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.core import audit, notices
from portal.core.models import User
from portal.core.unit_pages import unit_of_page
from portal.publication.models import ReviewComment, ReviewLink

DAYS, MOST_DAYS = 14, 90
#: Comments that one link takes.
MOST_COMMENTS = 50
#: Of a comment in a letter.
_QUOTED = 500


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def make_link(*, page: Page, recipient: str, days: int, by: User) -> tuple[ReviewLink, str]:
    """Make a link to the latest revision of `page`.

    Args:
        recipient: for whom it is; the guest reads it too.
        days: how long it is valid, 1 to 90.

    Returns:
        The link and its secret, which is nowhere kept.

    Raises:
        PermissionDenied: `by` may not edit the page.
        ValidationError: nothing is saved of the page, or a value is out of bounds.
    """
    _demand_editor(page, by)
    if not 1 <= days <= MOST_DAYS:
        raise ValidationError({"days": _("A link is valid for 1 to %(days)d days.") % {"days": MOST_DAYS}})
    revision = Page.objects.get(pk=page.pk).get_latest_revision()
    if revision is None:
        raise ValidationError(_("Save the page once, so that there is a text to be read."))
    secret = secrets.token_urlsafe(32)
    link = ReviewLink(
        page_id=page.pk,
        revision=revision,
        recipient=recipient.strip(),
        digest=digest(secret),
        created_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    link.full_clean()
    link.save()
    _log(link, "make", by)
    return link, secret


@transaction.atomic
def revoke_link(*, link: ReviewLink, by: User) -> None:
    """Make the link void; one that is void stays as it is. Raises PermissionDenied."""
    row = ReviewLink.objects.select_for_update(of=("self",)).select_related("page").get(pk=link.pk)
    _demand_editor(row.page, by)
    if row.revoked_at is not None:
        return
    row.revoked_at, row.revoked_by = timezone.now(), by
    row.save(update_fields=["revoked_at", "revoked_by"])
    _log(row, "revoke", by)


def find_link(secret: str) -> ReviewLink | None:
    """The link that the secret opens now. Unknown, expired and revoked ones cost the same one query."""
    valid = ReviewLink.objects.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())
    return valid.filter(digest=digest(secret)).select_related("revision", "page__locale", "created_by").first()


@transaction.atomic
def note_opening(*, link: ReviewLink) -> None:
    """Keep when the guest first opened the link."""
    if link.opened_at is not None:
        return
    if ReviewLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=timezone.now()):
        _log(link, "open", None)


@transaction.atomic
def write_comment(*, link: ReviewLink, name: str, text: str) -> ReviewComment:
    """Keep what a guest wrote, and tell who made the link.

    Raises:
        ValidationError: the link was revoked or ran out meanwhile, holds as many comments as it takes, or a value is
            empty or too long.
    """
    row = ReviewLink.objects.select_for_update(of=("self",)).select_related("page", "created_by").get(pk=link.pk)
    if row.revoked_at is not None or row.expires_at <= timezone.now():
        raise ValidationError(_("This link is not valid any more."))
    if row.comments.count() >= MOST_COMMENTS:
        raise ValidationError(_("This link takes no more comments. Please write to the person who sent it to you."))
    comment = ReviewComment(link=row, name=name.strip(), text=text.strip())
    comment.full_clean()
    comment.save()
    _log(row, "comment", None)
    _tell(row, comment)
    return comment


@transaction.atomic
def settle_comment(*, comment: ReviewComment, by: User) -> None:
    """Mark a comment as dealt with; twice is once. Raises PermissionDenied."""
    row = ReviewComment.objects.select_for_update(of=("self",)).select_related("link__page").get(pk=comment.pk)
    _demand_editor(row.link.page, by)
    if row.settled_at is not None:
        return
    row.settled_at, row.settled_by = timezone.now(), by
    row.save(update_fields=["settled_at", "settled_by"])
    _log(row.link, "settle", by)


def _demand_editor(page: Page, by: User) -> None:
    if page.is_root() or not page.permissions_for_user(by).can_edit():
        raise PermissionDenied


def _log(link: ReviewLink, what: str, by: User | None) -> None:
    facts = {"link": link.pk, "revision": {"id": link.revision_id}}
    audit.record(instance=link.page.specific, action=f"publication.guest.{what}", by=by, data=facts)


def _tell(link: ReviewLink, comment: ReviewComment) -> None:
    maker = link.created_by
    if maker is None or not maker.is_active or not link.page.permissions_for_user(maker).can_edit():
        return  # whoever may not edit the page any more learns nothing of it
    notices.notify(
        kind="guest_comment",
        recipients=[maker],
        context={
            "name": maker.get_full_name() or maker.get_username(),
            "title": link.page.get_admin_display_title(),
            "guest": comment.name,
            "text": comment.text[:_QUOTED],
            "url": settings.PORTAL_BASE_URL + reverse("page_guests", args=[link.page_id]),
        },
        key=f"guest_comment:{comment.pk}",
        unit=unit_of_page(link.page),
    )
