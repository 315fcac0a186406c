"""What an investor has sent, as lines of a label and words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language_info, pgettext

from partnerships.inquiries.enums import Behalf, ConsentKind
from partnerships.models import Consent, Inquiry, PremisesNeed
from partnerships.money import amount


def investor_facts(inquiry: Inquiry) -> list[tuple[str, str]]:
    """Everything typed into the form but the message and the premises."""
    country: Any = inquiry.country
    comma = pgettext("between names", ", ")
    said = {
        "intent": inquiry.get_intent_display(),
        "wanted_parks": comma.join(_park_names(inquiry)) or pgettext("instead of a park", "Advice wanted"),
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


def premises_facts(inquiry: Inquiry) -> list[tuple[str, str]]:
    """The sheet of requirements; empty where none was filled in."""
    need = PremisesNeed.objects.filter(inquiry=inquiry).first()
    return list(_lines_of(need)) if need else []


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


def _lines_of(need: PremisesNeed) -> Iterator[tuple[str, str]]:
    for field in need._meta.fields:
        value = getattr(need, field.name)
        if field.name in ("id", "inquiry") or value in (None, ""):
            continue
        words = getattr(need, f"get_{field.name}_display")() if field.choices else _quantity(value)
        yield capfirst(str(field.verbose_name)), str(words)


def _quantity(value: Any) -> str:
    """A number as the language writes it, without noughts behind the point; words as they are."""
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else value.normalize()
    return value if isinstance(value, str) else str(number_format(value, force_grouping=True))


def _park_names(inquiry: Inquiry) -> list[str]:
    """The one addressed first before the others."""
    others = [str(park) for park in inquiry.wanted_parks.all() if park.pk != inquiry.park_id]
    return [str(inquiry.park), *others] if inquiry.park else others


def _label(model: Any, name: str) -> str:
    return capfirst(str(model._meta.get_field(name).verbose_name))
