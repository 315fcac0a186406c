"""Accounts in the admin: Wagtail's screens, scoped person by person, without groups, and with the roles of each.

Roles are given at `portal.core.membership_admin`; nothing on these screens gives any.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import bulk_actions, groups, users

from portal.core.authority import may_change_membership
from portal.core.enums import Role
from portal.core.models import Membership, Unit, User
from portal.core.reach import within_reach
from portal.core.read_only_admin import ScopedViewMixin


class _LimitedForm:
    """Only superusers make superusers, and set the password of somebody else."""

    #: Wagtail's forms ask for it; False once the fields are gone.
    password_enabled = True

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by.is_superuser:
            return
        self.fields.pop("is_superuser", None)  # type: ignore[attr-defined]
        if self.instance.pk and self.instance.pk != by.pk:  # type: ignore[attr-defined]
            self.password_enabled = False
            for name in ("password1", "password2"):
                self.fields.pop(name, None)  # type: ignore[attr-defined]


class PersonCreationForm(_LimitedForm, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields - {"groups"}


class PersonEditForm(_LimitedForm, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields - {"groups"}


def units_to_name(request: Any) -> QuerySet[Unit]:
    """The units that a list may be narrowed to: those that the person may know of as one who keeps or reads roles."""
    return within_reach(request.user, Unit)


class PeopleFilterSet(WagtailFilterSet):
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, method="filter_role")
    unit = django_filters.ModelChoiceFilter(label=_("Unit"), queryset=units_to_name, method="filter_unit")
    is_active = django_filters.BooleanFilter(label=_("Active"), widget=BooleanRadioSelect)

    class Meta:
        model = User
        fields: list[str] = []

    def filter_role(self, people: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return people.filter(pk__in=Membership.objects.current().filter(role=value).values("user"))

    def filter_unit(self, people: QuerySet[User], name: str, value: Unit) -> QuerySet[User]:
        return people.filter(pk__in=Membership.objects.current().filter(unit=value).values("user"))


class PeopleIndexView(users.IndexView):
    """Links only where the person may; accounts are dealt with one by one."""

    template_name = "wagtailadmin/generic/index.html"

    @property
    def columns(self) -> list[Any]:
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]

    def get_filterset_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_filterset_kwargs()
        kwargs.pop("is_searching")  # of Wagtail's own set alone
        return kwargs

    def _may(self, action: str, person: User) -> bool:
        return person.pk in self._allowed(action)

    def _allowed(self, action: str) -> set[int]:
        """Ids of the people of whom the reader may do `action`; asked once a list."""
        known = self.__dict__.setdefault("_allowed_ids", {})
        if action not in known:
            people = self.permission_policy.instances_user_has_permission_for(self.request.user, action)
            known[action] = set(people.values_list("pk", flat=True))
        return known[action]

    def get_edit_url(self, instance: User) -> str | None:
        return super().get_edit_url(instance) if self._may("change", instance) else None

    def get_delete_url(self, instance: User) -> str | None:
        return super().get_delete_url(instance) if self._may("delete", instance) else None


class PersonCreateView(users.CreateView):
    template_name = "core/person_create.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by": self.request.user}


class PersonEditView(users.EditView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.memberships.for_list().order_by("-starts_at")
        mine = [
            (row, not row.has_ended and may_change_membership(by=self.request.user, membership=row)) for row in rows
        ]
        return super().get_context_data(roles=mine, **kwargs)


class PeopleViewSet(users.UserViewSet):
    """Every view asks about the person on the screen, not only about people as such."""

    filterset_class = PeopleFilterSet
    copy_view_enabled = False
    index_view_class = PeopleIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    edit_template_name = "core/person_edit.html"
    create_template_name = "core/person_create.html"
    index_template_name = "wagtailadmin/generic/index.html"

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        scoped = type(f"Scoped{view_class.__name__}", (ScopedViewMixin, view_class), {})
        return super().construct_view(scoped, **kwargs)

    def get_form_class(self, for_update: bool = False) -> type:
        return PersonEditForm if for_update else PersonCreationForm


class ClosedGroupViewSet(groups.GroupViewSet):
    """Its addresses stay for Wagtail's own links; `ClosedPolicy` refuses them, and no menu shows them."""

    add_to_settings_menu = False


class _NoBulk:
    """Nobody does this to many accounts at once: each change is answered for one by one."""

    def check_perm(self, obj: Any) -> bool:
        return False


class NoBulkRoles(_NoBulk, bulk_actions.AssignRoleBulkAction):
    pass


class NoBulkDelete(_NoBulk, bulk_actions.DeleteBulkAction):
    pass


class NoBulkActivity(_NoBulk, bulk_actions.SetActiveStateBulkAction):
    pass
