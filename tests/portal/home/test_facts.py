"""Every fact that the demonstration must carry is answered by a field of a record or of a page, in both languages.

One line a fact: what it is called in the sources, how it is read, and what a Chinese and an English reader get. People
and companies without a known Chinese name stay Latin for both.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from parks.models import Organization
from tests.portal.home.facts_of_articles import RANKING, SIGNING
from tests.portal.home.facts_of_profiles import OVERSEAS, PROFILE
from tests.portal.home.facts_of_visit import VISIT
from tests.portal.home.facts_reading import Read, article

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]

ALL = {"ranking": RANKING, "signing": SIGNING, "visit": VISIT, "profile": PROFILE, "overseas": OVERSEAS}
CASES = [pytest.param(*fact[1:], id=f"{source}.{fact[0]}") for source, facts in ALL.items() for fact in facts]


@pytest.mark.parametrize(("read", "chinese", "english"), CASES)
def test_a_fact_is_answered_in_both_languages(read: Read, chinese: Any, english: Any) -> None:
    for code, wanted in (("zh-hans", chinese), ("en", english)):
        with translation.override(code):
            assert read(code) == wanted, code


def test_no_inferred_year_is_shown_as_stated() -> None:
    for key, year in (("visit", "2021"), ("boston", "2016")):
        for code in ("zh-hans", "en"):
            with translation.override(code):
                assert year not in article(key, "event_date")(code).display()


def test_a_name_without_known_chinese_stays_latin_and_is_flagged() -> None:
    unknown = Organization.objects.get(slug="microsoft-rd")

    assert unknown.missing_words("name") == ["zh-hans"]
    assert unknown in Organization.objects.missing_names()
    with translation.override("zh-hans"):
        assert (str(unknown), unknown.is_untranslated("name")) == ("Microsoft R&D centre", False)
