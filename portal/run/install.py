"""`python portal/run/install.py FILE`: install pinned packages with two pips side by side, in half the time of one.

FILE names every package with its hashes (`make requirements`), so neither pip looks for dependencies, and no package is
in both halves. Runs before anything is installed: standard library only, and as a file, not as a module of `portal`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

PIP = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
# Python compiles what it imports; compiling all packages beforehand would cost a quarter of the first start.
OPTIONS = ["--no-compile", "--no-deps", "--require-hashes"]
SIDE_BY_SIDE = 2


def shares(text: str, number: int) -> list[str]:
    """The packages of a requirements file, each with its lines of hashes, dealt into `number` files."""
    packages = re.findall(r"^\w.*\n(?:^[^\w\n].*\n)*", text, re.MULTILINE)
    return ["".join(packages[first::number]) for first in range(number)]


def main(file: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        running = []
        for number, share in enumerate(shares(file.read_text(encoding="utf-8"), SIDE_BY_SIDE)):
            part = Path(folder) / f"part-{number}.txt"
            part.write_text(share, encoding="utf-8")
            running.append(subprocess.Popen([*PIP, *OPTIONS, "-r", str(part)]))
        return max([process.wait() for process in running])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
