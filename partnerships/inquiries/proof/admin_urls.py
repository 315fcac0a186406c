"""Addresses of the quarantine below `/admin/inquiries/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from partnerships.inquiries.proof import admin_views

urlpatterns: list[URLPattern] = [
    path("quarantine/", admin_views.quarantine, name="inquiry_quarantine"),
    path("quarantine/settle/", admin_views.settle, name="inquiry_quarantine_settle"),
]
