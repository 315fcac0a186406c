"""What the benchmark of mail does inside Django: write letters, send them by a bare loop, call the workers, wait."""

from __future__ import annotations

import smtplib
import sys
import time
from email.message import EmailMessage

import django

django.setup()

from django.db.models import Count  # noqa: E402

from portal.outbox.enums import LetterState  # noqa: E402
from portal.outbox.models import Letter  # noqa: E402

SUBJECT = "您有一条新的待办审批：长三角科创园区合作协议"
TEXT = "尊敬的同事：\n\n" + "双方于2025年9月9日会面，商定在生物医药方向开展合作。\n" * 12 + "\n长三角科创园区\n"
HTML = (
    "<html><body>"
    + "<p style='color:#123'>双方于2025年9月9日会面，商定在生物医药方向开展合作。</p>\n" * 12
    + "</body></html>"
)


def write(number: int) -> None:
    Letter.objects.bulk_create(
        Letter(
            kind="system",
            key=f"bench:{index}",
            recipient=f"reader{index}@example.com",
            locale="zh-hans",
            subject=SUBJECT,
            text=TEXT,
            html=HTML,
            message_id=f"<bench-{index}@localhost>",
        )
        for index in range(number)
    )


def loop(port: int) -> None:
    """What somebody writes who only wants to send: the e-mail package and one connection."""
    rows = list(Letter.objects.order_by("pk").values("recipient", "subject", "text", "html", "message_id"))
    with smtplib.SMTP("127.0.0.1", port) as server:
        for row in rows:
            server.send_message(_message(row))


def _message(row: dict[str, str]) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = row["subject"]
    message["From"] = "portal@localhost"
    message["To"] = row["recipient"]
    message["Message-ID"] = row["message_id"]
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(row["text"])
    message.add_alternative(row["html"], subtype="html")
    return message


def ready(port: int) -> None:
    """The strictest loop there is: the bytes lie ready, and nothing is left but the dialogue."""
    rows = list(Letter.objects.order_by("pk").values("recipient", "subject", "text", "html", "message_id"))
    made = [(row["recipient"], _message(row).as_bytes()) for row in rows]
    with smtplib.SMTP("127.0.0.1", port) as server:
        for recipient, content in made:
            server.sendmail("portal@localhost", [recipient], content)


def call() -> None:
    from portal.outbox.wakeup import wake

    wake(Letter.objects.order_by("pk").values_list("pk", flat=True)[0])


def wait(seconds: int) -> None:
    """Until no letter is on its way. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while Letter.objects.exclude(state=LetterState.SENT).exists():
        if time.monotonic() > deadline:
            left = dict(Letter.objects.values_list("state").annotate(Count("pk")))
            raise TimeoutError(f"Not sent after {seconds} s: {left}")
        time.sleep(0.5)


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    {"write": write, "loop": loop, "ready": ready, "call": call, "wait": wait}[name](*map(int, arguments))
