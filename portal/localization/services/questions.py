"""Questions of translators to authors about one place of a source, and what is answered.

A question outlives its source and the text it was asked about: it keeps the title and the words as they were.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from portal.core import audit
from portal.core.enums import Role
from portal.core.models import User
from portal.localization.errors import RefusedError
from portal.localization.models import QuestionReply, SegmentQuestion, TranslationJob
from portal.localization.queries import record_of
from portal.localization.question_rights import may_answer
from portal.localization.services.approval import demand_role
from portal.localization.services.counts import kind_of
from portal.localization.services.question_letters import tell_asker, tell_authors
from portal.localization.services.question_places import places_of

#: Characters of a question or an answer.
LONGEST = 2000


@transaction.atomic
def ask_author(
    *, job: TranslationJob, path: str, text: str, by: User, source_text: str | None = None
) -> SegmentQuestion:
    """Ask the author about one place of a job's source.

    Args:
        path: content path of a page, field of a record.
        source_text: which of several segments of the same path is meant, as the translator saw it.

    Returns:
        the question; one that says the very same, is by the same person and still open, as it is.

    Raises:
        RefusedError: no role for the language, nothing asked or too much, or the place is not in the source.
    """
    demand_role(by, job.target_locale, Role.TRANSLATOR, Role.REVISER)
    words = _demand_words(text)
    source = source_of(job)
    if source is None:
        raise RefusedError("gone", _("The source has been deleted."))
    source_text = _demand_place(job, path, source_text)
    key = {"content_type": kind_of(source), "object_id": source.pk, "locale": job.target_locale, "path": path}
    _hold(source)
    said = {"source_text": source_text, "text": words, "asked_by": by}
    same = SegmentQuestion.objects.filter(**key, **said, closed_at=None).first()
    if same is not None:
        return same
    question = SegmentQuestion.objects.create(**key, **said, title=job.title)
    audit.record(instance=source, action="localization.question.ask", by=by, data={"question": question.pk})
    tell_authors(question=question, source=source, job=job)
    return question


@transaction.atomic
def answer_question(*, question: SegmentQuestion, text: str, by: User) -> QuestionReply:
    """Say something to a question, as the author or as a translator of its language.

    Raises:
        RefusedError: no right to answer, settled meanwhile, or nothing said or too much.
    """
    question = _locked(question)
    _demand_right(by, question)
    words = _demand_words(text)
    if question.closed_at is not None:
        raise RefusedError("settled", _("This question is settled. Reopen it to go on."))
    last = question.replies.last()
    if last is not None and (last.text, last.by_id) == (words, by.pk):
        return last  # the same form sent twice
    reply = QuestionReply.objects.create(question=question, text=words, by=by)
    _record(question, "answer", by)
    tell_asker(question=question, reply=reply)
    return reply


@transaction.atomic
def settle_question(*, question: SegmentQuestion, by: User) -> SegmentQuestion:
    """Close a question; one that is settled already stays as it is.

    Raises:
        RefusedError: no right to answer it.
    """
    question = _locked(question)
    _demand_right(by, question)
    if question.closed_at is None:
        question.closed_at, question.closed_by = timezone.now(), by
        question.save(update_fields=["closed_at", "closed_by"])
        _record(question, "settle", by)
    return question


@transaction.atomic
def reopen_question(*, question: SegmentQuestion, by: User) -> SegmentQuestion:
    """Open a settled question again.

    Raises:
        RefusedError: no right to answer it.
    """
    question = _locked(question)
    _demand_right(by, question)
    if question.closed_at is not None:
        question.closed_at = question.closed_by = None
        question.save(update_fields=["closed_at", "closed_by"])
        _record(question, "reopen", by)
    return question


def source_of(job: TranslationJob) -> Model | None:
    """The page or record that a job translates; None if it has been deleted."""
    return job.source_page() if job.translation_key else record_of(job)


def _hold(source: Model) -> None:
    """One question at a time for a source: a form that is sent twice asks once."""
    model = Page if isinstance(source, Page) else type(source)
    model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=source.pk).first()


def _locked(question: SegmentQuestion) -> SegmentQuestion:
    found = SegmentQuestion.objects.select_related("locale").select_for_update(of=("self",)).filter(pk=question.pk)
    locked = found.first()
    if locked is None:
        raise RefusedError("gone", _("The question has been deleted."))
    return locked


def _demand_right(by: User, question: SegmentQuestion) -> None:
    if not may_answer(by, question):
        raise RefusedError("role", _("Only translators of the language and those who may edit the source answer here."))


def _demand_words(text: str) -> str:
    words = "\n".join(line.rstrip() for line in text.replace("\x00", "").splitlines()).strip()
    if not words:
        raise RefusedError("empty", _("Write something first."))
    if len(words) > LONGEST:
        raise RefusedError(
            "long",
            ngettext("At most %(count)d character.", "At most %(count)d characters.", LONGEST) % {"count": LONGEST},
        )
    return words


def _demand_place(job: TranslationJob, path: str, source_text: str | None) -> str:
    """The present text of the place."""
    texts = [place.text for place in places_of(job) if place.path == path]
    if not texts or (source_text is not None and source_text not in texts):
        raise RefusedError("unknown", _("The source has changed here. Load the page again and ask about the new text."))
    return texts[0] if source_text is None else source_text


def _record(question: SegmentQuestion, what: str, by: User) -> None:
    """In the log of the source; where that is gone, in that of the question."""
    instance = question.source_object or question
    audit.record(instance=instance, action=f"localization.question.{what}", by=by, data={"question": question.pk})
