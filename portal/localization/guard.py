"""Nothing but the approval of a translation makes a translated page live, or changes the text of a live one.

Wagtail and wagtail-localize have many ways to publish (editor, bulk action, schedule, workflow, alias, “sync”).
They all end in `Page.save()`, so that is where the rule stands; the hooks of the admin only say it more kindly.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields

from portal.localization.queries import is_translation

_OTHER_TREE = gettext_lazy("A page stays among the pages of its own language. Send it to translation instead.")

_approved: ContextVar[frozenset[int]] = ContextVar("approved_translations", default=frozenset())


class ForeignTextError(PermissionDenied):
    """A page was about to go live, or to change, in one locale without the approval of its translation."""


@contextmanager
def approved(page: Page) -> Iterator[None]:
    """Let `page` go live inside this block. For `services.publication` alone."""
    token = _approved.set(_approved.get() | {page.pk})
    try:
        yield
    finally:
        _approved.reset(token)


def refuse_unapproved_text(
    sender: type, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Receiver of `pre_save`: stop a save that would show a text nobody approved.

    Raises:
        ForeignTextError: always with a sentence for the person at the screen.
    """
    if raw or not isinstance(instance, Page) or not instance.live or instance.pk in _approved.get():
        return
    if update_fields is not None and not _touches_public(instance, update_fields):
        return
    if _is_foreign_alias(instance) or _is_new_in_foreign_tree(instance):
        raise ForeignTextError(_OTHER_TREE)
    if is_translation(instance) and _changes_public(instance):
        raise ForeignTextError(
            _("“%(title)s” is a translation. It goes live only when a reviser approves it.")
            % {"title": instance.get_admin_display_title() or instance.title}
        )


def refuse_move_to_other_language(
    sender: type, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """Receiver of Wagtail's `pre_page_move`.

    Raises:
        ForeignTextError: the new place belongs to another language.
    """
    if not parent_page_after.is_root() and parent_page_after.locale_id != instance.locale_id:
        raise ForeignTextError(_OTHER_TREE)


def _text_fields(page: Page) -> list[str]:
    """Names of the columns of `page` that hold text to be translated."""
    names = [field.field_name for field in get_translatable_fields(type(page)) if field.is_translated(page)]
    return [name for name in names if getattr(page._meta.get_field(name), "concrete", False)]


def _touches_public(page: Page, update_fields: Any) -> bool:
    return not {"live", "live_revision", "alias_of", "locale", *_text_fields(page)}.isdisjoint(update_fields)


def _is_foreign_alias(page: Page) -> bool:
    return page.alias_of_id is not None and page.alias_of.locale_id != page.locale_id


def _is_new_in_foreign_tree(page: Page) -> bool:
    """Whether `page` is a live copy that is being put among pages of another language."""
    if not page._state.adding or page.depth <= 2:
        return False
    return page.get_parent().locale_id != page.locale_id


def _changes_public(page: Page) -> bool:
    before = type(page)._default_manager.filter(pk=page.pk).first() if page.pk else None
    if before is None or not before.live or before.live_revision_id != page.live_revision_id:
        return True
    return any(_stored(before, name) != _stored(page, name) for name in _text_fields(page))


def _stored(page: Page, name: str) -> Any:
    field = page._meta.get_field(name)
    return field.get_prep_value(field.value_from_object(page))
