"""What bundles refuse. Messages are for the person who asked."""

from __future__ import annotations


class BundleRefusedError(Exception):
    """Something cannot be done with a bundle; the message says why.

    Attributes:
        code: names the reason for programs and tests.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
