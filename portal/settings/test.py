"""The test suite: the same parts, faster where only speed differs."""

import os

from portal.settings import environment
from portal.settings.base import *  # noqa: F403
from portal.settings.base import CACHES, DATABASES, PLACE, PORTAL_DATA, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
OUTBOX_TRANSPORT = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
# Forms are checked for robots where a test is about that (tests/partnerships/inquiries/test_inquiry_proof.py).
PORTAL_PROOF_WORK = 0
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = PORTAL_DATA / "test-static"

# Each worker of pytest-xdist has databases of Redis of its own.
_number = int("".join(filter(str.isdigit, os.environ.get("PYTEST_XDIST_WORKER", ""))) or 0)
CELERY_BROKER_URL, CACHE_URL = environment.redis_addresses(PLACE, first=2 + 2 * _number)
CACHES = CACHES | {"default": CACHES["default"] | {"LOCATION": CACHE_URL}}

# Test databases are copies of one migrated template (tests/template_database.py).
DATABASES = {
    "default": DATABASES["default"]
    | {"NAME": os.environ.get("PORTAL_TEST_DATABASE", DATABASES["default"]["NAME"])}
    | {"TEST": {"TEMPLATE": os.environ.get("PORTAL_TEST_TEMPLATE", "template1"), "NAME": "test_portal"}}
}
