"""`/` leads to the visitor's language."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers

from portal.core.methods import read_only


@read_only
def choose_language(request: HttpRequest) -> HttpResponse:
    """Redirect to the home page in the language that the browser asks for."""
    language = translation.get_language_from_request(request)
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response
