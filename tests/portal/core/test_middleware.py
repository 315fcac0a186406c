"""Who is asking, and the answer to what is not worth asking with."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.core.middleware import trusted_proxies

PROXY = "10.0.0.1"


@pytest.fixture
def seen(settings):
    """Sends a request through the middleware; gives the address and scheme that views see."""
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "fd00::/8"]

    def send(forwarded, *, by=PROXY, proto=""):
        request = RequestFactory().get(
            "/", REMOTE_ADDR=by, HTTP_X_FORWARDED_FOR=forwarded, HTTP_X_FORWARDED_PROTO=proto
        )
        trusted_proxies(lambda request: HttpResponse())(request)
        return request.META["REMOTE_ADDR"], request.scheme

    return send


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),  # what the visitor made up stands on the left
        ("198.51.100.1, 203.0.113.7, 10.0.0.2,10.0.0.3", "203.0.113.7"),
        ("2001:db8::7, fd00::2", "2001:db8::7"),
        ("203.0.113.7, unknown", "203.0.113.7"),
        ("<script>", PROXY),
        ("", PROXY),
        (", ,", PROXY),
        ("10.0.0.9, 10.0.0.2", "10.0.0.9"),  # a visitor from the proxies' own network
    ],
)
def test_visitor_is_the_nearest_address_that_is_no_proxy(seen, forwarded, address):
    assert seen(forwarded)[0] == address


def test_scheme_of_a_proxy_is_believed(seen):
    assert seen("203.0.113.7", proto="https") == ("203.0.113.7", "https")


def test_stranger_is_not_believed(seen):
    assert seen("198.51.100.1", by="203.0.113.7", proto="https") == ("203.0.113.7", "http")


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["/zh-hans/?q=%00", "/zh-hans/%ff/"])
def test_refused_input_is_answered_under_the_policy(client, target):
    response = client.get(target)

    assert response.status_code == 400
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
