"""What this app adds to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from parks import merge_views, organization_file_views
from parks.directory_viewsets import DirectoryGroup, may_merge
from parks.models import Organization, Person
from parks.viewsets import ParksGroup

register_snippet(ParksGroup)
register_snippet(DirectoryGroup)


@hooks.register("register_admin_urls")
def register_directory_urls():
    own = [
        path(
            "organizations/import/",
            organization_file_views.ImportOrganizationsView.as_view(),
            name="organizations_import",
        ),
        path(
            "organizations/export/<str:file_format>/", organization_file_views.export_file, name="organizations_export"
        ),
        path("organization/<int:pk>/merge/", merge_views.MergeOrganizationView.as_view(), name="merge_organization"),
        path("person/<int:pk>/merge/", merge_views.MergePersonView.as_view(), name="merge_person"),
    ]
    return [path("directory/", include((own, "directory"), namespace="directory"))]


@hooks.register("register_snippet_listing_buttons")
def offer_merge(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way to merge a record that turned out to be another's double."""
    if isinstance(snippet, Organization | Person) and snippet.merged_into_id is None and may_merge(user, type(snippet)):
        yield Button(
            _("Merge into another"),
            reverse(f"directory:merge_{snippet._meta.model_name}", args=[snippet.pk]),
            attrs={"aria-label": _("Merge “%(title)s” into another") % {"title": str(snippet)}},
            icon_name="resubmit",
            priority=110,
        )


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("parks.directory.merge", _("Merge into another"), _("Merged into another"))
    actions.register_action("parks.directory.take_in", _("Take in another"), _("Another was merged into it"))
    actions.register_action("parks.organization.import", _("Import from a file"), _("Written from a file"))
    actions.register_action("parks.organizations.import", _("Import organisations"), _("Organisations imported"))
