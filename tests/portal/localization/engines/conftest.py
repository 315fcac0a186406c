"""A server and a client of each engine. Servers answer at once unless told otherwise; a busy machine is not late."""

from __future__ import annotations

import pytest

from portal.localization.engines.base import Request, Term
from portal.localization.engines.registry import engine_named
from tests.engines import deepl, deepl_server, libretranslate, libretranslate_server, openai, openai_server

SERVERS = {
    "libretranslate": (lambda **more: libretranslate_server(key=libretranslate.KEY, **more), libretranslate.KEY),
    "deepl": (deepl_server, deepl.KEY),
    "openai": (openai_server, openai.KEY),
}
TEXTS = ("<b>高新区</b>位于江苏省海安市。", '详见<a id="a1">园区简介</a>。', "面积达一百平方公里。")
WORDINGS = (
    "<b>gao xin qu </b>wei yu jiang su sheng hai an shi 。",
    'xiang jian <a id="a1">yuan qu jian jie </a>。',
    "mian ji da yi bai ping fang gong li 。",
)


@pytest.fixture
def connect(settings):
    """Starts a server of engine `name`, sets the portal for it: (server, client that gives up after `seconds`)."""
    servers = []

    def start(name, *, seconds=5, **more):
        build, key = SERVERS[name]
        server = build(**more).__enter__()
        servers.append(server)
        settings.TRANSLATION_ENGINE, settings.TRANSLATION_URL, settings.TRANSLATION_KEY = name, server.url, key
        settings.TRANSLATION_MODEL, settings.TRANSLATION_TIMEOUT = openai.MODEL, seconds
        return server, engine_named()

    yield start
    for server in servers:
        server.__exit__()


@pytest.fixture
def request_of():
    def build(*texts, source="zh-hans", target="en", terms=(), context=""):
        return Request(texts or TEXTS, source, target, tuple(Term(*term) for term in terms), context)

    return build
