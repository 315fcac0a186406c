"""Screens of Wagtail (8.0) that tell something before they ask for a right: here the right is asked for first."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from wagtail.models import Page, Task
from wagtail.permissions import policy_registry

View = Callable[..., HttpResponseBase]


@lru_cache
def stock_view(namespace: str, name: str) -> View:
    """Wagtail's own view of an address; `namespace` is empty for those that have none.

    Raises:
        LookupError: an upgrade has taken the address away.
    """
    from wagtail.admin import urls as wagtailadmin_urls  # reads all hooks: not while they are being registered

    patterns = wagtailadmin_urls.urlpatterns
    if namespace:
        patterns = next(one for one in patterns if getattr(one, "namespace", None) == namespace).url_patterns
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name == name:
            return pattern.callback
    raise LookupError(f"{namespace}:{name}")


def may_take_away(user: Any, page: Page) -> bool:
    """Whether the person may add pages where `page` lies, so also take one away. Wagtail is content with `change`."""
    return user.is_superuser or "add" in page.permissions_for_user(user).permissions


def demand_move(user: Any, page: Page, destination: Page) -> None:
    """Raises PermissionDenied: the person may not take the page away, or add one there."""
    if not (may_take_away(user, page) and may_take_away(user, destination)):
        raise PermissionDenied


def _explored(name: str) -> View:
    """The list of pages below a page, whose title stands above it; on the way to two parts of the tree it is open."""

    def view(request: HttpRequest, parent_page_id: int) -> HttpResponseBase:
        known = policy_registry.get_by_type(Page).explorable_instances(request.user)
        if not known.filter(pk=parent_page_id).exists():
            raise PermissionDenied
        return stock_view("", name)(request, parent_page_id=parent_page_id)

    return view


explore = _explored("wagtailadmin_explore")
explore_results = _explored("wagtailadmin_explore_results")


def move_confirm(request: HttpRequest, page_to_move_id: int, destination_id: int) -> HttpResponseBase:
    """Names both pages, and says whether the address of the one is free below the other."""
    page, destination = (get_object_or_404(Page, pk=pk) for pk in (page_to_move_id, destination_id))
    demand_move(request.user, page, destination)
    view = stock_view("wagtailadmin_pages", "move_confirm")
    return view(request, page_to_move_id=page_to_move_id, destination_id=destination_id)


def _for_those_who_edit(name: str) -> View:
    """Screens of review that say, in a message or a window, whether a page is under review, and what it is called."""

    def view(request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponseBase:
        if not get_object_or_404(Page, pk=page_id).permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return stock_view("wagtailadmin_pages", name)(request, page_id=page_id, **kwargs)

    return view


workflow_action = _for_those_who_edit("workflow_action")
collect_workflow_action_data = _for_those_who_edit("collect_workflow_action_data")
confirm_workflow_cancellation = _for_those_who_edit("confirm_workflow_cancellation")
workflow_preview = _for_those_who_edit("workflow_preview")


def _for_keepers_of_workflows(name: str) -> View:
    """The chooser of tasks, which names all of them and the groups that review."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not policy_registry.get_by_type(Task).user_has_any_permission(request.user, ["add", "change", "delete"]):
            raise PermissionDenied
        return stock_view("wagtailadmin_workflows", name)(request, **kwargs)

    return view


task_chooser = _for_keepers_of_workflows("task_chooser")
task_chooser_results = _for_keepers_of_workflows("task_chooser_results")
task_chooser_create = _for_keepers_of_workflows("task_chooser_create")
task_chosen = _for_keepers_of_workflows("task_chosen")


def no_failure_on_purpose(request: HttpRequest) -> HttpResponseBase:
    """Wagtail's trial of its page for failures: every call would stand in the log as one. Raises Http404."""
    raise Http404("Nothing fails here on purpose.")
