"""Whose page it is: the unit below whose top page, or a translation of it, the page lies."""

from __future__ import annotations

from wagtail.models import Page

from portal.core.models import Unit


def unit_of_page(page: Page) -> Unit | None:
    """The unit that writes `page`, the nearest where several do; None for pages of the portal."""
    step = Page.steplen
    above = [page.path[:length] for length in range(step, len(page.path) + 1, step)]
    keys = dict(Page.objects.filter(path__in=above).values_list("translation_key", "depth"))
    units = Unit.objects.filter(root_page__translation_key__in=keys).select_related("root_page")
    return max(units, key=lambda unit: keys[unit.root_page.translation_key], default=None)  # type: ignore[union-attr]
