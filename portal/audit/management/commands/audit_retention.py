"""`manage.py audit_retention --older-than 1095`: end entries of the log older than that many days."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.audit.services import TooYoungError, end_old_entries


class Command(BaseCommand):
    help = "End entries of the audit log older than a number of days, at least 180. Says so in the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--older-than", type=int, required=True, metavar="DAYS")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            before = timezone.now() - timedelta(days=options["older_than"])
            rows = end_old_entries(before=before)
        except (TooYoungError, OverflowError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{rows} entries deleted.")
