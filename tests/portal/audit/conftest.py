"""People of several roles, signed in, and what the log holds."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from portal.core.models import Unit, User
from portal.core.services.memberships import grant_membership


@pytest.fixture
def units(db):
    return {slug: Unit.objects.create(name=name, slug=slug) for slug, name in (("zizhu", "紫竹"), ("lingang", "临港"))}


@pytest.fixture
def root(db):
    return User.objects.create_user("root", first_name="瑾", last_name="孙", is_superuser=True, is_staff=True)


@pytest.fixture
def sign_in(client):
    """Sign a person in; makes one of a role where a name is given."""

    def sign_in(person, role=None, unit=None):
        if isinstance(person, str):
            person = User.objects.create_user(person)
            grant_membership(user=person, role=role, unit=unit, by=None)
        client.force_login(person)
        client.user = person
        return client

    return sign_in


@pytest.fixture
def write_entry(db):
    """Write an entry about a unit straight into the log, at a time of one's choice."""

    def write_entry(unit, *, action="wagtail.edit", user=None, at=None, label=None, data=None):
        return ModelLogEntry.objects.create(
            content_type=ContentType.objects.get_for_model(Unit),
            object_id=str(unit.pk),
            label=label or unit.name,
            action=action,
            timestamp=at or timezone.now(),
            user=user,
            data=data or {},
        )

    return write_entry


def log_of(user=None):
    """(action, label) of every entry, the oldest first; of one person where given."""
    found = []
    for model in (ModelLogEntry, PageLogEntry):
        rows = model.objects.all() if user is None else model.objects.filter(user=user)
        found += [(row.timestamp, row.action, row.label) for row in rows]
    return [(action, label) for _time, action, label in sorted(found)]
