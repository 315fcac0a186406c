"""Forms of a list of delegates: the list as it was pasted, and its rows to be looked over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.forms.utils import ErrorDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from parks.enums import ChineseForm, CourtesyTitle, LatinOrder
from parks.models import Person
from parks.name_lines import name_line
from parks.spellings import fold
from partnerships.enums import Side
from partnerships.visits.enums import MemberRole, Photographs
from partnerships.visits.known_people import holds_office_in, people_going_by
from partnerships.visits.pasted import MAX_PEOPLE, PastedPerson
from partnerships.visits.pasted_names import PastedName, split_name
from partnerships.visits.services.delegates import DESCRIBED, MEMBER_FIELDS, NEW, Delegate
from portal.core.keys import key_in
from portal.core.names import full_name, is_han

#: Parts of the address of a row's fields: `rows-3-family`.
PREFIX = "rows"


class PasteForm(forms.Form):
    """A list as text or as a file."""

    text = forms.CharField(
        label=_("List"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Paste from Word, a spreadsheet or a letter: one person a line, with office and organisation in columns of "
            "any order. A first line with headings helps."
        ),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_("CSV or XLSX."),
    )
    side = forms.ChoiceField(label=_("Side of these people"), choices=Side.choices, initial=Side.GUESTS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            self.add_error("text", _("Paste the list, or choose a file."))
        return cleaned


def _text(label: Any, most: int, **more: Any) -> forms.CharField:
    field = forms.CharField(label=label, max_length=most, required=False, **more)
    field.widget.attrs.pop("maxlength", None)  # what is too long comes back whole
    return field


class DelegateForm(forms.Form):
    """A row of the list. One that is not taken may hold whatever it likes."""

    take = forms.BooleanField(label=_("Take this row"), required=False)
    is_another = forms.BooleanField(label=_("This is another person of the same name"), required=False)
    choice = forms.ChoiceField(label=pgettext_lazy("who somebody on a list is", "Person"), required=False)
    family = _text(_("Family name"), 80)
    given = _text(_("Given name"), 80)
    other = _text(_("Name in the other script"), 120)
    latin_order = forms.ChoiceField(label=_("Order in Latin letters"), choices=LatinOrder.choices, required=False)
    courtesy = forms.ChoiceField(label=_("Courtesy title"), choices=CourtesyTitle.choices, required=False)
    office = _text(pgettext_lazy("of a person", "Office"), 200)
    organization = _text(_("Organisation"), 200)
    role = forms.ChoiceField(label=pgettext_lazy("of a delegation", "Role"), choices=MemberRole.choices, required=False)
    email = _text(_("E-mail"), 254)
    dietary = _text(_("Dietary needs"), 200)
    access_needs = _text(_("Access needs"), 200)
    interpreting = _text(_("Needs interpreting into"), 60)
    photographs = forms.ChoiceField(
        label=pgettext_lazy("of a delegate", "Photographs"), choices=Photographs.choices, required=False
    )
    chinese_form = forms.ChoiceField(choices=ChineseForm.choices, required=False, widget=forms.HiddenInput)
    line = forms.IntegerField(required=False, widget=forms.HiddenInput)
    known = forms.CharField(required=False, widget=forms.HiddenInput)
    doubts = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    notes = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    needs = ("email", "dietary", "access_needs", "interpreting", "photographs")
    names = ("family", "given", "other", "latin_order", "courtesy")

    def __init__(self, *args: Any, candidates: list[Person], may_add: bool, twin_of: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.twin_of = twin_of
        self.candidates = candidates
        others = [(NEW, _("A new person"))] if may_add else []
        others.append((DESCRIBED, _("Without a record, in words alone")))
        offered: list[tuple[str, Any]] = [
            (str(person.pk), name_line(person, person.offices.all()).text) for person in candidates
        ]
        if offered:
            offered.insert(0, ("", _("Is it one of these?")))
            others = [(NEW, _("None of them: a new person")), *others[1:]] if may_add else others
        self.fields["choice"].choices = [*offered, *others]  # type: ignore[attr-defined]
        if not self.is_bound:
            likely = self._most_likely() if candidates else others[0][0]
            self.initial["choice"] = DESCRIBED if self.initial.get("is_open") else likely
            self.initial["known"] = " ".join(str(person.pk) for person in candidates)

    def _most_likely(self) -> str:
        """The one who holds an office there; a name alone says nothing."""
        there = [one for one in self.candidates if holds_office_in(one, self.initial.get("organization", ""))]
        return str(there[0].pk) if len(there) == 1 else ""

    def full_clean(self) -> None:
        if self.is_bound and not self.data.get(self.add_prefix("take")):
            self._errors, self.cleaned_data = ErrorDict(), {"take": False}
            return
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "choice" not in self.errors and not cleaned.get("choice"):
            self.add_error("choice", _("Say whether it is one of these."))
        is_open = cleaned.get("choice") == DESCRIBED and (cleaned.get("office") or cleaned.get("organization"))
        if "family" not in self.errors and not cleaned.get("family") and not is_open:
            self.add_error("family", _("Give the name."))
        return cleaned

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email:
            EmailValidator()(email)
        return email

    @property
    def title(self) -> str:
        """The name as it stands in the row: what the row is known by."""
        name = full_name(str(self["family"].value() or ""), str(self["given"].value() or ""))
        return name or str(self["office"].value() or self["organization"].value() or "")

    @property
    def doubts_said(self) -> list[str]:
        twin = gettext("The same name as in row %(row)d. Is it the same person?") % {"row": self.twin_of}
        return [*([twin] if self.twin_of else []), *_lines(self["doubts"].value())]

    @property
    def notes_said(self) -> list[str]:
        return _lines(self["notes"].value())

    def delegate(self) -> Delegate:
        """The row as the service takes it. Call after it was found valid."""
        said = self.cleaned_data
        other = _other_parts(said["other"], said["latin_order"])
        return Delegate(
            family=said["family"],
            given=said["given"],
            other_family=other.family,
            other_given=other.given,
            latin_order=said["latin_order"],
            chinese_form=other.chinese_form if is_han(said["other"]) else said["chinese_form"],
            courtesy=said["courtesy"],
            office=said["office"],
            organization=said["organization"],
            choice=said["choice"],
            known=frozenset(key for sent in said["known"].split() if (key := key_in(sent)) is not None),
            values={name: said[name] for name in MEMBER_FIELDS},
            is_another=said["is_another"],
        )


def _other_parts(text: str, latin_order: str) -> PastedName:
    """The name in the other script in its parts; a Latin one by the order that was chosen."""
    name, words = split_name(text) if text else PastedName(), text.split()
    if is_han(text) or "," in text or len(words) < 2:
        return name
    place = -1 if latin_order == LatinOrder.GIVEN_FIRST else 0
    family = words.pop(place)
    return replace(name, family=name.family if name.family.lower() == family.lower() else family, given=" ".join(words))


def _lines(text: Any) -> list[str]:
    return [line for line in str(text or "").split("\n") if line.strip()]


class BaseDelegates(forms.BaseFormSet):
    """All rows; persons on record are looked up for all of them at once, as they stand when the screen is shown."""

    def __init__(self, *args: Any, may_add: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._may_add = may_add
        names = self._names()
        self._found = people_going_by(dict(enumerate(names)))
        self._twins = _twins(names)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        candidates = self._found.get(index, []) if index is not None else []
        return {
            **super().get_form_kwargs(index),
            "candidates": candidates,
            "may_add": self._may_add,
            "twin_of": self._twins.get(index, 0),
        }

    def _names(self) -> list[list[str]]:
        if not self.is_bound:
            return [_spellings(row) for row in self.initial or []]
        count = min(self.total_form_count(), MAX_PEOPLE)
        keys = ("family", "given", "other")
        return [
            _spellings({key: self.data.get(f"{self.prefix}-{number}-{key}", "") for key in keys})
            for number in range(count)
        ]


def _twins(names: list[list[str]]) -> dict[int | None, int]:
    """Place of each row whose name a row above has → the number of that row."""
    seen: dict[str, int] = {}
    firsts = ((place, fold(spellings[0])) for place, spellings in enumerate(names))
    pairs = ((place, seen.setdefault(name, place)) for place, name in firsts if name)
    return {place: above + 1 for place, above in pairs if above != place}


def _spellings(row: Mapping[str, Any]) -> list[str]:
    """Every way in which the name may be on record: a Latin one in both orders."""
    family, given, other = (row[key][:120] for key in ("family", "given", "other"))
    turned = " ".join([*other.split()[1:], *other.split()[:1]])
    return [f"{family} {given}", f"{given} {family}", *([other, turned] if other else [])]


DelegateFormSet: Any = forms.formset_factory(
    DelegateForm, formset=BaseDelegates, extra=0, max_num=MAX_PEOPLE, absolute_max=MAX_PEOPLE, validate_max=True
)


def initial_row(person: PastedPerson) -> dict[str, Any]:
    """What the form of a row begins with."""
    name = person.name
    return {
        "take": True,
        "family": name.family,
        "given": name.given,
        "other": name.other,
        "latin_order": str(
            split_name(name.other).latin_order if is_han(name.family) and name.other else name.latin_order
        ),
        "chinese_form": str(name.chinese_form),
        "courtesy": str(name.courtesy),
        "office": person.office,
        "organization": person.organization,
        "role": person.role or MemberRole.MEMBER.value,
        "line": person.line,
        "doubts": "\n".join(person.doubts),
        "notes": "\n".join(person.notes),
        "is_open": person.is_open,
        **{key: getattr(person, key) for key in DelegateForm.needs},
    }
