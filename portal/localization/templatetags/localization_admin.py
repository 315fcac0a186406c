"""What the side-by-side editor needs besides its own."""

from __future__ import annotations

import json
from typing import Any, cast

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.models import Page
from wagtail_localize.models import Translation

from portal.core.enums import Role
from portal.core.models import User
from portal.core.permissions import has_role
from portal.localization.enums import JobState
from portal.localization.finding_panel import findings_context
from portal.localization.glossary_hits import all_hits
from portal.localization.job_assignment import assignment_of
from portal.localization.marks import marked_changes
from portal.localization.models import TranslationJob
from portal.localization.queries import open_job_into, translation_into
from portal.localization.question_forms import choices, threads_of
from portal.localization.services.differences import CHANGED, GONE, NEW, Difference, changes
from portal.localization.services.question_places import places_of_source
from portal.localization.services.record_words import as_plain
from portal.localization.services.segments import progress, without_wording

register = template.Library()


_EDITOR = '<div class="js-translation-editor"'


@register.filter
def without_own_actions(props: str) -> str:
    """Properties of the editor without the actions at its foot: approval takes their place."""
    values = json.loads(props)
    values["perms"] = dict.fromkeys(values["perms"], False)
    values["links"]["convertToAliasUrl"] = None
    return json.dumps(values)


@register.filter
def source_title(source: Any) -> str:
    """The title of a page as the admin shows it, the name of a record."""
    return source.get_admin_display_title() if isinstance(source, Page) else str(source)


@register.simple_block_tag(takes_context=True)
def with_panel(context: template.Context, content: str, page: Page) -> str:
    """The markup of wagtail-localize with our panel above its editor."""
    panel = render_to_string("localization/editor_panel.html", panel_context(page, context["request"]))
    if _EDITOR not in content:
        return SafeString(panel + content)
    return SafeString(content.replace(_EDITOR, panel + _EDITOR, 1))


def panel_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """State of the translation that `page` is the target of, and what the person may do about it."""
    translation = translation_into(page)
    job = open_job_into(page)
    latest = job or TranslationJob.objects.into_page(page).first()
    total, filled = progress(translation.source, translation.target_locale) if translation else (0, 0)
    return {
        "page": page,
        "job": latest,
        "total": total,
        "filled": filled,
        "unworded": _unworded(translation),
        "is_open": job is not None,
        "is_finished": job is not None and job.state == JobState.FINISHED,
        "can_finish": _may(request.user, page, Role.TRANSLATOR, Role.REVISER) and _is_finishable(job),
        "can_publish": _may(request.user, page, Role.REVISER) and job is not None and job.state == JobState.FINISHED,
        "changes": [_change(one) for one in changes(job or page)],
        "source_language": translation.source.locale.language_code if translation else "",
        "target_language": page.locale.language_code,
        "csrf_token": get_token(request),
        "assignment": assignment_of(job, request.user),
        "assignment_next": request.path,
        **_beside(latest, page, translation, request),
        **findings_context(page, cast(User, request.user), next_url=request.path),
    }


def _beside(
    job: TranslationJob | None, page: Page, translation: Translation | None, request: HttpRequest
) -> dict[str, Any]:
    """What helps with the text: terms of the glossary in it, questions about it, and the segments to ask about."""
    source = job.source_page() if job is not None else None
    if translation is None or source is None:
        return {}
    places = places_of_source(translation.source)
    threads, gone = threads_of(request, source, places)
    asked = [(as_plain(places[index].text, long=False), found) for index, found in sorted(threads.items())]
    return {
        "hits": all_hits((place.text for place in places), translation.source.locale, translation.target_locale),
        "asked": asked,
        "gone": gone,
        "open_questions": sum(1 for _text, found in asked for one in found if one.question.closed_at is None),
        "places": choices(places),
        "may_ask": _may(request.user, page, Role.TRANSLATOR, Role.REVISER),
    }


_LABELS = {CHANGED: gettext_lazy("Changed"), NEW: pgettext_lazy("segment", "New"), GONE: gettext_lazy("Gone")}


def _change(difference: Difference) -> dict[str, Any]:
    old, new, wording = (
        as_plain(text, long=True) for text in (difference.old_source, difference.new_source, difference.wording)
    )
    return {"label": _LABELS[difference.state], "text": marked_changes(old, new), "wording": wording}


def _unworded(translation: Translation | None) -> int:
    """Segments that people have still to word."""
    return without_wording(translation.source, translation.target_locale).count() if translation else 0


def _may(user: Any, page: Page, *roles: Role) -> bool:
    return any(has_role(user, role, locale_code=page.locale.language_code) for role in roles)


def _is_finishable(job: TranslationJob | None) -> bool:
    return job is None or job.state == JobState.NEEDS_REVIEW


@register.inclusion_tag("localization/assignment.html", takes_context=True)
def job_assignment(context: template.Context, job: TranslationJob) -> dict[str, Any]:
    """Who has the translation and until when, with the buttons to take it and to give it back."""
    request = context["request"]
    return {
        "job": job,
        "assignment": assignment_of(job, request.user),
        "assignment_next": request.path,
        "csrf_token": get_token(request),
    }
