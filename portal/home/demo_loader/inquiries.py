"""Two inquiries for the officers to see."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone

from partnerships.models import Inquiry
from partnerships.references import new_reference
from portal.core import audit
from portal.home.demo_loader.files import read
from portal.home.demo_loader.records import Loaded

_VALUES = ("intent", "person", "company", "country", "email", "phone", "message", "locale")


def load_inquiries(loaded: Loaded) -> None:
    """Write the inquiries that are missing. Not received as from the form: nobody is there to be written to."""
    for entry in read("inquiries"):
        key = f"demo-{entry['key']}"
        if not Inquiry.objects.filter(submission_key=key).exists():
            _write(key, entry, loaded)


def _write(key: str, entry: dict[str, Any], loaded: Loaded) -> None:
    inquiry = Inquiry.objects.create(
        reference=new_reference(),
        submission_key=key,
        park=loaded.parks[entry["park"]],
        unit=loaded.parks[entry["park"]].unit,
        privacy_version=settings.PRIVACY_NOTICE_VERSION,
        consented_at=timezone.now(),
        **{name: entry[name] for name in _VALUES},
    )
    inquiry.sectors.set([loaded.sectors[slug] for slug in entry["sectors"]])
    inquiry.wanted_parks.set([loaded.parks[entry["park"]]])
    audit.record(instance=inquiry, action="partnerships.inquiry.receive", by=None)
