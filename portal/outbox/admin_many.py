"""Sending again all letters of a list that were given up."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.views.generic import IndexView

from portal.outbox.enums import LetterState
from portal.outbox.handling import Repeated, send_many_again
from portal.outbox.models import Letter

#: Letters of one go, so that the request ends within seconds.
AT_ONCE = 500


class SendManyView(IndexView):
    """Asks first, then puts back into the queue what the filters of the list choose. Those cancelled stay cancelled."""

    permission_required = "change"
    any_permission_required = None
    send_many_url_name: str | None = None
    http_method_names = ["get", "post"]
    page_title = _("Send again")

    def chosen(self) -> QuerySet[Letter]:
        """The letters, the oldest first; those whose texts are wiped are out of reach."""
        listed = self.get_queryset().filter(state__in=[LetterState.DEAD, LetterState.BOUNCED], scrubbed_at=None)
        return self._in_scope(["change"], listed).order_by("created_at", "pk")  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.object_list = self.get_queryset().none()
        asked = {"total": self.chosen().count(), "at_once": AT_ONCE, "back": self._back()}
        # The header would search and filter a list that this page does not show.
        return super().get_context_data(**kwargs) | asked | {"search_form": None, "filters": None, "header_buttons": []}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        done = send_many_again(letters=list(self.chosen()[:AT_ONCE]), by=request.user)
        self._say(done)
        return redirect(self._back())

    def _say(self, done: Repeated) -> None:
        words = ngettext("%(n)s letter will be sent again.", "%(n)s letters will be sent again.", done.queued)
        messages.success(self.request, words % {"n": done.queued})
        if done.refused:
            words = ngettext(
                "%(n)s letter could not be put back.", "%(n)s letters could not be put back.", done.refused
            )
            messages.warning(self.request, words % {"n": done.refused})

    def _back(self) -> str:
        return f"{self.index_url.partition('?')[0]}?{self.request.GET.urlencode()}"
