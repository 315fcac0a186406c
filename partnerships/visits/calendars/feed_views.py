"""What a calendar fetches from a secret address. Whatever serves nothing is one and the same answer.

The address lies below no language. It is kept by nobody but the calendar, sets no cookie, and stands in no log.
"""

from __future__ import annotations

import hashlib
import logging

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from partnerships.models import CalendarFeed
from partnerships.visits.calendars.feeds import find_feed, served
from portal.accounts.clients import client_network
from portal.core import rates

logger = logging.getLogger(__name__)
SUFFIX = ".ics"
#: Requests of one client in a minute: a calendar asks a few times an hour, who guesses addresses much oftener.
A_MINUTE = 60
#: Seconds for which it is known since when a calendar has been as it is.
_REMEMBERED = 30 * 24 * 3600


@csrf_exempt
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar, or 304 where the one at hand is still right."""
    try:
        return _with_headers(_answer(request, secret))
    except Exception:  # Django would write the address beside the trace
        logger.exception("A calendar feed cannot be served.")
        return _with_headers(_silent(500))


def _answer(request: HttpRequest, secret: str) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return _silent(405, {"Allow": "GET, HEAD"})
    if not rates.is_within(f"calendar_feed_{client_network(request)}", limit=A_MINUTE):
        return _silent(429, {"Retry-After": str(rates.WINDOW)})
    feed = find_feed(secret.removesuffix(SUFFIX)) if secret.endswith(SUFFIX) else None
    return _calendar(request, feed) if feed else _silent(404)


def _calendar(request: HttpRequest, feed: CalendarFeed) -> HttpResponse:
    content = served(feed).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    since = _since(feed, etag)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    told = {"ETag": etag, "Last-Modified": http_date(since), "Content-Language": feed.locale}
    for name, value in told.items():
        response.headers[name] = value
    answer = get_conditional_response(request, etag=etag, last_modified=since, response=response)
    return answer or response


def _since(feed: CalendarFeed, etag: str) -> int:
    """Since when the calendar has been as it is: the second in which it was first served so.

    Not the latest change of a record: one that is removed, or may be read no longer, changes the calendar too.
    """
    key, now = f"calendar-feed-{feed.pk}", int(timezone.now().timestamp())
    known = cache.get(key)
    if known and known[0] == etag:
        return int(known[1])
    cache.set(key, (etag, now), timeout=_REMEMBERED)
    return now


def _silent(status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    """An answer that Django does not write into the log with the address, which is a secret or was one."""
    response = HttpResponse(status=status, content_type="text/plain; charset=utf-8", headers=headers)
    response.headers["Cache-Control"] = "private, no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _with_headers(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "private, no-cache")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
