"""What a list says of somebody besides the columns of their own: needs among the remarks, roles in words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from partnerships.visits.enums import MemberRole
from partnerships.visits.list_words import ACCESS, DIETARY, INTERPRETS, SERVES
from partnerships.visits.pasted_names import role_in


@dataclass(frozen=True, slots=True)
class Remark:
    """What remarks say of needs; `rest` is what they say besides."""

    dietary: str = ""
    access_needs: str = ""
    rest: tuple[str, ...] = ()

    @property
    def is_taken(self) -> bool:
        return bool(self.dietary or self.access_needs)


def read_remark(text: str) -> Remark:
    """Dietary and access needs among remarks, told by their words."""
    found: dict[str, list[str]] = {"dietary": [], "access": [], "rest": []}
    for part in filter(None, (part.strip() for part in re.split(r"[、，,；;。\n]", text))):
        key = "dietary" if DIETARY.search(part) else "access" if ACCESS.search(part) else "rest"
        if part not in ("-", "/", "无", "none"):
            found[key].append(part)
    dietary, access = (_joined(found[key]) for key in ("dietary", "access"))
    return Remark(dietary[:200], access[:200], tuple(found["rest"]))


def _joined(parts: list[str]) -> str:
    return ("、" if any(not part.isascii() for part in parts) else ", ").join(parts)


def in_role(word: str, role: str, office: str) -> dict[str, str]:
    """Role and office of somebody whose line or heading says `word`: an interpreter's office is no office.

    Args:
        word: 团长, 司机, “Members”; empty where nothing is said.
        role: what the cells say already.
    """
    if not role and INTERPRETS.search(office):
        role = MemberRole.INTERPRETER.value
        office = re.sub(r"(?i)^(?:翻译|译员|口译员|interpreter)$", "", office)
    if not role and SERVES.search(office):
        role = MemberRole.STAFF.value
    if not role and "副团长" in word:
        return {"role": "", "office": office or "副团长"}
    if not role:
        role = role_in(word) or (MemberRole.HEAD.value if word.casefold().startswith("head") else "")
    if not office and re.fullmatch(r"(?i)司机|驾驶员|drivers?", word):
        office = word
    return {"role": role, "office": office}
