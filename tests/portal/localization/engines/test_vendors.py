"""The servers of these tests, spoken to by the vendors' own clients: so that they do not only agree with ours."""

from __future__ import annotations

import json
from contextlib import closing
from urllib.error import HTTPError

import deepl
import libretranslatepy
import openai
import pytest
from deepl.api_data import MultilingualGlossaryDictionaryEntries

from tests.engines import deepl as deepl_double
from tests.engines import deepl_server, libretranslate_server, openai_server
from tests.engines import openai as openai_double
from tests.engines.server import Answered

TEXT = '<b>高新区</b>与<a id="a1">园区</a>'
WORDING = '<b>gao xin qu </b>yu <a id="a1">yuan qu </a>'


def test_libretranslatepy_understands_the_server():
    with libretranslate_server(key="k") as server:
        client = libretranslatepy.LibreTranslateAPI(server.url, "k")
        assert client.translate(TEXT, "zh-Hans", "en", 5) == WORDING
        assert [language["code"] for language in client.languages(5)] == ["en", "zh-Hans", "zh-Hant"]
        for status, attempt in (
            (400, lambda: client.translate(TEXT, "tlh", "en", 5)),
            (403, lambda: libretranslatepy.LibreTranslateAPI(server.url, "x").translate(TEXT, "zh-Hans", "en", 5)),
        ):
            with pytest.raises(HTTPError) as caught:
                attempt()
            assert caught.value.code == status
            caught.value.close()


def test_deepl_client_understands_the_server():
    with deepl_server() as server, closing(deepl.DeepLClient(deepl_double.KEY, server_url=server.url)) as client:
        for target, wording in (("EN-GB", WORDING), ("ZH-HANT", '<b>高新區</b>與<a id="a1">園區</a>')):
            (found,) = client.translate_text(
                [TEXT], source_lang="ZH", target_lang=target, tag_handling="html", context="新闻"
            )
            assert (found.text, found.detected_source_lang) == (wording, "ZH")
        with pytest.raises(deepl.DeepLException, match="not supported"):
            client.translate_text("x", source_lang="ZH", target_lang="KLI")
        server.fail(Answered(456, {"message": "Quota exceeded"}))
        with pytest.raises(deepl.QuotaExceededException):
            client.translate_text("x", source_lang="ZH", target_lang="EN-GB")


def test_deepl_client_understands_the_glossaries():
    entries = MultilingualGlossaryDictionaryEntries("zh", "en", {"高新区": "zone", "园区": "park"})
    with deepl_server() as server, closing(deepl.DeepLClient(deepl_double.KEY, server_url=server.url)) as client:
        made = client.create_multilingual_glossary("ours", [entries])
        (listed,) = client.list_multilingual_glossaries()
        assert (listed.glossary_id, listed.name) == (made.glossary_id, "ours")
        assert [(each.source_lang, each.target_lang, each.entry_count) for each in listed.dictionaries] == [
            ("ZH", "EN", 2)
        ]
        found = client.translate_text("园区", source_lang="ZH", target_lang="EN-GB", glossary=made)
        assert (found.text, server.requests[0]["glossary_id"]) == ("yuan qu ", made.glossary_id)
        client.delete_multilingual_glossary(made)
        assert client.list_multilingual_glossaries() == []
        with pytest.raises(deepl.GlossaryNotFoundException):
            client.delete_multilingual_glossary(made)


def test_deepl_client_is_refused_with_a_wrong_key():
    with (
        deepl_server() as server,
        closing(deepl.DeepLClient("other", server_url=server.url)) as client,
        pytest.raises(deepl.AuthorizationException),
    ):
        client.translate_text("x", source_lang="ZH", target_lang="EN-GB")


def test_openai_client_understands_the_server():
    document = {"target_language": "en", "segments": [{"id": "s1", "text": TEXT}]}
    messages = [{"role": "user", "content": json.dumps(document)}]

    def complete(client, model=openai_double.MODEL):
        return client.chat.completions.create(
            model=model, messages=messages, temperature=0, response_format={"type": "json_object"}
        )

    with (
        openai_server() as server,
        openai.OpenAI(api_key=openai_double.KEY, base_url=server.url, max_retries=0) as client,
        openai.OpenAI(api_key="other", base_url=server.url, max_retries=0) as stranger,
    ):
        (choice,) = complete(client).choices
        (segment,) = json.loads(choice.message.content)["segments"]
        assert (choice.finish_reason, segment["id"], segment["text"]) == ("stop", "s1", WORDING)
        server.fail("filtered", "declined", "over quota", "too long")
        assert complete(client).choices[0].finish_reason == "content_filter"
        assert complete(client).choices[0].message.refusal == "I cannot help with that."
        for error, code, attempt in (
            (openai.RateLimitError, "insufficient_quota", lambda: complete(client)),
            (openai.BadRequestError, "context_length_exceeded", lambda: complete(client)),
            (openai.NotFoundError, "model_not_found", lambda: complete(client, "another")),
            (openai.AuthenticationError, "invalid_api_key", lambda: complete(stranger)),
        ):
            with pytest.raises(error) as caught:
                attempt()
            assert caught.value.code == code
