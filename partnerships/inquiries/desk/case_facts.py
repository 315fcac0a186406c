"""What an investor has sent, as lines of a label and words."""

from __future__ import annotations

from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.text import capfirst
from django.utils.translation import get_language_info, pgettext

from partnerships.inquiries.enums import Behalf, ConsentKind
from partnerships.inquiries.sheet import park_names
from partnerships.models import Consent, Inquiry
from partnerships.money import amount


def investor_facts(inquiry: Inquiry) -> list[tuple[str, str]]:
    """Everything typed into the form but the message and the premises."""
    country: Any = inquiry.country
    comma = pgettext("between names", ", ")
    said = {
        "intent": inquiry.get_intent_display(),
        "wanted_parks": comma.join(park_names(inquiry)) or pgettext("instead of a park", "Advice wanted"),
        "sectors": comma.join(str(sector) for sector in inquiry.sectors.all()),
        "company": inquiry.company,
        "behalf": inquiry.get_behalf_display() if inquiry.behalf == Behalf.CLIENT else "",
        "country": str(country.name),
        "person": inquiry.person,
        "email": inquiry.email,
        "phone": inquiry.phone,
        "amount": amount(inquiry.amount, inquiry.currency) if inquiry.amount is not None else "",
        "time_frame": inquiry.get_time_frame_display() if inquiry.time_frame else "",
        "locale": language_name(inquiry.locale),
    }
    return [(_label(Inquiry, name), str(words)) for name, words in said.items() if words]


def consent_lines(inquiry: Inquiry) -> list[dict[str, Any]]:
    """Each consent that can be given: those given with the version of the notice, withdrawn or not.

    Inquiries from before consents had rows of their own hold that to the notice themselves.
    """
    notice = Consent(kind=ConsentKind.NOTICE, version=inquiry.privacy_version, given_at=inquiry.consented_at)
    given: dict[str, Consent] = {notice.kind: notice, **{row.kind: row for row in inquiry.consents.order_by("pk")}}
    return [{"label": kind.label, "consent": given.get(kind)} for kind in ConsentKind]


def language_name(code: str) -> str:
    """A language by its name; a code that nobody knows as it is."""
    return str(get_language_info(code)["name_translated"]) if code in LANG_INFO else code


def _label(model: Any, name: str) -> str:
    return capfirst(str(model._meta.get_field(name).verbose_name))
