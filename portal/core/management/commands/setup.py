"""Everything between an empty database and the first page, in one process; safe to repeat."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from portal.core import baseline


class Command(BaseCommand):
    help = "Make or migrate the tables, make the locales, load the demonstration into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="Leave an empty database empty.")

    def handle(self, *args: Any, **options: Any) -> None:
        if baseline.suits():
            baseline.load()
        with seldom_collecting_garbage():
            call_command("migrate", verbosity=0, interactive=False)
        call_command("prepare")
        if settings.PORTAL_DEMO and not options["no_demo"]:
            call_command("demo", if_empty=True)


@contextmanager
def seldom_collecting_garbage() -> Iterator[None]:
    """Migrations build and drop large states of models: the usual thresholds cost a quarter of their time."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.collect()
