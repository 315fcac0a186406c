"""growth_record_list: the first page of the admin's lists of records at 50,000 rows against that at 500.

Every list of organisations, persons, agreements, events and platforms is opened by an administrator and by an officer
of one of ten units; the row is the worst of them. Minutes lie between the two sizes, so each time is taken beside that
of a screen without records, and the ratio is that of the two quotients.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.mail import fresh_portal
from bench.rows import Row
from bench.translation import ask

FEW, MANY, GOAL = 500, 50_000, 1.5


def growth_rows() -> list[Row]:
    """Measure on one fresh data folder: few rows, then many."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        Path(folder).chmod(0o755)
        with fresh_portal(Path(folder) / "data", 25) as environment:
            times = ask(environment, "records", FEW, MANY, module="bench.growth_records")
    ratio, milliseconds = max((many[1] / few[1], many[0] * 1000) for few, many in times.values())
    return [Row("growth_record_list", milliseconds, "ms", f"{MANY:,} <= {GOAL} x {FEW}", ratio <= GOAL, ratio)]
