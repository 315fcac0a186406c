"""Addresses of pages. Wagtail's own, with one difference: a page is only read."""

from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail import urls as wagtail_urls
from wagtail.views import serve

# Nothing is written, so no token is asked for: a wrong method is answered 405 and not as a forged request.
serve_page = csrf_exempt(require_http_methods(["GET", "HEAD", "OPTIONS"])(serve))

urlpatterns = [
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
]
