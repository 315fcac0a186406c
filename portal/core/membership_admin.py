"""Who holds which role: given, prolonged and ended here, by administrators, in what they administer."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from portal.core import membership_words as words
from portal.core.authority import may_change_membership
from portal.core.enums import RecordKind
from portal.core.membership_forms import ChangeForm, GrantForm
from portal.core.models import Membership, MembershipQuerySet
from portal.core.people import units_to_name
from portal.core.permissions import UnitPermissionPolicy
from portal.core.read_only_admin import ScopedViewMixin
from portal.core.services.memberships import end_membership

register_permission_policy(Membership, UnitPermissionPolicy(Membership, kind=RecordKind.PEOPLE, unit_lookup="unit"))


PERSON = pgettext_lazy("an account", "Person")


def _full_name(membership: Membership) -> str:
    return membership.user.get_full_name() or membership.user.username


class WordsColumn(Column):
    """What `portal.core.membership_words` says of a role."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.say = getattr(words, name)

    def get_value(self, membership: Membership) -> str:
        return str(self.say(membership))


class LanguageColumn(Column):
    def get_value(self, membership: Membership) -> str:
        return membership.locale.get_display_name() if membership.locale else ""


class MembershipFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("current", _("in force")), ("future", _("begins later")), ("ended", _("ended"))],
        method="filter_state",
    )
    unit = django_filters.ModelChoiceFilter(label=_("Unit"), queryset=units_to_name)

    class Meta:
        model = Membership
        fields = ["state", "role", "unit", "locale"]

    def filter_state(self, rows: MembershipQuerySet, name: str, value: str) -> QuerySet[Membership]:
        now = timezone.now()
        if value == "current":
            return rows.filter(pk__in=Membership.objects.current().values("pk"))
        if value == "future":
            return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), starts_at__gt=now)
        return rows.filter(Q(ends_at__lte=now) | Q(ends_at__lte=F("starts_at")))


class MembershipIndexView(IndexView):
    request: Any

    def get_base_queryset(self) -> QuerySet[Membership]:
        return super().get_base_queryset().for_list()

    @cached_property
    def columns(self) -> list[Any]:
        name = TitleColumn("user", label=PERSON, accessor=_full_name, get_url=self.get_edit_url)
        return [name, *self.list_display]

    def get_edit_url(self, instance: Membership) -> str | None:
        by = self.request.user
        may = not instance.has_ended and may_change_membership(by=by, membership=instance)  # type: ignore[arg-type]
        return super().get_edit_url(instance) if may else None


class _AskTheService:
    """Mixed into the forms' views: the service writes, and what it refuses stands beside the field."""

    request: HttpRequest
    form: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by": self.request.user}  # type: ignore[misc]

    def save_instance(self) -> Membership:
        return self.form.save_by(self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except (ValidationError, PermissionDenied) as error:
            form.add_refusal(error)
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class GrantView(_AskTheService, CreateView):
    page_title = _("Give a role")
    submit_button_label = _("Give this role")
    success_message = _("Role given: %(object)s.")

    def get_initial(self) -> dict[str, Any]:
        return {"person": self.request.GET.get("person", "")}

    def get_success_buttons(self) -> list[Any]:
        return []


class ChangeView(_AskTheService, EditView):
    success_message = _("Role changed: %(object)s.")
    end_url_name: str | None = None

    def get_object(self, *args: Any, **kwargs: Any) -> Membership:
        membership = super().get_object(*args, **kwargs)
        if membership.has_ended or not may_change_membership(by=self.request.user, membership=membership):  # type: ignore[arg-type]
            raise PermissionDenied
        return membership

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(end_url=reverse(self.end_url_name, args=[self.object.pk]), **kwargs)

    def get_success_buttons(self) -> list[Any]:
        return []


class EndView(PermissionCheckedMixin, BaseOperationView):
    """End a role at once. POST only."""

    model = Membership
    http_method_names = ["post"]
    permission_required = "change"
    index_url_name: str | None = None
    success_message = _("The role has ended.")

    def perform_operation(self) -> None:
        end_membership(membership=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        self.success_url_name = self.index_url_name
        return reverse(self.index_url_name)


class MembershipViewSet(ModelViewSet):
    """No deletion: what ended stays, so that it can be seen who held what."""

    model = Membership
    name = "memberships"
    icon = "key"
    menu_label = _("Roles")
    menu_order = 601
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    ordering = ["-starts_at", "-pk"]
    list_per_page = 50
    index_view_class = MembershipIndexView
    add_view_class = GrantView
    edit_view_class = ChangeView
    edit_template_name = "core/membership_edit.html"
    filterset_class = MembershipFilterSet
    search_fields = ["user__username", "user__last_name", "user__first_name", "user__email"]
    search_backend_name = None
    list_display = [
        Column("username", label=_("User name"), accessor=lambda row: row.user.username),
        Column("get_role_display", label=_("Role"), sort_key="role"),
        WordsColumn("where", label=_("Unit")),
        LanguageColumn("locale", label=_("Language")),
        WordsColumn("stages", label=_("Stages of review")),
        WordsColumn("since", label=pgettext_lazy("a day", "From"), sort_key="starts_at"),
        WordsColumn("until", label=_("Until (inclusive)"), sort_key="ends_at"),
        WordsColumn("state", label=_("State")),
    ]

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        scoped = type(f"Scoped{view_class.__name__}", (ScopedViewMixin, view_class), {})
        return super().construct_view(scoped, **kwargs)

    def get_form_class(self, for_update: bool = False) -> type:
        return ChangeForm if for_update else GrantForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        none = dict.fromkeys(("delete_url_name", "usage_url_name", "history_url_name"))
        return super().get_common_view_kwargs(**{**none, **kwargs})

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(end_url_name=self.get_url_name("end"), **kwargs)

    @property
    def end_view(self) -> Any:
        return self.construct_view(EndView)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("end/<int:pk>/", self.end_view, name="end"),
        ]
