"""`manage.py translations status|queue|retry|count|export|import`: queue and memory from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.db.models import QuerySet

from portal.core.models import User
from portal.localization import command_line
from portal.localization.enums import MoveNotAllowedError, Priority
from portal.localization.errors import NotTranslatableError, RefusedError
from portal.localization.exchange.report import Report
from portal.localization.exchange.safety import MAX_BYTES, ExchangeError
from portal.localization.models import MemoryEntry, TranslationJob
from portal.localization.permissions import memory_policy
from portal.localization.services.backfill import count_uncounted
from portal.localization.services.job_files import export_job, import_job
from portal.localization.services.memory_files import export_memory, import_memory
from portal.localization.services.queue import retry_all, retry_job
from portal.localization.services.status import queue_status

#: What a person is told in one sentence, instead of a traceback.
REFUSALS = (ExchangeError, RefusedError, NotTranslatableError, MoveNotAllowedError, command_line.UsageError, OSError)


class Command(BaseCommand):
    help = "Look at the translation queue, fill it, and exchange files with the tools of translators."

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True, metavar="status|queue|retry|count|export|import")
        status = steps.add_parser("status", help="Jobs by state, the oldest that waits, money of this month.")
        status.add_argument("--json", action="store_true", help="For programs.")
        _add_queue(steps.add_parser("queue", help="Send pages or records to translation."))
        _add_retry(steps.add_parser("retry", help="Queue failed translations once more."))
        steps.add_parser("count", help="Count texts that were there before the upgrade, for estimates and staleness.")
        _add_export(steps.add_parser("export", help="Write the memory as TMX, or one translation as XLIFF."))
        _add_import(steps.add_parser("import", help="Read such a file; a faulty one changes nothing."))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['step']}")(options)
        except REFUSALS as error:
            raise CommandError(str(error)) from error

    def _status(self, options: dict[str, Any]) -> None:
        status = queue_status()
        if options["json"]:
            self.stdout.write(json.dumps(status))
            return
        for row in status["jobs"]:
            self.stdout.write(f"{row['count']:>6}  {row['state']:<14}{row['language']:<10}{row['engine']}".rstrip())
        self.stdout.write(f"Oldest waiting: {status['oldest_waiting'] or 'none'}")
        for row in status["spent_this_month"]:
            amount = f"{row['amount']} {row['currency']}"
            self.stdout.write(f"This month, {row['engine']}: {amount} for {row['characters']} characters")

    def _queue(self, options: dict[str, Any]) -> None:
        wish = command_line.wish(options)
        if options["dry_run"]:
            segments, characters = command_line.estimate(wish)
            self.stdout.write(
                f"{wish.count} to send, at most {segments} segments with {characters} characters. Nothing was sent."
            )
            return
        self.stdout.write(command_line.send(wish, by=_person(options["by"])))

    def _retry(self, options: dict[str, Any]) -> None:
        by = _known_person(options["by"])
        if options["all_failed"]:
            self.stdout.write(f"{retry_all(by=by, jobs=TranslationJob.objects.all())} queued.")
            return
        job = _job(options["job"])
        try:
            retry_job(job_id=job.pk, by=by)
        except IntegrityError as error:
            raise CommandError(f"A newer translation has taken the place of job {job.pk}.") from error
        self.stdout.write(f"Job {job.pk} is queued.")

    def _count(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"{count_uncounted()} counted.")

    def _export(self, options: dict[str, Any]) -> None:
        if options["xliff"]:
            options["xliff"].write_bytes(export_job(job=_job(options["job"]), by=None))
            return
        with options["tmx"].open("wb") as out:
            count = export_memory(out=out, by=None, entries=_entries(options))
        self.stdout.write(f"{count} entries written.")

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["tmx"] or options["xliff"]
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if options["tmx"]:
            self._tell(import_memory(data=data, by=_keeper(options["by"]), trusted=True))
        else:
            self._tell(import_job(job=_job(options["job"]), data=data, by=_known_person(options["by"])))

    def _tell(self, report: Report) -> None:
        self.stdout.write(f"{report.new} new, {report.known} known already.")
        for reason, count, where in report.lines:
            self.stdout.write(f"{count} left out: {reason} ({where})")


def _add_queue(parser: ArgumentParser) -> None:
    parser.add_argument("--page", type=int, action="append", default=[], metavar="ID", help="May be given repeatedly.")
    parser.add_argument("--model", metavar="app.Model", help="Records of this model; with --pk or --all.")
    parser.add_argument("--pk", type=int, action="append", default=[], help="May be given repeatedly.")
    parser.add_argument("--all", action="store_true", help="All live originals among pages, or all records of --model.")
    parser.add_argument("--to", required=True, metavar="LOCALE", help="Such as en.")
    parser.add_argument("--priority", choices=[priority.name.lower() for priority in Priority], default="normal")
    parser.add_argument("--dry-run", action="store_true", help="Only say how much it would be.")
    _add_person(parser)


def _add_retry(parser: ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--job", type=int, metavar="N")
    which.add_argument("--all-failed", action="store_true")
    _add_person(parser)


def _add_export(parser: ArgumentParser) -> None:
    _add_file(parser)
    parser.add_argument("--from", metavar="LOCALE", help="With --tmx: only from this language.")
    parser.add_argument("--to", metavar="LOCALE", help="With --tmx: only into this language.")


def _add_import(parser: ArgumentParser) -> None:
    _add_file(parser)
    _add_person(parser)


def _add_file(parser: ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--tmx", type=Path, metavar="FILE")
    which.add_argument("--xliff", type=Path, metavar="FILE")
    parser.add_argument("--job", type=int, metavar="N", help="With --xliff: the translation.")


def _add_person(parser: ArgumentParser) -> None:
    parser.add_argument("--as", dest="by", metavar="USERNAME", help="In whose name.")


def _person(username: str | None) -> User | None:
    return _known_person(username) if username else None


def _keeper(username: str | None) -> User | None:
    """The person in whose name the memory changes: one who may change it in the admin, too."""
    person = _person(username)
    if person is not None and not memory_policy.user_has_permission(person, "change"):
        raise CommandError(f"{username} may not change the translation memory.")
    return person


def _known_person(username: str | None) -> User:
    if not username:
        raise CommandError("Say in whose name, with --as USERNAME.")
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise CommandError(f"There is no active account “{username}”.")
    return person


def _job(pk: int | None) -> TranslationJob:
    if pk is None:
        raise CommandError("Say which translation, with --job N.")
    job = TranslationJob.objects.filter(pk=pk).first()
    if job is None:
        raise CommandError(f"There is no translation {pk}.")
    return job


def _entries(options: dict[str, Any]) -> QuerySet[MemoryEntry]:
    entries = MemoryEntry.objects.all()
    for option, field in (("from", "source_locale"), ("to", "target_locale")):
        if options[option]:
            entries = entries.filter(**{field: command_line.locale(options[option])})
    return entries
