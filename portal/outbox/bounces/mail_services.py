"""Notices of mail services (django-anymail): only of those whose key is in the settings, and only with a signature.

Anymail can also listen to services that do not sign; those are left out. So is what comes in by their inbound hooks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from anymail.webhooks.mailersend import MailerSendTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mandrill import MandrillCombinedWebhookView
from anymail.webhooks.postal import PostalTrackingWebhookView
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.urls import URLPattern, path

from portal.outbox.bounces.codes import find_code, judge
from portal.outbox.enums import ReportSource, SuppressionReason, Verdict
from portal.outbox.models import Letter
from portal.outbox.recipients import normalised
from portal.outbox.suppression import suppress, take_report

#: Service → its view, and the setting that holds the key it signs with.
SERVICES: dict[str, tuple[type, str]] = {
    "mailgun": (MailgunTrackingWebhookView, "MAILGUN_WEBHOOK_SIGNING_KEY"),
    "mailersend": (MailerSendTrackingWebhookView, "MAILERSEND_SIGNING_SECRET"),
    "mandrill": (MandrillCombinedWebhookView, "MANDRILL_WEBHOOK_KEY"),
    "postal": (PostalTrackingWebhookView, "POSTAL_WEBHOOK_KEY"),
}
#: A service's word for an address that it writes to no more.
_REFUSED = {
    RejectReason.INVALID: SuppressionReason.NO_MAILBOX,
    RejectReason.BOUNCED: SuppressionReason.REFUSED,
    RejectReason.SPAM: SuppressionReason.COMPLAINED,
    RejectReason.UNSUBSCRIBED: SuppressionReason.REFUSED,
}


class _Robust:
    """A payload that makes no sense is a bad request; anymail lets some of its surprises through as errors of ours."""

    def run_validators(self, request: HttpRequest) -> None:
        _sensible(super().run_validators, request)  # type: ignore[misc]

    def parse_events(self, request: HttpRequest) -> list[Any]:
        return _sensible(super().parse_events, request)  # type: ignore[misc]


def _sensible(step: Any, request: HttpRequest) -> Any:
    try:
        return step(request)
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
        raise SuspiciousOperation("The notice of a mail service makes no sense.") from error


def addresses(configured: Mapping[str, str]) -> list[URLPattern]:
    """Addresses for the services whose key is in `configured` (the setting ANYMAIL)."""
    return [
        path(
            f"anymail/{service}/tracking/",
            type(f"Robust{view.__name__}", (_Robust, view), {}).as_view(),  # type: ignore[attr-defined]
            name=f"anymail_{service}",
        )
        for service, (view, key) in SERVICES.items()
        if configured.get(key)
    ]


def listen() -> None:
    """Take what anymail's views have checked."""
    tracking.connect(take_event, dispatch_uid="portal.outbox.bounces.mail_services")


def take_event(sender: object, event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    """Act on one notice: keep it as a report about its letter, and suppress the address where it is dead.

    The notice is signed, so an address without a letter of ours is believed too: the account may be older.
    """
    meaning = understand(event)
    if meaning is None or not event.recipient:
        return
    verdict, reason = meaning
    letter = _letter(event)
    words = _words(event)
    if letter is not None:
        take_report(
            letter=letter,
            source=ReportSource.WEBHOOK,
            verdict=verdict,
            reason=reason,
            status=find_code(words),
            words=words or str(event.event_type),
            fingerprint=f"{esp_name}:{event.event_id or event.timestamp}:{event.event_type}:{letter.pk}",
        )
    elif verdict == Verdict.DEAD_ADDRESS and reason is not None:
        suppress(address=event.recipient, reason=reason, evidence=words, source=ReportSource.WEBHOOK)


def understand(event: AnymailTrackingEvent) -> tuple[Verdict, SuppressionReason | None] | None:
    """What a notice means; None where it is no news of ours (delivered, opened, …)."""
    kind = event.event_type
    if kind == EventType.COMPLAINED:
        return Verdict.DEAD_ADDRESS, SuppressionReason.COMPLAINED
    if kind == EventType.DEFERRED:
        return Verdict.DELAYED, None
    if kind not in (EventType.BOUNCED, EventType.REJECTED):
        return None
    words = _words(event)
    if find_code(words):
        return judge(status="", words=words)
    refused = _REFUSED.get(event.reject_reason or "")
    if refused and not _is_soft(event):
        return Verdict.DEAD_ADDRESS, refused
    return judge(status="", words=words) if words else (Verdict.NOT_DELIVERED, None)


def _is_soft(event: AnymailTrackingEvent) -> bool:
    """MailerSend's bounces that may pass; anymail gives them the name of the others."""
    data = event.esp_event.get("data") if isinstance(event.esp_event, Mapping) else None
    return isinstance(data, Mapping) and data.get("type") == "soft_bounced"


def _words(event: AnymailTrackingEvent) -> str:
    said = [event.mta_response, event.description]
    return " ".join(dict.fromkeys(str(words) for words in said if words))


def _letter(event: AnymailTrackingEvent) -> Letter | None:
    """The letter whose Message-ID the service repeats, if it went to that recipient."""
    identity = f"<{str(event.message_id or '').strip().strip('<>')}>"
    letter = Letter.objects.filter(message_id=identity).select_related("unit").defer("text", "html", "calendar").first()
    recipient = normalised(str(event.recipient))
    return letter if letter is not None and normalised(letter.recipient) == recipient else None
