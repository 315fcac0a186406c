"""`make test`, `make test-full`, `make test-services`: what each needs from Debian, then pytest.

As root what is missing is installed; elsewhere it is named, and the tests that need it are left out, said so, and
counted as a failure where CI is set.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from portal import messages
from tests.services import debian_services

ROOT = Path(__file__).resolve().parents[1]
TARGETS = {"sample": "test", "full": "test-full", "services": "test-services"}


def _library(name: str) -> bool:
    return any(Path("/usr/lib").glob(f"*/{name}.so.0"))


#: How to see whether a package is there.
EVIDENCE = {
    "chromium": lambda: shutil.which("chromium") is not None,
    "fonts-noto-cjk": lambda: Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists(),
    "dovecot-imapd": lambda: Path("/usr/lib/dovecot/imap").exists(),
    "libpango-1.0-0": lambda: _library("libpango-1.0"),
    "libpangoft2-1.0-0": lambda: _library("libpangoft2-1.0"),
    "libharfbuzz-subset0": lambda: _library("libharfbuzz-subset"),
    "postgresql": lambda: any(Path("/usr/lib/postgresql").glob("*/bin/postgres")),
    "redis-server": lambda: shutil.which("redis-server") is not None,
}
BROWSER = frozenset({"chromium", "fonts-noto-cjk"})


def missing(target: str) -> list[str]:
    """Debian packages of `target` (debian.txt) that are not on this machine."""
    rows = [line.split() for line in (ROOT / "debian.txt").read_text().splitlines() if line and line[0] != "#"]
    return [package for wanted, package in rows if wanted == target and not EVIDENCE[package]()]


def install(packages: list[str]) -> None:
    """Install as root; a failure shows in the second look."""
    print(f"Installing from Debian: {' '.join(packages)} …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *packages]):
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)


def look(target: str) -> list[str]:
    """Install what can be installed; return what is still missing."""
    packages = missing(target)
    if packages and os.getuid() == 0 and shutil.which("apt-get"):
        install(packages)
        packages = missing(target)
    return packages


def main(mode: str) -> int:
    lacking = look(TARGETS[mode])
    arguments = [sys.executable, "-m", "pytest", "-n", "2"]
    if mode != "full":
        os.environ.setdefault("PORTAL_TEST_SAMPLE", "1")
    left_out = (["long"] if mode != "full" else []) + (["browser"] if BROWSER & set(lacking) else [])
    if left_out:
        arguments += ["-m", " and ".join(f"not {mark}" for mark in left_out)]
    if mode == "services" and set(lacking) - BROWSER:
        print(f"Not on this machine: {', '.join(lacking)}. Install them and try again.", file=sys.stderr)
        return 1
    messages.compile_all()
    with ExitStack() as stack:
        if mode == "services":
            os.environ.update(stack.enter_context(debian_services()))
        code = subprocess.run(arguments, cwd=ROOT, check=False).returncode
    if lacking:
        print(f"LEFT OUT: tests that need {', '.join(lacking)} (Debian packages that are not on this machine).")
        return 1 if os.environ.get("CI") else code
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
