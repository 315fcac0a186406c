"""My account › Notifications: at once, in a daily digest or not at all, by kind. The one place where this is chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.views.account import BaseSettingsPanel, NotificationsSettingsPanel, notifications_tab
from wagtail.users.models import UserProfile

from portal.core.models import User
from portal.core.notice_kinds import kind_name
from portal.outbox.enums import Delivery
from portal.outbox.preferences import choices_of, choose


class NoticesForm(forms.Form):
    """One choice a kind that the person receives."""

    def __init__(self, *args: Any, instance: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = instance
        for kind, delivery in choices_of(instance).items():
            self.fields[kind] = forms.ChoiceField(
                label=kind_name(kind), choices=Delivery.choices, initial=delivery, widget=forms.RadioSelect
            )

    def save(self) -> None:
        choose(user=self.user, choices=self.cleaned_data)


class CommentNoticesForm(NotificationPreferencesForm):
    """What is left of Wagtail's own panel: its other switches would say the same as ours, and might say otherwise."""

    class Meta:
        model = UserProfile
        fields = ["updated_comments_notifications"]
        widgets = {
            name: widget
            for name, widget in NotificationPreferencesForm.Meta.widgets.items()
            if name == "updated_comments_notifications"
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        forms.ModelForm.__init__(self, *args, **kwargs)


class NoticesPanel(BaseSettingsPanel):
    name = "notices"
    title = _("Letters to me")
    tab = notifications_tab
    order = 50
    template_name = "outbox/account_notices.html"
    form_class = NoticesForm

    def is_active(self) -> bool:
        return bool(self.get_form().fields)


def trim_stock_panel() -> None:
    """Leave Wagtail's panel of notifications only what ours does not know: comments."""
    NotificationsSettingsPanel.form_class = CommentNoticesForm
    NotificationsSettingsPanel.title = _("Comments")
