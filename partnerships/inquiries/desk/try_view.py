"""The screen on which rules are tried: where an inquiry of such a kind would go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET
from wagtail.permissions import policy_registry

from parks.models import Park, Sector
from partnerships.countries import country_choices
from partnerships.inquiries.consents import Wishes
from partnerships.inquiries.desk.routing import Traits, Way, find_way
from partnerships.inquiries.desk.rule_words import condition_words
from partnerships.inquiries.enums import ConsentKind, Intent
from partnerships.inquiries.services.assigning import consent_words
from partnerships.models import RoutingRule
from portal.core.names import name_of


class TryForm(forms.Form):
    """What rules look at, and the consents that decide whether they are followed."""

    park = forms.ModelChoiceField(
        Park.objects.order_by("sort_key", "pk"),
        required=False,
        empty_label=pgettext_lazy("instead of a park", "Advice wanted"),
        label=gettext_lazy("Park addressed first"),
    )
    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.order_by("slug"), required=False, label=gettext_lazy("Sectors")
    )
    country = forms.ChoiceField(choices=country_choices, label=gettext_lazy("Country or region"))
    locale = forms.ChoiceField(choices=settings.LANGUAGES, initial="en", label=gettext_lazy("Language"))
    intent = forms.ChoiceField(choices=Intent.choices, label=gettext_lazy("Intent"))
    agreed = forms.MultipleChoiceField(
        choices=[(kind.value, kind.label) for kind in (ConsentKind.SHARING, ConsentKind.ABROAD)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("The investor agrees to"),
    )


@require_GET
def try_rules(request: HttpRequest) -> HttpResponse:
    """Say which rule fits and where the inquiry would go. Nothing is kept."""
    if not policy_registry.get_by_type(RoutingRule).user_has_any_permission(request.user, ["view", "change"]):
        raise PermissionDenied
    form = TryForm(request.GET) if request.GET else TryForm()
    context = {
        "form": form,
        "result": _result(request.user, form.cleaned_data) if request.GET and form.is_valid() else None,
        "header_title": _("Try the rules"),
        "header_icon": "order",
        "breadcrumbs_items": [
            {"url": reverse(_LIST), "label": _("Routing rules")},
            {"url": "", "label": _("Try the rules")},
        ],
    }
    return render(request, "partnerships/inquiries/try_rules.html", context)


_LIST = "wagtailsnippets_partnerships_routingrule:list"


def _result(user: Any, typed: dict[str, Any]) -> dict[str, Any]:
    park = typed["park"]
    traits = Traits(park, typed["sectors"], typed["country"], typed["locale"], typed["intent"])
    wishes = Wishes(frozenset({park.pk} if park else ()), frozenset(typed["agreed"]))
    unit = park.unit if park else None
    way = find_way(traits, lambda: wishes, unit)
    goes_to = way.unit if way else unit
    office = str(goes_to) if goes_to else pgettext("unit", "The portal’s own office")
    return {"office": office, **(_told(user, way) if way else {})}


def _told(user: Any, way: Way) -> dict[str, Any]:
    """What is said of the rule; of one that the person may not read, only that there is one."""
    policy = policy_registry.get_by_type(RoutingRule)
    if not policy.user_has_any_permission_for_instance(user, ["view", "change"], way.rule):
        return {"is_of_others": True}
    lost = way.rule.officer is not None and way.officer is None and not way.missing
    return {
        "rule": way.rule,
        "fits": condition_words(way.rule),
        "officer": name_of(way.officer),
        "missing": consent_words(way.missing) if way.missing else "",
        "lost": name_of(way.rule.officer) if lost else "",
        "is_followed": way.is_followed,
    }
