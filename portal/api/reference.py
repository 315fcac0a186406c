"""The reference at `/api/v1/docs`, made of the description that programs read: no script, no other host."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.responses import NinjaJSONEncoder

from portal.api.errors import KINDS


@dataclass(frozen=True)
class Row:
    """A parameter or a key: its name, its type in words, the name of another shape it leads to, and what it says."""

    name: str
    kind: str
    shape: str
    text: str
    values: list[str]


@dataclass(frozen=True)
class Route:
    path: str
    text: str
    parameters: list[Row]
    shape: str
    faults: list[int]
    example: str


@dataclass(frozen=True)
class ShapeText:
    name: str
    text: str
    rows: list[Row]


class Reference(DocsBase):
    """A page of the portal with every route, every parameter and every shape, in the language of `?lang=`."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("lang", "")
        code = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.language_parameter = "lang"  # type: ignore[attr-defined]
        with translation.override(code):
            return render(request, "pages/api/reference.html", self._context(request, api))

    def _context(self, request: HttpRequest, api: NinjaAPI) -> dict[str, Any]:
        schema = api.get_openapi_schema()
        whole = json.dumps(schema, cls=NinjaJSONEncoder)
        shapes = schema["components"]["schemas"].items()
        return {
            "about": _(api.description),
            "openapi_url": self.get_openapi_url(api, {}),
            "routes": [_route(path, found["get"]) for path, found in schema["paths"].items()],
            "faults": [(status, code, sentence) for status, (code, sentence) in KINDS.items()],
            # Ninja also lists the parameters of a route as a shape, which no answer has.
            "shapes": [_shape(name, found) for name, found in shapes if f'schemas/{name}"' in whole],
        }


def _route(path: str, found: dict[str, Any]) -> Route:
    answer = found["responses"][200]["content"]["application/json"]
    example = answer.get("example")
    return Route(
        path=path,
        text=_said(found.get("description", "")),
        parameters=[_row(one["name"], one["schema"]) for one in found.get("parameters", [])],
        shape=_target(answer["schema"]),
        faults=[int(status) for status in found["responses"] if int(status) >= 400],
        example=json.dumps(example, ensure_ascii=False, indent=2) if example else "",
    )


def _shape(name: str, found: dict[str, Any]) -> ShapeText:
    text = " ".join(found.get("description", "").split())
    return ShapeText(name, _said(text), [_row(key, one) for key, one in found.get("properties", {}).items()])


def _row(name: str, schema: dict[str, Any]) -> Row:
    ways = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    values = [str(value) for one in ways for value in one.get("enum", [one["const"]] if "const" in one else [])]
    kind = " / ".join(dict.fromkeys(_kind(one) for one in ways if _kind(one)))
    target = next((found for one in ways if (found := _target(one))), "")
    return Row(name, kind, target, _said(schema.get("description", "")), values)


def _kind(schema: dict[str, Any]) -> str:
    """The type in words; empty for another shape, whose name says it."""
    names = {
        "string": _("text"),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": _("true or false"),
        "array": _("list"),
    }
    if schema.get("format") == "date":
        return _("date")
    return names.get(schema.get("type", ""), "")


def _target(schema: dict[str, Any]) -> str:
    """The name of the shape that a schema refers to, in a list too."""
    reference = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    return reference.rpartition("/")[2]


def _said(text: str) -> str:
    return _(text) if text else ""
