"""A place for servers of one test's own."""

import pytest

from portal.run import layout as layouts
from tests.stack import remove_outside


@pytest.fixture
def place(tmp_path):
    yield layouts.layout(tmp_path / "data")
    remove_outside(tmp_path / "data")
