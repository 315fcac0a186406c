"""Why a letter was not delivered, in words for people. The server's own words stand beside them."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.outbox.enums import Channel, LetterState
from portal.outbox.models import Letter

#: RFC 3463, 3: the enhanced code says more than the reply code; the first digit is 4 (passing) or 5 (for good).
_ENHANCED: dict[str, Any] = {
    "1.1": _("The recipient’s mail server knows no such mailbox."),
    "1.2": _("The domain of the address does not exist or takes no mail."),
    "1.3": _("The recipient’s mail server cannot read the address."),
    "1.6": _("The mailbox has moved."),
    "1.8": _("The mail server does not accept our sender address."),
    "2.1": _("The mailbox is closed."),
    "2.2": _("The mailbox is full."),
    "2.3": _("The letter is too long for the mailbox."),
    "3.4": _("The letter is too large for the mail server."),
    "4.1": _("The recipient’s mail server did not answer."),
    "4.4": _("No way to the recipient’s mail server was found."),
    "4.7": _("The letter was on its way for too long."),
    "7.0": _("The recipient’s mail server refuses our letters by its rules."),
    "7.1": _("The recipient’s mail server refuses our letters by its rules."),
    "7.26": _("The proofs of our sender domain (SPF, DKIM, DMARC) did not satisfy the mail server."),
}
#: RFC 5321, 4.2.3.
_REPLIES: dict[int, Any] = {
    421: _("The mail server is closing or too busy."),
    450: _("The mailbox is busy or was not free; it was tried again for some time."),
    451: _("The mail server had a fault of its own; it was tried again for some time."),
    452: _("The mail server had no room."),
    454: _("The mail server could not check our account."),
    530: _("The mail server wants us to sign in: an administrator has to check the account."),
    534: _("The mail server refuses our way of signing in: an administrator has to check the account."),
    535: _("The mail server refuses our account or password: an administrator has to check them."),
    538: _("The mail server wants an encrypted connection: an administrator has to check the settings."),
    550: _("The recipient’s mail server knows no such mailbox, or refuses us."),
    551: _("The mailbox is not at this mail server."),
    552: _("The mailbox is full, or the letter is too large."),
    553: _("The mail server cannot read the address."),
    554: _("The mail server refused the letter."),
}
_WEBHOOK: dict[str, Any] = {
    "off": _("The group is not told any more: its entry was switched off or removed."),
    "address": _("Notices may not be posted to this address."),
    "network": _("The service of the group chat could not be reached."),
    "nonsense": _("The service of the group chat gave an answer that cannot be read."),
    "status": _("The service of the group chat refused the notice."),
    "45009": _("The group gets too many notices; this one was tried again for some time."),
    "130101": _("The group gets too many notices; this one was tried again for some time."),
    "93000": _("The group robot was removed or its address is wrong: enter its address anew."),
    "300005": _("The group robot was removed or its address is wrong: enter its address anew."),
    "310000": _("The robot’s safety settings refuse the notice: check its keyword, signing secret and addresses."),
}
_CODES = re.compile(r"(?P<reply>[245]\d\d)\b[ -]*(?P<enhanced>[245]\.\d{1,3}\.\d{1,3})?")
#: A delivery report begins with the enhanced code, where it has one.
_REPORTED = re.compile(r"5\.(?P<detail>\d{1,3}\.\d{1,3})\b")


def explain(letter: Letter) -> str:
    """One sentence in the active language on the last failure of `letter`; empty where there was none."""
    if letter.state == LetterState.CANCELLED:
        return str(_("Somebody cancelled it."))
    if letter.reason:
        return str(letter.get_reason_display())
    if not letter.last_error:
        return ""
    if letter.state == LetterState.BOUNCED:
        return str(_of_report(letter.last_error))
    return str(_of_webhook(letter.last_error) if letter.channel != Channel.EMAIL else _of_mail(letter.last_error))


def _of_report(error: str) -> Any:
    found = _REPORTED.match(error.strip())
    return (found and _ENHANCED.get(found["detail"])) or _("The letter came back: it could not be delivered.")


def _of_mail(error: str) -> Any:
    found = _CODES.match(error.strip())
    if found is None:
        return _unanswered(error)
    reply = int(found["reply"])
    detail = (found["enhanced"] or "").partition(".")[2]
    general = _("The mail server refused the letter.") if reply >= 500 else _("The mail server put the letter off.")
    return _ENHANCED.get(detail) or _REPLIES.get(reply) or general


def _unanswered(error: str) -> Any:
    if "Every sender ended" in error:
        return _("The programs that send letters ended again and again while sending it.")
    if "cannot be written out" in error or "no recipient" in error:
        return _("The letter cannot be put into the form of an e-mail.")
    if re.match(r"\w*(Error|Timeout|timeout|Disconnected)\b", error):
        return _("The mail server could not be reached or broke off.")
    return _("It could not be sent.")


def _of_webhook(error: str) -> Any:
    found = re.match(r"webhook (?P<code>-?\w+):", error)
    general = _("The service of the group chat refused the notice.")
    return _WEBHOOK.get(found["code"], general) if found else _("It could not be sent.")
