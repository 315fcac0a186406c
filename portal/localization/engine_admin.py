"""Engines in the admin: which one works, what it costs, how much it may spend, and the pause."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db.models import DecimalField, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from portal.core.enums import RecordKind
from portal.core.permissions import UnitPermissionPolicy
from portal.core.read_only_admin import READ, ScopedViewMixin
from portal.core.scoped_admin import ScopedForm
from portal.localization.enums import ChargeState
from portal.localization.menu import MENU
from portal.localization.models import EngineAccount
from portal.localization.notes import shown
from portal.localization.operations import Operation
from portal.localization.services.charges import spent, this_month
from portal.localization.services.engines import change_conditions, pause_engine, resume_engine


class EnginePolicy(UnitPermissionPolicy):
    """Accounts are made by the portal and stay: what was spent belongs to them."""

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        wanted = set(actions) - {"add", "delete"}
        return bool(wanted) and super().user_has_any_permission(user, wanted)


engine_policy = EnginePolicy(EngineAccount, kind=RecordKind.ENGINE, unit_lookup=None)
register_permission_policy(EngineAccount, engine_policy)


def money(amount: Decimal | None, currency: str) -> str:
    """An amount with two places and its currency; a dash where there is none."""
    return "—" if amount is None else f"{formats.number_format(amount, 2)} {currency}"


class EngineForm(ScopedForm):
    class Meta:
        model = EngineAccount
        fields = ["price", "currency", "monthly_cap"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("price", "monthly_cap"):
            self.fields[name].validators.append(MinValueValidator(0))
            self.fields[name].widget.attrs["min"] = 0

    def clean_currency(self) -> str:
        code = self.cleaned_data["currency"].strip().upper()
        if len(code) != 3 or not code.isascii() or not code.isalpha():
            self.add_error("currency", _("Give the three letters of the currency, such as EUR."))
        if code != self.instance.currency and spent(account=self.instance):
            self.add_error(
                "currency", _("Money of this month is counted in the present currency. Change it when a month begins.")
            )
        return code


class StateColumn(Column):
    """In words: paused by a person, resting after an error, at work, or not the one that is set up."""

    def get_value(self, account: EngineAccount) -> str:
        if account.paused:
            return gettext("Paused")
        if account.paused_until and account.paused_until > timezone.now():
            time = formats.date_format(timezone.localtime(account.paused_until), "SHORT_DATETIME_FORMAT")
            return gettext("Rests until %(time)s") % {"time": time}
        if account.monthly_cap is not None and spent(account=account) >= account.monthly_cap:
            return gettext("The limit of this month is used up")
        return gettext("At work") if account.engine == settings.TRANSLATION_ENGINE else gettext("Not set up")


class MoneyColumn(Column):
    def get_value(self, account: EngineAccount) -> str:
        return money(super().get_value(account), account.currency)


class ErrorColumn(Column):
    def get_value(self, account: EngineAccount) -> str:
        return shown(account.last_error)


class PauseColumn(Column):
    """The button that stops the engine or lets it go on."""

    cell_template_name = "localization/pause_cell.html"

    def get_cell_context_data(self, account: EngineAccount, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(account, parent_context)
        stopped = account.paused or bool(account.paused_until and account.paused_until > timezone.now())
        name = "translation_engines:resume" if stopped else "translation_engines:pause"
        may = engine_policy.user_has_permission(parent_context["request"].user, "change")
        return context | {
            "url": reverse(name, args=[account.pk]) if may else "",
            "stopped": stopped,
            "csrf": get_token(parent_context["request"]),
        }


class EngineIndexView(IndexView):
    default_ordering = "engine"

    def get_base_queryset(self) -> QuerySet[EngineAccount]:
        this = Q(charges__month=this_month()) & ~Q(charges__state=ChargeState.RELEASED)
        zero = Decimal(0)
        total = Coalesce(Sum("charges__amount", filter=this), zero, output_field=DecimalField())
        return super().get_base_queryset().annotate(spent=total)


class EngineEditView(EditView):
    def save_instance(self) -> EngineAccount:
        changes = {name: self.form.cleaned_data[name] for name in self.form.changed_data}
        return change_conditions(engine=self.object.engine, by=self.request.user, changes=changes)


class _EngineOperation(Operation):
    """A button on an engine."""

    model = EngineAccount


class PauseView(_EngineOperation):
    success_message = gettext_lazy("The engine is paused. Its translations wait.")

    def perform_operation(self) -> None:
        pause_engine(engine=self.object.engine, by=self.request.user)


class ResumeView(_EngineOperation):
    success_message = gettext_lazy("The engine works again.")

    def perform_operation(self) -> None:
        resume_engine(engine=self.object.engine, by=self.request.user)


class EngineViewSet(ModelViewSet):
    model = EngineAccount
    name = "translation_engines"
    icon = "cogs"
    menu_label = _("Engines and costs")
    menu_order = 50
    menu_hook = MENU
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = EngineIndexView
    edit_view_class = EngineEditView
    list_display = [
        "engine",
        StateColumn("state", label=_("State")),
        MoneyColumn("spent", label=_("Spent this month")),
        MoneyColumn("monthly_cap", label=_("Limit a month")),
        MoneyColumn("price", label=_("Price of a million characters")),
        ErrorColumn("last_error", label=_("Last error")),
        PauseColumn("pause", label=""),
    ]
    search_backend_name = None

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        scoped = type(f"Scoped{view_class.__name__}", (ScopedViewMixin, view_class), {})
        return super().construct_view(scoped, **kwargs)

    def get_form_class(self, for_update: bool = False) -> type[EngineForm]:
        return EngineForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        none = dict.fromkeys(("add_url_name", "delete_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**{**none, **kwargs})

    def get_history_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_history_view_kwargs(any_permission_required=READ, header_buttons=[], **kwargs)

    def get_permissions_to_register(self) -> Any:
        return super().get_permissions_to_register().none()

    @property
    def pause_view(self) -> Any:
        return self.construct_view(PauseView)

    @property
    def resume_view(self) -> Any:
        return self.construct_view(ResumeView)

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [one for one in super().get_urlpatterns() if one.name not in {"new", "add", "delete", "usage"}]
        return [
            *kept,
            path("pause/<int:pk>/", self.pause_view, name="pause"),
            path("resume/<int:pk>/", self.resume_view, name="resume"),
        ]
