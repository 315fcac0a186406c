"""Links to the status of what somebody without an account sent: signed, good for years, independent of cookies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

#: How long a link works, in seconds: two years are as far ahead as anybody asks, and one more for what follows.
LINK_SECONDS = 3 * 366 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class StatusLinks:
    """Signed links to one kind of status page.

    Attributes:
        address: the name of its address.
        argument: what carries the token in a link.
        salt: sets its links apart from other signed ones.
    """

    address: str
    argument: str
    salt: str

    def token(self, key: Any) -> str:
        """A token for `key`: that of the record, or what else JSON holds and the reader of the token understands."""
        return signing.dumps(key, salt=self.salt)

    def key_in(self, token: str) -> Any:
        """The key of the record that a token leads to; None for one that is broken or too old."""
        try:
            return signing.loads(token, salt=self.salt, max_age=LINK_SECONDS)
        except signing.BadSignature:
            return None

    def path(self, key: Any) -> str:
        """The address of the status page in the active language."""
        return self.with_token(self.address, self.token(key))

    def with_token(self, address: str, token: str) -> str:
        """The page `address` of what `token` stands for."""
        return f"{reverse(address)}?{urlencode({self.argument: token})}"

    def link(self, key: Any, locale: str) -> str:
        """The whole address of the status page for a letter in `locale`."""
        with translation.override(locale):
            return settings.PORTAL_BASE_URL + self.path(key)
