from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    label = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        from news import search, signals
        from news.queries import news_of_profile, news_of_record
        from parks.page_queries import register_profile_part
        from partnerships.related_news import register_reader

        signals.connect()
        search.connect()
        register_profile_part("news", news_of_profile)
        register_reader(news_of_record)
