"""A real server behind a proxy that ends TLS. Refuses to start without what it needs."""

import os

from portal.settings.environment import demand

demand("SECRET_KEY", "ALLOWED_HOSTS", "PORTAL_BASE_URL", "PORTAL_DATA", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")

from portal.settings.base import *  # noqa: E402, F403

PORTAL_DEMO = False  # demo accounts have no business on a real server
_secure = os.environ["PORTAL_BASE_URL"].startswith("https://")
if _secure:
    demand("TRUSTED_PROXIES")  # without it no request is believed to have come by https, and each is redirected
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = _secure
CSRF_COOKIE_SECURE = _secure
SECURE_SSL_REDIRECT = _secure
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _secure
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # the admin shows previews in frames of the same origin
    "security.W021",  # whether the domain goes into browsers' preload lists is for its owner to say
]
