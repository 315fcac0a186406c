"""Buttons of questions in the forms of the editors (`localization/questions.html`): ask, answer, settle, reopen.

They stand inside the form of the wordings, so that whatever else was typed is sent along and not lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.core.models import User
from portal.localization.errors import RefusedError
from portal.localization.models import SegmentQuestion, TranslationJob
from portal.localization.question_rights import answerable_by
from portal.localization.services.question_places import Place, by_place, questions_about
from portal.localization.services.questions import answer_question, ask_author, reopen_question, settle_question
from portal.localization.services.record_words import as_plain

#: Characters by which people know a segment in a list.
BEGINNING = 80
ACTIONS = ("ask", "answer", "settle", "reopen")


@dataclass(frozen=True, slots=True)
class Thread:
    """A question as a screen shows it.

    Attributes:
        is_changed: the place no longer says what was asked about.
        may_answer: whether the reader may reply, settle and reopen.
        typed: an answer that could not be kept.
    """

    question: SegmentQuestion
    is_changed: bool = False
    may_answer: bool = False
    typed: str = ""

    @property
    def then(self) -> str:
        """The text that was asked about, for people to read."""
        return readable(self.question, self.question.source_text)


def readable(question: SegmentQuestion, text: str) -> str:
    """A text of the source of `question` for people: segments of pages are inline HTML, fields of records plain."""
    model = question.content_type.model_class()
    return as_plain(text, long=True) if model is not None and issubclass(model, Page) else text


def acts_on_question(request: HttpRequest) -> bool:
    """Whether a button of a question was pressed."""
    return request.method == "POST" and any(action in request.POST for action in ACTIONS)


def act_on_question(request: HttpRequest, job: TranslationJob, places: dict[str, Place]) -> bool:
    """Do what the button of a question says, and tell the person how it went.

    Args:
        places: key of a place as the buttons send it → the place.

    Returns:
        whether it was done; if not, what was typed should stand in the form again.
    """
    action = next(action for action in ACTIONS if action in request.POST)
    key = request.POST.get(action, "")
    try:
        messages.success(request, _ask(request, job, places, key) if action == "ask" else do(request, action, key))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _ask(request: HttpRequest, job: TranslationJob, places: dict[str, Place], key: str) -> str:
    if key not in places:
        raise RefusedError("unknown", _("The source has changed here. Load the page again and ask about the new text."))
    place, text = places[key], request.POST.get(f"question-{key}", "")
    ask_author(job=job, path=place.path, source_text=place.text, text=text, by=cast(User, request.user))
    return _("Your question is sent to the author. The answer will stand here.")


def do(request: HttpRequest, action: str, key: str) -> str:
    """Answer, settle or reopen the question with that key.

    Raises:
        RefusedError: as the services.
    """
    by = cast(User, request.user)
    question = SegmentQuestion.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
    if question is None:
        raise RefusedError("gone", _("The question has been deleted."))
    if action == "answer":
        answer_question(question=question, text=request.POST.get(f"reply-{key}", ""), by=by)
        return _("Your answer is kept.")
    if action == "settle":
        settle_question(question=question, by=by)
        return _("The question is settled.")
    reopen_question(question=question, by=by)
    return _("The question is open again.")


def threads_of(
    request: HttpRequest, source: Model, places: Sequence[Place], *, keep: bool = False
) -> tuple[dict[int, list[Thread]], list[Thread]]:
    """Threads by index of `places`, and those whose place is gone. Three queries, however many there are.

    Args:
        keep: show again what was typed and could not be kept.
    """
    questions = list(questions_about(source))
    placed, gone = by_place(questions, places)
    mine = answerable_ids(request, questions)

    def thread(question: SegmentQuestion, is_changed: bool) -> Thread:
        typed = request.POST.get(f"reply-{question.pk}", "") if keep else ""
        return Thread(question, is_changed, question.pk in mine, typed)

    by_index = {index: [thread(one.question, one.is_changed) for one in found] for index, found in placed.items()}
    return by_index, [thread(question, True) for question in gone]


def answerable_ids(request: HttpRequest, questions: Iterable[SegmentQuestion]) -> set[int]:
    """Which of `questions` the reader may answer."""
    ids = [question.pk for question in questions]
    return set(answerable_by(request.user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def choices(places: Iterable[Place]) -> list[tuple[str, str]]:
    """Key and the beginning of each text, to choose from."""
    texts = ((place.key, as_plain(place.text, long=False)) for place in places)
    return [(key, text if len(text) <= BEGINNING else f"{text[: BEGINNING - 1]}…") for key, text in texts]
