"""Addresses of the case and inbox below `/admin/inquiries/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from partnerships.inquiries.desk import case_views, filter_views, try_view

urlpatterns: list[URLPattern] = [
    path("<int:pk>/move/", case_views.inquiry_move, name="inquiry_move"),
    path("<int:pk>/assign/", case_views.inquiry_assign, name="inquiry_assign"),
    path("<int:pk>/pass/", case_views.inquiry_pass, name="inquiry_pass"),
    path("<int:pk>/note/", case_views.inquiry_note, name="inquiry_note"),
    path("filters/", filter_views.keep_filter, name="inquiry_filters"),
    path("filters/<int:pk>/", filter_views.edit_filter, name="inquiry_filter"),
    path("rules/try/", try_view.try_rules, name="inquiry_try"),
]
