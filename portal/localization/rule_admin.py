"""When what is translated: rules of administrators, per pair of languages and kind of content."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import get_page_models
from wagtail.permissions import register_permission_policy

from portal.core.enums import RecordKind
from portal.core.permissions import UnitPermissionPolicy
from portal.core.read_only_admin import ScopedViewMixin
from portal.core.scoped_admin import ScopedForm
from portal.localization.menu import MENU
from portal.localization.models import TranslationRule

register_permission_policy(
    TranslationRule, UnitPermissionPolicy(TranslationRule, kind=RecordKind.ENGINE, unit_lookup=None)
)


def content_kinds() -> list[ContentType]:
    """Kinds of content that can be translated: pages people may create, and records with words in several languages."""
    pages = [model for model in get_page_models() if model.is_creatable]
    found = ContentType.objects.get_for_models(*pages, *translator.get_registered_models(abstract=False))
    return sorted(found.values(), key=lambda kind: (kind.app_label, kind.model))


def kind_label(kind: ContentType) -> str:
    model = kind.model_class()
    return capfirst(str(model._meta.verbose_name)) if model else kind.model


class KindField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return kind_label(obj)


class RuleForm(ScopedForm):
    content_type = KindField(
        queryset=ContentType.objects.none(),
        label=_("Kind of content"),
        required=False,
        empty_label=_("Every kind without a rule of its own"),
    )

    class Meta:
        model = TranslationRule
        fields = ["source_locale", "target_locale", "content_type", "occasion"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind.pk for kind in content_kinds()]
        self.fields["content_type"].queryset = ContentType.objects.filter(pk__in=kinds)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("source_locale") and values.get("source_locale") == values.get("target_locale"):
            self.add_error("target_locale", _("Choose another language than the one it is translated from."))
        return values


class KindColumn(Column):
    def get_value(self, rule: TranslationRule) -> Any:
        return kind_label(rule.content_type) if rule.content_type else _("Every other kind")


class RuleIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[TranslationRule]:
        return super().get_base_queryset().select_related("source_locale", "target_locale", "content_type")


class RuleViewSet(ModelViewSet):
    model = TranslationRule
    name = "translation_rules"
    icon = "list-ul"
    menu_label = _("Rules")
    menu_order = 60
    menu_hook = MENU
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = RuleIndexView
    list_display = [
        "source_locale",
        "target_locale",
        KindColumn("content_type", label=_("Kind of content")),
        Column("get_occasion_display", label=_("Is translated"), sort_key="occasion"),
    ]
    list_filter = ["source_locale", "target_locale", "occasion"]
    search_backend_name = None

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        scoped = type(f"Scoped{view_class.__name__}", (ScopedViewMixin, view_class), {})
        return super().construct_view(scoped, **kwargs)

    def get_form_class(self, for_update: bool = False) -> type[RuleForm]:
        return RuleForm

    def get_permissions_to_register(self) -> Any:
        return super().get_permissions_to_register().none()
