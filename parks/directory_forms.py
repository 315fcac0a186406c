"""Forms of persons and organisations: what must not be saved, and what is only asked about."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from parks.forms import SpelledForm
from parks.merging import above
from parks.office_changes import is_before
from portal.core.localized import word_columns
from portal.core.slugged_forms import SluggedForm


class DirectoryForm(SpelledForm, SluggedForm):
    """Keeps what was typed into a record that somebody has merged into another meanwhile, and says where it went."""

    def is_valid(self) -> bool:
        return super().is_valid() and self._still_stands()

    def _still_stands(self) -> bool:
        other = self.instance.merged_into
        if other is not None:
            self.add_error(
                None,
                _(
                    "“%(name)s” has been merged into “%(other)s” meanwhile. Nothing was saved; what you wrote still "
                    "stands below. Enter there what is missing."
                )
                % {"name": self.instance, "other": other},
            )
        return other is None


class OrganizationForm(DirectoryForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        parent = cleaned.get("parent")
        if parent is not None and self.instance.pk in {parent.pk, *above(parent)} - {None}:
            self.add_error("parent", _("An organisation does not belong to itself or to what belongs to it."))
        return cleaned


class PersonForm(DirectoryForm):
    def name_record(self, cleaned: dict[str, Any]) -> None:
        for name in (*word_columns("family_name"), *word_columns("given_name"), "latin_order", "chinese_form"):
            setattr(self.instance, name, cleaned.get(name) or "")
        self.instance.form_names()

    def is_valid(self) -> bool:
        return super().is_valid() and self._offices_run_forward()

    def _offices_run_forward(self) -> bool:
        ends_first = [
            form
            for form in self.formsets["offices"].forms
            if (since := form.cleaned_data.get("since"))
            and (until := form.cleaned_data.get("until"))
            and is_before(until, since)
        ]
        for form in ends_first:
            form.add_error("until", _("The office must not end before it begins. Change one of the two."))
        return not ends_first
