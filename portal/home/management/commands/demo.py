"""Fills the portal with the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from wagtail.models import Page

from portal.core import audit
from portal.home.demo_loader.accounts import tell
from portal.home.demo_loader.load import is_empty, load_all


class Command(BaseCommand):
    help = "Load the demonstration: parks, rankings, pages in both languages and accounts. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing, and say nothing, where there is a park, an account or a page",
        )

    def handle(self, *args: Any, if_empty: bool = False, **options: Any) -> None:
        if if_empty and not is_empty():
            return
        names = load_all()
        audit.record_list(model=Page, action="core.system.command", by=None, data={"command": "demo"})
        if names:
            self.stdout.write(tell(names))
        elif not if_empty:
            self.stdout.write("Nothing was missing but what is here now.")
