"""Addresses below `/<locale>/cooperate/`."""

from django.urls import path

from partnerships import views

urlpatterns = [
    path("", views.cooperate, name="cooperate"),
    path("sent/", views.sent, name="cooperate_sent"),
]
