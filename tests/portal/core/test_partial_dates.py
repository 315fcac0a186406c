import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from portal.core.partial_dates import PartialDate, PartialDateField, PartialDateFormField


@pytest.mark.parametrize(
    ("notation", "chinese", "english"),
    [
        ("2025-09-09", "2025年9月9日", "9 September 2025"),
        ("XXXX-02-26", "2月26日", "26 February"),
        ("?2016-02-26", "2月26日", "26 February"),
        ("2009-XX-XX", "2009年", "2009"),
        ("2021-02-XX", "2021年2月", "February 2021"),
    ],
)
def test_display_states_only_what_is_stated(notation, chinese, english):
    value = PartialDate.parse(notation)
    assert str(value) == notation
    with translation.override("zh-hans"):
        assert value.display() == chinese
    with translation.override("en"):
        assert value.display() == english


@pytest.mark.parametrize(
    "notation", ["2025-13-01", "2025-XX-01", "XXXX-XX-XX", "2025-02-30", "?XXXX-01-01", "9.9.2025"]
)
def test_parse_refuses_what_is_no_date(notation):
    with pytest.raises(ValueError, match=r"\."):
        PartialDate.parse(notation)


def test_form_field_takes_a_day_without_year():
    assert PartialDateFormField(required=False).clean(["", "2", "26", ""]) == PartialDate(None, 2, 26)


def test_form_field_empty_is_none():
    assert PartialDateFormField(required=False).clean(["", "", "", ""]) is None


@pytest.mark.parametrize("year", ["99", "1799", "2201"])
def test_year_that_nobody_means_is_refused_of_forms_and_files_and_still_read(year):
    with pytest.raises(ValidationError, match="1800"):
        PartialDateFormField(required=False).clean([year, "", "", ""])
    with pytest.raises(ValidationError, match="1800"):
        PartialDateField().clean(f"{year:0>4}-XX-XX", None)
    assert PartialDateField().to_python(f"{year:0>4}-XX-XX").year == int(year)
