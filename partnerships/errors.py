"""What the services of partnerships refuse. Messages are for the person who asked."""

from __future__ import annotations


class PartnershipRefusedError(Exception):
    """A step, an amendment or a renewal is not made; the message says why.

    Attributes:
        code: names the reason for programs and tests: `gone`, `moved`, `forbidden`, `move`, `parties`, `renewal`,
            `twice`, `note`, `obstacle`, `clash`, `changed`, `state`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
