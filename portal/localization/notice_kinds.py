"""The kinds of notices about translations, and what they look like."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.core.enums import Role
from portal.core.notice_kinds import register_kinds

_ABOUT = {
    "name": _("Li Min"),
    "title": _("Zizhu opens a joint laboratory"),
    "source_language": "zh-hans",
    "target_language": "en",
    "url": "https://portal.example.org/admin/pages/18/edit/",
}
_BY = {"by": _("Wang Fang")}
_QUESTION = {
    "name": _("Li Min"),
    "title": _("Zizhu opens a joint laboratory"),
    "person": _("Wang Fang"),
    "question": _("Which year is meant?"),
    "url": "https://portal.example.org/admin/translations/questions/7/",
}
_WORKERS = [Role.TRANSLATOR, Role.REVISER]


def register_own_kinds() -> None:
    """Name them all, in `AppConfig.ready()`."""
    _register_work()
    _register_outcomes()
    _register_questions()


def _register_work() -> None:
    register_kinds(
        {"translation_arrived": _("Work for a translator")},
        optional=True,
        roles=_WORKERS,
        samples={"translation_arrived": {**_ABOUT, "total": 42, "filled": 17}},
        webhook_values=["title"],
    )
    register_kinds(
        {
            "translation_assigned": _("A translation is assigned to you"),
            "translation_due": _("Translations are due or overdue"),
        },
        optional=True,
        roles=_WORKERS,
        samples={
            "translation_assigned": {**_ABOUT, **_BY, "due": "2026-12-04"},
            "translation_due": {
                "name": _ABOUT["name"],
                "late": 1,
                "soon": 1,
                "titles": "2026-11-25｜紫竹新建联合实验室\n2026-12-02｜张江科学城简介",
                "url": "https://portal.example.org/admin/translation_matrix/?due=soon",
            },
        },
    )


def _register_outcomes() -> None:
    register_kinds(
        {"translation_stale": _("The source of a translation has changed")},
        optional=True,
        roles=_WORKERS,
        samples={"translation_stale": _ABOUT},
        webhook_values=["title"],
    )
    register_kinds(
        {"translation_finished": _("A translation waits for approval")},
        optional=True,
        roles=[Role.REVISER],
        samples={"translation_finished": {**_ABOUT, **_BY, "total": 42}},
        webhook_values=["title"],
    )
    register_kinds(
        {"translation_published": _("A translation is published")},
        optional=True,
        roles=[*_WORKERS, Role.EDITOR, Role.MODERATOR, Role.ADMINISTRATOR],
        samples={"translation_published": {**_ABOUT, **_BY}},
        webhook_values=["title"],
    )


def _register_questions() -> None:
    people = [Role.EDITOR, Role.MODERATOR, Role.ADMINISTRATOR, *_WORKERS]
    about = {"language": "en", "source_language": "zh-hans", "source_text": _("The laboratory opens next year.")}
    register_kinds(
        {"translation_question": _("Question about a source")},
        optional=True,
        roles=people,
        samples={"translation_question": {**_QUESTION, **about}},
        webhook_values=["title"],
    )
    register_kinds(
        {"translation_answer": _("Answer to a question about a source")},
        optional=True,
        roles=people,
        samples={"translation_answer": {**_QUESTION, "answer": _("2027.")}},
    )
