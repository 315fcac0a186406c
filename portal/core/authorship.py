"""Who wrote what is about to go live: nobody publishes what only they have reviewed.

The rule is an approval condition (`core.approval_conditions`), so it is asked at the last approval and, where somebody
publishes without one, at the gate (`core.review_gate`).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision, TaskState

from portal.core.enums import ReviewStage
from portal.core.revision_texts import same_text, text_of

#: Approvals looked through for one by somebody else.
_APPROVALS = 20


def authors(page: Page, revision: Revision) -> set[int | None]:
    """Ids of those who changed the text between what was last live and `revision`; None stands for nobody known.

    A saving that changes nothing makes nobody an author. Empty: the text is the one that was last live.
    """
    saved = Revision.objects.for_instance(page).filter(pk__lte=revision.pk)  # not by time: clocks jump
    before = last_published(page)
    if before is not None:
        saved = saved.filter(pk__gt=before.pk)
    found: set[int | None] = set()
    text = text_of(before) if before is not None else None
    for one in saved.order_by("pk"):
        if (now := text_of(one)) != text:
            found.add(one.user_id)
        text = now
    return found


def last_published(page: Page) -> Revision | None:
    """The text that is live, or was live last; None for one that never was, or whose revisions are gone."""
    stored = Page.objects.filter(pk=page.pk).values_list("live_revision_id", flat=True).first()
    if stored:
        return Revision.objects.filter(pk=stored).first()
    published = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish", revision__isnull=False)
    entry = published.select_related("revision").order_by("-timestamp", "-pk").first()
    return entry.revision if entry is not None else None


def is_sole_author(page: Page, revision: Revision, user: Any) -> bool:
    """Whether every change since the text that was last live is by `user`."""
    return authors(page, revision) == {user.pk}


def would_be_sole_author(page: Page, user: Any) -> bool:
    """Whether what `user` saves next would have no other author: asked before the screen offers to publish it."""
    if settings.PORTAL_AUTHORS_MAY_PUBLISH:
        return False
    latest = page.get_latest_revision() if page.pk else None
    return latest is None or authors(page, latest) <= {user.pk}


def refuse_sole_author(page: Page, revision: Revision, stage: str, user: Any) -> str:
    """Approval condition: the last approval is not by the only person who has read the text.

    The rule holds for superusers too; `PORTAL_AUTHORS_MAY_PUBLISH` lifts it for portals that one person keeps.
    """
    if stage != ReviewStage.FINAL or settings.PORTAL_AUTHORS_MAY_PUBLISH:
        return ""
    if not is_sole_author(page, revision, user) or _approved_by_another(page, revision, user):
        return ""
    return sole_author_refusal(page)


def sole_author_refusal(page: Page) -> str:
    return _(
        "Everything new in “%(title)s” was written by you. Somebody else reviews and publishes it; "
        "it is saved as a draft."
    ) % {"title": page.get_admin_display_title() or page.title}


def _approved_by_another(page: Page, revision: Revision, user: Any) -> bool:
    approved = TaskState.objects.filter(
        status=TaskState.STATUS_APPROVED, revision__in=Revision.objects.for_instance(page)
    ).exclude(finished_by=user)
    rows = approved.filter(finished_by__isnull=False).select_related("revision").order_by("-finished_at", "-pk")
    return any(
        row.finished_at >= row.revision.created_at and same_text(row.revision, revision) for row in rows[:_APPROVALS]
    )
