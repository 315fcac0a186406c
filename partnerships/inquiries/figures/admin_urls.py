"""Addresses of the figures and files below `/admin/inquiries/`."""

from __future__ import annotations

from django.urls import path

from partnerships.inquiries.figures import export_views, views

urlpatterns = [
    path("figures/", views.inquiry_figures, name="inquiry_figures"),
    path("export/<str:file_format>/", export_views.export_inquiries, name="inquiries_export"),
]
