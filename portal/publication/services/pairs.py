"""Pairs: a page and its translations, which go live by themselves as soon as all of them are approved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from portal.core import audit
from portal.core.models import User
from portal.core.unit_pages import unit_of_page
from portal.localization.queries import is_translation
from portal.publication.enums import BundleKind
from portal.publication.errors import BundleRefusedError
from portal.publication.models import Bundle
from portal.publication.policy import bundle_policy
from portal.publication.services.members import demand_hour_ahead, put_page, put_translation


def may_prepare(page: Page, user: Any) -> bool:
    """Whether the person prepares what goes live together for the unit of `page`. Translators do not."""
    units = bundle_policy.units(user, ["add"])
    unit = unit_of_page(page)
    return units is None or (unit is not None and unit.pk in units)


@transaction.atomic
def open_pair(*, page: Page, locales: Iterable[Locale], by: User, go_live_at: datetime | None = None) -> Bundle:
    """Hold a page with something new in it, and send its latest draft to translation, so that both go live together.

    Args:
        locales: the languages to wait for.
        go_live_at: not before this hour; None: as soon as everything is approved.

    Raises:
        BundleRefusedError: the person may not edit the page, it is a translation, says nothing new, is held already,
            or is not translated into one of the languages.
    """
    page = Page.objects.select_for_update(of=("self",), no_key=True).get(pk=page.pk).specific
    chosen = list(locales)
    if not page.permissions_for_user(by).can_edit():
        raise BundleRefusedError("permission", _("You may not edit this page."))
    if not may_prepare(page, by):
        raise BundleRefusedError("permission", _("You prepare no bundles for that unit."))
    if is_translation(page) or page.alias_of_id:
        raise BundleRefusedError("translation", _("This page is itself a translation. Open its source."))
    if not chosen:
        raise BundleRefusedError("languages", _("Choose at least one language."))
    demand_hour_ahead(go_live_at)
    bundle = Bundle.objects.create(
        kind=BundleKind.PAIR,
        title=page.get_admin_display_title()[:255],
        unit=unit_of_page(page),
        go_live_at=go_live_at,
        created_by=by,
    )
    put_page(bundle=bundle, page=page, by=by)
    for locale in chosen:
        put_translation(bundle=bundle, source=page, locale=locale, by=by)
    data = {"page": page.pk, "languages": [locale.language_code for locale in chosen]}
    audit.record(instance=bundle, action="publication.pair.open", by=by, data=data)
    return bundle
