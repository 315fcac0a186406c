"""Addresses of the service levels below `/admin/inquiries/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from partnerships.inquiries.levels import year_views

urlpatterns: list[URLPattern] = [
    path("calendars/<int:pk>/<int:year>/", year_views.calendar_year, name="calendar_year"),
]
