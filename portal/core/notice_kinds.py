"""What kinds of notices and letters there are. Features that send them name them here, in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from portal.core.permissions import has_role

if TYPE_CHECKING:
    from portal.core.models import User


@dataclass(frozen=True)
class Kind:
    """A kind of letter; see `register_kinds`."""

    kind: str
    name: Any
    is_optional: bool = False
    is_secret: bool = False
    roles: frozenset[str] | None = None
    sample: Mapping[str, Any] = field(default_factory=dict)
    webhook_values: tuple[str, ...] | None = None

    @property
    def goes_to_webhooks(self) -> bool:
        return self.webhook_values is not None and not self.is_secret


_kinds: dict[str, Kind] = {}


def register_kinds(
    names: Mapping[str, Any],
    *,
    optional: bool = False,
    secret: bool = False,
    roles: Iterable[str] | None = None,
    samples: Mapping[str, Mapping[str, Any]] | None = None,
    webhook_values: Iterable[str] | None = None,
) -> None:
    """Add kinds of letters.

    Args:
        names: kind → what people call it (lazily translated).
        optional: whether a person may have it in a daily digest or not at all. Left alone, nobody may switch it off:
            so it is for letters about one's own account.
        secret: whether the text holds a link or code that only the recipient may see; it is wiped as soon as it is
            sent, and never goes to a webhook.
        roles: whose holders receive an optional kind (`core.enums.Role`); None: everybody with an account.
        samples: kind → values that show what the letter looks like; words lazily translated.
        webhook_values: which values of the context a notice in a group chat may show beside its name and its link;
            None: the kind never goes there. No personal data of investors.
    """
    for kind, name in names.items():
        _kinds[kind] = Kind(
            kind=kind,
            name=name,
            is_optional=optional,
            is_secret=secret,
            roles=None if roles is None else frozenset(roles),
            sample=(samples or {}).get(kind, {}),
            webhook_values=None if webhook_values is None else tuple(webhook_values),
        )


def find_kind(kind: str) -> Kind:
    """The kind as registered; one that nobody named is not optional, not secret and has no sample."""
    return _kinds.get(kind) or Kind(kind=kind, name=kind)


def all_kinds() -> list[Kind]:
    """Every registered kind, by name."""
    return sorted(_kinds.values(), key=lambda kind: str(kind.name))


def optional_kinds_for(user: User) -> list[Kind]:
    """The kinds that `user` may receive and may choose about, by name."""
    return [
        kind
        for kind in all_kinds()
        if kind.is_optional and (kind.roles is None or any(has_role(user, role) for role in kind.roles))
    ]


def kind_name(kind: str) -> str:
    """What people call `kind`, in the active language; the kind itself where nobody named it."""
    return str(find_kind(kind).name)


def kind_choices() -> list[tuple[str, str]]:
    """Every named kind with its name, by name."""
    return [(kind.kind, str(kind.name)) for kind in all_kinds()]
