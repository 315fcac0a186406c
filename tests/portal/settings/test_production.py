"""Production refuses to start with one sentence that names what is missing."""

import os
import subprocess
import sys

import pytest

from tests.check_deploy import ENVIRONMENT
from tests.stack import ROOT


def start(tmp_path, then="", **changes):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = kept | ENVIRONMENT | {"PORTAL_DATA": str(tmp_path)} | changes
    environment = {name: value for name, value in environment.items() if value}
    command = [sys.executable, "-W", "ignore", "-c", f"import django; django.setup(); {then}"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_production_starts_with_everything(tmp_path):
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr


def test_production_never_loads_the_demonstration(tmp_path):
    done = start(tmp_path, "from django.conf import settings; print(settings.PORTAL_DEMO)", PORTAL_DEMO="1")
    assert done.stdout.strip() == "False", done.stderr


@pytest.mark.parametrize(
    "name",
    ["SECRET_KEY", "ALLOWED_HOSTS", "PORTAL_BASE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "TRUSTED_PROXIES"],
)
def test_production_without_one_says_which(tmp_path, name):
    done = start(tmp_path, **{name: ""})
    assert done.returncode != 0
    assert done.stderr.strip().splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: "
        f"Production needs {name} in the environment; see docs/settings.md."
    )
