"""Who is told of a question to the author, and of its answer."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page
from wagtail.permissions import policy_registry

from portal.core.enums import Role
from portal.core.models import Membership, Unit, User
from portal.core.notices import notify
from portal.localization.models import QuestionReply, SegmentQuestion, TranslationJob
from portal.localization.permissions import may_change_record
from portal.localization.services.counts import kind_of
from portal.localization.services.record_words import as_plain, owner_of

#: What a person does to a record in its form.
_WRITTEN = ("wagtail.create", "wagtail.edit")
#: So much of a question stands in a letter; the rest is behind its link.
_EXCERPT = 300


def tell_authors(*, question: SegmentQuestion, source: Model, job: TranslationJob) -> None:
    """Tell who wrote the source last; where that is nobody who may still edit it, the editors of its unit."""
    unit = unit_of(source)
    people = _authors(source, unit, without=question.asked_by)
    text = as_plain(question.source_text, long=True) if isinstance(source, Page) else question.source_text
    values = {
        "title": question.title,
        "person": _name(question.asked_by),
        "language": question.locale.language_code,
        "source_language": job.source_locale.language_code,
        "source_text": _cut(text),
        "question": _cut(question.text),
        "url": question_url(question),
    }
    notify(kind="translation_question", recipients=people, context=values, key=f"question-{question.pk}", unit=unit)


def tell_asker(*, question: SegmentQuestion, reply: QuestionReply) -> None:
    """Tell the one who asked; where it was they who spoke, the others who answered before."""
    asker = question.asked_by
    if asker is not None and asker.pk != reply.by_id:
        people = [asker]
    else:
        ids = question.replies.exclude(by=reply.by_id).exclude(by=None).order_by().values("by")
        people = list(User.objects.filter(pk__in=ids))
    values = {
        "title": question.title,
        "person": _name(reply.by),
        "question": _cut(question.text),
        "answer": _cut(reply.text),
        "url": question_url(question),
    }
    notify(
        kind="translation_answer",
        recipients=[person for person in people if person.is_active],
        context=values,
        key=f"answer-{reply.pk}",
    )


def question_url(question: SegmentQuestion) -> str:
    return str(settings.PORTAL_BASE_URL) + reverse("questions:one", args=[question.pk])


def unit_of(source: Model) -> Unit | None:
    """The unit whose staff write a page (the nearest above it) or keep a record; None for what is the portal's."""
    if isinstance(source, Page):
        above = [source.path[:length] for length in range(source.steplen, len(source.path) + 1, source.steplen)]
        found = Unit.objects.filter(root_page__path__in=above).order_by("-root_page__path")
        return found.first()
    whole = owner_of(source)
    lookup = getattr(policy_registry.get(whole), "unit_lookup", None)
    if not lookup:
        return None
    pk = type(whole)._default_manager.filter(pk=whole.pk).values_list(lookup, flat=True).first()
    return None if pk is None else Unit.objects.filter(pk=pk).first()


def _authors(source: Model, unit: Unit | None, *, without: User | None) -> list[User]:
    last = _last_author(source)
    if last is not None and last != without and last.is_active and _may_edit(last, source):
        return [last]
    for role in (Role.EDITOR, Role.ADMINISTRATOR):
        members = Membership.objects.current().filter(role=role, unit=unit)
        people = User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("pk")
        found = _able(people, source, without)
        if found:
            return found
    return []


def _able(people: Iterable[User], source: Model, without: User | None) -> list[User]:
    return [person for person in people if person != without and _may_edit(person, source)]


def _last_author(source: Model) -> User | None:
    if isinstance(source, Page):
        written = source.revisions.exclude(user=None).order_by("-created_at", "-pk").select_related("user").first()
        return source.owner if written is None else written.user
    whole = owner_of(source)
    entries = ModelLogEntry.objects.filter(
        content_type=kind_of(whole), object_id=str(whole.pk), action__in=_WRITTEN, user__isnull=False
    )
    entry = entries.select_related("user").order_by("-timestamp").first()
    return None if entry is None else entry.user


def _may_edit(person: User, source: Model) -> bool:
    if isinstance(source, Page):
        return bool(source.permissions_for_user(person).can_edit())
    return may_change_record(person, source)


def _name(person: User | None) -> str:
    return "" if person is None else person.get_full_name() or person.username


def _cut(text: str) -> str:
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"
