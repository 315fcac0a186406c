"""The form of an agreement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.agreement_rules import (
    AGREED,
    CHANGING_LINKS,
    TREE_LINKS,
    change_in_approval,
    field_problems,
    lock_tree,
    too_few_parties,
)
from partnerships.enums import IN_APPROVAL, PREPARED, DocumentKind, PublicField
from partnerships.files import demand_acceptable
from partnerships.kept_forms import KeptForm
from partnerships.models import Agreement, AgreementSector
from partnerships.models.agreements import PORTAL_LANGUAGES
from partnerships.offices_of_the_day import fill_offices
from partnerships.queries import colleagues

_TREE_FIELDS = {*TREE_LINKS, "ends_on", "outlives_framework"}


class AgreementForm(KeptForm):
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
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_colleagues(self, "responsible")
        milestones = self.formsets.get("milestones")
        if milestones is not None:
            self._offer_colleagues_in(milestones, "owner")

    def clean(self) -> dict[str, Any]:
        if _TREE_FIELDS.intersection(self.changed_data):
            lock_tree()
        cleaned = super().clean()
        for field, sentence in field_problems(self.instance.pk, self._values(cleaned), by=self.for_user):
            self.add_error(field if field in self.fields else None, sentence)
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
        parties = len(_kept(self.formsets.get("parties")))
        for form in _kept(self.formsets.get("signatories")):
            if form.cleaned_data.get("party_number", 1) > parties:
                form.add_error("party_number", _("There are only %(count)d parties.") % {"count": parties})
        self._refuse_sectors_named_twice()
        for form in _kept(self.formsets.get("documents")):
            _check_file(form)
        refusal = "" if self.instance.state in PREPARED else too_few_parties(parties)
        if refusal:
            self.add_error(None, refusal)
        if self.instance.state in IN_APPROVAL and self._changes_what_is_agreed():
            self.add_error(None, change_in_approval())
        return not self.errors and all(formset.is_valid() for formset in self.formsets.values())

    def _refuse_sectors_named_twice(self) -> None:
        """In the form or, if another person has added one meanwhile, beside it."""
        forms_ = _kept(self.formsets.get("sector_links"))
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

    def _changes_what_is_agreed(self) -> bool:
        changed = set(self.changed_data) - set(self.left_alone())
        parties, documents = self.formsets.get("parties"), self.formsets.get("documents")
        drafts = [form for form in (documents.forms if documents else []) if form.has_changed() and _is_agreed(form)]
        return bool(changed & AGREED or drafts or (parties and parties.has_changed()))

    @cached_property
    def _colleagues(self) -> tuple[Any, list[tuple[Any, str]]]:
        people = colleagues(self.for_user)
        named = [(person.pk, person.get_full_name() or person.get_username()) for person in people]
        return people, [("", "---------"), *named]

    def _offer_colleagues(self, form: Any, name: str) -> None:
        field = form.fields.get(name)
        if isinstance(field, ModelChoiceField):
            people, choices = self._colleagues
            held = getattr(form.instance, f"{name}_id", None)
            known = {key for key, _label in choices}
            if held is not None and held not in known:  # of the unit no longer; stays until somebody chooses anew
                person = getattr(form.instance, name)
                choices = [*choices, (held, person.get_full_name() or person.get_username())]
                people = type(person)._default_manager.filter(pk__in=[*known - {""}, held])
            field.queryset = people
            field.choices = choices

    def _offer_colleagues_in(self, formset: Any, name: str) -> None:
        for form in formset.forms:
            self._offer_colleagues(form, name)
        stock = formset.add_fields

        def add_fields(form: Any, index: int | None) -> None:
            stock(form, index)
            self._offer_colleagues(form, name)

        formset.add_fields = add_fields


def _kept(formset: Any) -> list[Any]:
    """The forms of parts that stay."""
    forms_ = formset.forms if formset is not None else []
    kept = [form for form in forms_ if not form.cleaned_data.get("DELETE")]
    return [form for form in kept if form.instance.pk or form.has_changed()]


def _is_agreed(form: Any) -> bool:
    """Whether a document is part of what is approved; opinions and minutes come in while it is."""
    kinds = {form.initial.get("kind"), form.cleaned_data.get("kind")}
    return bool(kinds & {DocumentKind.DRAFT, DocumentKind.ANNEX})


def _check_file(form: Any) -> None:
    upload = form.cleaned_data.get("file")
    if "file" not in form.changed_data or not upload:
        return
    try:
        demand_acceptable(upload)
    except ValidationError as error:
        form.add_error("file", error)
