"""Where authors edit a source they are told that a translator asks about it, and led to the answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.db.models import Model
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from portal.localization.models import SegmentQuestion
from portal.localization.queries import is_translation
from portal.localization.question_rights import reads_questions
from portal.localization.services.counts import kind_of
from portal.localization.services.question_places import about
from portal.localization.services.record_words import is_record, parental_keys, record_models


def page_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Above the editor of a page: how many questions about it are open."""
    if view_name == "edit":
        yield from _buttons(page, user)


def snippet_button(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Above the form of a record; in lists, which share the hook, nothing is asked of the database."""
    if _may_have_questions(type(snippet)) and next_url == _form_url(snippet):
        yield from _buttons(snippet, user)


def tell_of_questions(request: HttpRequest, source: Model) -> None:
    """A message above the form while questions are open."""
    if request.method != "GET" or not _may_have_questions(type(source)):
        return
    count = _open_about(source, request.user)
    if count == 0 or (isinstance(source, Page) and is_translation(source)):
        return
    text = ngettext(
        "A translator asks about this text: %(count)d open question.",
        "Translators ask about this text: %(count)d open questions.",
        count,
    ) % {"count": count}
    link = format_html(' <a href="{}">{}</a>', questions_url(source), _("Answer"))
    messages.info(request, format_html("{}{}", text, link))


def questions_url(source: Model) -> str:
    """The list of questions, narrowed to a source."""
    return f"{reverse('questions:index')}?about={kind_of(source).pk}-{source.pk}"


def _buttons(source: Model, user: Any) -> Iterator[Button]:
    count = _open_about(source, user)
    if count:
        label = ngettext("%(count)d question of translators", "%(count)d questions of translators", count)
        yield Button(label % {"count": count}, questions_url(source), icon_name="help", priority=5)


def _open_about(source: Model, user: Any) -> int:
    """Open questions about a source that the person is about to edit; who edits it may see them."""
    if not reads_questions(user):
        return 0
    return SegmentQuestion.objects.filter(about(type(source), [source.pk]), closed_at=None).count()


def _may_have_questions(model: type[Model]) -> bool:
    """Pages, records, and what records are parts of."""
    if issubclass(model, Page) or is_record(model):
        return True
    return any(issubclass(model, key.related_model) for part in record_models() for key in parental_keys(part))


def _form_url(snippet: Model) -> str:
    meta = snippet._meta
    try:
        return reverse(f"wagtailsnippets_{meta.app_label}_{meta.model_name}:edit", args=[quote(snippet.pk)])
    except NoReverseMatch:
        return ""
