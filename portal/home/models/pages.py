"""The home page and pages of prose."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from news.blocks import RELATED
from news.queries import latest_news
from parks.page_queries import parks_for_cards, rank_highlights
from portal.core.blocks import body_field
from portal.core.models import PortalImage
from portal.core.pages import BasePage, NewsHost, SectionHost


class HomePage(BasePage, SectionHost, NewsHost, Page):
    """The root of one locale."""

    headline = models.CharField(
        _("headline"), max_length=160, blank=True, help_text=_("The big line at the top. Empty: the title.")
    )
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "link"])
    picture = models.ForeignKey(
        PortalImage, verbose_name=_("picture"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    picture_alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for those who do not see it."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @classmethod
    def clean_parent_page_models(cls) -> list[type[Page]]:
        """Only the root of all pages, of which each locale has its home page."""
        return [Page]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `latest_news`, `parks` and `rank_highlights`."""
        parks = parks_for_cards(request)
        return super().get_context(request, *args, **kwargs) | {
            "latest_news": latest_news(self.locale.language_code),
            "parks": parks,
            "rank_highlights": rank_highlights(parks),
        }


class StandardPage(BasePage, Page):
    """Prose that is neither news nor a profile: about, privacy, accessibility."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=500)
    body = body_field(related=RELATED)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
