"""News as public data."""

from news.api.routes import news

__all__ = ["news"]
