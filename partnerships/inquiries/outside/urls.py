"""Addresses below `/<locale>/cooperate/`."""

from django.urls import path

from partnerships.inquiries.outside import views
from partnerships.inquiries.outside.status_urls import urlpatterns as status_urls
from partnerships.inquiries.proof.urls import urlpatterns as proof_urls

urlpatterns = [
    path("", views.cooperate, name="cooperate"),
    path("sent/", views.sent, name="cooperate_sent"),
    *status_urls,
    *proof_urls,
]
