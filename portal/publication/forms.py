"""Forms of pairs and bundles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Locale

from portal.core.models import Unit, User
from portal.publication.policy import bundle_policy


class PairForm(forms.Form):
    locales = forms.ModelMultipleChoiceField(
        label=_("Languages"), queryset=Locale.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    go_live_at = forms.DateTimeField(
        label=_("Not before"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("In your time zone. Empty: as soon as everything is approved."),
    )

    def __init__(self, *args: Any, locales: list[Locale], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["locales"]
        field.queryset = Locale.objects.filter(pk__in=[locale.pk for locale in locales])
        field.label_from_instance = lambda locale: locale.get_display_name()
        field.initial = [locale.pk for locale in locales]


class BundleForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=255)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("The whole portal")
    )
    go_live_at = forms.DateTimeField(
        label=_("Goes live at"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("In your time zone. Empty: as soon as it is approved."),
    )

    def __init__(self, *args: Any, by: User, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["unit"]
            return
        units = bundle_policy.units(by, ["add"])
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.all() if units is None else Unit.objects.filter(pk__in=units)
        if units is not None:
            field.required, field.empty_label = True, None
