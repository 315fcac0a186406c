"""Shapes that all resources share. What is not known is null, and never left out: items of a kind are all alike."""

from __future__ import annotations

from typing import Any, TypeVar

from django.utils.translation import gettext_noop as _
from modeltranslation import settings as columns
from pydantic import BaseModel, ConfigDict, Field, create_model

S = TypeVar("S", bound="Shape")


class Shape(BaseModel):
    """Base of all shapes: nothing is answered that it does not name."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


def _by_language(name: str, doc: str, kind: Any, **more: Any) -> Any:
    """A shape with one key a language of the columns: `zh-hans`, `en`."""
    fields: dict[str, Any] = {code.replace("-", "_"): (kind, Field(alias=code)) for code in columns.AVAILABLE_LANGUAGES}
    return create_model(name, __base__=Shape, __doc__=doc, **fields, **more)


Words = _by_language(
    "Words",
    _("Words in every language; null where a language has none. A name whose Chinese is not known is not made up."),
    str | None,
    text=(str, Field(description=_("In the language of ?lang= (Chinese without it), else in the next one known."))),
    lang=(str, Field(description=_("The language that text is in."))),
)
Links = _by_language("Links", _("Address of the public page in every language in which there is one."), str | None)


class Choice(Shape):
    """One of a fixed list: `code` stays, the label is for people."""

    code: str
    label: Words  # type: ignore[valid-type]


class Ref(Shape):
    """Another record: its short address, which its own resource takes in place of the id, and its name."""

    slug: str
    name: Words | None  # type: ignore[valid-type]


class PartialDate(Shape):
    """A date as far as it is known. A year that the source does not state stands in `inferred_year` alone."""

    year: int | None
    month: int | None
    day: int | None
    inferred_year: int | None
    year_basis: str | None = Field(description=_("stated or inferred; null where no year is known."))
    edtf: str = Field(description=_("The whole date in EDTF (ISO 8601-2); ? before an inferred year."))


class Money(Shape):
    amount: int | float
    currency: str | None = Field(description=_("ISO 4217."))


class Spelling(Shape):
    spelling: str
    former: bool


class Listing(Shape):
    """A part of a list, and how long the whole is."""

    count: int = Field(description=_("How many there are in all."))
    limit: int
    offset: int


def listing_of(item: type[S]) -> type[Listing]:
    """The shape of a list of `item`."""
    name = f"ListOf{item.__name__}"
    return create_model(name, __base__=Listing, __doc__=Listing.__doc__, items=(list[item], ...))  # type: ignore[valid-type, call-overload]
