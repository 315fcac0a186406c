"""Acts upon one letter, each a button of its screen. POST only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.core.authority import administers_portal
from portal.core.models import User
from portal.outbox.enums import Channel, SuppressionReason
from portal.outbox.handling import cancel_letter
from portal.outbox.models import Letter, MoveError
from portal.outbox.services import send_again
from portal.outbox.suppression import SuppressedError, suppress
from portal.outbox.texts import TextError


class LetterOperation(PermissionCheckedMixin, BaseOperationView):
    """One act upon one letter; `problem` says why it did not happen."""

    model = Letter
    http_method_names = ["post"]
    permission_required = "change"
    inspect_url_name: str | None = None
    problem: Any = None

    def add_success_message(self) -> None:
        if self.problem:
            messages.error(self.request, self.problem)
        else:
            super().add_success_message()

    def get_success_url(self) -> str:
        self.success_url_name = self.inspect_url_name
        return super().get_success_url()


class SendAgainView(LetterOperation):
    """Put a letter that did not arrive back into the queue."""

    success_message = _("The letter will be sent again.")

    def perform_operation(self) -> None:
        try:
            send_again(letter=self.object, by=self.request.user)
        except MoveError:
            self.problem = _("The letter cannot be sent again: it is on its way, or its texts are wiped.")
        except SuppressedError:
            self.problem = _("The address is suppressed. Lift that first, then send the letter again.")
        except TextError as error:
            self.problem = _("The template still has a fault: %(fault)s") % {"fault": error}


class SuppressView(LetterOperation):
    """Send no more letters to the recipient of this one."""

    success_message = _("No more letters go to this address.")

    def perform_operation(self) -> None:
        letter = self.object
        if is_staff_address(letter.recipient) and not administers_portal(self.request.user):
            self.problem = _(
                "This address belongs to an account; only an administrator of the portal may stop its mail."
            )
        elif letter.channel == Channel.EMAIL:
            suppress(address=letter.recipient, reason=SuppressionReason.BY_HAND, letter=letter, by=self.request.user)


def is_staff_address(address: str) -> bool:
    """Whether an account would get no link for a new password any more."""
    return User.objects.filter(email__iexact=address).exists()


class CancelView(LetterOperation):
    """Keep a waiting letter from being sent."""

    success_message = _("The letter is cancelled and will not be sent.")

    def perform_operation(self) -> None:
        try:
            cancel_letter(letter=self.object, by=self.request.user)
        except MoveError:
            self.problem = _("The letter can no longer be cancelled.")
