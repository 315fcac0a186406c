"""Which parts beside the database are away."""

from __future__ import annotations

import redis
from django.conf import settings

from portal.celery import app


def missing_parts() -> list[str]:
    """Names among `redis`, `worker`, in at most about a second."""
    if not _redis_answers():
        return ["redis", "worker"]
    return [] if _worker_answers() else ["worker"]


def _redis_answers() -> bool:
    client = redis.Redis.from_url(settings.CACHE_URL, socket_connect_timeout=0.2, socket_timeout=0.2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def _worker_answers() -> bool:
    try:
        return bool(app.control.inspect(timeout=0.5, limit=1).ping())
    except (redis.RedisError, OSError, app.connection_for_read().connection_errors):
        return False
