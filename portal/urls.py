"""Addresses. Public pages lie below `/<locale>/`; their order matters: named views first, Wagtail's pages last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from news.api import news
from parks.api import organizations, parks, rankings
from partnerships.agreement_documents import agreement_document
from partnerships.api import agreements, events, platforms, visits
from partnerships.inquiries.desk.documents import inquiry_file
from partnerships.visits.calendars.feed_views import calendar_feed
from partnerships.visits.desk.documents import visit_document
from portal.api.mount import addresses as data_addresses
from portal.api.mount import nothing
from portal.core import views as core_views
from portal.core.methods import read_only
from portal.core.script_words import script_words
from portal.localization.views import choose_language
from portal.outbox.bounces.mail_services import addresses as mail_service_addresses
from portal.publication.guest_views import guest_page
from portal.search import sitemaps as search_sitemaps
from portal.search import views as search_views

handler400 = core_views.bad_request
handler403 = core_views.forbidden
handler404 = core_views.not_found
handler500 = core_views.server_error

#: What `/api/v1/` answers.
RESOURCES = [parks, rankings, organizations, agreements, events, platforms, visits, news]

urlpatterns = [
    path("", choose_language),
    path("partnerships/", choose_language, {"below": "partnerships/"}),
    path("visits/", choose_language, {"below": "visits/"}),
    path("healthz", core_views.healthz),
    path("readyz", core_views.readyz),
    path("robots.txt", search_views.robots),
    path("sitemap.xml", read_only(search_sitemaps.sitemap)),
    # Before the admin's own, so that its scripts also get the words it has no Chinese for.
    path("admin/jsi18n/", script_words("wagtail.admin")),
    path("admin/localize/jsi18n/", script_words("wagtail_localize")),
    # Wagtail's site history: the audit log has it all, for those who may read it.
    re_path(r"^admin/reports/site-history/(?:results/)?$", RedirectView.as_view(pattern_name="audit_log")),
    # Before the admin's own: signing in has a second step, and leaves a trace.
    path("admin/", include("portal.accounts.urls")),
    # Before the admin's own: screens of Wagtail that would name the rows of every park.
    path("admin/", include("portal.core.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/agreements/<str:name>", agreement_document, name="agreement_document"),
    path("documents/visits/<str:name>", visit_document, name="visit_document"),
    path("documents/inquiries/<str:name>", inquiry_file, name="inquiry_file"),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", include(data_addresses(RESOURCES))),
    re_path(r"^api/", nothing),
    # Not below a language: the text has one, the guest need not.
    path("review/<str:secret>/", guest_page, name="guest_review"),
    # All that lies below, so that a secret that was typed wrongly stands in no log either.
    path("calendar/<path:secret>", calendar_feed, name="calendar_feed"),
    *mail_service_addresses(settings.ANYMAIL),
    re_path(
        r"^media/(?P<path>.*)$",
        read_only(serve),
        {"document_root": settings.PUBLIC_MEDIA},
    ),
    *i18n_patterns(
        path("cooperate/", include("partnerships.inquiries.outside.urls")),
        path("visits/", include("partnerships.visits.outside.urls")),
        path("partnerships/", include("partnerships.public_urls")),
        path("visits/", include("partnerships.visits.public.urls")),
        path("search/", search_views.search_page, name="search"),
        path("", include("portal.core.page_urls")),
    ),
]
