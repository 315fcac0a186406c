"""Addresses below `/admin/visits/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from partnerships import precedence_views
from partnerships.visits.desk import agenda_views, checklist_rows, delegate_views, state_views

urlpatterns: list[URLPattern] = [
    path("<int:pk>/state/", state_views.visit_state, name="visit_state"),
    path("<int:pk>/checklist/", checklist_rows.visit_checklist, name="visit_checklist"),
    path("<int:pk>/agenda/", agenda_views.visit_move_agenda, name="visit_move_agenda"),
    path("<int:pk>/delegates/", delegate_views.visit_delegates, name="visit_delegates"),
    path("<int:pk>/precedence/", precedence_views.visit_precedence, name="visit_precedence"),
    path("<int:pk>/precedence/<str:arrangement>/", precedence_views.visit_precedence, name="visit_precedence"),
]
