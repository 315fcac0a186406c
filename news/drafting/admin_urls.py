"""Addresses below `/admin/`."""

from django.urls import path

from news.drafting import views

urlpatterns = [
    path("news/from-records/", views.from_records, name="news_from_records"),
    path("news/from-visit/<int:pk>/", views.from_visit, name="news_from_visit"),
    path("news/from-event/<int:pk>/", views.from_event, name="news_from_event"),
]
