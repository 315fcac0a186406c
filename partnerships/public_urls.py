"""Addresses below `/<locale>/partnerships/`."""

from django.urls import path

from partnerships import public_views as views

urlpatterns = [
    path("", views.overview, name="partnerships"),
    path("platforms/", views.platform_list, name="partnership_platforms"),
    path("platforms/<slug:slug>/", views.platform, name="partnership_platform"),
    path("events/", views.event_list, name="partnership_events"),
    path("events/<slug:slug>/", views.event, name="partnership_event"),
    path("<slug:slug>/", views.agreement, name="partnership_agreement"),
]
