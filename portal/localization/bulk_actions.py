"""Sending many pages or records to translation at once, from the lists of the admin."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.models import get_snippet_models

from portal.localization.enums import EngineName, Priority
from portal.localization.estimates import estimate_for_reader
from portal.localization.services.orders import place_order

ACTION = "translate"
#: In the words of the form: the engine of the settings, or none.
WITH_MACHINE, WITHOUT_MACHINE = "", EngineName.MEMORY.value


class OrderForm(forms.Form):
    """What is asked of whoever sends many sources."""

    locales = forms.ModelMultipleChoiceField(
        queryset=Locale.objects.none(),
        label=_("Into languages"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.NORMAL.value
    )
    engine = forms.ChoiceField(
        label=_("What memory and glossary do not know"),
        widget=forms.RadioSelect,
        required=False,
        choices=[(WITH_MACHINE, _("is translated by machine")), (WITHOUT_MACHINE, _("is left to people"))],
        initial=WITH_MACHINE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
        chosen = cast(forms.ModelMultipleChoiceField, self.fields["locales"])
        chosen.queryset = Locale.objects.filter(language_code__in=codes)
        if settings.TRANSLATION_ENGINE == EngineName.MEMORY:
            del self.fields["engine"]


class PageOrderForm(OrderForm):
    include_descendants = forms.BooleanField(label=_("With all pages below them"), required=False)


class _Order:
    """Mixed into Wagtail's bulk actions: the rows that the person may change become one order."""

    display_name = _("Send to translation")
    action_type = ACTION
    template_name = "localization/bulk_submit.html"
    action_priority = 60
    request: Any
    model: type[Model]
    cleaned_form: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        ids = [item["item"].pk for item in context["items"]]
        return context | {"estimate": estimate_for_reader(content_type=self._content_type(), object_ids=ids)}

    def prepare_action(self, objects: list[Any], objects_without_access: Any) -> HttpResponse:
        values = self.cleaned_form.cleaned_data
        order = place_order(
            content_type=self._content_type(),
            object_ids=self._ids(objects),
            target_locales=list(values["locales"]),
            by=self.request.user,
            priority=values["priority"],
            engine=values.get("engine", ""),
        )
        return redirect("translation_orders:inspect", order.pk)

    def _content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(self.model)

    def _ids(self, objects: list[Any]) -> list[int]:
        return [row.pk for row in objects]


class SubmitPages(_Order, PageBulkAction):
    aria_label = _("Send the selected pages to translation")
    form_class = PageOrderForm

    def check_perm(self, page: Page) -> bool:
        return page.permissions_for_user(self.request.user).can_edit()

    def _ids(self, objects: list[Any]) -> list[int]:
        if not self.cleaned_form.cleaned_data["include_descendants"]:
            return super()._ids(objects)
        return self._with_descendants(objects)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        ids = self._with_descendants([item["item"] for item in context["items"]])
        if len(ids) == len(context["items"]):
            return context
        return context | {"estimate_below": estimate_for_reader(content_type=self._content_type(), object_ids=ids)}

    def _with_descendants(self, objects: list[Any]) -> list[int]:
        """Ids of the pages and of the live ones below them that the person may change."""
        ids = [page.pk for page in objects]
        below = Page.objects.none()
        for page in objects:
            below |= Page.objects.descendant_of(page)
        editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(self.request.user, "change")
        # Kept as ids: the two conditions together are slow in a tree.
        may = set(editable.order_by().values_list("pk", flat=True))
        found = below.filter(live=True, alias_of__isnull=True).order_by("path").values_list("pk", flat=True)
        return list(dict.fromkeys([*ids, *(pk for pk in found if pk in may)]))


class SubmitRecords(_Order, SnippetBulkAction):
    aria_label = _("Send the selected records to translation")
    form_class = OrderForm

    @classproperty
    def models(cls) -> list[type[Model]]:  # noqa: N805 (Wagtail's way)
        worded = set(translator.get_registered_models(abstract=False))
        return [model for model in get_snippet_models() if model in worded]

    def check_perm(self, record: Model) -> bool:
        policy = policy_registry.get_by_type(self.model)
        return policy.user_has_permission_for_instance(self.request.user, "change", record)
