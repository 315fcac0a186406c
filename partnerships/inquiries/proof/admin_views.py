"""The quarantine: inquiries that may be from a robot, for those who would answer them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.utils import get_valid_next_url_from_request

from partnerships.errors import PartnershipRefusedError
from partnerships.inquiries.access import inquiry_policy, readable_inquiries
from partnerships.inquiries.enums import Doubt, InquiryState
from partnerships.inquiries.proof.services import let_in, set_aside
from partnerships.models import Inquiry
from portal.core.localized import language_in_words
from portal.core.models import User

PER_SCREEN = 50
_STEPS: dict[str, Callable[..., Inquiry]] = {"release": let_in, "spam": set_aside}


def waiting(user: Any) -> QuerySet[Inquiry]:
    """The inquiries in quarantine that `user` may read and nobody has decided about, the latest first."""
    return readable_inquiries(user).exclude(quarantined_at=None).filter(state=InquiryState.NEW, erased_at=None)


@require_safe
def quarantine(request: HttpRequest) -> HttpResponse:
    """What waits in quarantine, with what was written and why it lies there; `?shown=spam`: what was marked as spam."""
    user = cast(User, request.user)
    if not inquiry_policy.user_has_any_permission(user, ["view", "change"]):
        raise PermissionDenied
    is_spam = request.GET.get("shown") == "spam"
    spam = readable_inquiries(user).exclude(quarantined_at=None).filter(state=InquiryState.SPAM, erased_at=None)
    rows = (spam if is_spam else waiting(user)).select_related("park", "unit").order_by("-created_at", "-pk")
    shown = Paginator(rows, PER_SCREEN).get_page(request.GET.get("p"))
    found = _rows(user, shown)
    context = {
        "rows": found,
        "shown": shown,
        "is_spam": is_spam,
        "may_decide": any(row["may_work"] for row in found),
        "here": request.get_full_path(),
        "query": "&shown=spam" if is_spam else "",
        "header_title": pgettext("of inquiries", "Quarantine"),
        "header_icon": "warning",
        "breadcrumbs_items": [
            {"url": reverse("inquiries:index"), "label": _("Inquiries")},
            {"url": "", "label": pgettext("of inquiries", "Quarantine")},
        ],
    }
    return render(request, "partnerships/quarantine.html", context)


@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Release the inquiries that were chosen, or mark them as spam.

    `to` says which; a button beside one inquiry adds its key, and then the boxes do not count.
    """
    user = cast(User, request.user)
    if not inquiry_policy.user_has_any_permission(user, ["change"]):
        raise PermissionDenied
    to, _colon, one = request.POST.get("to", "").partition(":")
    chosen = {int(key) for key in ([one] if one else request.POST.getlist("inquiry")) if _is_key(key)}
    if to not in _STEPS:
        raise Http404
    if readable_inquiries(user).filter(pk__in=chosen).count() != len(chosen):
        raise Http404
    _tell(request, to, _settled(request, user, to, sorted(chosen)))
    return redirect(get_valid_next_url_from_request(request) or "inquiry_quarantine")


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _settled(request: HttpRequest, user: User, to: str, chosen: list[int]) -> int:
    """Take the step with each for itself, so that one that is refused hinders none; returns how many it was taken."""
    done = 0
    for key in chosen:
        try:
            _STEPS[to](inquiry_id=key, by=user)
        except PartnershipRefusedError as error:
            if error.code == "forbidden":
                raise PermissionDenied from error
            messages.error(request, str(error))
        else:
            done += 1
    return done


def _tell(request: HttpRequest, to: str, done: int) -> None:
    if not done:
        messages.info(request, _("Nothing was chosen that could be changed."))
    elif to == "release":
        said = ngettext(
            "%(count)d inquiry released: it is in the inbox, and the investor has been written to.",
            "%(count)d inquiries released: they are in the inbox, and the investors have been written to.",
            done,
        )
        messages.success(request, said % {"count": done})
    else:
        said = ngettext("%(count)d inquiry marked as spam.", "%(count)d inquiries marked as spam.", done)
        messages.success(request, said % {"count": done})


def _rows(user: User, shown: Any) -> list[dict[str, Any]]:
    """What the screen says of each inquiry, and whether the person may decide about it."""
    keys = [row.pk for row in shown]
    own = inquiry_policy.instances_user_has_any_permission_for(user, ["change"])
    workable = set(own.order_by().filter(pk__in=keys).values_list("pk", flat=True))
    words = dict(Doubt.choices)
    return [
        {
            "inquiry": row,
            "doubts": [words.get(doubt, doubt) for doubt in row.doubts],
            "language": language_in_words(row.locale),
            "may_work": row.pk in workable,
        }
        for row in shown
    ]
