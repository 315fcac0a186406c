"""Articles, their categories and their lists."""

from news.models.article import NewsPage
from news.models.category import NewsCategory
from news.models.index import NewsIndexPage

__all__ = ["NewsCategory", "NewsIndexPage", "NewsPage"]
