"""Names of persons from their parts, in the order of each language."""

from __future__ import annotations

from parks.enums import ChineseForm, LatinOrder


def chinese_name(family: str | None, given: str | None, form: str) -> str:
    """孙瑾 of 孙 and 瑾; of a transcribed name 查理·贝克 of 贝克 and 查理 (GB/T 15834—2011, 4.14)."""
    family, given = (family or "").strip(), (given or "").strip()
    if form == ChineseForm.TRANSCRIBED:
        return "·".join(part for part in (given, family) if part)
    return family + given


def latin_name(family: str | None, given: str | None, order: str) -> str:
    """“Li Youping” or “Charlie Baker”, as the sources write the person."""
    family, given = (family or "").strip(), (given or "").strip()
    parts = (given, family) if order == LatinOrder.GIVEN_FIRST else (family, given)
    return " ".join(part for part in parts if part)
