"""Addresses below `/admin/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from partnerships.visits.paper import views

urlpatterns: list[URLPattern] = [
    path("<int:pk>/papers/", views.visit_papers, name="visit_papers"),
    path("<int:pk>/papers/pack/", views.visit_paper_pack, name="visit_paper_pack"),
    path("<int:pk>/papers/pack/pdf/", views.visit_paper_pack_pdf, name="visit_paper_pack_pdf"),
    path("<int:pk>/papers/<str:paper>/", views.visit_paper, name="visit_paper"),
    path("<int:pk>/papers/<str:paper>/pdf/", views.visit_paper_pdf, name="visit_paper_pdf"),
]
