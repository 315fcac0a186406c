"""What it adds to the admin: the papers name people, so who opens one is written down."""

from __future__ import annotations

from partnerships.models import Visit
from portal.core.looks import register_detail


def _visit() -> type[Visit]:
    return Visit


register_detail("visit_paper", _visit)
register_detail("visit_paper_pack", _visit)
