"""Errors as data, in one shape: status, a code for programs, and sentences in every language for people."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from portal.api.reading import Data, label
from portal.api.shapes import Shape, Words

#: Status → code and sentence.
KINDS: dict[int, tuple[str, Any]] = {
    400: ("bad_request", gettext_lazy("This request cannot be understood.")),
    404: ("not_found", gettext_lazy("There is nothing public at this address.")),
    405: ("method_not_allowed", gettext_lazy("The data can only be read: use GET or HEAD.")),
    422: ("invalid", gettext_lazy("The request asks for something that does not exist; see fields.")),
    429: ("too_many_requests", gettext_lazy("Too many requests from this address. Try again after the given time.")),
    500: ("server_error", gettext_lazy("Something went wrong here. It was recorded.")),
}


class FieldFault(Shape):
    """A parameter of the request, and what is wrong with it."""

    field: str
    message: Words


class Fault(Shape):
    """What every answer with a status from 400 says."""

    status: int
    code: str = Field(examples=["invalid"])
    message: Words
    fields: list[FieldFault]


class BadParameters(Exception):  # noqa: N818  (a class of requests, told as 422)
    """Parameters that the types of a route cannot refuse. `faults`: name → lazy sentence."""

    def __init__(self, faults: dict[str, Any]) -> None:
        self.faults = faults
        super().__init__(str(list(faults)))


def fault(status: int, faults: dict[str, Any] | None = None) -> HttpResponse:
    """The answer for a status. `faults`: name of a parameter → a lazy sentence."""
    code, sentence = KINDS.get(status, KINDS[400 if status < 500 else 500])
    fields = [{"field": name, "message": label(text)} for name, text in (faults or {}).items()]
    body: Data = {"status": status, "code": code, "message": label(sentence), "fields": fields}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


class Sentence:
    """A sentence about a refused value that is translated when it is read."""

    def __init__(self, error: dict[str, Any]) -> None:
        self.kind, self.values = error["type"], error.get("ctx") or {}

    def __str__(self) -> str:
        sentence = _SENTENCES.get(self.kind, _other)
        return sentence(self.values)


def _one_of(values: dict[str, Any]) -> str:
    choices = re.findall("'([^']+)'", values["expected"])
    return _("Must be one of: %(choices)s.") % {"choices": pgettext("between names", ", ").join(choices)}


def _other(values: dict[str, Any]) -> str:
    return _("This value cannot be understood.")


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "literal_error": _one_of,
    "greater_than_equal": lambda values: _("Must be at least %(least)s.") % {"least": values["ge"]},
    "less_than_equal": lambda values: _("Must be at most %(most)s.") % {"most": values["le"]},
    "int_parsing": lambda values: _("Must be a whole number."),
    "string_pattern_mismatch": lambda values: _("Must be the id or the short address of a record."),
    "string_too_long": lambda values: _("Must have at most %(most)s characters.") % {"most": values["max_length"]},
    "string_too_short": lambda values: _("Must not be empty."),
    **dict.fromkeys(
        ("date_from_datetime_parsing", "date_parsing", "date_from_datetime_inexact"),
        lambda values: _("Must be a date such as 2025-09-09."),
    ),
}


def connect(api: NinjaAPI) -> None:
    """Let `api` tell its errors in this shape."""
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(BadParameters, _bad)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(HttpError, _plain)


def _plain(request: HttpRequest, error: Any) -> HttpResponse:
    return fault(error.status_code)


def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return fault(404)


def _bad(request: HttpRequest, error: Any) -> HttpResponse:
    return fault(422, error.faults)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    return fault(422, {str(one["loc"][-1]): Sentence(one) for one in error.errors})
