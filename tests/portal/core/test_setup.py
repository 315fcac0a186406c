"""When `setup` loads the demonstration."""

import pytest
from django.core.management import call_command

from portal.core.management.commands import setup


@pytest.fixture
def called(monkeypatch):
    """The commands that `setup` calls; none of them is run."""
    names = []
    monkeypatch.setattr(setup.baseline, "suits", lambda: False)
    monkeypatch.setattr(setup, "call_command", lambda name, **options: names.append(name))
    return names


@pytest.mark.parametrize(
    ("wanted", "options", "loaded"), [(True, [], True), (True, ["--no-demo"], False), (False, [], False)]
)
def test_demo_is_loaded_unless_settings_or_option_say_no(called, settings, wanted, options, loaded):
    settings.PORTAL_DEMO = wanted

    call_command("setup", *options)

    assert called == ["migrate", "prepare", *(["demo"] if loaded else [])]


@pytest.mark.parametrize(("empty", "first"), [(True, ["snapshot", "migrate"]), (False, ["migrate"])])
def test_an_empty_database_starts_from_the_snapshot(called, monkeypatch, empty, first):
    monkeypatch.setattr(setup.baseline, "suits", lambda: empty)
    monkeypatch.setattr(setup.baseline, "load", lambda: called.append("snapshot"))

    call_command("setup", "--no-demo")

    assert called == [*first, "prepare"]
