"""Addresses of pages. Wagtail's own, with one difference: a page is only read."""

from django.urls import re_path
from wagtail import urls as wagtail_urls
from wagtail.views import serve

from portal.core.methods import read_only

urlpatterns = [
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(wagtail_urls.serve_pattern, read_only(serve), name="wagtail_serve"),
]
