"""The record of the children survives a kill at any moment, and a child is ended however early it is asked."""

import json
import os
import signal
import subprocess
import sys

import pytest

from portal.run import children
from tests.stack import ROOT


@pytest.mark.parametrize("text", ["", '[{"pid": 12', "\x00\x00", '[{"pid": 1, "started": 1'])
def test_half_written_record_is_no_obstacle(tmp_path, text):
    file = tmp_path / "children.json"
    file.write_text(text)
    children.end_recorded(file)
    assert not file.exists()


def test_record_is_replaced_whole(tmp_path, monkeypatch):
    file = tmp_path / "children.json"
    children.record(file, [os.getpid()])
    before = file.read_text()
    assert [entry["pid"] for entry in json.loads(before)] == [os.getpid()]
    assert list(tmp_path.iterdir()) == [file]

    def full(self, text):
        raise OSError("No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    with pytest.raises(OSError, match="No space"):
        children.record(file, [])
    assert file.read_text() == before


def test_recorded_group_is_ended(tmp_path):
    file = tmp_path / "children.json"
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as child:
        children.record(file, [child.pid])
        children.end_recorded(file)
        assert child.poll() == -signal.SIGTERM
    assert not file.exists()


EARLY = """
from portal.run.children import Children
manager = Children()
manager.add_process("web", "exec sleep 60")
manager.terminate()
manager.loop()
"""


def test_children_asked_to_end_before_they_are_known_end():
    subprocess.run([sys.executable, "-c", EARLY], cwd=ROOT, timeout=20, check=True, stdout=subprocess.DEVNULL)
