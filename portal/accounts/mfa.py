"""allauth's second factor as this portal keeps it: secrets encrypted with SECRET_KEY, codes that work once.

allauth remembers used codes in the cache and counts failures there; Redis may lose both, so they are kept in
PostgreSQL here (`services.second_factor`, `throttle`).
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser


class PortalMFAAdapter(DefaultMFAAdapter):
    """Encrypts secrets at rest, so that a copy of the database does not hold anybody's second factor."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises cryptography's InvalidToken after a change of SECRET_KEY without SECRET_KEY_FALLBACKS."""
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def get_totp_issuer(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def build_totp_svg(self, url: str) -> str:
        """The picture as markup that stands in a page: without the declaration of an XML file."""
        return super().build_totp_svg(url).partition("?>")[2].strip()


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def _key(secret: Any) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"portal.accounts.mfa" + str(secret).encode()).digest())
