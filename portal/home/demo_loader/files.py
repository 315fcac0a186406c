"""The demonstration's files, read and checked before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from portal.home.demo_loader.inquiry_shapes import INQUIRY_SHAPES
from portal.home.demo_loader.shapes import FOLDERS, SHAPES
from portal.home.demo_loader.visit_shapes import VISIT_SHAPES

FOLDER = Path(__file__).resolve().parents[1] / "demo"

#: Languages of the files → locales of the portal.
LOCALES = {"zh": "zh-hans", "en": "en"}


class DemoFileError(ValueError):
    """A file of the demonstration is not as it must be; the message names the file and the place in it."""


def read(name: str, folder: Path = FOLDER) -> Any:
    """The checked content of `<name>.yml`, or of all files of the folder `<name>` as a list in order of their names.

    Raises:
        DemoFileError: a key is missing, unknown or of the wrong kind.
    """
    if name in FOLDERS:
        return [_load(path, FOLDERS[name]) for path in sorted((folder / name).glob("*.yml"))]
    return _load(folder / f"{name}.yml", (SHAPES | VISIT_SHAPES | INQUIRY_SHAPES)[name])


def _load(path: Path, shape: Any) -> Any:
    value = yaml.safe_load(path.read_text(encoding="utf-8"))
    check(value, shape, path.name)
    return value


def check(value: Any, shape: Any, where: str) -> None:
    """Compare `value` with `shape`: a type, a list with the shape of its items, or a dictionary by key.

    In a dictionary `key?` may be absent and `*` stands for any key. Raises DemoFileError with `where`.
    """
    if isinstance(shape, type):
        _check_type(value, shape, where)
    elif isinstance(shape, list):
        _check_type(value, list, where)
        for number, item in enumerate(value):
            check(item, shape[0], f"{where}[{number}]")
    else:
        _check_type(value, dict, where)
        _check_keys(value, shape, where)


def _check_type(value: Any, wanted: type, where: str) -> None:
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)) or value == "":
        raise DemoFileError(f"{where}: expected {wanted.__name__}, found {value!r}.")


def _check_keys(value: dict[str, Any], shape: dict[str, Any], where: str) -> None:
    missing = [key for key in shape if not key.endswith("?") and key != "*" and key not in value]
    if missing:
        raise DemoFileError(f"{where}: {', '.join(missing)} missing.")
    for key, item in value.items():
        inner = shape.get(key, shape.get(f"{key}?", shape.get("*")))
        if inner is None:
            raise DemoFileError(f"{where}: unknown key {key!r}.")
        check(item, inner, f"{where}.{key}")
