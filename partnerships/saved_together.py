"""Screens that add or edit a record with its parts: what the form asks holds until everything is saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from partnerships.offices_of_the_day import doubts
from portal.core.partial_dates import PartialDate


class SavedTogether:
    """A POST is one transaction: whoever saves waits for those who save before, and checks what they left.

    Wagtail reads the record before a transaction is open (`setup`), so it is read again once it is held.
    """

    request: HttpRequest
    object: Any

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            if self.object is not None:
                self.hold()
                self.object = self.get_object()  # type: ignore[attr-defined]
            return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def hold(self) -> None:
        """Lock the record against others who save it. Override to take locks that come before."""
        rows: QuerySet[Any] = QuerySet(type(self.object)).select_for_update(of=("self",), no_key=True)
        rows.filter(pk=self.object.pk).first()

    def save_instance(self) -> Any:
        """Save, and say what is doubtful of the offices on the day."""
        saved = super().save_instance()  # type: ignore[misc]
        people, day = self.people_on_the_day(saved)
        for question in doubts(people, day):
            messages.warning(self.request, question)
        return saved

    def people_on_the_day(self, saved: Any) -> tuple[Iterable[Model], PartialDate | None]:
        """Those of `saved` who have offices of a day, each with the person and their offices; and the day."""
        return (), None
