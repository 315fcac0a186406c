"""Keys that order Chinese and Latin names together: PostgreSQL without ICU orders Chinese by code point only."""

from pypinyin import Style, lazy_pinyin


def sort_key(name: str) -> str:
    """The name as toned pinyin in lower case: 重庆 → `chong2 qing4`, Boston → `boston`."""
    syllables = lazy_pinyin(name, style=Style.TONE3)
    return " ".join(syllables).lower()[:400]
