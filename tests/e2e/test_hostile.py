"""Addresses and methods that no honest visitor sends: the portal's own page, never a 500."""

import http.client

import pytest


def ask(stack, method, target, body=None, headers=None):
    """One request with the target exactly as given; returns status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=20)
    connection.putrequest(method, target, skip_accept_encoding=True)
    for name, value in ({"Accept": "text/html"} | (headers or {})).items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    response = connection.getresponse()
    answer = response.read().decode()
    connection.close()
    return response.status, answer


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", "/zh-hans/%00", 400),
        ("GET", "/en/search/?q=%00", 400),
        ("GET", "/en/search/?q=%ff%fe", 400),
        ("GET", "/en/%ff%fe/", 400),
        ("GET", "/fr/", 404),
        ("GET", "/zh-hant/news/", 404),
        ("GET", "/EN/", 404),
        ("GET", "/en/news/?page=9999", 404),
        ("GET", "/en/news/?page=0", 404),
        ("GET", "/en/news/?page=-1", 404),
        ("GET", "/en/news/?page=abc", 404),
        ("GET", "/en/news/?page=99999999999999999999999", 404),
        ("GET", "/en/news/?category=no-such-category", 404),
        ("GET", "/en/search/?q=a&page=99999999999999999999", 404),
        ("POST", "/en/", 405),
        ("DELETE", "/en/news/", 405),
        ("PUT", "/zh-hans/parks/zizhu/", 405),
        ("POST", "/en/search/", 405),
        ("DELETE", "/en/cooperate/", 405),
        ("DELETE", "/en/visits/request/", 405),
        ("PUT", "/zh-hans/visits/status/", 405),
        ("GET", "/en/visits/status/?request=%00", 400),
        ("GET", "/en/visits/status/?request=x", 404),
        ("GET", "/zh-hans/visits/status/withdraw/?request=%F0%9F%99%82", 404),
        ("POST", "/", 405),
        ("GET", "/media/../../secret-key", 400),
        ("GET", "/media/%2e%2e/%2e%2e/secret-key", 400),
        ("GET", "/en/parks/../../../etc/passwd", 404),
    ],
)
def test_hostile_address_gets_the_own_error_page(stack, method, target, status):
    answer_status, body = ask(stack, method, target)
    assert answer_status == status
    assert "<h1" in body, "the portal's own page"
    assert "Traceback" not in body
    assert "wagtail" not in body.lower()


def test_hostile_host_gets_a_400(stack):
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=20)
    connection.putrequest("GET", "/en/", skip_host=True)
    connection.putheader("Host", "evil.example")
    connection.endheaders()
    response = connection.getresponse()
    response.read()
    connection.close()
    assert response.status == 400


@pytest.mark.parametrize("target", ["/en/search/?q=" + "a" * 5000, "/en/search/?q=%27%22%3C%3E%26%21%7C%28%29%3A%2A"])
def test_odd_queries_are_answered(stack, target):
    status, body = ask(stack, "GET", target)
    assert status == 200
    assert "<h1" in body


def test_error_pages_speak_the_language_of_the_address(stack):
    _, chinese = ask(stack, "GET", "/zh-hans/no-such-page/")
    _, english = ask(stack, "GET", "/en/no-such-page/")
    assert 'lang="zh' in chinese
    assert 'lang="en' in english
    assert chinese != english
