"""How forms without an account are answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

#: How long the page after a form can be opened again, in seconds; afterwards the reference is in the confirmation.
SENT_PAGE_SECONDS = 2 * 60 * 60


class SeeOther(HttpResponseRedirect):
    """The answer to a form is elsewhere, and is fetched by GET."""

    status_code = 303


def unindexed(response: HttpResponse) -> HttpResponse:
    """Neither search engines nor the next site learn the address of this page."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@dataclass(frozen=True, slots=True)
class SentPage:
    """The page after a form, for whoever holds the link of the answer: signed, and for a short time.

    Attributes:
        address: the name of its address.
        argument: what carries the key of the record in the link.
        salt: sets its links apart from other signed ones.
    """

    address: str
    argument: str
    salt: str

    def see(self, key: int) -> SeeOther:
        """The answer to a form that has become the record of this key."""
        token = signing.dumps(key, salt=self.salt)
        return SeeOther(f"{reverse(self.address)}?{urlencode({self.argument: token})}")

    def key_in(self, request: HttpRequest) -> Any:
        """The key that the link of `request` carries. Raises Http404 for a link that is broken or too old."""
        try:
            return signing.loads(request.GET.get(self.argument, ""), salt=self.salt, max_age=SENT_PAGE_SECONDS)
        except signing.BadSignature as error:
            raise Http404 from error
