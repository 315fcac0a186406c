"""Cells of exported files that no spreadsheet runs as a formula."""

from __future__ import annotations

import re
from typing import Any

#: What a spreadsheet takes for a formula at the start of a cell; Chinese and Japanese ones take the wide signs too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Control characters that the XML of a workbook cannot hold.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def harmless(value: Any) -> str:
    """A cell of a CSV file or a workbook that no spreadsheet runs as a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def printable(text: str) -> str:
    """`text` without the characters that a workbook cannot hold, and no longer than its cells (32,767)."""
    return _UNPRINTABLE.sub("\ufffd", text)[:32_767]


#: A formula, behind any number of apostrophes.
_FORMULA = re.compile(f"'*[{re.escape(''.join(FORMULA_STARTS))}]")


def quoted(text: str) -> str:
    """As `harmless`, in a way that `unquoted` undoes exactly: what begins with an apostrophe itself gets another."""
    return f"'{text}" if _FORMULA.match(text) else text


def unquoted(cell: str) -> str:
    """The text of a cell that `quoted` wrote; any other cell as it is."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
