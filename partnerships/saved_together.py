"""Screens that add or edit a record with its parts: what the form asks holds until everything is saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from partnerships.offices_of_the_day import doubts
from portal.core.partial_dates import PartialDate


class SavedTogether:
    """A POST is one transaction: whoever saves waits for those who save before, and checks what they left.

    Wagtail reads the record before a transaction is open (`setup`), so it is read again once it is held. Who saves
    what somebody has deleted meanwhile is told.
    """

    request: HttpRequest
    object: Any
    model: type[Model]
    is_gone = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        try:
            super().setup(request, *args, **kwargs)  # type: ignore[misc]
        except Http404:
            if request.method != "POST":
                raise
            self.is_gone = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.gone() if self.is_gone else super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            if self.object is not None and not self.hold():
                return self.gone()
            return super().post(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def hold(self) -> bool:
        """Lock the record and read it again; whether it is still there. Override to take locks that come before."""
        rows: QuerySet[Any] = QuerySet(self.model).select_for_update(of=("self",), no_key=True)
        if rows.filter(pk=self.object.pk).first() is None:
            return False
        self.object = self.get_object()  # type: ignore[attr-defined]
        return True

    def gone(self) -> HttpResponse:
        """Say on the list of those that there are that the record has been deleted meanwhile."""
        messages.error(self.request, _("This record has been deleted meanwhile. Nothing was saved."))
        return redirect(self.index_url_name)  # type: ignore[attr-defined]

    def save_instance(self) -> Any:
        """Save, and say what is doubtful of the offices on the day.

        Wagtail would index anew, for every part that is saved, what the whole record refers to: once will do.
        """
        with disable_reference_index_auto_update():
            saved = super().save_instance()  # type: ignore[misc]
        ReferenceIndex.create_or_update_for_object(type(saved)._base_manager.get(pk=saved.pk))
        people, day = self.people_on_the_day(saved)
        for question in doubts(people, day):
            messages.warning(self.request, question)
        return saved

    def people_on_the_day(self, saved: Any) -> tuple[Iterable[Model], PartialDate | None]:
        """Those of `saved` who have offices of a day, each with the person and their offices; and the day."""
        return (), None
