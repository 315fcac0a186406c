"""States of a bundle and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BundleKind(models.TextChoices):
    """A pair is a page and its translations; a bundle is whatever goes live together."""

    PAIR = "pair", _("Source and translations")
    BUNDLE = "bundle", _("Bundle")


class BundleState(models.TextChoices):
    """Where a bundle stands."""

    OPEN = "open", _("In preparation")
    APPROVED = "approved", pgettext_lazy("bundle", "Approved")
    PUBLISHED = "published", _("Published")
    FAILED = "failed", _("Not published")
    DISSOLVED = "dissolved", _("Dissolved")


#: The members are held: none of them goes live by itself.
HOLDING = frozenset({BundleState.OPEN, BundleState.APPROVED, BundleState.FAILED})

#: state → states it may move to. A move that is not here raises.
MOVES: dict[str, frozenset[BundleState]] = {
    BundleState.OPEN: frozenset({BundleState.APPROVED, BundleState.DISSOLVED}),
    BundleState.APPROVED: frozenset(
        {BundleState.OPEN, BundleState.PUBLISHED, BundleState.FAILED, BundleState.DISSOLVED}
    ),
    BundleState.FAILED: frozenset({BundleState.OPEN, BundleState.DISSOLVED}),
    BundleState.PUBLISHED: frozenset(),
    BundleState.DISSOLVED: frozenset(),
}


class BundleMoveError(Exception):
    """A bundle was to move between states that the table of moves does not join."""
