"""Taking over a wording of the memory for one segment of a page."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, TranslationSource

from portal.core.models import User
from portal.localization.errors import RefusedError
from portal.localization.services.segments import is_sound, without_wording, write_placed


@transaction.atomic
def take_offer(*, source: TranslationSource, locale: Locale, segment_id: int, text: str, by: User) -> None:
    """Write a wording on offer as the person's own, for one segment that has none yet.

    Args:
        segment_id: key of the `StringSegment`.
        text: inline HTML.

    Raises:
        RefusedError: the segment is gone or has a wording by now, or the page could not hold this one.
    """
    # One at a time for a segment: of two people who take different offers the second is told.
    held = StringSegment.objects.select_for_update(of=("self",)).filter(source=source, pk=segment_id).first()
    segment = without_wording(source, locale).filter(pk=segment_id).first() if held else None
    if segment is None:
        raise RefusedError(
            "conflict", _("This segment has a wording by now, or its source has changed. Look at the list again.")
        )
    if not text or not is_sound(segment.string.data, text):
        raise RefusedError(
            "unsound", _("This wording does not fit: it has links that the source has not. Write it in the editor.")
        )
    write_placed(source=source, locale=locale, texts={(segment.context.path, segment.string.data): text}, by=by)
