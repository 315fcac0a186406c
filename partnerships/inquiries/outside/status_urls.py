"""Addresses of the status page and the privacy notice below `/<locale>/cooperate/`."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
