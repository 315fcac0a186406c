"""The screens that stand beside the form of a visit, by which each part of the package offers its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from partnerships.models import Visit
from partnerships.visits.access import may_read

#: Whether a person is offered a screen of a visit that they may read.
Shown = Callable[[Any, Visit], bool]


def always(_user: Any, _visit: Visit) -> bool:
    """To everybody who may read the visit."""
    return True


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen whose address takes the key of a visit alone. `label` is translated lazily."""

    url_name: str
    label: Any
    icon: str
    shown: Shown = always

    def url(self, visit: Visit) -> str:
        return reverse(self.url_name, args=[visit.pk])


_SCREENS: dict[str, Screen] = {}


def register_screen(url_name: str, label: Any, icon: str, shown: Shown = always) -> None:
    """Offer a screen of visits in the list, above the form, and on the screen of the state; in the order of calls.

    Args:
        url_name: of an address with the key of the visit as its one argument.
        label: what the button says.
        icon: a name that Wagtail knows.
        shown: to whom, of those who may read the visit. The view asks again.
    """
    _SCREENS[url_name] = Screen(url_name, label, icon, shown)


def screens_of(user: Any, visit: Visit) -> list[Screen]:
    """What `user` is offered for `visit`; the screen of the state first."""
    if not may_read(user, visit):
        return []
    offered = [screen for screen in _SCREENS.values() if screen.shown(user, visit)]
    return sorted(offered, key=lambda screen: screen.url_name != "visit_state")
