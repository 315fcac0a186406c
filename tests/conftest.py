"""Real servers for the whole run: PostgreSQL and Redis of the test's own data folder, or those of the environment."""

from __future__ import annotations

import gc
import os

import pytest

from tests.demo_database import demo, loaded_demo  # noqa: F401  (fixtures)

os.environ.setdefault("PORTAL_DATA", "var/test")
# Playwright keeps an event loop running in the process; the tests beside it use the database as ever.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def _is_controller(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers once, in the process that hands out the tests."""
    if not _is_controller(config):
        return
    from portal.run.servers import running

    config.portal_servers = running(durable=False)  # type: ignore[attr-defined]
    config.portal_servers.__enter__()  # type: ignore[attr-defined]

    from portal.run.layout import layout
    from portal.settings.environment import database
    from tests import template_database

    template = os.environ["PORTAL_TEST_TEMPLATE"] = template_database.ensure(database(layout()))
    # Workers read the environment; in this process the settings are loaded already.
    from django.conf import settings

    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the collector look at what tests make, and seldom: with all modules loaded it took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 10, 10)


def pytest_unconfigure(config: pytest.Config) -> None:
    servers = getattr(config, "portal_servers", None)
    if servers is not None:
        servers.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _empty_cache(settings) -> None:
    """Nothing that one test cached is seen by another; workers of xdist have databases of Redis of their own."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def locales(db):
    """The locales of the settings by code."""
    from django.core.management import call_command
    from wagtail.models import Locale

    from tests.kept_rows import kept

    def build():
        call_command("prepare")
        return {locale.language_code: locale for locale in Locale.objects.all()}

    return kept("locales", build)


@pytest.fixture
def tree(locales):
    """Home page, park index, news and a park's profile in both locales."""
    from tests.kept_rows import kept
    from tests.tree import build_tree

    return kept("tree", lambda: build_tree(locales))
