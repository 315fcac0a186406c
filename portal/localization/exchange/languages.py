"""Codes of languages in files (BCP 47) and the portal's locales. Simplified and traditional Chinese stay apart."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Locale

_CHINESE = {"zh", "zho", "chi", "cmn"}
#: What a region writes, where the code names no script.
_SCRIPTS = {"cn": "hans", "sg": "hans", "my": "hans", "tw": "hant", "hk": "hant", "mo": "hant"}


def to_tag(code: str) -> str:
    """The code of a locale as BCP 47 writes it: `zh-hans` → `zh-Hans`, `en-us` → `en-US`."""
    first, *rest = code.split("-")
    return "-".join([first.lower(), *map(_subtag, rest)])


def _subtag(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part.lower()


def locale_of(tag: str, locales: Iterable[Locale]) -> Locale | None:
    """The locale that `tag` means, None if there is none or it cannot be told.

    A region that the portal does not tell apart is passed over (`en-US` is `en`). Chinese goes by script: `zh-CN` is
    simplified, `zh-TW` and `zh-HK` are traditional; `zh` alone counts only where the portal has one Chinese.
    """
    wanted = _key(tag)
    known = {_key(locale.language_code): locale for locale in locales}
    if wanted == "zh":
        chinese = [locale for key, locale in known.items() if key.startswith("zh")]
        return chinese[0] if len(chinese) == 1 else None
    if wanted.startswith("zh-"):
        return known.get(wanted)
    return known.get(wanted) or known.get(wanted.split("-")[0])


def _key(tag: str) -> str:
    first, *rest = tag.strip().lower().replace("_", "-").split("-")
    if first not in _CHINESE:
        return "-".join([first, *rest])
    named = [part for part in rest if part in {"hans", "hant"}]
    scripts = named or [_SCRIPTS[part] for part in rest if part in _SCRIPTS]
    return f"zh-{scripts[0]}" if scripts else "zh"
