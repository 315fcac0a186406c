"""Units in the admin: where each writes, and how many stages of review it wants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.permissions import register_permission_policy

from portal.core.authority import administers_portal
from portal.core.enums import RecordKind, ReviewStage
from portal.core.membership_words import listed
from portal.core.models import Unit
from portal.core.permissions import ALL_UNITS, UnitPermissionPolicy
from portal.core.read_only_admin import ScopedViewMixin
from portal.core.services.review import stages_without_moderator
from portal.core.services.units import save_unit


class UnitPolicy(UnitPermissionPolicy):
    """A unit is its own unit. Only administrators of the whole portal make one; nobody deletes one on a screen."""

    def _unit_id(self, instance: Model | None) -> int | None:
        return instance.pk if instance else None

    def units(self, user: Any, actions: Any) -> set[int] | None:
        wanted = set(actions) - {"delete"}
        units = super().units(user, wanted)
        return set() if wanted == {"add"} and units is not ALL_UNITS else units

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return bool(set(actions) - {"delete"}) and super().user_has_any_permission(user, actions)


register_permission_policy(Unit, UnitPolicy(Unit, kind=RecordKind.PEOPLE, unit_lookup="pk"))


class UnitForm(WagtailAdminModelForm):
    """Where a unit writes is said by administrators of the portal; the short address names groups, so it stays."""

    review_stages = forms.MultipleChoiceField(
        label=gettext_lazy("Stages of review"),
        choices=ReviewStage.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "What the unit writes goes live after these approvals in their order, each by another person. "
            "The final review is always among them."
        ),
    )

    class Meta:
        model = Unit
        fields = ["name", "slug", "phone", "email", "root_page", "review_stages", "proofs"]
        widgets = {"root_page": AdminPageChooser}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["slug"]
        if not administers_portal(self.for_user):
            del self.fields["root_page"]
        self.fields["proofs"].required = False

    def clean_proofs(self) -> int:
        """A form that says nothing about it leaves it as it is."""
        proofs = self.cleaned_data.get("proofs")
        return self.instance.proofs if proofs in (None, "") else proofs


class _AskTheService:
    """Mixed into the forms' views: the service writes, and what it refuses stands beside the field."""

    def save_instance(self) -> Unit:
        return save_unit(unit=self.form.save(commit=False), by=self.request.user)  # type: ignore[attr-defined]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response = super().form_valid(form)  # type: ignore[misc]
        except ValidationError as error:
            form.add_error(None, error)
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]
        self._warn_of_stages_that_nobody_holds()
        return response

    def _warn_of_stages_that_nobody_holds(self) -> None:
        missing = stages_without_moderator(self.object)  # type: ignore[attr-defined]
        if missing:
            names = listed(missing)
            messages.warning(
                self.request,  # type: ignore[attr-defined]
                _("Nobody may approve yet: %(stages)s. Give somebody the role.") % {"stages": names},
            )


class UnitCreateView(_AskTheService, CreateView):
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not administers_portal(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class UnitEditView(_AskTheService, EditView):
    pass


class StagesColumn(Column):
    def get_value(self, unit: Unit) -> str:
        return listed(unit.review_stages)


class UnitViewSet(ModelViewSet):
    model = Unit
    name = "units"
    icon = "home"
    menu_label = gettext_lazy("Units")
    menu_order = 602
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    add_view_class = UnitCreateView
    edit_view_class = UnitEditView
    list_display = ["name", "slug", "root_page", StagesColumn("review_stages", label=gettext_lazy("Stages of review"))]
    search_fields = ["name", "slug"]
    search_backend_name = None

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        scoped = type(f"Scoped{view_class.__name__}", (ScopedViewMixin, view_class), {})
        return super().construct_view(scoped, **kwargs)

    def get_form_class(self, for_update: bool = False) -> type:
        return UnitForm

    def get_queryset(self, request: Any) -> Any:
        return Unit.objects.select_related("root_page")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        none = dict.fromkeys(("delete_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**{**none, **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        return [one for one in super().get_urlpatterns() if one.name not in {"delete", "usage"}]
