"""Addresses of partnerships below `/admin/`."""

from django.urls import include, path

from partnerships import agreement_file_views, agreement_views, precedence_views
from partnerships.visits.after import admin_urls as after
from partnerships.visits.calendars import admin_urls as calendars
from partnerships.visits.desk import admin_urls as desk
from partnerships.visits.outside import admin_urls as outside
from partnerships.visits.paper import admin_urls as paper

urlpatterns = [
    path("agreements/import/", agreement_file_views.ImportAgreementsView.as_view(), name="agreements_import"),
    path("agreements/export/<str:file_format>/", agreement_file_views.export_file, name="agreements_export"),
    path("agreements/<int:pk>/state/", agreement_views.agreement_state, name="agreement_state"),
    path("agreements/<int:pk>/amend/", agreement_views.amend_agreement, name="agreement_amend"),
    path("agreements/<int:pk>/renew/", agreement_views.renew_agreement, name="agreement_renew"),
    path(
        "events/<int:pk>/precedence/<str:arrangement>/",
        precedence_views.event_precedence,
        name="event_precedence",
    ),
    path("visits/", include([*desk.urlpatterns, *paper.urlpatterns, *calendars.urlpatterns, *after.urlpatterns])),
    path("visits/", include(outside.urlpatterns)),
]
