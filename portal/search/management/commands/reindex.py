"""Write the search table anew."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.search.services import reindex_all


class Command(BaseCommand):
    help = (
        "Write the table of the public search anew from pages and records. Safe to repeat, and while the portal runs."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = reindex_all()
        self.stdout.write(f"{count} search entries")
