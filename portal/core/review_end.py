"""Named by WAGTAIL_FINISH_WORKFLOW_ACTION: Wagtail imports it while its own models are being defined."""

from __future__ import annotations

from typing import Any


def finish_review(workflow_state: Any, user: Any = None) -> None:
    """Let the page of a finished review go live, or wait for others; see `portal.core.holding.finish_review`."""
    from portal.core import holding

    holding.finish_review(workflow_state, user)
