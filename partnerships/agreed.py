"""What has been agreed, and who may still change it: nobody while it is approved, the head once it is signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.permissions import policy_registry

from partnerships.agreement_rules import TREE_LINKS, too_few_parties
from partnerships.enums import IN_APPROVAL, PREPARED
from partnerships.models import Agreement, AgreementParty
from portal.core.localized import word_columns
from portal.core.models import User
from portal.core.partial_dates import PartialDate

#: What those who approve an agreement have seen of it; its parties and drafts besides.
AGREED = frozenset(
    {
        *(*word_columns("name"), *word_columns("subject"), *word_columns("renewal"), *TREE_LINKS, "kind"),
        *("outlives_framework", "starts_on", "ends_on", "value", "currency"),
        *("originals", "languages", "prevailing_language"),
    }
)
#: What stands from the signature on: to change it is to agree anew.
SIGNED = AGREED | {"signed_on"}


def may_rewrite(user: User, agreement: Agreement) -> bool:
    """Whether `user` may change what has been signed: the head of the unit and administrators, who approve it."""
    return policy_registry.get(agreement).user_has_permission_for_instance(user, "publish", agreement)


def fields_that_stay(held: Agreement, values: Mapping[str, Any], *, by: User) -> list[str]:
    """Names of those `values` that `by` may not write.

    Nothing of what is agreed changes in approval. From the signature on, whoever may not rewrite it fills in what is
    empty.

    Args:
        held: the agreement as it is in the database.
        values: what fields are to say, links as agreements.
    """
    stays = _standing(held, by)
    if stays is None:
        return []
    agreed = [name for name in values if name in (AGREED if held.state in IN_APPROVAL else SIGNED)]
    return [name for name in agreed if stays(getattr(held, name), values[name])]


def parties_stay(held: Agreement, before: list[AgreementParty], after: list[AgreementParty], *, by: User) -> bool:
    """Whether `by` may not put the parties `after` in the place of those `before`, both in their order."""
    stays = _standing(held, by)
    if stays is None:
        return False
    pairs = zip(before, after, strict=False)
    changed = any(stays(old, new) for pair in pairs for old, new in zip(*map(_party_values, pair), strict=True))
    is_grown = len(after) > len(before) and (held.state in IN_APPROVAL or not too_few_parties(len(before)))
    return changed or is_grown or len(after) < len(before)


def signatories_stay(held: Agreement, *, by: User) -> bool:
    """Whether those who have signed stay as they were entered."""
    return held.state not in PREPARED and not may_rewrite(by, held)


def stays(held: Agreement, names: Iterable[str]) -> str:
    """Why what is called `names` does not change."""
    said = {"fields": pgettext("between names", ", ").join(names)}
    if held.state in IN_APPROVAL:
        return (
            _("In approval these stay as they are: %(fields)s. To change them, take the agreement back first.") % said
        )
    return (
        _(
            "This has been signed and stays as it is: %(fields)s. Begin a supplementary agreement under “State and "
            "steps”, or ask the head of the unit to change it."
        )
        % said
    )


def what_may_change(agreement: Agreement, user: User) -> str:
    """What `user` may change of an agreement where it stands now, in a sentence for the head of its form."""
    if agreement.state in IN_APPROVAL:
        return _(
            "In approval, title, kind, subject, other agreements, parties, term, value, texts, drafts and annexes stay "
            "as they are. To change them, take the agreement back first. Opinions can be attached."
        )
    if agreement.state in PREPARED:
        return _("Everything may still be changed.")
    if may_rewrite(user, agreement):
        return _(
            "As the head of the unit or an administrator you may still set right what was entered wrongly. For what is "
            "agreed anew, begin a supplementary agreement."
        )
    return _(
        "From the signature on, title, kind, subject, other agreements, parties, signatories, day of signing, term, "
        "value and texts stay as they are; what is empty can be filled in. To change them, begin a supplementary "
        "agreement under “State and steps”, or ask the head of the unit."
    )


def _standing(held: Agreement, by: User) -> Callable[[Any, Any], bool] | None:
    """Which change of a value is refused to `by`, from what to what; None where none is."""
    if held.state in IN_APPROVAL:
        return lambda old, new: not _same(old, new)
    if held.state in PREPARED or may_rewrite(by, held):
        return None
    return lambda old, new: not (_is_empty(old) or _same(old, new) or _is_more_exact(old, new))


def _same(old: Any, new: Any) -> bool:
    """Whether two values say the same; of links, keys are compared."""
    old, new = getattr(old, "pk", old), getattr(new, "pk", new)
    if isinstance(old, list) and isinstance(new, list):
        return sorted(old) == sorted(new)
    return bool(old == new) or (_is_empty(old) and _is_empty(new))


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value == "" or value == []


def _is_more_exact(old: Any, new: Any) -> bool:
    """Whether a date with unknown parts keeps those that were known."""
    if not isinstance(old, PartialDate) or not isinstance(new, PartialDate):
        return False
    parts = ("year", "month", "day")
    return all(getattr(old, part) in (None, getattr(new, part)) for part in parts)


def _party_values(party: AgreementParty) -> list[Any]:
    words = [(getattr(party, name) or "").strip() for name in word_columns("description")]
    return [party.park_id, party.organization_id, *words]
