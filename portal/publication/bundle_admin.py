"""Bundles in the admin: list, preparation, approval, and what became of each."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from portal.core.models import User
from portal.core.read_only_admin import READ, ReadOnlyViewSet
from portal.publication.candidates import candidates, chosen
from portal.publication.enums import HOLDING, BundleKind, BundleState
from portal.publication.errors import BundleRefusedError
from portal.publication.faults import shown
from portal.publication.forms import BundleForm
from portal.publication.models import Bundle
from portal.publication.policy import bundle_policy
from portal.publication.services import bundles as services
from portal.publication.shown_members import shown_members


class BundleIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Bundle]:
        rows = super().get_base_queryset().select_related("unit", "created_by", "approved_by")
        return rows.annotate(number=Count("items"))

    def get_list_buttons(self, instance: Bundle) -> list[Any]:
        return []

    @cached_property
    def header_buttons(self) -> list[Any]:
        if not bundle_policy.user_has_permission(self.request.user, "add"):
            return []
        return [HeaderButton(_("Prepare a bundle"), url=reverse("bundles:add"), icon_name="plus")]


class BundleInspectView(InspectView):
    any_permission_required = READ

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bundle, user = self.object, self.request.user
        may_change = bundle_policy.user_has_permission_for_instance(user, "change", bundle)
        may_approve = bundle_policy.user_has_permission_for_instance(user, "approve", bundle)
        is_preparing = bundle.state in {BundleState.OPEN, BundleState.FAILED}
        is_pair = bundle.kind == BundleKind.PAIR
        rows, is_ready, seen = shown_members(bundle, user)
        return super().get_context_data(
            bundle=bundle,
            rows=rows,
            seen=seen,
            reasons=shown(bundle.last_error),
            is_pair=is_pair,
            is_holding=bundle.is_holding,
            can_edit=may_change and (is_preparing or (is_pair and bundle.is_holding)),
            can_add=may_change and is_preparing and not is_pair,
            can_approve=may_approve and is_preparing and not is_pair and is_ready,
            can_reopen=may_change and not is_pair and bundle.state == BundleState.APPROVED,
            can_retry=may_change and is_pair and bundle.state == BundleState.FAILED,
            can_dissolve=may_change and bundle.state in HOLDING,
            **kwargs,
        )


class _Screen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A form of a bundle; what a service refuses stands above what was typed."""

    model = Bundle
    header_icon = "folder-open-1"
    index_url_name: str | None = None
    inspect_url_name: str | None = None

    @property
    def person(self) -> User:
        """Who is signed in; the admin lets nobody else come here."""
        return cast(User, self.request.user)

    def to_bundle(self, bundle: Bundle) -> HttpResponse:
        return redirect("bundles:inspect", bundle.pk)


