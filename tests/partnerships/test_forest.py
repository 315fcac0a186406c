"""Agreements as trees: what stands under what, in which order, and what a filter leaves."""

from __future__ import annotations

import pytest

from partnerships.chronology import newest_first
from partnerships.forest import Node, all_above, all_under, grow, root_keys
from partnerships.models import Agreement, Event
from portal.core.partial_dates import PartialDate
from tests.partnerships.factories import AgreementFactory, EventFactory

pytestmark = pytest.mark.django_db


def shape(nodes: list[Node] | tuple[Node, ...]) -> list:
    """Short addresses as nested lists."""
    return [[node.agreement.slug, *shape(node.children)] for node in nodes]


def trees() -> list:
    """All, read from the roots down; what is read from everything up must be the same."""
    found = all_under(root_keys())
    whole = shape(grow(found, found.roots))
    assert matching(Agreement.objects.values_list("pk", flat=True)) == whole
    return whole


def matching(keys) -> list:
    found = all_above(keys)
    return shape(grow(found, found.roots))


def test_agreements_stand_under_their_framework_and_beside_the_original():
    framework = AgreementFactory(is_public=True, slug="framework", signed_on=PartialDate(2025, 9, 9))
    first = AgreementFactory(is_public=True, slug="first", framework=framework, signed_on=PartialDate(2025, 9, 9))
    AgreementFactory(is_public=True, slug="second", framework=framework, signed_on=PartialDate(2026, 1, 1))
    AgreementFactory(is_public=True, slug="amendment", framework=framework, amends=first)
    AgreementFactory(is_public=True, slug="newer", signed_on=PartialDate(2026))

    assert trees() == [["newer"], ["framework", ["first", ["amendment"]], ["second"]]]


def test_what_stands_under_an_internal_framework_is_a_root():
    hidden = AgreementFactory(is_public=False, slug="hidden")
    AgreementFactory(is_public=True, slug="open", framework=hidden)

    assert trees() == [["open"]]


def test_a_filter_brings_what_a_match_stands_under_and_nothing_else():
    framework = AgreementFactory(is_public=True, slug="framework")
    wanted = AgreementFactory(is_public=True, slug="wanted", framework=framework)
    AgreementFactory(is_public=True, slug="other", framework=framework)
    AgreementFactory(is_public=True, slug="alone")

    assert matching([wanted.pk]) == [["framework", ["wanted"]]]
    assert matching([]) == []


def test_a_circle_is_left_out():
    one = AgreementFactory(is_public=True, slug="one")
    other = AgreementFactory(is_public=True, slug="other", framework=one)
    Agreement.objects.filter(pk=one.pk).update(framework=other)
    AgreementFactory(is_public=True, slug="sound")

    assert trees() == [["sound"]]
    assert matching([one.pk]) == []


def test_a_page_and_a_match_read_none_of_the_others(django_assert_num_queries):
    frameworks = [AgreementFactory(is_public=True, slug=f"framework-{number}") for number in range(3)]
    for framework in frameworks:
        AgreementFactory(is_public=True, slug=f"under-{framework.slug}", framework=framework)

    wanted = Agreement.objects.get(slug="under-framework-0").pk

    with django_assert_num_queries(3):
        page = all_under(root_keys()[:1])
    with django_assert_num_queries(2):
        match = all_above([wanted])

    assert shape(grow(page, page.roots)) == [["framework-2", ["under-framework-2"]]]
    assert len(list(page.below(page.roots))) == len(list(match.below(match.roots))) == 2


def test_partial_dates_stand_among_full_ones():
    dates = {
        "may": PartialDate(2016, 5, 1),
        "inferred": PartialDate(2016, 2, 26, inferred=True),
        "january": PartialDate(2016, 1, 31),
        "year": PartialDate(2016),
        "before": PartialDate(2015, 12, 31),
        "no-year": PartialDate(None, 2, 26),
        "none": None,
    }
    for slug, date in reversed(dates.items()):
        EventFactory(is_public=True, slug=slug, date=date)
        AgreementFactory(is_public=True, slug=slug, signed_on=date)

    assert [event.slug for event in newest_first(Event.objects.all(), "date")] == list(dates)
    assert [slug for (slug,) in trees()] == list(dates)
