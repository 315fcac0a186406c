"""Addresses below `/<locale>/visits/`."""

from django.urls import path

from partnerships.visits.public import views

urlpatterns = [
    path("", views.visit_list, name="public_visits"),
    path("<slug:slug>/", views.visit, name="public_visit"),
]
