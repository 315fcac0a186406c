"""Addresses below `/<locale>/cooperate/`."""

from django.urls import path

from partnerships.inquiries.outside import draft_views, views
from partnerships.inquiries.outside.status_urls import urlpatterns as status_urls
from partnerships.inquiries.proof.urls import urlpatterns as proof_urls

urlpatterns = [
    path("", views.cooperate, name="cooperate"),
    path("sent/", views.sent, name="cooperate_sent"),
    path("draft/", draft_views.keep, name="cooperate_draft"),
    path("draft/discard/", draft_views.discard, name="cooperate_discard"),
    *status_urls,
    *proof_urls,
]
