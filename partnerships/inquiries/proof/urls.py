"""Addresses of the check against robots below `/<locale>/cooperate/`."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
