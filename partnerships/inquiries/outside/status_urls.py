"""Addresses of the status page and the privacy notice below `/<locale>/cooperate/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from partnerships.inquiries.outside import privacy_views, status_views

urlpatterns: list[URLPattern] = [
    path("status/", status_views.status, name="cooperate_status"),
    path("status/write/", status_views.write, name="cooperate_status_write"),
    path("status/withdraw/", status_views.withdraw, name="cooperate_status_withdraw"),
    path("status/non-disclosure/", status_views.ask_for_nda, name="cooperate_status_nda"),
    path("status/erase/", status_views.ask_for_erasure, name="cooperate_status_erase"),
    path("status/consents/", status_views.consents, name="cooperate_status_consents"),
    path("status/files/<int:pk>/", status_views.file, name="cooperate_status_file"),
    path("privacy/", privacy_views.privacy, name="privacy_notice"),
    path("privacy/<slug:version>/", privacy_views.privacy_version, name="privacy_version"),
]
