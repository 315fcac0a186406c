"""Letters of the tests go into the memory; there is a mailbox of a real Dovecot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.outbox.bounces.dovecot import Dovecot


@pytest.fixture
def mailoutbox():
    from django.core import mail

    return mail.outbox


@pytest.fixture(scope="session")
def dovecot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dovecot]:
    server = Dovecot(Path(tmp_path_factory.mktemp("dovecot")))
    server.start()
    yield server
    server.stop()
