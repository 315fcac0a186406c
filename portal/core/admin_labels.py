"""Labels that Wagtail and wagtail-localize make out of Python names, so that no catalogue can hold them.

They are set once, on the classes themselves: on models beside the options that migrations compare, so that nobody is
asked for a migration of a package. A name that an upgrade drops raises at start.
"""

from __future__ import annotations

import wagtail_localize.models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Locale, Site
from wagtail.sites.views import IndexView as SiteIndexView
from wagtail_localize.models import LocaleSynchronization, Translation
from wagtail_localize.views.report import TranslationsReportFilterSet

MODELS = {
    Locale: (_("locale"), _("locales")),
    LocaleSynchronization: (_("synchronisation of a locale"), _("synchronisations of locales")),
    Translation: (_("translation"), _("translations")),
}
FIELDS = {LocaleSynchronization: {"sync_from": _("synchronise from")}}
FORM_FIELDS = {LoginForm: {"password": _("Password")}, WorkflowPageForm: {"page": _("Page")}}
FILTERS = {"source_locale": _("from language"), "target_locale": _("into language")}


def label_admin() -> None:
    """Give the words; called when the hooks of the admin are read."""
    for model, (one, many) in MODELS.items():
        model._meta.verbose_name, model._meta.verbose_name_plural = one, many
    for model, labels in FIELDS.items():
        for name, label in labels.items():
            model._meta.get_field(name).verbose_name = label
    for form, labels in FORM_FIELDS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
    for name, label in FILTERS.items():
        TranslationsReportFilterSet.base_filters[name].label = capfirst(label)
    for column in SiteIndexView.columns:
        if column.name in ("port", "site_name", "root_page"):
            column.label = capfirst(Site._meta.get_field(column.name).verbose_name)
    WagtailPaginator.items_count_label = property(items_count)
    WagtailAdminTemplateMixin.get_header_title = header_title
    # A date written for machines is read by everybody; its own has the months in English.
    wagtail_localize.models.DATE_FORMAT = "%Y-%m-%d"


def header_title(view: WagtailAdminTemplateMixin) -> str:
    """What a screen is and what it is about, parted as the language parts them."""
    title, subtitle = view.get_page_title(), view.get_page_subtitle()
    if not subtitle:
        return str(title)
    return gettext("%(title)s: %(subtitle)s") % {"title": title, "subtitle": subtitle}


def items_count(paginator: WagtailPaginator) -> str:
    """How many there are of what, as the foot of a list says it: “5 pages”."""
    items = paginator.verbose_name if paginator.count == 1 else paginator.verbose_name_plural
    return gettext("%(count)s %(items)s") % {"count": paginator.count, "items": items}
