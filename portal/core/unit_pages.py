"""Whose page it is: the unit below whose top page, or a translation of it, the page lies."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Page

from portal.core.models import Unit


def units_of_pages(pages: Iterable[Page]) -> dict[int, Unit]:
    """Ids of pages → the unit that writes each, in two queries; pages of the portal are left out."""
    above = {page.pk: _paths_to(page) for page in pages}
    keys = dict(Page.objects.filter(path__in=set().union(*above.values())).values_list("path", "translation_key"))
    units = Unit.objects.filter(root_page__translation_key__in=set(keys.values())).select_related("root_page")
    by_key = {unit.root_page.translation_key: unit for unit in units}  # type: ignore[union-attr]
    found = {pk: [by_key[keys[path]] for path in paths if keys.get(path) in by_key] for pk, paths in above.items()}
    return {pk: nearest[-1] for pk, nearest in found.items() if nearest}


def _paths_to(page: Page) -> list[str]:
    """The paths of the pages above `page` and of itself, from the root."""
    step = Page.steplen
    return [page.path[:length] for length in range(step, len(page.path) + 1, step)]


def unit_of_page(page: Page) -> Unit | None:
    """The unit that writes `page`, the nearest where several do; None for pages of the portal."""
    above = _paths_to(page)
    keys = dict(Page.objects.filter(path__in=above).values_list("translation_key", "depth"))
    units = Unit.objects.filter(root_page__translation_key__in=keys).select_related("root_page")
    return max(units, key=lambda unit: keys[unit.root_page.translation_key], default=None)  # type: ignore[union-attr]
