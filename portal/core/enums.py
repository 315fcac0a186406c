"""Roles and the actions they allow on records."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does at the portal, for one unit or (without a unit) for the whole portal."""

    ADMINISTRATOR = "administrator", _("Administrator")
    EDITOR = "editor", _("Park editor")
    MODERATOR = "moderator", _("Moderator")
    TRANSLATOR = "translator", _("Translator")
    REVISER = "reviser", _("Reviser")
    OFFICER = "officer", _("Partnership officer")
    HEAD = "head", _("Head of unit")
    AUDITOR = "auditor", _("Auditor")


#: Roles that belong to one locale.
LOCALE_ROLES = frozenset({Role.TRANSLATOR, Role.REVISER})


#: Roles that the administrator of a unit may give in it. The others act across units, so they are given by an
#: administrator of the whole portal.
UNIT_ROLES = (Role.ADMINISTRATOR, Role.EDITOR, Role.MODERATOR, Role.OFFICER, Role.HEAD)


class ReviewStage(models.TextChoices):
    """The named stages of the review of a page (三审, and 保密审查 before the last), in their order."""

    FIRST = "first", _("First review")
    SECOND = "second", _("Second review")
    SECRECY = "secrecy", _("Confidentiality review")
    FINAL = "final", _("Final review")


class RecordKind(models.TextChoices):
    """What a record is about, as far as permission is concerned."""

    FACTS = "facts", _("Facts of parks")
    DIRECTORY = "directory", _("Organisations and persons")
    PARTNERSHIP = "partnership", _("Agreements, events and platforms")
    INQUIRY = "inquiry", _("Inquiries")
    SERVICE = "service", _("Rules and service levels of inquiries")
    GLOSSARY = "glossary", _("Glossary and memory")
    STYLE = "style", _("Style sheets")
    WATCH = "watch", _("Watched wordings and offices held")
    TRANSLATION = "translation", _("Translation jobs")
    ENGINE = "engine", _("Translation engines and rules")
    MAIL = "mail", _("Outgoing mail")
    SITE = "site", _("Lists and settings of the site")
    PEOPLE = "people", _("People and their roles")


_CHOOSE = frozenset({"choose"})
_READ = _CHOOSE | {"view"}
_WRITE = _READ | {"add", "change"}
_ALL = _WRITE | {"delete"}
#: Terms are proposed by those who may change them, and come into force by those who may publish; so do the steps of
#: approval of an agreement.
_APPROVE = _ALL | {"publish"}

#: role → kind of record → actions. An absent pair allows nothing.
ROLE_ACTIONS: dict[str, dict[str, frozenset[str]]] = {
    Role.ADMINISTRATOR: dict.fromkeys(RecordKind.values, _ALL)
    | {RecordKind.GLOSSARY: _APPROVE, RecordKind.PARTNERSHIP: _APPROVE},
    # Whoever writes or approves news chooses its category from the lists of the site.
    Role.EDITOR: {
        RecordKind.FACTS: _WRITE,
        RecordKind.DIRECTORY: _WRITE,
        RecordKind.GLOSSARY: _READ,
        RecordKind.STYLE: _READ,
        RecordKind.WATCH: _READ,
        RecordKind.SITE: _CHOOSE,
    },
    Role.MODERATOR: {
        RecordKind.FACTS: _READ,
        RecordKind.DIRECTORY: _READ,
        RecordKind.GLOSSARY: _READ,
        RecordKind.STYLE: _READ,
        RecordKind.WATCH: _WRITE,
        RecordKind.TRANSLATION: _READ,
        RecordKind.SITE: _CHOOSE,
    },
    # What the lists of the checks say holds at once, and a translator's own texts are checked with them.
    Role.TRANSLATOR: {
        RecordKind.FACTS: _READ,
        RecordKind.DIRECTORY: _READ,
        RecordKind.GLOSSARY: _WRITE,
        RecordKind.STYLE: _READ,
        RecordKind.WATCH: _READ,
        RecordKind.TRANSLATION: _READ | {"change"},
    },
    Role.REVISER: {
        RecordKind.FACTS: _READ,
        RecordKind.DIRECTORY: _READ,
        RecordKind.GLOSSARY: _APPROVE,
        RecordKind.STYLE: _ALL,
        RecordKind.WATCH: _ALL,
        RecordKind.TRANSLATION: _READ | {"change"},
    },
    Role.OFFICER: {
        RecordKind.FACTS: _READ,
        RecordKind.DIRECTORY: _WRITE,
        RecordKind.PARTNERSHIP: _WRITE,
        RecordKind.INQUIRY: _READ | {"change"},
        RecordKind.SERVICE: _READ,
    },
    Role.HEAD: {
        RecordKind.FACTS: _READ,
        RecordKind.DIRECTORY: _READ,
        RecordKind.PARTNERSHIP: _READ | {"change", "publish"},
        RecordKind.INQUIRY: _READ | {"change"},
        RecordKind.SERVICE: _ALL,
        RecordKind.PEOPLE: _READ,
    },
    Role.AUDITOR: dict.fromkeys(RecordKind.values, _READ),
}
