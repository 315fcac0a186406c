"""Bundles: prepared by one person, approved by another, and dissolved by either."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from portal.core import audit
from portal.core.models import Unit, User
from portal.core.unit_pages import unit_of_page
from portal.localization.permissions import may_change_record
from portal.localization.services.record_words import lock_record
from portal.publication.enums import HOLDING, BundleKind, BundleState
from portal.publication.errors import BundleRefusedError
from portal.publication.models import Bundle, move
from portal.publication.policy import bundle_policy
from portal.publication.queries import members_of
from portal.publication.services.bundle_texts import demand_conditions_of, demand_ready, freeze
from portal.publication.services.going_live import hold_pages, publish_bundle, settle_pair
from portal.publication.services.inspection import seal, texts_of
from portal.publication.services.members import demand_hour_ahead, let_out, put_page, put_translation

_PREPARING = frozenset({BundleState.OPEN, BundleState.FAILED})


@transaction.atomic
def create_bundle(*, title: str, unit: Unit | None, by: User, go_live_at: datetime | None = None) -> Bundle:
    """An empty bundle of a unit, or (None) of the whole portal.

    Raises:
        BundleRefusedError: the person prepares none there, or the hour is over.
    """
    units = bundle_policy.units(by, ["add"])
    if units is not None and (unit is None or unit.pk not in units):
        raise BundleRefusedError("permission", _("You prepare no bundles for that unit."))
    demand_hour_ahead(go_live_at)
    bundle = Bundle.objects.create(title=title, unit=unit, go_live_at=go_live_at, created_by=by)
    audit.record(instance=bundle, action="publication.bundle.create", by=by)
    return bundle


@transaction.atomic
def change_bundle(*, bundle_id: int, title: str, go_live_at: datetime | None, by: User) -> Bundle:
    """Another title or hour, while the bundle is being prepared; of a pair also while it waits for its hour.

    Raises:
        BundleRefusedError: it is past that, the hour is over, or an approved pair is to go live earlier than approved
            and the person approves nothing there.
    """
    bundle = _held(bundle_id, by, "change")
    if not bundle.is_holding:
        raise _decided(bundle)
    if bundle.state not in _PREPARING and bundle.kind != BundleKind.PAIR:
        raise _not_in_preparation()
    former = bundle.go_live_at
    if go_live_at != former:
        demand_hour_ahead(go_live_at)
    if bundle.state == BundleState.APPROVED and _is_earlier(go_live_at, former):
        _held(bundle_id, by, "approve")
    bundle.title, bundle.go_live_at = title, go_live_at
    bundle.save(update_fields=["title", "go_live_at", "updated_at"])
    hours = {name: hour.isoformat() if hour else None for name, hour in (("from", former), ("to", go_live_at))}
    audit.record(instance=bundle, action="publication.bundle.change", by=by, data={"hour": hours})
    return bundle


def _is_earlier(hour: datetime | None, former: datetime | None) -> bool:
    """None is at once."""
    return former is not None and (hour is None or hour < former)


@transaction.atomic
def add_members(*, bundle_id: int, wanted: Iterable[tuple[Model, Locale]], by: User) -> int:
    """Put pages, translations of pages and translations of records into a bundle; all of them or none.

    Args:
        wanted: page (in its own language) or record, and the language in which it is to go live.

    Returns:
        how many there are more now.

    Raises:
        BundleRefusedError: not in preparation, nothing to publish, held already, of another unit, or not the person's.
    """
    bundle = _in_preparation(bundle_id, by)
    number = 0
    # Sources first, so that their translations are those of the draft.
    for source, locale in sorted(wanted, key=lambda pair: getattr(pair[0], "locale_id", None) != pair[1].pk):
        _add(bundle, source, locale, by)
        number += 1
    data = {"members": [item.title for item in bundle.items.order_by("-pk")[:number]]}
    audit.record(instance=bundle, action="publication.member.add", by=by, data=data)
    return number


@transaction.atomic
def remove_member(*, item_id: int, bundle_id: int, by: User) -> None:
    """Take a member out of a bundle in preparation; a pair is dissolved as a whole.

    Raises:
        BundleRefusedError
    """
    bundle = _in_preparation(bundle_id, by)
    item = bundle.items.select_related("content_type", "locale").filter(pk=item_id).first()
    if item is None:
        raise BundleRefusedError("gone", _("That is not in the bundle any more."))
    # First: whoever approves the translation at this moment holds the job and wants the member.
    let_out(item=item, by=by)
    item.delete()
    audit.record(instance=bundle, action="publication.member.remove", by=by, data={"member": item.title})


@transaction.atomic
def approve_bundle(*, bundle_id: int, by: User, seen: str | None = None) -> Bundle:
    """Approve what the members say now: they go live together, at once or at the hour of the bundle.

    Args:
        seen: `seal` of what the person has read; None for callers that read nothing before.

    Raises:
        BundleRefusedError: no right, another person has just decided, a member says something else than was seen,
            is not ready, or its last approval would be refused; or nobody but `by` has looked at the bundle.
    """
    bundle = _held(bundle_id, by, "approve")
    if bundle.kind == BundleKind.PAIR:
        raise BundleRefusedError("pair", _("A pair needs no approval of its own: it waits for those of its members."))
    if bundle.state not in _PREPARING:
        raise _decided(bundle)
    if bundle.go_live_at is not None and bundle.state == BundleState.OPEN:
        demand_hour_ahead(bundle.go_live_at)
    hold_pages(bundle)
    members = members_of(bundle)
    texts = texts_of(members)
    if seen is not None and seen != seal(members, texts):
        raise BundleRefusedError("changed", _("The bundle was changed meanwhile. Look at it again, then approve it."))
    demand_ready(bundle)
    _demand_second_person(bundle, by)
    demand_conditions_of(members, texts, by)
    for member in members:
        freeze(member, texts[member.item.pk], by)
    if bundle.state == BundleState.FAILED:
        move(bundle, BundleState.OPEN)
    move(bundle, BundleState.APPROVED, approved_by=by, approved_at=timezone.now(), last_error="")
    data = {"members": [member.item.title for member in members]}
    audit.record(instance=bundle, action="publication.bundle.approve", by=by, data=data)
    transaction.on_commit(lambda: publish_bundle(bundle_id=bundle.pk), robust=True)
    return bundle


@transaction.atomic
def reopen_bundle(*, bundle_id: int, by: User) -> Bundle:
    """Take the approval of a bundle back, or prepare one anew that could not go live.

    Raises:
        BundleRefusedError: there is none to take back; a pair has none of its own.
    """
    bundle = _held(bundle_id, by, "change")
    if bundle.kind == BundleKind.PAIR:
        raise BundleRefusedError("pair", _("A pair needs no approval of its own: it waits for those of its members."))
    if bundle.state not in {BundleState.APPROVED, BundleState.FAILED}:
        raise _decided(bundle)
    move(bundle, BundleState.OPEN, approved_by=None, approved_at=None)
    bundle.items.update(bundled_hash="")
    audit.record(instance=bundle, action="publication.bundle.reopen", by=by)
    return bundle


def retry_pair(*, bundle_id: int, by: User) -> bool:
    """Try once more to let a pair go live that could not; whether it did.

    Raises:
        BundleRefusedError: no right, or it has not failed.
    """
    with transaction.atomic():
        bundle = _held(bundle_id, by, "change")
        if bundle.kind != BundleKind.PAIR or bundle.state != BundleState.FAILED:
            raise _decided(bundle)
        audit.record(instance=bundle, action="publication.bundle.retry", by=by)
    return settle_pair(bundle_id=bundle_id)


@transaction.atomic
def dissolve_bundle(*, bundle_id: int, by: User) -> Bundle:
    """Let every member go its own way again.

    Raises:
        BundleRefusedError: it is published or dissolved already.
    """
    bundle = _held(bundle_id, by, "change")
    if bundle.state not in HOLDING:
        raise _decided(bundle)
    move(bundle, BundleState.DISSOLVED)
    for item in bundle.items.select_related("content_type", "locale"):
        let_out(item=item, by=by)
    audit.record(instance=bundle, action="publication.bundle.dissolve", by=by)
    return bundle


def _held(bundle_id: int, by: User, action: str) -> Bundle:
    """The bundle, locked, with the right to do that asked for. Who prepared one may always change it."""
    bundle = Bundle.objects.select_for_update(of=("self",)).filter(pk=bundle_id).first()
    if bundle is None:
        raise BundleRefusedError("gone", _("The bundle has been deleted."))
    if not bundle_policy.user_has_permission_for_instance(by, action, bundle):
        raise BundleRefusedError("permission", _("You do not have the right to do this with the bundle."))
    return bundle


def _in_preparation(bundle_id: int, by: User) -> Bundle:
    bundle = _held(bundle_id, by, "change")
    if bundle.kind == BundleKind.PAIR:
        raise BundleRefusedError("pair", _("The members of a pair are fixed. Dissolve it and open another."))
    if bundle.state not in _PREPARING:
        raise _not_in_preparation()
    return bundle


def _not_in_preparation() -> BundleRefusedError:
    return BundleRefusedError("state", _("The bundle is not in preparation. Take its approval back first."))


def _decided(bundle: Bundle) -> BundleRefusedError:
    person: Any = bundle.approved_by
    name = (person.get_full_name() or person.username) if person is not None else "—"
    return BundleRefusedError(
        "state",
        _("The bundle is already in another state: %(state)s (%(person)s).")
        % {"state": bundle.get_state_display(), "person": name},
    )


def _add(bundle: Bundle, source: Model, locale: Locale, by: User) -> None:
    if not isinstance(source, Page):
        record = lock_record(type(source), source.pk)
        if record is None:
            raise BundleRefusedError("gone", _("The record has been deleted."))
        if not may_change_record(by, record):
            raise BundleRefusedError("permission", _("You may not change “%(title)s”.") % {"title": record})
        put_translation(bundle=bundle, source=record, locale=locale, by=by)
        return
    page = Page.objects.select_for_update(of=("self",), no_key=True).filter(pk=source.pk).first()
    if page is None:
        raise BundleRefusedError("gone", _("The page has been deleted."))
    _demand_in_unit(bundle, page, by)
    if page.locale_id == locale.pk:
        put_page(bundle=bundle, page=page, by=by)
    else:
        put_translation(bundle=bundle, source=page, locale=locale, by=by)


def _demand_in_unit(bundle: Bundle, page: Page, by: User) -> None:
    may = page.permissions_for_user(by)
    unit = unit_of_page(page)
    if not (may.can_edit() or may.can_publish()):
        # Without its title: that of a draft is read by those who work on it.
        raise BundleRefusedError("permission", _("One of the chosen pages is not yours to edit or to publish."))
    if bundle.unit_id and (unit is None or unit.pk != bundle.unit_id):
        raise BundleRefusedError(
            "unit",
            _("“%(title)s” belongs to another unit than the bundle.") % {"title": page.get_admin_display_title()},
        )


def _demand_second_person(bundle: Bundle, by: User) -> None:
    if bundle.created_by_id == by.pk:
        raise BundleRefusedError("second_person", _("You prepared this bundle. Another person must approve it."))
