"""Servers that speak the protocols of the translation engines, and misbehave as they are told to."""

from tests.engines.deepl import deepl_server
from tests.engines.libretranslate import libretranslate_server
from tests.engines.openai import openai_server

__all__ = ["deepl_server", "libretranslate_server", "openai_server"]
