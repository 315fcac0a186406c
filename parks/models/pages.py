"""Public pages of parks: the words are the page's, the facts are the record's."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from parks.blocks import RELATED
from parks.models.park import Park
from portal.core.blocks import body_field
from portal.core.pages import BasePage, NewsHost, SectionHost


class ParkIndexPage(BasePage, Page):
    """All parks of the portal, with or without a profile in this locale."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=500)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_markers = (SectionHost,)
    subpage_types = ["parks.ParkPage"]
    max_count_per_parent = 1
    column_type = pgettext_lazy("of a page", "Profile")

    class Meta:
        verbose_name = _("park index")
        verbose_name_plural = _("park indexes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from parks.page_queries import parks_for_cards

        return super().get_context(request, *args, **kwargs) | {"parks": parks_for_cards(request)}


class ParkPage(BasePage, NewsHost, Page):
    """The profile of one park in one locale."""

    park = models.ForeignKey(
        Park,
        verbose_name=_("park"),
        on_delete=models.PROTECT,
        related_name="profile_pages",
        help_text=_("The record whose facts, ranks and positioning stand on this page."),
    )
    introduction = models.TextField(
        _("introduction"), blank=True, max_length=500, help_text=_("Two or three sentences below the name.")
    )
    body = body_field(related=RELATED)

    content_panels = [*Page.content_panels, FieldPanel("park"), FieldPanel("introduction"), FieldPanel("body")]
    parent_page_types = ["parks.ParkIndexPage"]
    override_translatable_fields = [SynchronizedField("park", overridable=False)]

    class Meta:
        verbose_name = _("park profile")
        verbose_name_plural = _("park profiles")

    def clean(self) -> None:
        super().clean()
        others = ParkPage.objects.filter(park_id=self.park_id, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.park_id and self.locale_id and others.exists():
            raise ValidationError({"park": _("This park has a profile in this language already.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from parks.page_queries import profile_context

        return super().get_context(request, *args, **kwargs) | profile_context(self, request)
