"""Other people's events: Wagtail publishes, withdraws, moves and deletes; the search table follows."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal.core.written_records import register_follower
from portal.search.registry import registered_models
from portal.search.services import forget, reindex, reindex_tree


def connect() -> None:
    """Listen, once a process. Features stand before the search in INSTALLED_APPS and so have registered by now."""
    register_follower(_on_written)
    page_published.connect(_on_published, dispatch_uid="search.published")
    page_unpublished.connect(_on_unpublished, dispatch_uid="search.unpublished")
    page_slug_changed.connect(_on_moved, dispatch_uid="search.slug_changed")
    post_page_move.connect(_on_moved, dispatch_uid="search.moved")
    post_save.connect(_on_restriction, sender=PageViewRestriction, dispatch_uid="search.restricted")
    post_delete.connect(_on_restriction, sender=PageViewRestriction, dispatch_uid="search.unrestricted")
    for model in {Page, *registered_models()}:
        post_delete.connect(_on_deleted, sender=model, dispatch_uid=f"search.deleted.{model._meta.label}")


def _on_written(instance: Model) -> None:
    reindex(instance=instance)


def _on_published(instance: Page, **_kwargs: Any) -> None:
    reindex(instance=instance)


def _on_unpublished(instance: Page, **_kwargs: Any) -> None:
    forget(instance=instance)


def _on_moved(instance: Page, **_kwargs: Any) -> None:
    """A new address for a page and all below it."""
    reindex_tree(page=instance)


def _on_restriction(instance: PageViewRestriction, **_kwargs: Any) -> None:
    """A part of the tree was closed or opened. The page itself may be going too: then nothing is left to write."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        reindex_tree(page=page)


def _on_deleted(instance: Model, **_kwargs: Any) -> None:
    """A registered page type and the stock page below it are told one after the other; each is safe to forget."""
    forget(instance=instance)
