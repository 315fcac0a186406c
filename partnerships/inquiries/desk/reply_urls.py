"""Addresses of replies, templates, merges and links below `/admin/inquiries/`."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