class BundleAddView(_Screen):
    permission_required = "add"
    template_name = "publication/bundle_form.html"
    page_title = _("Prepare a bundle")

    def _form(self) -> BundleForm:
        return BundleForm(self.request.POST or None, by=self.person, is_new=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": self._form(), "back": reverse("bundles:index"), **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form()
        if form.is_valid():
            try:
                return self.to_bundle(services.create_bundle(by=self.person, **form.cleaned_data))
            except BundleRefusedError as refused:
                form.add_error(None, str(refused))
        return self.render_to_response(self.get_context_data(form=form))


class _OneScreen(BaseObjectMixin, _Screen):
    permission_required = "change"

    def get_page_subtitle(self) -> str:
        return self.object.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("bundles:inspect", args=[self.object.pk])
        return super().get_context_data(**{"bundle": self.object, "back": back, **kwargs})


class BundleEditView(_OneScreen):
    template_name = "publication/bundle_form.html"
    page_title = _("Title and hour")

    def _form(self) -> BundleForm:
        now = {"title": self.object.title, "go_live_at": self.object.go_live_at}
        return BundleForm(self.request.POST or None, initial=now, by=self.person, is_new=False)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": self._form(), **kwargs})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self._form()
        if form.is_valid():
            try:
                services.change_bundle(bundle_id=self.object.pk, by=self.person, **form.cleaned_data)
            except BundleRefusedError as refused:
                form.add_error(None, str(refused))
            else:
                return self.to_bundle(self.object)
        return self.render_to_response(self.get_context_data(form=form))


class BundleMembersView(_OneScreen):
    """Choose what goes live together. Works without script: a list with boxes, narrowed by words of a title."""

    template_name = "publication/bundle_members.html"
    page_title = _("Add to the bundle")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search = self.request.GET.get("q", "").replace("\x00", "").strip()[:100]
        pages, records = candidates(bundle=self.object, user=self.request.user, search=search)
        return super().get_context_data(**{"pages": pages, "records": records, "search": search, **kwargs})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        wanted = chosen(request.POST.getlist("members"))
        try:
            number = services.add_members(bundle_id=self.object.pk, wanted=wanted, by=self.person)
        except BundleRefusedError as refused:
            messages.error(request, str(refused))
            ticked = request.POST.getlist("members")
            return self.render_to_response(self.get_context_data(ticked=ticked))
        told = ngettext("%(count)d member added.", "%(count)d members added.", number) % {"count": number}
        (messages.success if number else messages.warning)(request, told if number else gettext("Nothing was chosen."))
        return self.to_bundle(self.object)


class _Step(_OneScreen):
    """A button: POST only, then back to the bundle."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.take(**kwargs)
        except BundleRefusedError as refused:
            for line in str(refused).splitlines():
                messages.error(request, line)
        return self.to_bundle(self.object)

    def take(self, **kwargs: Any) -> None:
        raise NotImplementedError


class BundleApproveView(_Step):
    permission_required = "approve"

    def take(self, **kwargs: Any) -> None:
        seen = self.request.POST.get("seen", "")
        services.approve_bundle(bundle_id=self.object.pk, by=self.person, seen=seen)
        self.object.refresh_from_db()
        if self.object.state == BundleState.PUBLISHED:
            messages.success(self.request, gettext("The bundle is published."))
        elif self.object.state == BundleState.APPROVED:
            messages.success(self.request, gettext("The bundle is approved. It goes live at its hour."))
        else:
            messages.error(self.request, gettext("The bundle could not be published. The reasons stand below."))


class BundleReopenView(_Step):
    def take(self, **kwargs: Any) -> None:
        if self.object.kind == BundleKind.PAIR:
            self._retry()
            return
        services.reopen_bundle(bundle_id=self.object.pk, by=self.person)
        messages.success(self.request, gettext("The approval is taken back."))

    def _retry(self) -> None:
        """A pair has no approval of its own to take back: one that could not go live is tried again."""
        if services.retry_pair(bundle_id=self.object.pk, by=self.person):
            messages.success(self.request, gettext("The bundle is published."))
        else:
            messages.warning(self.request, gettext("It did not go live. What stands in the way is said below."))


class BundleDissolveView(_Step):
    def take(self, **kwargs: Any) -> None:
        services.dissolve_bundle(bundle_id=self.object.pk, by=self.person)
        messages.success(self.request, gettext("Dissolved. Each member goes live by itself again."))


class BundleRemoveView(_Step):
    def take(self, **kwargs: Any) -> None:
        services.remove_member(bundle_id=self.object.pk, item_id=kwargs["item"], by=self.person)


def _inspect_url(bundle: Bundle) -> str:
    return reverse("bundles:inspect", args=[bundle.pk])


class BundleViewSet(ReadOnlyViewSet):
    model = Bundle
    name = "bundles"
    icon = "folder-open-1"
    menu_label = _("Joint publication")
    menu_order = 215
    add_to_admin_menu = True
    index_view_class = BundleIndexView
    inspect_view_class = BundleInspectView
    inspect_template_name = "publication/bundle_inspect.html"
    list_display = [
        TitleColumn("title", label=_("Title"), get_url=_inspect_url, sort_key="title"),
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("unit", label=_("Unit")),
        Column("number", label=_("Members")),
        Column("get_state_display", label=_("State"), sort_key="state"),
        DateColumn("go_live_at", label=_("Goes live at"), sort_key="go_live_at"),
        Column("created_by", label=_("Prepared by")),
        Column("approved_by", label=_("Approved by")),
    ]
    list_filter = ["state", "kind", "unit"]
    search_fields = ["title"]
    search_backend_name = None

    def get_urlpatterns(self) -> list[URLPattern]:
        screens = {
            "add": ("add/", BundleAddView),
            "edit": ("edit/<int:pk>/", BundleEditView),
            "members": ("members/<int:pk>/", BundleMembersView),
            "approve": ("approve/<int:pk>/", BundleApproveView),
            "reopen": ("reopen/<int:pk>/", BundleReopenView),
            "dissolve": ("dissolve/<int:pk>/", BundleDissolveView),
            "remove": ("remove/<int:pk>/<int:item>/", BundleRemoveView),
        }
        own = [path(route, self.construct_view(view), name=name) for name, (route, view) in screens.items()]
        return [*super().get_urlpatterns(), *own]
