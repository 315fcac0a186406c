"""What steps of agreements, inquiries and visits have in common: the last one, and texts that have room beside it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from partnerships.errors import PartnershipRefusedError
from partnerships.form_fields import refuse_unprintable
from partnerships.models import Agreement, AgreementMove, Inquiry, InquiryMove, Visit, VisitMove


def last_step(record: Agreement | Inquiry | Visit) -> int:
    """Key of the last step of `record`, 0 if there is none."""
    return record.moves.order_by("-pk").values_list("pk", flat=True).first() or 0


def demand_room_for_note(model: type[AgreementMove] | type[InquiryMove] | type[VisitMove], note: str) -> None:
    """Raises PartnershipRefusedError (`note`) for a note that is too long or has characters that cannot be kept."""
    demand_room(model, "note", note, _("The note has %(count)d characters; %(limit)d have room."))


def demand_room(model: type[models.Model], name: str, text: str, too_long: str) -> None:
    """The same for another text of a step; `too_long` is said with `count` and `limit`.

    Raises:
        PartnershipRefusedError: its code is the name of the field.
    """
    try:
        refuse_unprintable(text, allowed="\n\r\t")
    except ValidationError as error:
        raise PartnershipRefusedError(name, str(error.message)) from error
    limit: int = getattr(model._meta.get_field(name), "max_length", 0)
    if len(text) > limit:
        raise PartnershipRefusedError(name, too_long % {"count": len(text), "limit": limit})
