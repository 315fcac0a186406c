"""Reading the environment: addresses of servers and secrets, with one sentence for what is wrong."""

from __future__ import annotations

import os
import re
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from portal.run.layout import DATABASE, DATABASE_USER, Layout

env = environ.Env()


def database(place: Layout) -> dict[str, Any]:
    """Django's settings of the database: DATABASE_URL, or the embedded server's socket."""
    if os.environ.get("DATABASE_URL"):
        parsed = dict(env.db_url("DATABASE_URL"))
        if parsed.get("ENGINE") != "django.db.backends.postgresql":
            raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database (postgresql://…).")
        return parsed
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": DATABASE_USER,
        "HOST": str(place.postgres_sockets),
    }


def redis_addresses(place: Layout, *, first: int = 0) -> tuple[str, str]:
    """Addresses of the broker (Celery's notation) and of the cache (redis-py's): databases `first` and `first + 1`.

    A database number at the end of REDIS_URL is added to `first`.
    """
    url = os.environ.get("REDIS_URL", "").rstrip("/")
    if not url:
        socket = place.redis_socket
        return f"redis+socket://{socket}?virtual_host={first}", f"unix://{socket}?db={first + 1}"
    head, slash, number = url.rpartition("/")
    if not (slash and number.isdecimal()):
        head, number = url, "0"
    return f"{head}/{int(number) + first}", f"{head}/{int(number) + first + 1}"


def number(name: str, default: int, *, least: int, most: int = 36_500) -> int:
    """A whole number from the environment; one outside `least` … `most` is refused with one sentence."""
    text = os.environ.get(name, "") or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}.")
    return int(text)


def share(name: str, default: float) -> float:
    """A number from 0 to 1 from the environment; anything else is refused with one sentence."""
    text = os.environ.get(name, "") or str(default)
    if not re.fullmatch(r"0(\.\d+)?|1(\.0+)?", text):
        raise ImproperlyConfigured(f"{name} must be a number from 0 to 1, such as 0.7.")
    return float(text)


def flag(name: str) -> bool:
    """Whether a switch of the environment is on; it is off unless it says `1`, and only `0` and `1` are understood."""
    text = os.environ.get(name, "") or "0"
    if text not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 0 or 1.")
    return text == "1"


def mail_transport() -> dict[str, Any]:
    """How letters leave the outbox: the server of EMAIL_URL, or one file an e-mail in EMAIL_FILE_PATH."""
    if not os.environ.get("EMAIL_URL"):
        return {"BACKEND": "portal.outbox.backends.FileBackend"}
    server = dict(env.email_url("EMAIL_URL"))
    options = {
        "host": server["EMAIL_HOST"],
        "port": server["EMAIL_PORT"],
        "username": server["EMAIL_HOST_USER"] or "",
        "password": server["EMAIL_HOST_PASSWORD"] or "",
        "use_tls": bool(server.get("EMAIL_USE_TLS")),
        "use_ssl": bool(server.get("EMAIL_USE_SSL")),
    }
    backend = server["EMAIL_BACKEND"]
    if backend == "django.core.mail.backends.smtp.EmailBackend":
        backend = "portal.outbox.smtp.OutboxSMTPBackend"
    return {"BACKEND": backend, "OPTIONS": options}


def sender() -> str:
    """EMAIL_FROM, an address with or without a name, on one line."""
    value = os.environ.get("EMAIL_FROM", "portal@localhost")
    if not value.isprintable() or "@" not in parseaddr(value)[1]:
        raise ImproperlyConfigured(
            "EMAIL_FROM must be an address such as portal@example.org or Portal <portal@example.org>."
        )
    return value


def mail_services() -> dict[str, str]:
    """Settings of django-anymail: every variable that begins with ANYMAIL_, without that."""
    return {name.removeprefix("ANYMAIL_"): value for name, value in os.environ.items() if name.startswith("ANYMAIL_")}


def kept_secret(data: Path) -> str:
    """SECRET_KEY, or one made up at the first start and kept beside the data."""
    if os.environ.get("SECRET_KEY"):
        return os.environ["SECRET_KEY"]
    file = data / "secret-key"
    if not file.exists():
        data.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(50))
    return file.read_text().strip()


def names(variable: str, default: str) -> list[str]:
    """A list of names separated by commas, with or without spaces."""
    return [name.strip() for name in os.environ.get(variable, default).split(",") if name.strip()]


def demand(*names: str) -> None:
    """Raise one sentence that names every variable that production needs and does not have."""
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise ImproperlyConfigured(f"Production needs {', '.join(missing)} in the environment; see docs/settings.md.")
