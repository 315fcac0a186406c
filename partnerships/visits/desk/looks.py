"""Screens of the desk that show personal data: who looks at them is written down."""

from __future__ import annotations

from partnerships.models import Gift, Visit
from portal.core.looks import register_detail, register_list


def register() -> None:
    for screen in ("edit", "inspect"):
        register_detail(f"wagtailsnippets_partnerships_visit:{screen}", lambda: Visit)
    register_detail("gifts:inspect", lambda: Gift)
    for screen in ("index", "index_results"):
        register_list(f"gifts:{screen}", lambda: Gift)
