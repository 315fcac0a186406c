"""The interface texts: extraction, update and compilation of the catalogues with Babel and polib, no Debian package.

`python -m portal.messages update|compile|check`. English is the language of the msgids; `locale/en` holds only
plural forms' defaults and stays empty, `locale/zh_Hans` must be complete.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_from_dir, extract_python

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = ROOT / "locale"
#: The Chinese of what Wagtail leaves in English; kept by hand, held complete by tests/portal/core/test_admin_words.py.
WAGTAIL_CATALOGUES = ROOT / "portal" / "core" / "locale"
SOURCES = ("portal", "parks", "partnerships", "news", "templates")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Found = tuple[str, int, Any, list[str], str | None]


def extract_template(stream: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Babel's extractor of Django templates: Django's own translation of template tags into Python calls."""
    from django.utils.translation.template import templatize

    lines = templatize(stream.read().decode("utf-8")).splitlines()
    # The tokenizer of Python would stumble over the indentation of the markup; no message spans lines here.
    source = "\n".join(line.strip() for line in lines)
    yield from extract_python(BytesIO(source.encode()), keywords, comment_tags, options)


def extract_shapes(stream: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Babel's extractor of Python and, of the shapes of data, what the reference says of them: their docstrings."""
    source = stream.read()
    yield from extract_python(BytesIO(source), keywords, comment_tags, options)
    shapes = {"Shape"}
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and node.module == "portal.api.shapes":
            shapes |= {one.name for one in node.names}
        elif isinstance(node, ast.ClassDef) and shapes.intersection(getattr(base, "id", "") for base in node.bases):
            shapes.add(node.name)
            if text := " ".join((ast.get_docstring(node) or "").split()):
                yield node.lineno, "gettext", text, []


def extract() -> polib.POFile:
    """Every msgid of the project with the places where it stands."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    catalogue = polib.POFile(wrapwidth=110)
    methods = [("**/tests/**", "ignore"), ("**/api/*.py", "portal.messages:extract_shapes"), ("**.py", "python")]
    methods += [("**.html", extract_name()), ("**.txt", extract_name())]
    for source in SOURCES:
        found = extract_from_dir(
            str(ROOT / source), method_map=methods, keywords=KEYWORDS, options_map={}, strip_comment_tags=True
        )
        for name, line, message, _comments, context in found:
            _add(catalogue, f"{source}/{name}", line, message, context)
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    return catalogue


def extract_name() -> str:
    return "portal.messages:extract_template"


def _add(catalogue: polib.POFile, file: str, line: int, message: Any, context: str | None) -> None:
    single, plural = message if isinstance(message, tuple) else (message, "")
    if not single:
        return
    # Not find(): without a context it takes the entry of any.
    entry = next((one for one in catalogue if (one.msgid, one.msgctxt) == (single, context)), None)
    if entry is None:
        entry = polib.POEntry(msgid=single, msgctxt=context)
        catalogue.append(entry)
    if plural:
        entry.msgid_plural = plural
        entry.msgstr_plural = entry.msgstr_plural or {0: "", 1: ""}
    if "%(" in single or "%s" in single:
        entry.flags = ["python-format"]
    if (file, "") not in entry.occurrences:
        entry.occurrences.append((file, ""))


def catalogue_file(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "django.po"


def languages() -> list[str]:
    return sorted(folder.name for folder in CATALOGUES.iterdir() if folder.is_dir())


def update() -> None:
    """Bring every catalogue up to date with the sources; translations of unchanged msgids are kept."""
    template = extract()
    for language in languages():
        file = catalogue_file(language)
        catalogue = polib.pofile(str(file), wrapwidth=110) if file.exists() else polib.POFile(wrapwidth=110)
        catalogue.metadata = _metadata(language)
        _merge(catalogue, template, language)
        file.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(file))


def _metadata(language: str) -> dict[str, str]:
    plural = "nplurals=1; plural=0;" if language.startswith("zh") else "nplurals=2; plural=(n != 1);"
    return {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": plural,
    }


def _merge(catalogue: polib.POFile, template: polib.POFile, language: str) -> None:
    known = {(entry.msgid, entry.msgctxt): entry for entry in catalogue}
    forms = 1 if language.startswith("zh") else 2
    catalogue.clear()
    for wanted in template:
        old = known.get((wanted.msgid, wanted.msgctxt))
        wanted = polib.POEntry(
            msgid=wanted.msgid,
            msgctxt=wanted.msgctxt,
            msgid_plural=wanted.msgid_plural,
            occurrences=sorted(wanted.occurrences),
            flags=list(wanted.flags),
            msgstr=old.msgstr if old else "",
        )
        if wanted.msgid_plural:
            texts = old.msgstr_plural if old else {}
            wanted.msgstr_plural = {index: texts.get(index, "") for index in range(forms)}
        catalogue.append(wanted)


def compile_all() -> None:
    """Write the .mo beside every .po that is newer."""
    for folder in (CATALOGUES, WAGTAIL_CATALOGUES):
        for file in folder.glob("*/LC_MESSAGES/*.po"):
            compiled = file.with_suffix(".mo")
            if compiled.exists() and compiled.stat().st_mtime_ns > file.stat().st_mtime_ns:
                continue
            polib.pofile(str(file)).save_as_mofile(str(compiled))


def check() -> list[str]:
    """What is missing or stale, a line each; empty when Chinese is complete."""
    template = {(entry.msgid, entry.msgctxt) for entry in extract()}
    chinese = polib.pofile(str(catalogue_file("zh_Hans")))
    kept = {(entry.msgid, entry.msgctxt): entry for entry in chinese}
    problems = [
        f"not in the catalogue (run `make messages`): {key[0]!r}" for key in sorted(template - set(kept), key=str)
    ]
    problems += [f"in the catalogue but no longer used: {key[0]!r}" for key in sorted(set(kept) - template, key=str)]
    problems += [f"not translated: {entry.msgid!r}" for entry in chinese if not entry.translated()]
    return problems


def main(command: str) -> int:
    if command == "update":
        update()
        compile_all()
    elif command == "compile":
        compile_all()
    elif command == "check":
        problems = check()
        print("\n".join(problems) or "The Chinese catalogue is complete.")
        return 1 if problems else 0
    else:
        print("usage: python -m portal.messages update|compile|check", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
