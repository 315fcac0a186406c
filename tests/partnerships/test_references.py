"""References can be read out and typed back, and a slip is found."""

from __future__ import annotations

import pytest

from partnerships.references import ALPHABET, new_reference, normalized


def test_new_reference_has_three_groups_of_unambiguous_characters():
    made = [new_reference() for _ in range(500)]

    assert len(set(made)) == 500
    assert all([len(group) for group in reference.split("-")] == [4, 4, 4] for reference in made)
    assert {char for reference in made for char in reference} == {*ALPHABET, "-"}
    assert all(normalized(reference) == reference for reference in made)


def test_normalized_takes_what_people_type():
    reference = new_reference()

    for typed in (reference.lower(), reference.replace("-", ""), f"  {reference.replace('-', ' ')} "):
        assert normalized(typed) == reference


def test_normalized_finds_every_wrong_character_and_every_swap_of_neighbours():
    reference = new_reference().replace("-", "")
    for place, right in enumerate(reference):
        for wrong in set(ALPHABET) - {right}:
            assert normalized(reference[:place] + wrong + reference[place + 1 :]) is None
    for place in range(len(reference) - 1):
        first, second = reference[place : place + 2]
        if first != second:
            assert normalized(reference[:place] + second + first + reference[place + 2 :]) is None


@pytest.mark.parametrize(
    "typed", ["", "K7QF", "O000-1111-ILIL", "K7QF-2M9D-XW4P-K7QF", "紫竹紫竹紫竹紫竹紫竹紫竹", "\x00" * 12]
)
def test_normalized_refuses_what_is_no_reference(typed):
    assert normalized(typed) is None
