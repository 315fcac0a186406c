"""Whose records stand on a public page that is not their unit's.

What one officer makes public is seen at once, and links may name records and parks of any unit. So a page shows what
links to it only where its own keeper has a hand in that: it is kept by the same unit, or by the unit of a park that
the page's record names as party or host; a profile shows what its unit keeps, and what hangs on a signed agreement of
the park. Records that the portal itself keeps (no unit) stand anywhere.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from partnerships.models import AgreementParty

#: The foreign keys by which a record stands on the page of another.
TO_AGREEMENTS = ("framework", "amends", "renews", "agreement")


def stands_at(link: str) -> Q:
    """Rows that the page of the agreement or event shows which their foreign key `link` names."""
    if link not in TO_AGREEMENTS:
        named: Q | Exists = Q(unit=F(f"{link}__park__unit"))
    else:
        named = Exists(AgreementParty.objects.filter(agreement=OuterRef(link), park__unit=OuterRef("unit")))
    return Q(unit__isnull=True) | Q(unit=F(f"{link}__unit")) | Q(named)
