"""Inquiries for the officers to see, with what has become of them; their days are counted from the day of loading."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from partnerships.inquiries.enums import ConsentKind
from partnerships.inquiries.levels.clocks import start_first
from partnerships.models import Consent, Inquiry, PremisesNeed, RoutingRule, ServiceClock, Visit
from partnerships.references import new_reference
from portal.core import audit
from portal.core.days import start_of, today
from portal.core.models import User
from portal.home.demo_loader.files import read
from portal.home.demo_loader.inquiry_story import keep_table, merge, tell
from portal.home.demo_loader.records import Loaded

_VALUES = ("intent", "behalf", "person", "company", "country", "email", "phone", "message", "locale")
_PLANS = ("amount", "currency", "time_frame")
#: The hour of the day at which they come in.
_HOUR = timedelta(hours=10)


def load_inquiries(loaded: Loaded) -> None:
    """Write the inquiries that are missing, and where none is, the rules that say where new ones go.

    Not received as from the form: nobody is there to be written to.
    """
    is_first = not Inquiry.objects.exists()
    people = {user.username: user for user in User.objects.all()}
    for entry in read("inquiries"):
        key = f"demo-{entry['key']}"
        if not Inquiry.objects.filter(submission_key=key).exists():
            _write(key, entry, loaded, people)
    _silence_clocks()
    if is_first and not RoutingRule.objects.exists():
        for rule in read("routing"):
            _add_rule(rule, loaded, people)


def _write(key: str, entry: dict[str, Any], loaded: Loaded, people: dict[str, User]) -> None:
    parks = [loaded.parks[slug] for slug in entry.get("parks", [entry["park"]] if "park" in entry else [])]
    at = min(start_of(today() - timedelta(days=entry.get("days_ago", 0))) + _HOUR, timezone.now())
    inquiry = Inquiry.objects.create(
        reference=new_reference(),
        submission_key=key,
        park=parks[0] if parks else None,
        unit=parks[0].unit if parks else None,
        responsible=people.get(entry.get("responsible", "")),
        privacy_version=settings.PRIVACY_NOTICE_VERSION,
        consented_at=at,
        created_at=at,
        quarantined_at=at if "doubts" in entry else None,
        doubts=entry.get("doubts", []),
        **{name: entry[name] for name in (*_VALUES, *_PLANS) if name in entry},
    )
    inquiry.sectors.set([loaded.sectors[slug] for slug in entry["sectors"]])
    inquiry.wanted_parks.set(parks)
    _add_parts(inquiry, entry, at)
    audit.record(instance=inquiry, action="partnerships.inquiry.receive", by=None)
    if inquiry.quarantined_at is None:
        start_first(inquiry, at)
        tell(inquiry, entry.get("story", []), at, people)
    if "merged_into" in entry:
        merge(inquiry, Inquiry.objects.get(submission_key=f"demo-{entry['merged_into']}"), people[entry["responsible"]])


def _add_parts(inquiry: Inquiry, entry: dict[str, Any], at: datetime) -> None:
    for kind in [ConsentKind.NOTICE.value, *entry.get("consents", [])]:
        Consent.objects.create(inquiry=inquiry, kind=kind, version=inquiry.privacy_version, given_at=at)
    if "premises" in entry:
        PremisesNeed.objects.create(inquiry=inquiry, **entry["premises"])
    if "table" in entry:
        keep_table(inquiry, entry["table"]["name"], entry["table"]["rows"], at)
    if "visit" in entry:
        inquiry.visits.set(Visit.objects.filter(slug=entry["visit"]))


def _silence_clocks() -> None:
    """Of what was due before the demonstration was loaded nobody is warned afterwards."""
    rows = ServiceClock.objects.filter(inquiry__submission_key__startswith="demo-", ended_at=None)
    now = timezone.now()
    rows.filter(warn_at__lte=now, warned_at=None).update(warned_at=F("warn_at"))
    rows.filter(due_at__lte=now, escalated_at=None).update(escalated_at=F("due_at"))


def _add_rule(rule: dict[str, Any], loaded: Loaded, people: dict[str, User]) -> None:
    RoutingRule.objects.create(
        sort_order=rule["order"],
        park=loaded.parks[rule["park"]] if "park" in rule else None,
        sector=loaded.sectors[rule["sector"]] if "sector" in rule else None,
        intent=rule.get("intent", ""),
        locale=rule.get("language", ""),
        unit=loaded.units[rule["unit"]] if "unit" in rule else None,
        officer=people.get(rule.get("officer", "")),
    )
