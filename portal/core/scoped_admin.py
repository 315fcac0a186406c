"""Snippet screens that keep to the permission policy for every single record.

Wagtail's generic views (8.0) ask the policy whether a person may edit records of a kind at all; they do not ask about
the record on the screen, and lists and choosers show every row. These do: lists, choosers and the search in them are
scoped, and opening a record of another unit is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property, lazy
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.views import chooser
from wagtail.snippets.views import snippets as stock
from wagtail.snippets.widgets import AdminSnippetChooser

from portal.core.localized import field_label, is_column
from portal.core.permissions import ALL_UNITS, UnitPermissionPolicy
from portal.core.record_lines import parts_of, value_words
from portal.core.worded_forms import WordedForm

READ = ("view", "change", "delete")


class ScopedObject:
    """Refuses a record that the person may not act on in the way of this screen."""

    instance_actions: tuple[str, ...] = ("change",)

    def get_object(self, *args: Any, **kwargs: Any) -> Model:
        instance = super().get_object(*args, **kwargs)  # type: ignore[misc]
        policy = policy_registry.get(instance)
        user = self.request.user  # type: ignore[attr-defined]
        if not policy.user_has_any_permission_for_instance(user, self.instance_actions, instance):
            raise PermissionDenied
        return instance


class ScopedIndexView(stock.IndexView):
    """Rows that may be read; links to edit and delete only where the person may."""

    def get_base_queryset(self) -> QuerySet[Any]:
        readable = self.permission_policy.instances_user_has_any_permission_for(self.request.user, READ)
        return super().get_base_queryset().filter(pk__in=readable.values("pk"))

    def _may(self, action: str, instance: Model) -> bool:
        return self.permission_policy.in_scope(self.request.user, [action], instance)

    def get_edit_url(self, instance: Model) -> str | None:
        return super().get_edit_url(instance) if self._may("change", instance) else None

    def get_delete_url(self, instance: Model) -> str | None:
        return super().get_delete_url(instance) if self._may("delete", instance) else None


class ScopedEditView(ScopedObject, stock.EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """What the list offers for the record besides editing stands above its form too."""
        offered = hooks.get_hooks("register_snippet_listing_buttons")
        extra = [button for hook in offered for button in hook(self.object, self.request.user, self.request.path)]
        return [*super().header_more_buttons, *extra]


class ScopedDeleteView(ScopedObject, stock.DeleteView):
    instance_actions = ("delete",)


class ScopedUsageView(ScopedObject, stock.UsageView):
    """Where a record is used, as far as the person may know; of the rest, how many there are."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().get(request, *args, **kwargs)
        if count := sum(map(len, self._unknowable.values())):
            text = ngettext(
                "One more record that you may not see uses it.",
                "%(count)d more records that you may not see use it.",
                count,
            )
            messages.info(request, text % {"count": count})
        return answer

    def get_queryset(self) -> Any:
        references = ReferenceIndex.get_references_to(self.object)
        for content_type, ids in self._unknowable.items():
            references = references.exclude(content_type=content_type, object_id__in=ids)
        return references.group_by_source_object()

    @cached_property
    def _unknowable(self) -> dict[int, set[str]]:
        """Content type → keys of records that use it and that the person can neither read nor choose."""
        used: dict[int, set[str]] = defaultdict(set)
        pairs = ReferenceIndex.get_references_to(self.object).values_list("content_type", "object_id")
        for content_type, object_id in pairs.distinct():
            used[content_type].add(object_id)
        return {content_type: ids - self._knowable(content_type, ids) for content_type, ids in used.items()}

    def _knowable(self, content_type: int, ids: set[str]) -> set[str]:
        model = ContentType.objects.get_for_id(content_type).model_class()
        policy = policy_registry.get_by_type(model) if model else None
        if not isinstance(policy, UnitPermissionPolicy):
            return ids
        rows = policy.instances_user_has_any_permission_for(self.request.user, [*READ, "choose"]).filter(pk__in=ids)
        return {str(pk) for pk in rows.values_list("pk", flat=True)}


class ScopedHistoryView(ScopedObject, stock.HistoryView):
    pass


