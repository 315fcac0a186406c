"""Notices in group chats: what happened, its reference and a link into the admin; never who wrote to us."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.models import Unit, User
from portal.core.notice_kinds import find_kind, kind_name
from portal.outbox.models import Letter, Webhook
from portal.outbox.rendering import one_line, sender
from portal.outbox.wakeup import wake_on_commit

TEST_KIND = "webhook_test"


def tell_groups(*, kind: str, key: str, context: Mapping[str, Any], unit: Unit | None = None) -> None:
    """Write a notice to every group that is told of `kind`, in the caller's transaction; one a group and key.

    Args:
        kind: a kind that goes to webhooks (`core.notice_kinds`); others are passed over.
        key: what is told, such as `inquiry_notice:17`.
        context: the values of the letter; only those that the kind names for webhooks, and `url`, are told.
        unit: whose notice it is: its groups are told, and those of the whole portal.
    """
    if find_kind(kind).goes_to_webhooks:
        for webhook in Webhook.objects.told_of(kind, unit):
            write_notice(webhook=webhook, kind=kind, key=f"{key}:webhook:{webhook.pk}", context=context, unit=unit)


@transaction.atomic
def write_notice(
    *, webhook: Webhook, kind: str, key: str, context: Mapping[str, Any], unit: Unit | None = None
) -> Letter:
    """Write one notice to one group; arguments as of `tell_groups`."""
    with translation.override(webhook.locale):
        subject = kind_name(kind)
        text = _text(subject, kind, context)
    values = {
        "kind": kind,
        "channel": webhook.vendor,
        "webhook": webhook,
        "recipient": one_line(webhook.name, longest=320),
        "locale": webhook.locale,
        "subject": one_line(subject),
        "text": text,
        "message_id": f"<{uuid.uuid4().hex}@webhook.invalid>",
        "unit": unit or webhook.unit,
    }
    letter, is_new = Letter.objects.get_or_create(key=key, defaults=values)
    if is_new:
        wake_on_commit(letter.pk)
    return letter


@transaction.atomic
def send_test(*, webhook: Webhook, by: User) -> Letter:
    """Write a notice that only says that the group is told."""
    audit.record(instance=webhook, action="outbox.webhook.test", by=by)
    return write_notice(webhook=webhook, kind=TEST_KIND, key=f"{TEST_KIND}:{uuid.uuid4().hex}", context={})


def _text(subject: str, kind: str, context: Mapping[str, Any]) -> str:
    """The brand stands in brackets: it serves as the keyword that DingTalk may demand of every message."""
    shown = [one_line(str(context[name])) for name in find_kind(kind).webhook_values or () if context.get(name)]
    link = [_("Open in the admin: %(url)s") % {"url": context["url"]}] if context.get("url") else []
    return "\n".join([f"【{sender()['brand']}】{subject}", *shown, *link]).replace("\x00", "")
