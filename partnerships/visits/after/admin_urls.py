"""Addresses below `/admin/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from partnerships.visits.after import views

urlpatterns: list[URLPattern] = [
    path("follow-ups/", views.follow_up_list, name="visit_follow_ups"),
    path("follow-ups/export/<str:file_format>/", views.export_follow_ups, name="visit_follow_ups_export"),
    path("follow-ups/<int:pk>/state/", views.settle, name="follow_up_settle"),
    path("follow-ups/<int:pk>/visit/", views.begin_next, name="visit_next"),
]
