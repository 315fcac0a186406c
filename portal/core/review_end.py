"""The end of a review. Wagtail loads this while its own models are loading, so nothing is imported here."""

from __future__ import annotations

from typing import Any


def finish_review(workflow_state: Any, user: Any = None) -> None:
    """WAGTAIL_FINISH_WORKFLOW_ACTION: let the page of a finished review go live, or wait for others."""
    from portal.core import holding

    holding.finish_review(workflow_state, user)
