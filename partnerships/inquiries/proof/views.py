"""Where a browser gets its work for the check against robots."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from partnerships.inquiries.proof.challenges import make_challenge
from partnerships.public_answers import unindexed
from portal.core import methods


@methods.read_only
@never_cache
def challenge(request: HttpRequest) -> JsonResponse:
    """A new challenge after ALTCHA's protocol, as JSON; Http404 where forms are not checked."""
    if not settings.PORTAL_PROOF_WORK:
        raise Http404("Forms are not checked for robots here.")
    answer = JsonResponse(make_challenge())
    unindexed(answer)
    return answer
