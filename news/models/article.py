"""One piece of news."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.models.pages import PageManager, PageQuerySet
from wagtail_localize.fields import SynchronizedField

from news.blocks import RELATED
from news.models.category import NewsCategory
from news.record_links import public_record
from parks.models import Park
from parks.models.pages import ParkPage
from parks.page_queries import profile_park
from partnerships.models import Event, Visit
from portal.core.blocks import body_field
from portal.core.models import PortalImage
from portal.core.pages import BasePage
from portal.core.partial_dates import PartialDateField


def today() -> Any:
    """The date at the portal, not in UTC."""
    return timezone.localdate()


class NewsPageQuerySet(PageQuerySet):
    def listed(self, language: str, *, park: Park | None = None, category: NewsCategory | None = None) -> Any:
        """Live articles of a locale, newest first, as cards show them; along an index at any length.

        Args:
            language: code of the locale.
            park: only those of one park; None for all.
            category: only those of one category; None for all.
        """
        kept = {"park": park, "category": category}
        return (
            self.filter(language=language, live=True, alias_of__isnull=True)
            .filter(**{name: value for name, value in kept.items() if value is not None})
            .order_by("-date", "-pk")
            .select_related("category", "park", "lead_picture")
            .prefetch_related("lead_picture__renditions")
            .defer("body")
        )


#: What the list beside an article shows; see components/article_record.html.
RECORD_FIELDS = (
    "event_name",
    "event_date",
    "event_place",
    "issuing_body",
    "editor_name",
    "reviser_name",
    "source_agency",
)


class NewsPage(BasePage, Page):
    """An article with the particulars that Chinese offices state."""

    date = models.DateField(_("date of publication"), default=today)
    category = models.ForeignKey(
        NewsCategory, verbose_name=_("category"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    summary = models.TextField(
        _("summary"), blank=True, max_length=400, help_text=_("Two sentences for lists and for the head of the page.")
    )
    lead_picture = models.ForeignKey(
        PortalImage,
        verbose_name=_("lead picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    lead_picture_alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for those who do not see it."),
    )
    lead_picture_caption = models.CharField(_("caption"), max_length=500, blank=True)
    body = body_field(related=RELATED)

    event_name = models.CharField(
        _("kind of event"), max_length=120, blank=True, help_text=_("For example “signing ceremony”.")
    )
    event_date = PartialDateField(
        _("date of the event"), null=True, blank=True, help_text=_("Leave unknown parts empty.")
    )
    event_date_basis = models.CharField(
        _("basis of the year"),
        max_length=300,
        blank=True,
        help_text=_("Where an inferred year is taken from. Readers are never shown an inferred year as stated."),
    )
    event_place = models.CharField(_("place of the event"), max_length=200, blank=True)

    issuing_body = models.CharField(_("issuing body"), max_length=200, blank=True)
    editor_name = models.CharField(_("editor in charge"), max_length=100, blank=True)
    reviser_name = models.CharField(_("reviser"), max_length=100, blank=True)

    source_agency = models.CharField(_("cited source"), max_length=200, blank=True)
    source_place = models.CharField(_("place of the report"), max_length=200, blank=True)
    source_reporters = models.CharField(_("reporters"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the report"), blank=True)

    # Set where the article was drafted from a record; the same in every language, and on no form.
    visit = models.ForeignKey(
        Visit,
        verbose_name=_("visit"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="news_pages",
    )
    event_record = models.ForeignKey(
        Event,
        verbose_name=_("event"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="news_pages",
    )

    # Kept for lists: both follow from the place in the tree and are set at every save.
    park = models.ForeignKey(
        Park, verbose_name=_("park"), on_delete=models.PROTECT, null=True, editable=False, related_name="news"
    )
    language = models.CharField(max_length=20, editable=False, default="")

    objects = PageManager.from_queryset(NewsPageQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("category")]),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("lead_picture"), FieldPanel("lead_picture_alt"), FieldPanel("lead_picture_caption")],
            heading=_("Lead picture"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("event_name"),
                FieldPanel("event_date"),
                FieldPanel("event_date_basis"),
                FieldPanel("event_place"),
            ],
            heading=_("Event"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("issuing_body"),
                FieldRowPanel([FieldPanel("editor_name"), FieldPanel("reviser_name")]),
            ],
            heading=_("Who answers for it"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("source_agency"), FieldPanel("source_place")]),
                FieldPanel("source_reporters"),
                FieldPanel("source_url"),
            ],
            heading=_("Cited source"),
        ),
    ]
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []
    override_translatable_fields = [
        SynchronizedField("category", overridable=False),
        SynchronizedField("date", overridable=False),
        SynchronizedField("event_date", overridable=False),
        SynchronizedField("visit", overridable=False),
        SynchronizedField("event_record", overridable=False),
    ]

    class Meta:
        verbose_name = _("news page")
        verbose_name_plural = _("news pages")
        indexes = [
            models.Index(fields=["language", "-date", "-page_ptr"], name="news_by_language"),
            models.Index(fields=["park", "language", "-date", "-page_ptr"], name="news_by_park"),
            models.Index(fields=["category", "language", "-date", "-page_ptr"], name="news_by_category"),
            # Few articles have one.
            models.Index(fields=["visit"], name="news_of_visit", condition=Q(visit__isnull=False)),
            models.Index(fields=["event_record"], name="news_of_event", condition=Q(event_record__isnull=False)),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the kept columns brought up to date, unless only named columns are written."""
        if kwargs.get("update_fields") is None:
            self.park_id = park_id_above(self)
            self.language = self.locale.language_code if self.locale_id else self.get_default_locale().language_code
        super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Readies the park for its card; adds `record`, the public visit or event that the article tells of."""
        if self.park_id:
            self.park = profile_park(self.park_id, request)
        return super().get_context(request, *args, **kwargs) | {"record": public_record(self)}

    @property
    def has_record(self) -> bool:
        """Whether anything is known of the event, of who answers for the article, or of its source."""
        return any(getattr(self, name) for name in RECORD_FIELDS)

    def government_meta(self) -> list[tuple[str, str]]:
        source = self.source_agency or self.issuing_body
        return [
            *super().government_meta(),
            ("ArticleTitle", self.title),
            ("PubDate", f"{self.date:%Y-%m-%d} {self._time_of_publication():%H:%M}"),
            *([("ContentSource", source)] if source else []),
        ]

    def _time_of_publication(self) -> time:
        """The time of day if it was published on the stated date, else midnight."""
        published = timezone.localtime(self.first_published_at) if self.first_published_at else None
        return published.time() if published and published.date() == self.date else time()


def park_id_above(page: Page) -> int | None:
    """The park whose profile `page` lies under; None for the news of the portal."""
    return ParkPage.objects.ancestor_of(page).values_list("park_id", flat=True).first()
