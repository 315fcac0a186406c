"""The form of a term: a proposal is complete and sound, and replaces nobody's unseen."""

from __future__ import annotations

from typing import Any, cast

from django.forms import CharField, HiddenInput
from django.utils.translation import gettext as _

from portal.core.scoped_admin import ScopedForm
from portal.localization.models import GlossaryRendering, GlossaryTerm
from portal.localization.services.term_problems import problems_of
from portal.localization.services.terms import store_proposal

SEEN = "seen_revision"


class TermForm(ScopedForm):
    """Wagtail lets drafts be incomplete; what waits for a reviser is not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sound: bool | None = None
        if self.instance.pk is not None:
            seen = revision_mark(self.instance)
            self.fields[SEEN] = CharField(widget=HiddenInput, required=False, initial=seen)

    def defer_required_fields(self) -> None:
        pass

    def restore_required_fields(self) -> None:
        pass

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if self._sound is None:
            problems = problems_of(self.instance, self.wordings)
            self._sound = not problems
            for problem in problems:
                self.add_error(None, problem)
        return self._sound

    @property
    def wordings(self) -> list[GlossaryRendering]:
        """The renderings as the person wrote them."""
        formset = self.formsets["renderings"]
        kept = [form for form in formset.forms if form not in formset.deleted_forms]
        return [form.instance for form in kept if form.has_changed() or form.instance.pk]

    def save(self, commit: bool = True) -> GlossaryTerm:
        term = cast(GlossaryTerm, super().save(commit=False))
        if commit:
            store_proposal(term)
        return term

    def collides(self, term: GlossaryTerm) -> bool:
        """Whether another person has written since this form was shown; says so, and lets the person decide."""
        seen = self.cleaned_data.get(SEEN)
        if not seen or seen == revision_mark(term):
            return False
        draft = term.get_latest_revision_as_object()
        self.add_error(
            None,
            _(
                "Changed by another person while you were writing. It now says: “%(text)s”. "
                "Save again to replace it with yours; the history keeps both."
            )
            % {"text": described(draft)},
        )
        self.data = self.data.copy()
        self.data[self.add_prefix(SEEN)] = revision_mark(term)
        return True


def revision_mark(term: GlossaryTerm) -> str:
    """Names the last proposal of a term."""
    return str(term.latest_revision_id or "none")


def described(term: GlossaryTerm) -> str:
    """A term in one line: every wording with its language and, where it is not preferred, its status."""
    rows = term.renderings.all()
    said = [
        f"{row.locale.get_display_name()}: {row.text}"
        + ("" if row.status == "preferred" else f" ({row.get_status_display()})")
        for row in rows
    ]
    return "; ".join([*said, term.note] if term.note else said)
