"""What a request may ask for: language, part of a list, and filters that name records."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import Q
from django.utils.translation import gettext_noop as _
from modeltranslation import settings as columns
from ninja import Schema
from pydantic import BeforeValidator, Field, StringConstraints

MOST = 100
DEFAULT = 20
Code = Literal[tuple(columns.AVAILABLE_LANGUAGES)]  # type: ignore[valid-type]
#: The id or the short address of a record.
Key = Annotated[str, StringConstraints(pattern=r"^[-0-9A-Z_a-z]+$", max_length=80)]


class Language(Schema):
    """`?lang=` alone: what the request for one item takes."""

    lang: Code | None = Field(  # type: ignore[valid-type]
        None, description=_("The language of text in all words. Both languages are answered with or without it.")
    )


def is_id(text: str) -> bool:
    """Whether `text` is a number in the figures that addresses are written in: ٣ and ３ are none."""
    return text.isascii() and text.isdecimal()


def _most(value: Any) -> Any:
    """More than there is room for is as much as there is room for."""
    text = str(value)
    return MOST if is_id(text) and (len(text) > 9 or int(text) > MOST) else value


class ListParameters(Language):
    """What every list takes; filters are added by each."""

    limit: Annotated[int, BeforeValidator(_most)] = Field(
        DEFAULT, ge=1, description=_("How many items at once; 100 at most, also where more are asked for.")
    )
    offset: int = Field(0, ge=0, le=1_000_000, description=_("How many items to pass over."))


def named(lookup: str, key: str) -> Q:
    """Rows whose `lookup` (empty: the row itself) is the record with this id or short address."""
    if is_id(key):
        return Q(**{f"{lookup}__pk" if lookup else "pk": int(key[:18])})
    return Q(**{f"{lookup}__slug" if lookup else "slug": key})


def codes(choices: Any, *, without: tuple[str, ...] = ("", "not_stated")) -> Any:
    """The values of a list of choices as a type, so that others are refused and the reference names them."""
    return Literal[tuple(value for value in choices.values if value not in without)]  # type: ignore[misc]
