"""Addresses of replies, templates, merges and links below `/admin/inquiries/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from partnerships.inquiries.desk import link_views, merge_views, reply_views

urlpatterns: list[URLPattern] = [
    path("<int:pk>/reply/", reply_views.inquiry_reply, name="inquiry_reply"),
    path("<int:pk>/reply/preview/", reply_views.inquiry_reply_preview, name="inquiry_reply_preview"),
    path("<int:pk>/translate/", reply_views.inquiry_translate, name="inquiry_translate"),
    path("<int:pk>/merge/", merge_views.inquiry_merge, name="inquiry_merge"),
    path("<int:pk>/links/", link_views.inquiry_links, name="inquiry_links"),
]
