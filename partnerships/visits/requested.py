"""What a visit that somebody has asked for is called until staff name it."""

from __future__ import annotations

from partnerships.models import Visit
from portal.core.names import is_han

_NAME_LENGTH: int = Visit._meta.get_field("name").max_length or 0


def visit_name(organization: str) -> dict[str, str]:
    """A name in the language that the organisation is known in; the other language's is for staff to find out."""
    if is_han(organization):
        return {"name_zh_hans": f"{organization[: _NAME_LENGTH - 2]}来访"}
    return {"name_en": f"Visit of {organization}"[:_NAME_LENGTH]}
