"""Records that are written by a service and not by their form: rooms that keep copies of their words follow.

The search registers itself; who writes knows of no search.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model

Follower = Callable[[Model], object]

_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Have `follower` called with every record that is written, in the same transaction."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(*, instance: Model) -> None:
    """Say that `instance` was written."""
    for follower in _followers:
        follower(instance)
