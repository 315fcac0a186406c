"""`make bench`: run every benchmark, print a table, write `bench.json` under PORTAL_DATA."""

from __future__ import annotations

import json
import sys

from bench.growth import growth_rows
from bench.inquiries import inquiry_rows
from bench.mail import mail_rows
from bench.rows import Row
from bench.start import start_rows
from bench.translation import translation_rows
from portal.run.layout import data_folder

BENCHMARKS = (start_rows, mail_rows, inquiry_rows, translation_rows, growth_rows)


def main() -> int:
    rows: list[Row] = [row for benchmark in BENCHMARKS for row in benchmark()]
    print(f"{'name':28} {'value':>10} {'unit':8} {'ratio':>8} {'goal':24} ok")
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        print(f"{row.name:28} {row.value:>10.2f} {row.unit:8} {ratio:>8} {row.goal:24} {'yes' if row.ok else 'NO'}")
    target = data_folder() / "bench.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps([row.as_dict() for row in rows], indent=2) + "\n")
    print(f"Written to {target}")
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
