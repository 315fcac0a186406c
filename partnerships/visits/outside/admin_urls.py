"""Addresses below `/admin/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from partnerships.visits.outside import admin_views

urlpatterns: list[URLPattern] = [path("<int:pk>/request/", admin_views.visit_request, name="visit_request")]
