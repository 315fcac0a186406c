"""Public addresses of partnerships for the sitemap."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest

from partnerships.models import Agreement, Event, JointPlatform
from partnerships.models.base import KeptRecord
from portal.search.sitemaps import RecordSitemap, register_section

#: Model → view of one record, view of all.
_VIEWS: dict[type[KeptRecord], tuple[str, str]] = {
    Agreement: ("partnership_agreement", "partnerships"),
    Event: ("partnership_event", "partnership_events"),
    JointPlatform: ("partnership_platform", "partnership_platforms"),
}


def connect() -> None:
    """Register the sections. Called once, when the app is ready."""
    for model, (view, _list_view) in _VIEWS.items():
        register_section(view, partial(_section, model))


def _section(model: type[KeptRecord], request: HttpRequest) -> RecordSitemap:
    return RecordSitemap(model.objects.public(), *_VIEWS[model])
