"""A mail server that runs in a thread and answers as a test tells it to."""

from __future__ import annotations

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services import free_port


class ScriptedSink:
    """Keeps what it accepts.

    `answers` are given to the coming letters, one each, then `250`. An answer is an SMTP line, or `drop` (the
    connection is cut after DATA), `hang` (no answer), `slow` (taken after 0.3 s), `nonsense` (no SMTP). `refused` are
    answers by recipient.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answers: list[str] = []
        self.refused: dict[str, str] = {}
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._sessions: set[SMTP] = set()

    def start(self) -> None:
        if self._controller.loop.is_closed():  # a controller starts once
            self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller.loop.is_running():
            self._controller.stop()

    def cut(self) -> None:
        """Die: connections are cut where they are, also between a letter taken and the answer."""

        def abort() -> None:
            for server in self._sessions:
                if server.transport is not None:
                    server.transport.abort()
            self._sessions.clear()

        self._controller.loop.call_soon_threadsafe(abort)
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self._sessions.add(server)
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == "hang":
            await asyncio.sleep(3)
        if answer in ("drop", "hang"):
            server.transport.abort()
            return "421 gone"
        if answer == "slow":
            await asyncio.sleep(0.3)
            answer = "250 OK"
        if answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "what do you want?" if answer == "nonsense" else answer


def plain(message: EmailMessage) -> str:
    return message.get_body(preferencelist=("plain",)).get_content()


def html(message: EmailMessage) -> str:
    return message.get_body(preferencelist=("html",)).get_content()
