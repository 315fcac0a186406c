"""Addresses of the check against robots below `/<locale>/cooperate/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from partnerships.inquiries.proof import views

urlpatterns: list[URLPattern] = [path("challenge/", views.challenge, name="cooperate_challenge")]
