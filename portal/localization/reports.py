"""wagtail-localize's report of translations (1.14), which shows every row to everybody in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.report import TranslationsReportView

from portal.core.reach import within_reach


class ScopedTranslationsReport(TranslationsReportView):
    """Translations of which the person works on the target page."""

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().order_by("-pk")
        user = self.request.user
        return rows if user.is_superuser else rows.filter(pk__in=_known(user))


def _known(user: Any) -> list[int]:
    """Ids of the translations into pages that `user` works on. Two queries, whatever their number."""
    pages = set(within_reach(user, Page).values_list("translation_key", "locale_id"))
    keys = {key for key, _locale in pages}
    translations = Translation.objects.filter(source__object_id__in=keys)
    rows = translations.values_list("pk", "source__object_id", "target_locale_id")
    return [pk for pk, key, locale in rows if (key, locale) in pages]
