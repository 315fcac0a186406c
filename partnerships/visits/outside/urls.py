"""Addresses below `/<locale>/visits/`; the model reserves their names."""

from django.urls import path

from partnerships.visits.outside import status_views, views

urlpatterns = [
    path("request/", views.ask, name="visit_ask"),
    path("request/sent/", views.asked, name="visit_asked"),
    path("status/", status_views.status, name="visit_status"),
    path("status/add/", status_views.add, name="visit_status_add"),
    path("status/withdraw/", status_views.withdraw, name="visit_status_withdraw"),
]
