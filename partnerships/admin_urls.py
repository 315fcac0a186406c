"""Addresses of partnerships below `/admin/`."""

from django.urls import include, path

from partnerships import agreement_file_views, agreement_views, precedence_views
from partnerships.inquiries.desk import admin_urls as inquiry_desk
from partnerships.inquiries.desk import reply_urls
from partnerships.inquiries.figures import admin_urls as figures
from partnerships.inquiries.levels import admin_urls as levels
from partnerships.inquiries.outside import admin_views as investor_requests
from partnerships.inquiries.proof import admin_urls as proof
from partnerships.visits.after import admin_urls as after
from partnerships.visits.calendars import admin_urls as calendars
from partnerships.visits.desk import admin_urls as desk
from partnerships.visits.outside import admin_urls as outside
from partnerships.visits.paper import admin_urls as paper

#: Below the address of the viewset of inquiries.
INQUIRIES = [
    *inquiry_desk.urlpatterns,
    *reply_urls.urlpatterns,
    *figures.urlpatterns,
    *levels.urlpatterns,
    *proof.urlpatterns,
    *investor_requests.urlpatterns,
]

urlpatterns = [
    path("inquiries/", include(INQUIRIES)),
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