class ScopedInspectView(ScopedObject, stock.InspectView):
    """All fields and parts of a record; of words in several languages the columns, named by their language."""

    instance_actions = READ

    def get_fields(self) -> list[str]:
        """What a form has, and besides it what has a choice of its own, such as a state."""
        worded = {field.translated_field.name for field in self.model._meta.fields if is_column(field)}
        hidden = worded | {field.name for field in self.model._meta.fields if not (field.editable or field.choices)}
        return [name for name in super().get_fields() if name not in hidden]

    def get_fields_context(self) -> list[dict[str, Any]]:
        parts = [
            {"label": capfirst(label), "value": format_html_join("", "<p>{}</p>", ((line,) for line in lines)) or "—"}
            for label, lines in self.get_parts()
        ]
        return [*super().get_fields_context(), *parts]

    def get_parts(self) -> Iterable[tuple[str, list[str]]]:
        """Lists of parts below the fields: each with its name and a line for every part."""
        return parts_of(self.object)

    def get_field_label(self, field_name: str, field: Any) -> str:
        return str(field_label(field)) if field is not None else super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        stock_value = super().get_field_display_value(field_name, field)
        has_own = hasattr(self, f"get_{field_name}_display_value") or isinstance(stock_value, Component)
        if field is None or field.many_to_many or has_own:
            return stock_value
        return value_words(self.object, field) or "—"

    def get_edit_url(self) -> str | None:
        allowed = self.user_has_permission_for_instance("change", self.object)
        return super().get_edit_url() if allowed else None

    def get_delete_url(self) -> str | None:
        allowed = self.user_has_permission_for_instance("delete", self.object)
        return super().get_delete_url() if allowed else None


class ScopedChoice:
    """Choosers offer what may be chosen, and confirm nothing else."""

    def _choosable(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(rows.model)
        allowed = policy.instances_user_has_any_permission_for(self.request.user, ["choose"])  # type: ignore[attr-defined]
        return rows.filter(pk__in=allowed.values("pk"))

    def get_object_list(self) -> QuerySet[Any]:
        return self._choosable(super().get_object_list())  # type: ignore[misc]


class ScopedChooseView(ScopedChoice, chooser.ChooseView):
    pass


class ScopedChooseResultsView(ScopedChoice, chooser.ChooseResultsView):
    pass


class ScopedChosenView(ScopedChoice, chooser.SnippetChosenView):
    def get_object(self, pk: str) -> Model:
        return self._choosable(self.model_class.objects.all()).get(pk=pk)


class ScopedChosenMultipleView(ScopedChoice, chooser.SnippetChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet[Any]:
        return self._choosable(super().get_objects(pks))


class SnippetChooser(AdminSnippetChooser):
    """Wagtail's own fixes these words in the language in which the process first built the form."""

    def __init__(self, model: type[Model] | None = None, **kwargs: Any) -> None:
        super().__init__(model, **kwargs)
        name = self.model._meta.verbose_name
        self.choose_one_text = _later("Choose %(object)s", name)
        self.choose_another_text = _later("Choose another %(object)s", name)
        self.link_to_chosen_text = _later("Edit this %(object)s", name)


#: Wagtail's catalogue holds the words; the name of the model comes in the reader's language.
_later = lazy(lambda text, name: gettext(text) % {"object": name}, str)


class ScopedChooserViewSet(chooser.SnippetChooserViewSet):
    base_widget_class = SnippetChooser
    choose_view_class = ScopedChooseView
    choose_results_view_class = ScopedChooseResultsView
    chosen_view_class = ScopedChosenView
    chosen_multiple_view_class = ScopedChosenMultipleView


class ScopedSnippetViewSet(stock.SnippetViewSet):
    """Snippets under a `UnitPermissionPolicy`.

    Attributes:
        record_kind: the `RecordKind` whose actions the roles allow.
        unit_lookup: the way from the model to its unit (foreign keys only), None for records of the whole portal.
        shared_reading: whether who may read the kind anywhere may read it in every unit.
    """

    record_kind: str
    unit_lookup: str | None = None
    shared_reading = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = ScopedIndexView
    edit_view_class = ScopedEditView
    delete_view_class = ScopedDeleteView
    usage_view_class = ScopedUsageView
    history_view_class = ScopedHistoryView
    inspect_view_class = ScopedInspectView
    chooser_viewset_class = ScopedChooserViewSet

    def on_register(self) -> None:
        register_permission_policy(
            self.model,
            UnitPermissionPolicy(
                self.model, kind=self.record_kind, unit_lookup=self.unit_lookup, shared_reading=self.shared_reading
            ),
        )
        super().on_register()


class ScopedForm(WordedForm):
    """Lets a person put a record only under units in which they may write.

    The field limited is the first step of the policy's lookup: `unit`, or `park` of `park__unit`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy = policy_registry.get_by_type(self._meta.model)
        if policy.unit_lookup:
            self._limit(policy)

    def _limit(self, policy: UnitPermissionPolicy) -> None:
        name, *rest = (policy.unit_lookup or "").split("__")
        field = self.fields.get(name)
        units = policy.units(self.for_user, ["add", "change"])
        if not isinstance(field, ModelChoiceField) or field.queryset is None or units is ALL_UNITS:
            return
        field.queryset = field.queryset.filter(**{"__".join([*(rest or ["pk"]), "in"]): units})
        field.required = True
