"""What is asked before something is done to ticked translations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale

from portal.core.models import User
from portal.core.names import name_of
from portal.core.typed_fields import DayInput
from portal.localization.bulk_actions import WITH_MACHINE, WITHOUT_MACHINE
from portal.localization.enums import EngineName, Priority
from portal.localization.services.notice_values import workers_of


class Action(TextChoices):
    """What can be done to ticked translations."""

    SEND = "send", _("Send to translation")
    ASSIGN = "assign", _("Assign to a person")
    DUE = "due", _("Set the day when they are due")
    PRIORITY = "priority", _("Set the priority")
    CANCEL = "cancel", _("Cancel the translation")


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)


class ActionForm(forms.Form):
    """Of an action that asks nothing."""

    def __init__(self, *args: Any, locales: Sequence[Locale], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locales = locales


class SendForm(ActionForm):
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
        if settings.TRANSLATION_ENGINE == EngineName.MEMORY:
            del self.fields["engine"]


class AssignForm(ActionForm):
    person = PersonField(
        label=pgettext_lazy("assignment", "Person"),
        required=False,
        queryset=User.objects.none(),
        empty_label=_("Nobody"),
        help_text=_(
            "Who translates into the language or revises it. They are told. Assigning locks nobody out: "
            "it says who is at it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.none()
        for locale in self.locales:
            people |= workers_of(locale)
        field: Any = self.fields["person"]
        field.queryset = people.order_by("first_name", "username")


class DueForm(ActionForm):
    due_on = forms.DateField(
        label=pgettext_lazy("translation", "Due"),
        required=False,
        widget=DayInput,
        help_text=_("The last day, at the portal. Empty: no day."),
    )


class PriorityForm(ActionForm):
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.NORMAL.value
    )


FORMS: dict[str, type[ActionForm]] = {
    Action.SEND: SendForm,
    Action.ASSIGN: AssignForm,
    Action.DUE: DueForm,
    Action.PRIORITY: PriorityForm,
    Action.CANCEL: ActionForm,
}
