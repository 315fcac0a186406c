"""Versions of the privacy notice in the admin.

What is or was in force, or what anybody agreed to, stays as it is: a new text is a new version.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.permissions import register_permission_policy

from partnerships.inquiries.notices import fixed_versions, is_fixed, versions_in_force
from partnerships.models import PrivacyNotice
from portal.core.days import today
from portal.core.enums import RecordKind
from portal.core.localized import language_name
from portal.core.permissions import READING, UnitPermissionPolicy
from portal.core.scoped_admin import ScopedForm, ScopedIndexView, ScopedSnippetViewSet


class NoticePolicy(UnitPermissionPolicy):
    """Lists of the site, of which nobody changes or deletes what is fixed."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        wanted = list(actions)
        rows = super().instances_user_has_any_permission_for(user, wanted)
        return rows if READING.intersection(wanted) else rows.exclude(version__in=fixed_versions())


class NoticeForm(ScopedForm):
    """One language of a version."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["locale"] = forms.ChoiceField(
            label=self.fields["locale"].label,
            choices=[(code, language_name(code)) for code, _name in settings.LANGUAGES],
        )
        self.fields["version"].validators.append(validate_slug)

    def clean_version(self) -> str:
        version: str = self.cleaned_data["version"]
        if is_fixed(version):
            said = _("The version %(version)s is in force or was agreed to. Give the new text a version of its own.")
            raise ValidationError(said % {"version": version}, code="fixed")
        return version

    def clean_in_force_from(self) -> Any:
        day = self.cleaned_data["in_force_from"]
        if day < today():
            raise ValidationError(_("A version cannot come into force in the past."), code="past")
        return day

    def save(self, commit: bool = True) -> Any:
        with transaction.atomic():
            notice: Any = super().save(commit=commit)
            # One day for the version, whichever language it was written at.
            rows = PrivacyNotice.objects.filter(version=notice.version).exclude(pk=notice.pk)
            rows.update(in_force_from=notice.in_force_from)
        return notice


class StandingColumn(Column):
    """Whether a version is in force, or what it waits for; what it needs to know is read once for the whole list."""

    def __init__(self) -> None:
        super().__init__("standing", label=gettext_lazy("State"))
        self.in_force = list(versions_in_force())
        self.written: dict[str, set[str]] = {}
        for version, locale in PrivacyNotice.objects.values_list("version", "locale"):
            self.written.setdefault(version, set()).add(locale)

    def get_value(self, instance: PrivacyNotice) -> str:
        if instance.version in self.in_force[:1]:
            return _("In force")
        if instance.version in self.in_force:
            return _("No longer in force")
        written = self.written.get(instance.version, set())
        missing = [language_name(code) for code, _name in settings.LANGUAGES if code not in written]
        if missing:
            return _("Waits for: %(languages)s") % {"languages": " · ".join(missing)}
        return _("Not yet in force")


class NoticeIndexView(ScopedIndexView):
    @cached_property
    def columns(self) -> list[Column]:
        return [*super().columns, StandingColumn()]

    @cached_property
    def _fixed(self) -> set[str]:
        return fixed_versions()

    def _may(self, action: str, instance: Model) -> bool:
        version: str = instance.version  # type: ignore[attr-defined]
        return version not in self._fixed and super()._may(action, instance)


class PrivacyNoticeViewSet(ScopedSnippetViewSet):
    model = PrivacyNotice
    record_kind = RecordKind.SITE
    icon = "lock"
    menu_label = gettext_lazy("Privacy notices")
    index_view_class = NoticeIndexView
    list_display = ["version", "locale", "in_force_from"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("version", "locale", "in_force_from", "text")], base_form_class=NoticeForm
    )

    def on_register(self) -> None:
        super().on_register()
        register_permission_policy(self.model, NoticePolicy(self.model, kind=self.record_kind, unit_lookup=None))
