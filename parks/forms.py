"""Forms of records that check more than their fields."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.core.scoped_admin import ScopedForm


class SpelledForm(ScopedForm):
    """A record with other spellings: each is named once."""

    def is_valid(self) -> bool:
        return super().is_valid() and self._spellings_differ()

    def _spellings_differ(self) -> bool:
        formset = self.formsets.get("aliases")
        forms = [form for form in formset.forms if form not in formset.deleted_forms] if formset is not None else []
        named: set[str] = set()
        for form in forms:
            spelling = form.cleaned_data.get("spelling")
            if spelling in named:
                form.add_error("spelling", _("This spelling is on the list already: remove one of the two rows."))
            named |= {spelling} - {None}
        return not any(form.errors for form in forms)


class ResultForm(ScopedForm):
    """An evaluation result: its sub-indices belong to the scheme of the edition chosen on the same screen."""

    def is_valid(self) -> bool:
        return super().is_valid() and self._sub_indices_belong()

    def _sub_indices_belong(self) -> bool:
        scheme = self.cleaned_data["edition"].scheme_id
        rows = [form for form in self.formsets["sub_ranks"].forms if form.cleaned_data.get("sub_index")]
        foreign = [form for form in rows if form.cleaned_data["sub_index"].scheme_id != scheme]
        for form in foreign:
            form.add_error("sub_index", _("This sub-index belongs to another evaluation."))
        return not foreign


class PositioningForm(ScopedForm):
    """A matrix: every item stands in one of the columns."""

    def is_valid(self) -> bool:
        return super().is_valid() and self._items_have_columns()

    def _items_have_columns(self) -> bool:
        kept = [form for form in self.formsets["columns"].forms if not form.cleaned_data.get("DELETE")]
        width = len([form for form in kept if form.has_changed() or form.instance.pk])
        astray = [
            item
            for row in self.formsets["rows"].forms
            for item in row.formsets["items"].forms
            if item.cleaned_data.get("column", 0) > width
        ]
        for item in astray:
            item.add_error("column", _("There are only %(count)s columns.") % {"count": width})
        return not astray
