"""What it adds to the admin: the papers name people, so who opens one is written down."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from partnerships.models import Visit
from partnerships.visits.desk.screens import register_screen
from portal.core.looks import register_detail

register_screen("visit_papers", _("Papers"), "doc-full")


def _visit() -> type[Visit]:
    return Visit


register_detail("visit_paper", _visit)
register_detail("visit_paper_pack", _visit)
