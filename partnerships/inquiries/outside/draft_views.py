"""Forms that are not sent yet: kept as they are typed, shown again, and begun anew."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from partnerships.inquiries.outside.draft_cookie import draft_of, key_of, remember
from partnerships.inquiries.outside.forms import InquiryForm
from partnerships.inquiries.services.drafts import end_draft, keep_typed, typed_in, typed_of
from partnerships.models import InquiryDraft
from partnerships.public_answers import SeeOther
from partnerships.queries import parks_to_ask
from portal.accounts.clients import client_network
from portal.core import methods, rates

#: Drafts that one network may begin in an hour; and how often it may keep one in a minute. Offices share a network.
MOST_BEGUN = 200
MOST_KEPT_A_MINUTE = 240
_HOUR = 60 * 60
#: What is no content: the trap for robots, and files, which are kept by themselves.
_NOT_KEPT = frozenset({"website", "attachments"})


@methods.sent_only
@never_cache
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed so far, as the page's script sends it: 204, whether there was anything to keep or not."""
    if not rates.is_within(f"cooperate_keep_{client_network(request)}", limit=MOST_KEPT_A_MINUTE):
        return HttpResponse(status=429)
    draft = draft_of(request)
    if draft is None and key_of(request):  # sent or begun anew beside us: what comes late makes no new draft
        return HttpResponse(status=204)
    if typed_in(request.POST, _names()) is None:
        return HttpResponse(status=413)
    kept = save_typed(request, draft)
    answer = HttpResponse(status=204)
    return remember(answer, kept) if kept else answer


@methods.sent_only
@never_cache
def discard(request: HttpRequest) -> HttpResponse:
    """Begin anew: what was typed and added is gone."""
    if draft := draft_of(request):
        end_draft(key=draft.key)
    came_for = request.POST.get("park", "")
    query = f"?{urlencode({'park': came_for})}" if came_for in parks_to_ask() else ""
    return remember(SeeOther(reverse("cooperate") + query), None)


def save_typed(request: HttpRequest, draft: InquiryDraft | None) -> InquiryDraft | None:
    """Keep what the form of `request` holds; None where nothing is kept: too much, too often, or sent meanwhile."""
    typed = typed_in(request.POST, _names())
    if typed is None:
        return None
    begun = f"cooperate_begun_{client_network(request)}"
    if draft is None and not rates.is_within(begun, limit=MOST_BEGUN, window=_HOUR):
        return None
    return keep_typed(key=draft.key if draft else None, typed=typed, locale=get_language() or "")


def restored(draft: InquiryDraft | None, park: str) -> InquiryForm:
    """The form as it is shown at first: with what the draft has, and the park of the link ticked."""
    wanted = [park] if park else []
    if draft is None:
        return InquiryForm(initial={"parks": wanted, "lead": park})
    query = QueryDict(mutable=True)
    typed: dict[str, Any] = typed_of(draft)
    for name, values in typed.items():
        query.setlist(name, values)
    query.setlist("parks", list(dict.fromkeys([*typed.get("parks", []), *wanted])))
    if park and not any(typed.get("lead", [])):
        query["lead"] = park
    return InquiryForm.unsent(query)


def _names() -> list[str]:
    return [name for name in InquiryForm.base_fields if name not in _NOT_KEPT]
