"""What the site says of itself, in every language, and what it must show as a Chinese government site."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from portal.core.localized import Worded, language_row
from portal.core.models import PortalImage

ICP_ADDRESS = "https://beian.miit.gov.cn/"
POLICE_ADDRESS = "https://beian.mps.gov.cn/#/query/webSearch?code="


@dataclass(frozen=True)
class SiteFacts:
    """What templates show, in the active language; whatever is switched off or unknown is empty."""

    brand: str
    site_name: str
    tagline: str
    organiser: str
    office: str
    address: str
    phone: str
    email: str
    icp_number: str
    icp_url: str
    police_number: str
    police_url: str
    site_id_code: str
    party_gov_mark_url: str
    party_gov_mark_picture: PortalImage | None
    error_report_url: str
    government_meta: bool


@register_setting(icon="site")
class SiteSettings(Worded, BaseSiteSetting):
    """One row a site. The requirements of 国办发〔2017〕47号 each have a switch of their own."""

    select_related = ["party_gov_mark_picture"]

    site_name = models.CharField(_("name of the site"), max_length=120, blank=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)

    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    show_organiser = models.BooleanField(_("show the organiser"), default=True)

    office = models.CharField(_("office"), max_length=200, blank=True)
    address = models.CharField(_("postal address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    icp_number = models.CharField(
        _("ICP filing number"),
        max_length=60,
        blank=True,
        help_text=_("Shown in the footer with a link to the registry."),
    )
    police_number = models.CharField(
        _("public-security filing number"),
        max_length=60,
        blank=True,
        help_text=_("Shown in the footer with a link to the registry, which finds it by its digits."),
    )

    site_id_code = models.CharField(_("site identification code"), max_length=20, blank=True)
    show_site_id_code = models.BooleanField(_("show the site identification code"), default=False)
    party_gov_mark_url = models.URLField(_("address of the Party-and-government mark"), blank=True)
    party_gov_mark_picture = models.ForeignKey(
        PortalImage,
        verbose_name=_("picture of the Party-and-government mark"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    show_party_gov_mark = models.BooleanField(_("show the Party-and-government mark"), default=False)
    error_report_url = models.URLField(_("address for reports of errors on government sites"), blank=True)
    show_error_report = models.BooleanField(_("show the link for reports of errors"), default=False)
    show_government_meta = models.BooleanField(
        _("write the meta fields of government sites"),
        default=False,
        help_text=_("SiteName, SiteIDCode, ColumnName, ArticleTitle, PubDate, ContentSource and the like."),
    )

    panels = [
        MultiFieldPanel(
            [
                language_row("site_name", _("Name of the site")),
                language_row("short_name", _("Short name"), help_text=_("For the header and titles. Empty: the name.")),
                language_row("tagline", _("Tagline")),
            ],
            heading=_("Names"),
        ),
        MultiFieldPanel(
            [
                language_row("office", pgettext_lazy("of the portal", "Office")),
                language_row("address", _("Postal address")),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel([FieldPanel("icp_number"), FieldPanel("police_number")], heading=_("Filings")),
        MultiFieldPanel(
            [
                language_row("organiser", _("Organiser")),
                FieldPanel("show_organiser"),
                FieldPanel("site_id_code"),
                FieldPanel("show_site_id_code"),
                FieldPanel("party_gov_mark_url"),
                FieldPanel("party_gov_mark_picture"),
                FieldPanel("show_party_gov_mark"),
                FieldPanel("error_report_url"),
                FieldPanel("show_error_report"),
                FieldPanel("show_government_meta"),
            ],
            heading=_("What Chinese government sites must show"),
        ),
    ]

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def __str__(self) -> str:
        return self.words("site_name").text or str(self._meta.verbose_name)

    def facts(self) -> SiteFacts:
        """What templates show, switches applied, words in the active language."""
        name, short = self.words("site_name").text, self.words("short_name").text
        return SiteFacts(
            brand=short or name,
            site_name=name or short,
            tagline=self.words("tagline").text,
            organiser=self.words("organiser").text if self.show_organiser else "",
            office=self.words("office").text,
            address=self.words("address").text,
            phone=self.phone,
            email=self.email,
            icp_number=self.icp_number,
            icp_url=ICP_ADDRESS,
            police_number=self.police_number,
            police_url=POLICE_ADDRESS + re.sub(r"\D", "", self.police_number),
            site_id_code=self.site_id_code if self.show_site_id_code else "",
            party_gov_mark_url=self.party_gov_mark_url if self.show_party_gov_mark else "",
            party_gov_mark_picture=self.party_gov_mark_picture if self.show_party_gov_mark else None,
            error_report_url=self.error_report_url if self.show_error_report else "",
            government_meta=self.show_government_meta,
        )
