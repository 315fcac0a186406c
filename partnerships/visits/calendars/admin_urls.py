"""Addresses below `/admin/visits/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from partnerships.visits.calendars import calendar_views, feed_screen, invitation_views

urlpatterns: list[URLPattern] = [
    path("calendar/", calendar_views.visit_calendar, name="visit_calendar"),
    path("feeds/", feed_screen.visit_feeds, name="visit_feeds"),
    path("feeds/<int:pk>/revoke/", feed_screen.visit_feed_revoke, name="visit_feed_revoke"),
    path("<int:pk>/invitations/", invitation_views.visit_invitations, name="visit_invitations"),
]
