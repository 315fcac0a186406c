"""The way to a status page without its link: by reference and e-mail address.

A pair that is unknown, a reference that cannot be one and an address of somebody else are answered alike, after the
same query: a word about the check character would tell robots which references are worth a try.
"""

from __future__ import annotations

import hashlib
import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from partnerships.form_fields import AddressField, LineField
from partnerships.public_answers import SeeOther
from partnerships.references import normalized
from partnerships.status_links import StatusLinks
from portal.accounts.clients import client_network
from portal.core import rates

#: Pairs of reference and address that one network may try in a minute.
LOOKUPS_A_MINUTE = 10
#: Addresses that may be tried for one reference, from wherever, in `REFERENCE_WINDOW` seconds.
LOOKUPS_OF_A_REFERENCE = 10
REFERENCE_WINDOW = 600
Sent = TypeVar("Sent", bound=Model)


class LookupForm(forms.Form):
    """The reference and the address that prove that somebody sent something."""

    reference = LineField(
        label=pgettext_lazy("of what was sent", "Reference"),
        max_length=40,
        required_message=gettext_lazy("Please give the reference; it stands in your confirmation letter."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    email = AddressField(
        label=gettext_lazy("E-mail"),
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=gettext_lazy("The address that you gave when you wrote to us."),
        error_messages={"required": gettext_lazy("Please give the e-mail address that you gave when you wrote to us.")},
    )


@dataclass(frozen=True)
class LookUp(Generic[Sent]):
    """One kind of status page, as it is looked up.

    Attributes:
        rows: what is looked up, with `reference` and `email`; without joins, so that all answers take equally long.
        links: the links to its status page.
        template: of the page with the form.
        crumbs: the way to that page.
        unknown: what is said of a pair that is unknown.
    """

    rows: Callable[[], QuerySet[Sent]]
    links: StatusLinks
    template: str
    crumbs: Callable[[], list[dict[str, str]]]
    unknown: str | Promise

    def page(
        self, request: HttpRequest, form: LookupForm | None = None, *, is_lost: bool = False, status: int = 200
    ) -> HttpResponse:
        """The form."""
        context = {"form": form or LookupForm(), "is_lost": is_lost, "crumbs": self.crumbs()}
        return render(request, self.template, context, status=status)

    def lost(self, request: HttpRequest) -> HttpResponse:
        """The form as the answer to a link that does not work."""
        return self.page(request, is_lost=True, status=404)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The way to the status page of the pair that was sent, else the form again."""
        form = LookupForm(request.POST)
        if not self._is_within(f"network_{client_network(request)}", LOOKUPS_A_MINUTE, rates.WINDOW):
            return self._too_often(request, form, rates.WINDOW)
        if form.is_valid():
            reference, email = _typed(form.cleaned_data["reference"]), form.cleaned_data["email"]
            counted = hashlib.sha256(reference.encode()).hexdigest()
            if not self._is_within(f"reference_{counted}", LOOKUPS_OF_A_REFERENCE, REFERENCE_WINDOW):
                return self._too_often(request, form, REFERENCE_WINDOW)
            if (found := self._find(reference, email)) is not None:
                return SeeOther(self.links.path(found.pk))
            form.add_error(None, ValidationError(str(self.unknown), code="unknown"))
        return self.page(request, form)

    def _is_within(self, key: str, limit: int, window: int) -> bool:
        return rates.is_within(f"{self.links.address}_{key}", limit=limit, window=window, counts_here=True)

    def _find(self, reference: str, email: str) -> Sent | None:
        """What was sent under this pair. One query, whatever was typed."""
        found: Any = self.rows().filter(reference=normalized(reference) or "").first()
        expected = found.email if found else ""
        is_same = constant_time_compare(expected.casefold(), email.casefold())
        return found if is_same else None

    def _too_often(self, request: HttpRequest, form: LookupForm, window: int) -> HttpResponse:
        seconds = math.ceil(rates.wait(window))
        said = _("Too many attempts. Please wait a minute.")
        if window != rates.WINDOW:
            said = _("Too many attempts for this reference. Please use the link in our letter, or wait ten minutes.")
        form.add_error(None, ValidationError(said, code="often"))
        response = self.page(request, form, status=429)
        response.headers["Retry-After"] = str(seconds)
        return response


def _typed(reference: str) -> str:
    """A reference in characters of the usual width, in one spelling: what is counted as the same."""
    wide = unicodedata.normalize("NFKC", reference)
    return normalized(wide) or wide
