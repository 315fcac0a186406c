"""The pinned packages are dealt out whole: none is lost, none is installed twice."""

import re
from pathlib import Path

import pytest

from portal.run.install import shares

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_in_one_share_with_its_hashes(name):
    text = (ROOT / name).read_text()
    parts = shares(text, 2)

    def pinned(part):
        return re.findall(r"^([\w.\-\[\]]+)==", part, re.MULTILINE)

    assert sorted(pinned(parts[0]) + pinned(parts[1])) == sorted(pinned(text))
    assert abs(len(pinned(parts[0])) - len(pinned(parts[1]))) <= 1
    assert sum(part.count("--hash=") for part in parts) == text.count("--hash=")
