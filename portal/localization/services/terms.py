"""Terms from proposal to use: translators propose, a reviser approves, and only then the glossary says otherwise.

A proposal is a revision of the term; its rows, which all readers take, change when it is approved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail.permissions import policy_registry

from portal.core import audit
from portal.core.models import User
from portal.core.words import forget_words
from portal.localization.enums import RenderingForm, RenderingStatus, TermKind
from portal.localization.models import GlossaryRendering, GlossaryTerm
from portal.localization.services.term_problems import TermError, problems_of

#: Names the lock under which terms come into force, so that two approvals see each other (any number will do).
_APPROVALS = 7_340_051


@dataclass(frozen=True)
class Wording:
    """A rendering to be."""

    locale: Locale
    text: str
    source_locale: Locale | None = None
    form: str = RenderingForm.FULL
    status: str = RenderingStatus.PREFERRED
    reading: str = ""


@dataclass(frozen=True)
class Content:
    """All that a term says."""

    wordings: tuple[Wording, ...]
    kind: str = TermKind.TERM
    organization_kind: str = ""
    broader: GlossaryTerm | None = None
    note: str = ""
    authority: str = ""
    data: dict[str, Any] = field(default_factory=dict, compare=False)


def may_publish(user: Any) -> bool:
    """Whether the person may bring a term into force."""
    return policy_registry.get_by_type(GlossaryTerm).user_has_permission(user, "publish")


@transaction.atomic
def write_term(*, term: GlossaryTerm | None, content: Content, by: User | None, approve: bool = False) -> GlossaryTerm:
    """Propose a term, new or changed; with `approve` bring it into force too.

    Args:
        term: which is to say `content` from now on; None for a new one.
        by: the person; None for the system itself.

    Raises:
        TermError: what is wrong with it, or that the person may not approve.
    """
    changed = _draft_of(term)
    fill(changed, content)
    if problems := problems_of(changed, list(changed.renderings.all())):
        raise TermError(problems)
    if not changed.live:
        store_proposal(changed)
    revision = changed.save_revision(user=by, clean=False)
    audit.record(instance=changed, action="localization.term.save", by=by, data=content.data)
    if approve:
        return approve_term(term=changed, revision_id=revision.pk, by=by)
    return GlossaryTerm.objects.get(pk=changed.pk)


def _draft_of(term: GlossaryTerm | None) -> GlossaryTerm:
    if term is None:
        return GlossaryTerm(live=False)
    locked = GlossaryTerm.objects.select_for_update().get(pk=term.pk)
    return locked.get_latest_revision_as_object()


def fill(term: GlossaryTerm, content: Content) -> None:
    """Let the term in memory say `content`; wordings that it has already keep their rows."""
    for name in ("kind", "organization_kind", "broader", "note", "authority"):
        setattr(term, name, getattr(content, name))
    known = {(row.locale_id, row.source_locale_id, row.text): row.pk for row in term.renderings.all()}
    term.renderings = [
        GlossaryRendering(
            pk=known.get((said.locale.pk, said.source_locale.pk if said.source_locale else None, said.text)),
            locale=said.locale,
            source_locale=said.source_locale,
            text=said.text,
            form=said.form,
            status=said.status,
            reading=said.reading,
        )
        for said in content.wordings
    ]


def store_proposal(term: GlossaryTerm) -> None:
    """Save the rows of a term that is not in force. The old ones go first: two wordings may have changed places."""
    if term.pk:
        GlossaryRendering.objects.filter(term=term.pk).delete()
    term.save()


@transaction.atomic
def approve_term(*, term: GlossaryTerm, revision_id: int | None, by: User | None) -> GlossaryTerm:
    """Bring a proposal into force. Those without the right to publish cannot, so another than the proposer does;
    who has it answers for a proposal of their own.

    Args:
        revision_id: the proposal that the person has seen.

    Raises:
        TermError: the person may not; the term was changed or deleted meanwhile; it collides with another.
    """
    if by is not None and not may_publish(by):
        raise TermError([_("Terms are approved by revisers.")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_APPROVALS])
    present = GlossaryTerm.objects.select_for_update().filter(pk=term.pk).first()
    if present is None:
        raise TermError([_("The term has been deleted meanwhile.")])
    revision = present.latest_revision
    if revision is None or revision.pk != revision_id:
        raise TermError([_("The term was changed meanwhile. Look at it again before you approve it.")])
    proposal = revision.as_object()
    if problems := problems_of(proposal, list(proposal.renderings.all()), in_force_only=True):
        raise TermError(problems)
    GlossaryRendering.objects.filter(term=present).delete()  # two wordings may have changed places
    revision.publish(user=by, log_action="localization.term.approve", skip_permission_checks=True)
    return GlossaryTerm.objects.get(pk=present.pk)


@transaction.atomic
def reject_term(*, term: GlossaryTerm, revision_id: int | None, by: User) -> bool:
    """Drop a proposal. A term in force stays as it is, one that never was goes; the history keeps what was proposed.

    Returns:
        whether the term is still there.

    Raises:
        TermError: the person may not, or the term was changed meanwhile.
    """
    if not may_publish(by):
        raise TermError([_("Terms are approved by revisers.")])
    present = GlossaryTerm.objects.select_for_update().filter(pk=term.pk).first()
    if present is None or present.latest_revision_id != revision_id:
        raise TermError([_("The term was changed meanwhile. Look at it again before you approve it.")])
    audit.record(instance=present, action="localization.term.reject", by=by, data={"revision": revision_id})
    if not present.live:
        present.delete()
        return False
    _return_to_force(present, by)
    return True


def _return_to_force(term: GlossaryTerm, by: User | None) -> None:
    """Make what is in force the last word on the term."""
    revision = term.save_revision(user=by, clean=False, changed=False)
    term.live_revision, term.has_unpublished_changes = revision, False
    term.save(update_fields=["live_revision", "has_unpublished_changes"])


def on_change_of_use(**kwargs: Any) -> None:
    """Signal: something of what readers of the glossary keep in their process is no longer so."""
    transaction.on_commit(forget_words)
