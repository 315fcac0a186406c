"""What the status page of an inquiry shows. Internal notes, reasons of steps and other investors' words never are."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from partnerships.contact import answering, office_name
from partnerships.inquiries.contact import contact_of
from partnerships.inquiries.enums import ConsentKind, FileOrigin, MessageDirection, RequestKind
from partnerships.inquiries.notices import versions_in_force
from partnerships.inquiries.outside.history import happenings
from partnerships.inquiries.outside.promise import first_answer_within
from partnerships.inquiries.outside.sent import sent_lines
from partnerships.inquiries.outside.services import FREE
from partnerships.inquiries.outside.standing import due_of, is_open, may_write, merged_since, steps_of
from partnerships.inquiries.outside.status_forms import ConsentForm, MessageForm
from partnerships.inquiries.outside.tokens import LINKS, Holder
from partnerships.inquiries.sheet import premises_lines
from partnerships.models import Inquiry, InquiryFile, InquiryMessage
from partnerships.visits.zones import zone_name
from portal.core.days import portal_zone

PAGES = ("status", "status_write", "status_withdraw", "status_nda", "status_erase", "status_consents")


@dataclass(frozen=True, slots=True)
class Download:
    name: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A message with its files."""

    message: InquiryMessage
    is_ours: bool
    files: list[Download]


def crumbs(*below: tuple[str, str]) -> list[dict[str, str]]:
    """The way to the status pages and on to `below`: title and address each."""
    steps = [
        (_("Write to a park"), reverse("cooperate")),
        (_("How your inquiry stands"), reverse("cooperate_status")),
        *below,
    ]
    return [{"title": title, "url": url} for title, url in steps]


def frame(holder: Holder) -> dict[str, object]:
    """What every page of an inquiry says: its links, and the way to it."""
    inquiry = holder.inquiry
    links = {name: LINKS.with_token(f"cooperate_{name}", holder.token) for name in PAGES}
    return {"found": inquiry, "links": links, "crumbs": crumbs((inquiry.reference, links["status"]))}


def shown_messages(holder: Holder) -> QuerySet[InquiryMessage]:
    """What was written to and fro, as far as the holder of the link may read it.

    What the office has written since another inquiry was merged into this one may answer that one: it went to the
    mailbox, and who has not shown that it is theirs does not read it here.
    """
    rows = InquiryMessage.objects.filter(inquiry__in=holder.rows()).order_by("created_at", "pk")
    since = None if holder.is_mailed else merged_since(holder.inquiry)
    return rows if since is None else rows.exclude(direction=MessageDirection.OUT, created_at__gte=since)


def shown_files(holder: Holder) -> QuerySet[InquiryFile]:
    """The files that the investor may have: their own, and those that went with a letter that they may read."""
    told = shown_messages(holder).filter(direction=MessageDirection.OUT).order_by().values("pk")
    rows = InquiryFile.objects.filter(Q(origin=FileOrigin.INVESTOR) | Q(message__in=told))
    return rows.filter(inquiry__in=holder.rows()).order_by("pk")


def status_context(holder: Holder, form: MessageForm) -> dict[str, object]:
    """Everything on the page."""
    inquiry = holder.inquiry
    files = list(shown_files(holder))
    thread = _thread(holder, files)
    steps = steps_of(inquiry)
    held = {row.kind for row in inquiry.consents.all() if row.withdrawn_at is None}
    return frame(holder) | {
        "form": form,
        "now": steps[-1],
        "due": due_of(inquiry) if is_open(inquiry) else None,
        "within": first_answer_within(inquiry) if inquiry.is_quarantined and may_write(inquiry) else "",
        "responsible": answering(inquiry.responsible),
        "office": office_name(inquiry.park, inquiry.unit),
        "contact": contact_of(inquiry),
        "portal_zone": zone_name(portal_zone().key),
        "happenings": happenings(inquiry, steps, [entry.message for entry in thread]),
        "sent": list(sent_lines(inquiry)),
        "premises": premises_lines(inquiry),
        "files": [_download(holder, file) for file in files if file.message_id is None],
        "others": [row for row in holder.rows() if row.pk != inquiry.pk],
        "thread": thread,
        "may_write": may_write(inquiry),
        "is_open": is_open(inquiry),
        "may_end": holder.may_end,
        "nda": inquiry.requests.filter(kind=RequestKind.NDA).last(),
        "erasure": inquiry.requests.filter(kind=RequestKind.ERASURE, settled_at=None).last(),
        "consents": ConsentForm(initial={kind.value: kind in held for kind in FREE}),
        "notice": _notice(inquiry),
    }


def _thread(holder: Holder, files: list[InquiryFile]) -> list[Entry]:
    beside: dict[int, list[Download]] = {}
    for file in files:
        if file.message_id is not None:
            beside.setdefault(file.message_id, []).append(_download(holder, file))
    rows = shown_messages(holder)
    return [Entry(row, row.direction == MessageDirection.OUT, beside.get(row.pk, [])) for row in rows]


def _download(holder: Holder, file: InquiryFile) -> Download:
    token = urlencode({LINKS.argument: holder.token})
    return Download(file.name, file.size, f"{reverse('cooperate_status_file', args=[file.pk])}?{token}")


def _notice(inquiry: Inquiry) -> tuple[str, str]:
    """The version of the notice that was agreed to, and its address where it can still be read here."""
    agreed = next((row for row in inquiry.consents.all() if row.kind == ConsentKind.NOTICE), None)
    version = agreed.version if agreed else inquiry.privacy_version
    return version, reverse("privacy_version", args=[version]) if version in versions_in_force() else ""
