"""Routing rules in the admin.

The portal's administrators keep all of them. Whoever keeps those of a unit (its head, its administrator) says who
answers what is addressed first to a park of the unit: a rule without such a park would draw the inquiries of others.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from parks.models import Park
from parks.panels import select
from partnerships.inquiries.access import colleagues_of
from partnerships.inquiries.desk.own_unit import begin_with_own_unit
from partnerships.inquiries.desk.rule_words import condition_words, target_words
from partnerships.models import RoutingRule
from portal.core.enums import ROLE_ACTIONS, RecordKind
from portal.core.models import Membership, User
from portal.core.names import name_of
from portal.core.permissions import ALL_UNITS
from portal.core.scoped_admin import ScopedForm, ScopedIndexView, ScopedInspectView, ScopedSnippetViewSet


class RuleForm(ScopedForm):
    """Offers parks and people of the units for which the person keeps rules."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = policy_registry.get_by_type(RoutingRule).units(self.for_user, ["add", "change"])
        self._keep_people(units)
        if units is ALL_UNITS:
            return
        park = self.fields["park"]
        park.queryset = Park.objects.filter(unit__in=units)
        park.required = True
        begin_with_own_unit(self, units, gettext_lazy("The office that answers."))

    def _keep_people(self, units: set[int] | None) -> None:
        field = self.fields["officer"]
        people = officers_in(units)
        if self.instance.officer_id:
            people = people | User.objects.filter(pk=self.instance.officer_id)
        if isinstance(field, ModelChoiceField):
            field.queryset = people.order_by("username")
            field.label_from_instance = name_of  # type: ignore[method-assign,assignment]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        park, unit, officer = (cleaned.get(name) for name in ("park", "unit", "officer"))
        if not (unit or officer) and not self.errors:
            self.add_error(NON_FIELD_ERRORS, _("Say to which unit or to which officer the rule sends inquiries."))
        answers = unit or (park.unit if park else None)
        if officer and not colleagues_of(answers.pk if answers else None).filter(pk=officer.pk).exists():
            self.add_error("officer", _("This person may not work on inquiries of the unit that answers."))
        return cleaned


def officers_in(units: set[int] | None) -> QuerySet[User]:
    """Who works on inquiries in one of the units or for the whole portal; None (`ALL_UNITS`): anywhere."""
    roles = [role for role, kinds in ROLE_ACTIONS.items() if "change" in kinds.get(RecordKind.INQUIRY, ())]
    members = Membership.objects.current().filter(role__in=roles)
    if units is not ALL_UNITS:
        members = members.filter(unit__in=units)
    return User.objects.filter(is_active=True, pk__in=members.values("user"))


class _Words(Column):
    """A column that a function says."""

    def __init__(self, name: str, say: Any, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.say = say

    def get_value(self, instance: RoutingRule) -> str:
        return str(self.say(instance))


class RuleIndexView(ScopedIndexView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        way = HeaderButton(gettext_lazy("Try the rules"), url=reverse_lazy("inquiry_try"), icon_name="search")
        return [*super().header_buttons, way]


class RuleInspectView(ScopedInspectView):
    def get_officer_display_value(self) -> str:
        return name_of(self.object.officer) or "—"


_RULE = ObjectList(
    [
        HelpPanel(
            gettext_lazy(
                "The first rule that fits counts, in the order of the numbers. What is left empty fits every inquiry. "
                "An inquiry goes to another unit only where the investor addressed one of its parks or agreed to it."
            )
        ),
        FieldRowPanel([FieldPanel("sort_order"), FieldPanel("is_active")]),
        MultiFieldPanel(
            [
                FieldRowPanel([select("park"), select("sector")]),
                FieldRowPanel([FieldPanel("country"), FieldPanel("locale"), FieldPanel("intent")]),
            ],
            heading=pgettext_lazy("routing rule", "Which inquiries"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([select("unit"), select("officer")])],
            heading=pgettext_lazy("routing rule", "Where they go"),
        ),
    ],
    base_form_class=RuleForm,
)


class RuleViewSet(ScopedSnippetViewSet):
    model = RoutingRule
    record_kind = RecordKind.SERVICE
    unit_lookup = "unit"
    icon = "order"
    menu_label = gettext_lazy("Routing rules")
    menu_order = 30
    add_to_admin_menu = False
    index_view_class = RuleIndexView
    inspect_view_class = RuleInspectView
    edit_handler = _RULE
    ordering = ["sort_order", "pk"]
    list_display = [
        "__str__",
        _Words("fits", condition_words, label=pgettext_lazy("routing rule", "Which inquiries")),
        _Words("goes", target_words, label=pgettext_lazy("routing rule", "Where they go")),
        Column("sort_order", label=pgettext_lazy("routing rule", "Order"), sort_key="sort_order"),
        BooleanColumn("is_active", label=gettext_lazy("In use"), sort_key="is_active"),
    ]
    list_filter = ["unit", "is_active"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoutingRule]:
        return RoutingRule.objects.select_related("park", "sector", "unit", "officer")
