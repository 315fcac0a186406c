"""Group notices in the admin: which groups are told of what. Their addresses are secrets and never shown again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from portal.core.notice_kinds import all_kinds, kind_name
from portal.core.read_only_admin import ScopedViewMixin
from portal.core.scoped_admin import ScopedForm
from portal.outbox.enums import Channel
from portal.outbox.models import Webhook
from portal.outbox.webhook_transport import is_allowed_address
from portal.outbox.webhooks import send_test

VENDOR_HOSTS = {Channel.WECOM: "qyapi.weixin.qq.com", Channel.DINGTALK: "oapi.dingtalk.com"}
_kept_help = lazy(lambda text, shown: text % {"shown": shown}, str)


def group_kinds() -> list[tuple[str, str]]:
    """The kinds that groups may be told of."""
    return [(kind.kind, str(kind.name)) for kind in all_kinds() if kind.goes_to_webhooks]


def hidden_address(address: str) -> str:
    """The host and the last characters: enough to tell two groups apart, too little to write to one."""
    return f"{urlsplit(address).hostname}/…{address[-4:]}"


class SecretInput(forms.PasswordInput):
    """Not filled by the browser with the password of the person."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "new-password"}, render_value=False)


class WebhookForm(ScopedForm):
    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    kinds = forms.MultipleChoiceField(label=_("Told of"), choices=group_kinds, widget=forms.CheckboxSelectMultiple)
    address = forms.CharField(
        label=_("Webhook address"),
        max_length=1000,
        widget=SecretInput,
        help_text=_("From the settings of the group robot. Whoever knows it can write into the group."),
    )
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=200,
        required=False,
        widget=SecretInput,
        help_text=_("DingTalk only, where the robot demands signatures; begins with SEC."),
    )
    forget_secret = forms.BooleanField(label=_("Remove the signing secret"), required=False)

    class Meta:
        model = Webhook
        fields = ["name", "unit", "vendor", "address", "secret", "forget_secret", "locale", "kinds", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = (self.instance.address, self.instance.secret)
        if self.instance.pk:
            self.fields["address"].required = False
            shown = hidden_address(self.instance.address)
            self.fields["address"].help_text = _kept_help(_("Kept: %(shown)s. Fill in only to change it."), shown)
        if not self.instance.secret:
            del self.fields["forget_secret"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        address, secret = self.kept
        values["address"] = values.get("address") or address
        values["secret"] = "" if values.get("forget_secret") else values.get("secret") or secret
        if values.get("vendor") != Channel.DINGTALK:
            values["secret"] = ""
        if values["address"] and "address" not in self.errors:
            self._check(values["address"], values.get("vendor"))
        return values

    def _check(self, address: str, vendor: str | None) -> None:
        others = {host for channel, host in VENDOR_HOSTS.items() if channel != vendor}
        if not is_allowed_address(address):
            hosts = ", ".join(settings.PORTAL_WEBHOOK_HOSTS)
            message = _("Only https addresses of these hosts are allowed: %(hosts)s") % {"hosts": hosts}
            self.add_error("address", ValidationError(message))
        elif vendor and urlsplit(address).hostname in others:
            self.add_error("address", ValidationError(_("This address belongs to the other service.")))


class KindsColumn(Column):
    def get_value(self, webhook: Webhook) -> str:
        return " · ".join(kind_name(kind) for kind in webhook.kinds)


class WebhookIndexView(IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("unit").defer("address", "secret")


class WebhookEditView(EditView):
    test_url_name: str | None = None

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        address = reverse(self.test_url_name, args=[self.object.pk])
        return [*super().header_more_buttons, Button(_("Send a test"), url=address, icon_name="mail", priority=30)]


class WebhookTestView(EditView):
    """Asks, then writes a notice that says only that the group is told."""

    template_name = "outbox/webhook_test.html"
    page_title = _("Send a test")

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        send_test(webhook=self.object, by=request.user)
        messages.success(request, _("A test notice is on its way. Under “Letters” you see what became of it."))
        return redirect(self.get_edit_url())


class WebhookViewSet(ModelViewSet):
    model = Webhook
    name = "webhooks"
    icon = "group"
    menu_label = _("Group notices")
    menu_order = 821
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = WebhookIndexView
    edit_view_class = WebhookEditView
    list_display = [
        "name",
        "unit",
        "vendor",
        KindsColumn("kinds", label=_("Told of")),
        BooleanColumn("is_active", label=_("In use")),
    ]
    search_fields = ["name"]
    search_backend_name = None

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        scoped = type(f"Scoped{view_class.__name__}", (ScopedViewMixin, view_class), {})
        return super().construct_view(scoped, **kwargs)

    def get_form_class(self, for_update: bool = False) -> type[WebhookForm]:
        return WebhookForm

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(test_url_name=self.get_url_name("test"), **kwargs)

    def get_permissions_to_register(self) -> Any:
        return super().get_permissions_to_register().none()

    @property
    def test_view(self) -> Any:
        kwargs = super().get_edit_view_kwargs() | {"template_name": WebhookTestView.template_name}
        return self.construct_view(WebhookTestView, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("test/<int:pk>/", self.test_view, name="test")]
