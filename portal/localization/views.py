"""`/`, and what people write down without a language, lead to the visitor's language."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers

from portal.core.methods import read_only


@read_only
def choose_language(request: HttpRequest, below: str = "") -> HttpResponse:
    """Redirect to the page `below` the language that the browser asks for; the home page without one."""
    language = translation.get_language_from_request(request)
    query = request.META.get("QUERY_STRING", "") if below else ""
    response = HttpResponseRedirect(f"/{language}/{below}" + (f"?{query}" if query else ""))
    patch_vary_headers(response, ["Accept-Language"])
    return response
