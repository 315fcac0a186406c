"""Search of the admin. For now Wagtail's own PostgreSQL backend."""

from wagtail.search.backends.database.postgres.postgres import PostgresSearchBackend as SearchBackend

__all__ = ["SearchBackend"]
