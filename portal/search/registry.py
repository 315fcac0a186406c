"""What is searchable. Features register their models in `AppConfig.ready()`; the search knows none of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


@dataclass(frozen=True, kw_only=True)
class SearchDocument:
    """One public object in one locale, as a reader sees it.

    Args:
        locale_code: the locale in whose search it is found.
        title: what the result is called.
        url: path of the public page.
        summary: one or two sentences.
        body: all other words of the public page, as plain text.
        names: other spellings and the names in other languages; found, never shown.
        date: day of publication or of the event, where there is one.
        park_slug: the park it belongs to.
        text_locale: language of the text, where it is not that of the locale; such results are marked.
    """

    locale_code: str
    title: str
    url: str
    summary: str = ""
    body: str = ""
    names: tuple[str, ...] = ()
    date: datetime.date | None = None
    park_slug: str = ""
    text_locale: str = ""


Reader = Callable[[Any], Iterable[SearchDocument]]
Dependents = Callable[[Any], Iterable[models.Model]]


@dataclass(frozen=True)
class Searchable:
    """A registered model: the key and name of its kind, and the function that reads an instance."""

    model: type[models.Model]
    kind: str
    label: str | Promise
    read: Reader


#: Key of pages that no feature registered.
OTHER_PAGES = "page"
_registered: dict[type[models.Model], Searchable] = {}
_dependents: dict[type[models.Model], list[Dependents]] = {}


def register(model: type[models.Model], *, kind: str, label: str | Promise, read: Reader) -> None:
    """Make a model searchable.

    Args:
        model: a page model or a record.
        kind: key of its kind in the search table, e.g. `news`.
        label: name of the kind, as a visitor reads it.
        read: gives the documents of an instance, one a locale at most; none for what is not public.
    """
    _registered[model] = Searchable(model, kind, label, read)


def register_dependents(model: type[models.Model], dependents: Dependents) -> None:
    """Name searchable objects whose documents tell something of another one, so that they are written with it.

    Args:
        model: the model that was changed, e.g. a park.
        dependents: gives the others for an instance, e.g. the pages that carry the park's names.
    """
    listed = _dependents.setdefault(model, [])
    if dependents not in listed:
        listed.append(dependents)


def dependents_of(instance: models.Model) -> Iterator[models.Model]:
    """All objects that are written again with `instance`; theirs in turn are not."""
    for model in type(instance).__mro__:
        for dependents in _dependents.get(model, ()):
            yield from dependents(instance)


def searchable(instance: models.Model) -> Searchable | None:
    """The registration of an instance's class or of the nearest of its parents."""
    for model in type(instance).__mro__:
        if model in _registered:
            return _registered[model]
    return None


def registered_models() -> list[type[models.Model]]:
    """All registered models, pages and records."""
    return list(_registered)


def registered_records() -> list[type[models.Model]]:
    """Registered models that are not pages."""
    return [model for model in _registered if not issubclass(model, Page)]


def kind_labels() -> dict[str, str | Promise]:
    """Names of all kinds by key."""
    labels: dict[str, str | Promise] = {OTHER_PAGES: _("Page")}
    return labels | {entry.kind: entry.label for entry in _registered.values()}


def identity(instance: models.Model) -> tuple[ContentType, int]:
    """Content type and key under which an object is kept: a page's are those of the stock Page."""
    model = Page if isinstance(instance, Page) else instance._meta.concrete_model
    return ContentType.objects.get_for_model(model), instance.pk  # type: ignore[arg-type]
