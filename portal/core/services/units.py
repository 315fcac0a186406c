"""Offices: where they write, where their files lie, how what they write is reviewed."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection

from portal.core import audit
from portal.core.enums import ReviewStage
from portal.core.models import Unit, User
from portal.core.services.groups import arrange_group, is_role_group
from portal.core.services.review import arrange_review


@transaction.atomic
def save_unit(*, unit: Unit, by: User | None) -> Unit:
    """Store a unit, with a collection for its files where it has none, and give its people what follows from it.

    Raises:
        ValidationError: a field is wrong, or the final review is not among the stages.
    """
    unit.review_stages = [stage for stage in ReviewStage.values if stage in unit.review_stages]
    if ReviewStage.FINAL not in unit.review_stages:
        raise ValidationError({"review_stages": _("Nothing goes live without the final review.")})
    unit.full_clean()
    created = unit.pk is None
    if unit.collection is None:
        unit.collection = Collection.get_first_root_node().add_child(instance=Collection(name=unit.name))
    unit.save()
    arrange_unit(unit=unit, by=by)
    audit.record(
        instance=unit,
        action="wagtail.create" if created else "wagtail.edit",
        by=by,
        data={"review_stages": unit.review_stages, "proofs": unit.proofs, "root_page": unit.root_page_id},
    )
    return unit


@transaction.atomic
def arrange_unit(*, unit: Unit, by: User | None = None) -> None:
    """Give the groups of `unit` their pages and files, and its pages their review."""
    for group in Group.objects.filter(name__contains=f":{unit.slug}"):
        if is_role_group(group.name) and unit.slug in group.name.split(":")[1:]:
            arrange_group(group)
    arrange_review(unit=unit, by=by)
