"""The form of an agreement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.agreed import fields_that_stay, parties_stay, signatories_stay, stays
from partnerships.agreement_rules import (
    CHANGING_LINKS,
    TREE_LINKS,
    doubled,
    field_problems,
    lock_tree,
    party_named_twice,
    too_few_parties,
)
from partnerships.colleague_forms import OffersColleagues
from partnerships.enums import IN_APPROVAL, PREPARED, DocumentKind, PublicField, usually_public
from partnerships.files import check_file
from partnerships.kept_forms import KeptForm
from partnerships.models import Agreement, AgreementParty, AgreementSector
from partnerships.models.agreements import PORTAL_LANGUAGES
from partnerships.offices_of_the_day import fill_offices
from partnerships.ranked_forms import kept_forms
from portal.core.localized import field_label, word_columns

_TREE_FIELDS = {*TREE_LINKS, "ends_on", "outlives_framework"}
#: Of somebody at the signing table, what the agreement itself says; the offices of the day stand beside it.
_SIGNING = frozenset({"role", "party_number", "person"})


class AgreementForm(OffersColleagues, KeptForm):
    """Asks `agreement_rules`. Call `is_valid` and `save` in one transaction, which the views and imports do."""

    changing = CHANGING_LINKS

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=PORTAL_LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    public_fields = forms.MultipleChoiceField(
        label=gettext_lazy("Public beyond the essentials"),
        help_text=gettext_lazy(
            "Of a public agreement everybody sees name, kind, parties, subject, state and date of signing, the public "
            "agreements, platforms and event that it is linked to, and what is ticked here."
        ),
        choices=PublicField.choices,
        required=False,
        initial=usually_public,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_colleagues(self, "responsible")
        self.offer_colleagues_in(self.formsets.get("milestones"), "owner")

    def clean(self) -> dict[str, Any]:
        if _TREE_FIELDS.intersection(self.changed_data):
            lock_tree()
        cleaned = super().clean()
        for field, sentence in field_problems(self.instance.pk, self._values(cleaned), by=self.for_user):
            self.add_error(field if field in self.fields else None, sentence)
        self._refuse_fields_that_stay(cleaned)
        return cleaned

    def is_valid(self) -> bool:
        return super().is_valid() and self._parts_are_right()

    @transaction.atomic
    def save(self, commit: bool = True) -> Agreement:
        """Everything but the state, which has a writer of its own and may have moved while the form was open."""
        if self.instance.pk is not None:
            rows: QuerySet[Agreement] = QuerySet(Agreement).select_for_update(of=("self",), no_key=True)
            present = rows.filter(pk=self.instance.pk).values_list("state", flat=True).first()
            self.instance.state = present or self.instance.state
        agreement: Agreement = super().save(commit=commit)  # type: ignore[assignment]
        if commit:
            signatories = Agreement.objects.get(pk=agreement.pk).signatories.select_related("person")
            self.copied_offices = fill_offices(signatories, agreement.day)
        return agreement

    def _values(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """What the agreement will say: the form, and of fields that the person does not see what stands."""
        unseen = {name: getattr(self.instance, name) for name in TREE_LINKS if name not in self.fields}
        return {**unseen, **cleaned, **self.left_alone()}

    def _parts_are_right(self) -> bool:
        parties = len(kept_forms(self.formsets.get("parties")))
        for form in kept_forms(self.formsets.get("signatories")):
            if form.cleaned_data.get("party_number", 1) > parties:
                form.add_error("party_number", _("There are only %(count)d parties.") % {"count": parties})
        self._refuse_parties_and_signatures_given_twice()
        self._refuse_sectors_named_twice()
        for form in kept_forms(self.formsets.get("documents")):
            check_file(form)
        refusal = "" if self.instance.state in PREPARED else too_few_parties(parties)
        if refusal:
            self.add_error(None, refusal)
        self._refuse_parts_that_stay()
        return not self.errors and all(formset.is_valid() for formset in self.formsets.values())

    def _refuse_parties_and_signatures_given_twice(self) -> None:
        parties = kept_forms(self.formsets.get("parties"))
        for place in doubled([form.instance for form in parties]):
            parties[place].add_error(None, party_named_twice())
        signed: set[tuple[int, Any]] = set()
        for form in kept_forms(self.formsets.get("signatories")):
            signing = (form.instance.party_number, form.instance.person_id)
            if signing in signed:
                form.add_error("person", _("This person is named for this party already: remove one of the two rows."))
            signed.add(signing)

    def _refuse_sectors_named_twice(self) -> None:
        """In the form or, if another person has added one meanwhile, beside it."""
        forms_ = kept_forms(self.formsets.get("sector_links"))
        others = AgreementSector.objects.filter(agreement=self.instance.pk).exclude(
            pk__in=[form.instance.pk for form in self._all_forms("sector_links") if form.instance.pk]
        )
        named: set[int | None] = set(others.values_list("sector", flat=True)) if self.instance.pk else set()
        for form in forms_:
            sector = form.cleaned_data.get("sector")
            if sector is not None and sector.pk in named:
                form.add_error("sector", _("This sector is named already. Remove one of the two."))
            named.add(sector.pk if sector is not None else None)

    def _all_forms(self, relation: str) -> list[Any]:
        formset = self.formsets.get(relation)
        return list(formset.forms) if formset is not None else []

    def _refuse_fields_that_stay(self, cleaned: dict[str, Any]) -> None:
        """Refuse changes of what has been agreed, at each field and by name above the form."""
        held = Agreement.objects.filter(pk=self.instance.pk).first()
        if held is None:
            return
        left_alone = self.left_alone()
        changed = [name for name in self.changed_data if name in cleaned and name not in left_alone]
        names = fields_that_stay(held, {name: cleaned[name] for name in changed}, by=self.for_user)
        for name in names:
            self.add_error(name, _("This has been agreed and stays as it is."))
        if names:
            self.add_error(None, stays(held, [str(field_label(Agreement._meta.get_field(name))) for name in names]))

    def _refuse_parts_that_stay(self) -> None:
        held = Agreement.objects.filter(pk=self.instance.pk).first()
        labels = [label for label, is_refused in self._parts_that_stay(held) if is_refused] if held else []
        if held and labels:
            self.add_error(None, stays(held, labels))

    def _parts_that_stay(self, held: Agreement) -> Iterator[tuple[str, bool]]:
        """What lists are called, and whether they are changed where they stay."""
        yield _("Parties"), parties_stay(held, *self._parties(), by=self.for_user)
        signatories = self._all_forms("signatories") if signatories_stay(held, by=self.for_user) else []
        known = [form for form in signatories if form.instance.pk]
        changed = [form for form in known if form.cleaned_data.get("DELETE") or _SIGNING & set(form.changed_data)]
        yield _("Signatories, assistants and witnesses"), bool(changed)
        documents = self._all_forms("documents") if held.state in IN_APPROVAL else []
        yield _("Draft versions and annexes"), any(form.has_changed() and _is_agreed(form) for form in documents)

    def _parties(self) -> tuple[list[AgreementParty], list[AgreementParty]]:
        """Those of the form as they stand, and as they are to be; words that were left alone are as they stand."""
        forms_ = self._all_forms("parties")
        keys = [form.instance.pk for form in forms_ if form.instance.pk]
        kept = sorted(kept_forms(self.formsets.get("parties")), key=lambda form: form.cleaned_data.get("ORDER") or 0)
        for form in kept:
            for name in word_columns("description") if form.instance.pk else ():
                if not self._is_changed(form, name):
                    setattr(form.instance, name, form.initial.get(name))
        present: QuerySet[AgreementParty] = QuerySet(AgreementParty).filter(pk__in=keys)
        return list(present.order_by("sort_order", "pk")), [form.instance for form in kept]


def _is_agreed(form: Any) -> bool:
    """Whether a document is part of what is approved; opinions and minutes come in while it is."""
    kinds = {form.initial.get("kind"), form.cleaned_data.get("kind")}
    return bool(kinds & {DocumentKind.DRAFT, DocumentKind.ANNEX})
