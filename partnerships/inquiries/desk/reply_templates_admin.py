"""Reply templates in the admin: each unit writes its own; those of the whole portal are read by all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from parks.panels import select
from partnerships.form_fields import refuse_unprintable
from partnerships.inquiries.desk.own_unit import begin_with_own_unit
from partnerships.inquiries.desk.reply_words import PLACEHOLDERS, unknown_placeholders
from partnerships.kept_admin import row
from partnerships.models import ReplyTemplate
from portal.core.enums import RecordKind
from portal.core.permissions import READING, UnitPermissionPolicy
from portal.core.scoped_admin import ScopedForm, ScopedSnippetViewSet


class TemplatePolicy(UnitPermissionPolicy):
    """Whoever reads the templates of a unit reads those of every unit too."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        wanted = list(actions)
        rows = super().instances_user_has_any_permission_for(user, wanted)
        if self._reads(user, wanted):
            return rows | self.model._default_manager.filter(Q(unit=None))
        return rows

    def in_scope(self, user: Any, actions: Iterable[str], instance: Model) -> bool:
        wanted = list(actions)
        is_shared = self._unit_id(instance) is None
        return super().in_scope(user, wanted, instance) or (is_shared and self._reads(user, wanted))

    def _reads(self, user: Any, actions: list[str]) -> bool:
        reading = READING.intersection(actions)
        return bool(reading) and bool(user.is_active) and self.units(user, reading) != set()


class TemplateForm(ScopedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = policy_registry.get_by_type(ReplyTemplate).units(self.for_user, ["add", "change"])
        begin_with_own_unit(self, units, gettext_lazy("The unit whose people write with it."))

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        refuse_unprintable(text, allowed="\n\r\t")
        if unknown := unknown_placeholders(text):
            facts = {
                "found": pgettext("between names", ", ").join(f"{{{name}}}" for name in unknown[:5]),
                "known": pgettext("between names", ", ").join(f"{{{name}}}" for name in PLACEHOLDERS),
            }
            raise ValidationError(_("%(found)s is not filled in. What is filled in: %(known)s.") % facts)
        return text


class ReplyTemplateViewSet(ScopedSnippetViewSet):
    model = ReplyTemplate
    record_kind = RecordKind.PARTNERSHIP
    unit_lookup = "unit"
    icon = "doc-full"
    menu_label = gettext_lazy("Reply templates")
    menu_order = 40
    #: Below the menu of inquiries.
    menu_hook = "register_inquiries_menu_item"
    list_display = ["name", "locale", "unit", "updated_at"]
    list_filter = ["locale", "unit"]
    search_fields = ["name", "text"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            HelpPanel(
                gettext_lazy(
                    "The letter adds greeting, signature, reference and link: write what stands between them. Each "
                    "template is in one language, and is offered where the investor reads it."
                )
            ),
            row("name", select("locale")),
            FieldPanel("text"),
            select("unit"),
        ],
        base_form_class=TemplateForm,
    )

    def on_register(self) -> None:
        register_permission_policy(
            self.model, TemplatePolicy(self.model, kind=self.record_kind, unit_lookup=self.unit_lookup)
        )
        # Not that of the class in between: it registers the policy without the shared ones.
        SnippetViewSet.on_register(self)
