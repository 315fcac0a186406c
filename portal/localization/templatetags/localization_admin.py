"""What the side-by-side editor needs besides its own."""

from __future__ import annotations

import json
from typing import Any

from django import template
from wagtail.models import Page

from portal.core.enums import Role
from portal.core.permissions import has_role
from portal.localization.enums import JobState
from portal.localization.models import TranslationJob
from portal.localization.queries import open_job_into, translation_into
from portal.localization.services.segments import progress

register = template.Library()


@register.filter
def without_own_publication(props: str) -> str:
    """Properties of the editor without the buttons that the approval takes the place of."""
    values = json.loads(props)
    values["perms"]["canPublish"] = False
    values["links"]["convertToAliasUrl"] = None
    return json.dumps(values)


@register.inclusion_tag("localization/editor_panel.html", takes_context=True)
def translation_panel(context: template.Context, page: Page) -> dict[str, Any]:
    """State of the translation that `page` is the target of, and what the person may do about it."""
    request = context["request"]
    translation = translation_into(page)
    job = open_job_into(page)
    total, filled = progress(translation.source, translation.target_locale) if translation else (0, 0)
    return {
        "page": page,
        "job": job,
        "total": total,
        "filled": filled,
        "latest": job or TranslationJob.objects.into_page(page).first(),
        "states": JobState,
        "can_finish": _may(request.user, page, Role.TRANSLATOR, Role.REVISER) and _is_finishable(job),
        "can_publish": _may(request.user, page, Role.REVISER) and job is not None and job.state == JobState.FINISHED,
        "csrf_token": context.get("csrf_token"),
    }


def _may(user: Any, page: Page, *roles: Role) -> bool:
    return any(has_role(user, role, locale_code=page.locale.language_code) for role in roles)


def _is_finishable(job: TranslationJob | None) -> bool:
    return job is None or job.state == JobState.NEEDS_REVIEW
