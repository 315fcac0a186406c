"""What a mail server's answer says about the address: a dead one, or only a letter that failed.

Codes after RFC 3463 (enhanced status codes) with RFC 7505 (null MX). A dead address takes no more letters, so the
rule errs on the side of sending: full mailboxes, policies, sizes and broken servers say nothing about the address.
"""

from __future__ import annotations

import re

from portal.outbox.enums import SuppressionReason, Verdict

#: Enhanced codes (without their class) by which the address itself is dead.
DEAD = {
    "1.1": SuppressionReason.NO_MAILBOX,  # bad destination mailbox address
    "1.2": SuppressionReason.NO_DOMAIN,  # bad destination system address
    "1.3": SuppressionReason.NO_MAILBOX,  # bad destination mailbox address syntax
    "1.6": SuppressionReason.CLOSED,  # the mailbox has moved and left no address
    "1.10": SuppressionReason.NO_DOMAIN,  # null MX; Exchange: recipient not found
    "2.1": SuppressionReason.CLOSED,  # mailbox disabled
}
#: Codes that say nothing by themselves; the words beside them decide.
VAGUE = frozenset({"", "0.0", "1.0", "2.0", "3.0", "4.0", "4.4", "5.0", "7.0"})
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_BASIC = re.compile(r"(?<![\d.])([45])\d\d(?![\d.])")
_NO_MAILBOX = re.compile(
    r"(?:no such (?:user|mailbox|recipient|person|address)|user (?:unknown|not (?:found|exist))"
    r"|unknown (?:user|recipient)|recipient ?not ?found"
    r"|(?:user|mailbox|account|recipient|address)[^.;\n]{0,80}(?:does(?:n't| not) exist|not exist)"
    r"|mailbox (?:not found|unknown)|invalid recipient"
    r"|(?:用户|邮箱|帐号|账号|账户|帐户|收件人|地址)[^。；\n]{0,20}不存在|不存在[^。；\n]{0,6}(?:用户|邮箱|帐号|账号)|无此用户)",
    re.IGNORECASE,
)
_NO_DOMAIN = re.compile(
    r"(?:(?:host|domain)(?: or domain)?(?: name)? not found|unrouteable mail domain|domain (?:does not exist|not exist)"
    r"|域名?[^。；\n]{0,8}不存在)",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(?:(?:account|mailbox)[^.;\n]{0,60}(?:disabled|deactivated|suspended|closed)|(?:帐号|账号|邮箱)[^。；\n]{0,10}(?:停用|注销|禁用))",
    re.IGNORECASE,
)
#: Words of a refusal that is not about the address, whatever else the sentence says.
_NOT_THE_ADDRESS = re.compile(
    r"(?:spam|block(?:ed|list)|blacklist|reputation|policy|greylist|quota|over ?quota|mailbox (?:is )?full|too large"
    r"|rate limit|dmarc|spf|dkim|垃圾|黑名单|已满|容量|频率|超限)",
    re.IGNORECASE,
)


def find_code(text: str) -> str:
    """The first enhanced code of `text` such as `5.1.1`; empty where there is none."""
    found = _ENHANCED.search(text)
    return ".".join(found.groups()) if found else ""


def judge(*, status: str, words: str, action: str = "failed") -> tuple[Verdict, SuppressionReason | None]:
    """What a report or a refusal means.

    Args:
        status: an enhanced code such as `5.1.1`; empty where the server gave none.
        words: what the server said.
        action: RFC 3464's word: `failed`, `delayed`, …

    Returns:
        The verdict, and the reason where the address is dead.
    """
    if action == "delayed":
        return Verdict.DELAYED, None
    said = find_code(words)
    code = status if _precise(status) or not said else said
    permanent = code.startswith("5") if code else _is_permanent(words)
    reason = _reason(code.partition(".")[2], words) if permanent else None
    return (Verdict.DEAD_ADDRESS, reason) if reason else (Verdict.NOT_DELIVERED, None)


def _precise(code: str) -> bool:
    return code.partition(".")[2] not in VAGUE


def _is_permanent(words: str) -> bool:
    """Without an enhanced code: the class of the first plain one; words alone are a final report."""
    found = _BASIC.search(words)
    return found is None or found.group(1) == "5"


def _reason(detail: str, words: str) -> SuppressionReason | None:
    if detail in DEAD:
        return DEAD[detail]
    if detail not in VAGUE or _NOT_THE_ADDRESS.search(words):
        return None
    if _NO_DOMAIN.search(words):
        return SuppressionReason.NO_DOMAIN
    if _NO_MAILBOX.search(words):
        return SuppressionReason.NO_MAILBOX
    return SuppressionReason.CLOSED if _CLOSED.search(words) else None
