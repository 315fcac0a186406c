"""The demonstration's files: their shape, and that they keep to the house's way of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from portal.core.drawing.pictures import SCENES
from portal.home.demo_loader.files import DemoFileError, check, read
from portal.home.demo_loader.shapes import FOLDERS, SHAPES, WORDS

HAN = r"[\u3400-\u9fff]"
ALL = [*SHAPES, *FOLDERS]


def texts(value: Any, where: str, language: str) -> Iterator[tuple[str, str]]:
    """Every text of a language in a file, with its place."""
    if isinstance(value, dict):
        if isinstance(value.get(language), str):
            yield f"{where}.{language}", value[language]
        for key, item in value.items():
            yield from texts(item, f"{where}.{key}", language)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from texts(item, f"{where}[{number}]", language)


def found(pattern: str, language: str, *, leave_out: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{where}: {text[match.start() - 6 if match.start() > 6 else 0 : match.end() + 6]}"
        for name in ALL
        if name not in leave_out
        for where, text in texts(read(name), name, language)
        for match in re.finditer(pattern, text)
    ]


def test_chinese_has_no_typed_space_beside_chinese() -> None:
    assert found(rf"{HAN} |[ ]{HAN}", "zh") == []


def test_chinese_has_full_width_punctuation() -> None:
    assert found(rf"{HAN}[,;:!?()]|[,;:!?()]{HAN}|{HAN}\"|\"{HAN}", "zh") == []


def test_english_has_no_chinese() -> None:
    assert found(rf"{HAN}|[，。；：（）、]", "en") == []


def test_no_text_has_two_spaces_or_hangs_open() -> None:
    assert found(r"  |\s$(?<!\n)", "en") == []
    assert found(r"“[^”]*$|（[^）]*$", "zh") == []


@pytest.mark.parametrize("name", ["news", "profiles"])
def test_prose_is_of_real_length_and_whole_in_both_languages(name: str) -> None:
    for entry in read(name):
        waiting = entry.get("translation") == "waiting"
        paragraphs = [block["text"] for block in entry["body"] if "text" in block]
        chinese = sum(len(re.findall(r"\S", words["zh"])) for words in paragraphs)
        assert chinese >= (150 if waiting else 250), entry["title"]
        for words in paragraphs:
            if waiting:
                assert set(words) == {"zh"}
            else:
                assert words["zh"].count("\n\n") == words["en"].count("\n\n"), words["zh"]
        assert [block for block in entry["body"] if "heading" in block]


def test_every_picture_is_drawn_and_each_is_used_once() -> None:
    pictures = [
        picture["file"]
        for entry in [*read("news"), *read("profiles"), read("pages")["home"]]
        for picture in _pictures(entry)
    ]

    assert sorted(pictures) == sorted(SCENES)


def _pictures(entry: dict[str, Any]) -> list[dict[str, Any]]:
    inside = [block["picture"] for block in entry.get("body", []) if "picture" in block]
    return [*([entry["picture"]] if "picture" in entry else []), *inside]


def test_an_inferred_year_is_never_written_as_stated() -> None:
    articles = {entry["key"]: entry for entry in read("news")}

    words = [text for language in ("zh", "en") for _where, text in texts(articles["boston"], "boston", language)]
    assert not [text for text in words if "2016" in text]
    words = [text for language in ("zh", "en") for _where, text in texts(articles["visit"], "visit", language)]
    assert not [text for text in words if "2021年10月" in text or "October 2021" in text]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"zh": "园区"}, "parks.yml[2].name: en missing."),
        ({"zh": "园区", "en": "Park", "fr": "Parc"}, "parks.yml[2].name: unknown key 'fr'."),
        ({"zh": "园区", "en": 3}, "parks.yml[2].name.en: expected str, found 3."),
        ({"zh": "", "en": "Park"}, "parks.yml[2].name.zh: expected str, found ''."),
        (["园区"], "parks.yml[2].name: expected dict, found ['园区']."),
    ],
)
def test_a_faulty_file_is_named_with_the_place(value: Any, message: str) -> None:
    with pytest.raises(DemoFileError) as error:
        check(value, WORDS, "parks.yml[2].name")

    assert str(error.value) == message
