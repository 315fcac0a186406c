"""How letters of invitation address their readers, what they ask of our own side, and who signs."""

from __future__ import annotations

from datetime import date

import pytest

from partnerships.models import MemberOffice, Visit
from tests.partnerships.visits.calendar_kit import invite, last_letter, member, visit_on

pytestmark = pytest.mark.django_db
ALEX, SUN = "alex@example.com", "sun@example.org"


@pytest.fixture
def visit(parks) -> Visit:
    return visit_on(parks["zizhu"], date(2027, 1, 27))


def told(visit, officers, email: str) -> str:
    """The text of the letter, which the HTML says too."""
    invite(visit, officers["zizhu"])
    letter = last_letter(email)
    opening = letter.text.splitlines()[0]
    assert opening in letter.html
    return letter.text


def test_chinese_letters_say_the_office_of_the_day(visit, officers):
    guest = member(visit, SUN, english=False)
    MemberOffice.objects.create(member=guest, title_zh_hans="董事长", title_en="Chairman")
    text = told(visit, officers, SUN)
    assert text.startswith("尊敬的孙瑾董事长：")
    assert "诚邀您参加“波士顿代表团来访”" in text


@pytest.mark.parametrize(("title", "opening"), [("ms", "尊敬的孙瑾女士："), ("", "尊敬的孙瑾：")])
def test_without_an_office_they_say_the_courtesy_title(visit, officers, title, opening):
    guest = member(visit, SUN, english=False)
    guest.person.courtesy_title = title
    guest.person.save()
    assert told(visit, officers, SUN).startswith(opening)


@pytest.mark.parametrize(("title", "opening"), [("professor", "Dear Professor Morgan,"), ("", "Dear Alex Morgan,")])
def test_english_letters_say_the_courtesy_title_and_the_family_name(visit, officers, title, opening):
    guest = member(visit, ALEX)
    guest.person.courtesy_title = title
    guest.person.save()
    assert told(visit, officers, ALEX).startswith(opening)


@pytest.mark.parametrize(("direction", "side"), [("incoming", "hosts"), ("outgoing", "guests")])
def test_our_own_side_is_asked_and_not_invited(visit, officers, direction, side):
    Visit.objects.filter(pk=visit.pk).update(direction=direction)
    member(visit, SUN, english=False, side=side, role="interpreter")
    member(visit, ALEX, side=side)
    text = told(visit, officers, SUN)
    asked = {"incoming": "请您参加“波士顿代表团来访”的接待工作", "outgoing": "请您随团参加“波士顿代表团来访”"}
    assert asked[direction] in text
    assert "诚邀" not in text
    assert "cordially invited" not in last_letter(ALEX).text
    assert last_letter(SUN).subject == "工作安排：波士顿代表团来访"


def test_the_park_signs_and_english_letters_name_nobody_in_chinese(visit, officers):
    officer = officers["zizhu"]
    officer.last_name, officer.first_name = "王", "静"
    officer.save()
    Visit.objects.filter(pk=visit.pk).update(responsible=officer)
    member(visit, ALEX)
    member(visit, SUN, english=False)
    text = told(visit, officers, ALEX)
    assert "王" not in text
    assert "we will be glad to help" in text
    assert f"Yours sincerely,\n\n{visit.park.name_en}" in text
    assert f"敬礼\n\n{visit.park.name_zh_hans}" in last_letter(SUN).text
    assert "与王静联系" in last_letter(SUN).text
