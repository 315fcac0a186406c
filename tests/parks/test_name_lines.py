"""Persons with their offices in one line, in Chinese order and in English order; every line written by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from parks.models import Office, Organization, Person
from parks.name_lines import around_name, name_line, names_with_offices, offices_line, person_name
from portal.core.localized import Words


def person(family_zh="", given_zh="", *, en="", given_first=False, title="", form="chinese"):
    """A person that is not saved; `en` as it is written."""
    first, _space, last = en.partition(" ")
    family, given = (last, first) if given_first else (first, last)
    one = Person(
        family_name_zh_hans=family_zh,
        given_name_zh_hans=given_zh,
        family_name_en=family,
        given_name_en=given,
        latin_order="given_first" if given_first else "family_first",
        chinese_form=form,
        courtesy_title=title,
    )
    one.form_names()
    return one


def body(pk, zh="", en="", short_zh="", parent=None):
    return Organization(pk=pk, name_zh_hans=zh, name_en=en, short_name_zh_hans=short_zh, parent_id=parent)


def office(zh="", en="", organization=None, day_zh="", day_en=""):
    return Office(
        title_zh_hans=zh,
        title_en=en,
        organization=organization,
        organization_name_zh_hans=day_zh,
        organization_name_en=day_en,
    )


HAIAN = body(1, "中共海安市委员会", "Hai'an Municipal Party Committee", "海安市委")
PARK_COMMITTEE = body(2, "海安高新区党工委", "Party Working Committee of Hai'an High-Tech Park", parent=1)
MINHANG = body(3, "中共闵行区委员会", "Minhang District Party Committee", "闵行区委")
ZIZHU = body(4, "紫竹高新区管委会", "Zizhu High-Tech Park Administrative Committee")
TORCH = body(
    5,
    "工业和信息化部火炬高技术产业开发中心",
    "Torch High-Tech Industry Development Center, Ministry of Industry and Information Technology",
)
BUREAU = body(6, "连云港市商务局", "Lianyungang Bureau of Commerce")
WELM = body(7, "", "Welm (Shanghai) Minhang Company")

ZHAO = person("赵", "男男", en="Zhao Nannan")
LI = person(en="Li Youping")
SUN = person("孙", "瑾", en="Jin Sun", given_first=True, title="ms")
BAKER = person("贝克", "查理", en="Charlie Baker", given_first=True, form="transcribed")

LINES = [
    # several offices, the organisation in the title of the first
    (
        ZHAO,
        [
            office("海安市委副书记", "Deputy Secretary of the Hai'an Municipal Party Committee", HAIAN),
            office("市长", "Mayor of Hai'an"),
        ],
        "海安市委副书记、市长赵男男",
        "Zhao Nannan, Deputy Secretary of the Hai'an Municipal Party Committee, Mayor of Hai'an",
    ),
    # one organisation belongs to the other
    (
        person("杨", "江华", en="Yang Jianghua"),
        [
            office("海安市委常委", "Member of the Standing Committee of the Hai'an Municipal Party Committee", HAIAN),
            office("书记", "Secretary", PARK_COMMITTEE),
        ],
        "海安市委常委、海安高新区党工委书记杨江华",
        (
            "Yang Jianghua, Member of the Standing Committee of the Hai'an Municipal Party Committee; "
            "Secretary, Party Working Committee of Hai'an High-Tech Park"
        ),
    ),
    # offices in organisations that have nothing to do with each other
    (
        person(en="Wu Qiang"),
        [
            office("闵行区委副书记", "Deputy Secretary of the Minhang District Party Committee", MINHANG),
            office("区长", "District Mayor of Minhang"),
            office("主任", "Director", ZIZHU),
        ],
        "闵行区委副书记、区长，紫竹高新区管委会主任Wu Qiang",
        (
            "Wu Qiang, Deputy Secretary of the Minhang District Party Committee; District Mayor of Minhang; "
            "Director, Zizhu High-Tech Park Administrative Committee"
        ),
    ),
    # two offices in one organisation that stands apart
    (
        SUN,
        [office("党组成员", "Member of the Party Group", BUREAU), office("副局长", "Deputy Director", BUREAU)],
        "连云港市商务局党组成员、副局长孙瑾",
        "Jin Sun, Member of the Party Group, Deputy Director, Lianyungang Bureau of Commerce",
    ),
    # the Chinese name is not known
    (
        LI,
        [office("副主任", "Deputy Director", TORCH)],
        "工业和信息化部火炬高技术产业开发中心副主任Li Youping",
        (
            "Li Youping, Deputy Director, Torch High-Tech Industry Development Center, "
            "Ministry of Industry and Information Technology"
        ),
    ),
    # the Chinese name of the organisation is not known
    (
        person(en="Zhou Shijie"),
        [office("董事长", "Chairman", WELM)],
        "Welm (Shanghai) Minhang Company董事长Zhou Shijie",
        "Zhou Shijie, Chairman, Welm (Shanghai) Minhang Company",
    ),
    # the organisation was called otherwise on the day, and a transcribed name
    (
        BAKER,
        [office("州长", "Governor", body(8, "马萨诸塞州政府"), "马萨诸塞州", "Massachusetts")],
        "马萨诸塞州州长查理·贝克",
        "Charlie Baker, Governor, Massachusetts",
    ),
    # no office at all
    (ZHAO, [], "赵男男", "Zhao Nannan"),
    # an office without words is none
    (ZHAO, [office()], "赵男男", "Zhao Nannan"),
]


@pytest.mark.parametrize(("one", "offices", "zh", "en"), LINES)
def test_name_line_in_the_order_of_each_language(one, offices, zh, en):
    assert name_line(one, offices, language="zh-hans") == Words(zh, "zh-hans")
    assert name_line(one, offices, language="en") == Words(en, "en")
    assert offices_line(offices, language="zh-hans").text == zh.removesuffix(one.words("name").text)
    assert offices_line(offices, language="en").text == en.removeprefix(one.name_en).removeprefix(", ")


def test_office_not_known_in_the_language_is_marked():
    luo = person(en="Luo Shanying")
    secretary = office(en="Secretary of the Zizhu Party Committee")

    assert name_line(luo, [secretary], language="zh-hans") == Words(
        "Luo Shanying（Secretary of the Zizhu Party Committee）", "zh-hans", untranslated=True
    )
    assert offices_line([secretary], language="zh-hans") == Words(
        "Secretary of the Zizhu Party Committee", "zh-hans", untranslated=True
    )
    assert name_line(ZHAO, [office("市长")], language="en") == Words("Zhao Nannan, 市长", "en", untranslated=True)


@pytest.mark.parametrize(
    ("title", "zh", "en"),
    [
        ("ms", "孙瑾女士", "Ms Jin Sun"),
        ("mr", "孙瑾先生", "Mr Jin Sun"),
        ("dr", "孙瑾博士", "Dr Jin Sun"),
        ("professor", "孙瑾教授", "Professor Jin Sun"),
        ("", "孙瑾", "Jin Sun"),
    ],
)
def test_courtesy_title_stands_behind_in_chinese_and_before_in_english(title, zh, en):
    one = person("孙", "瑾", en="Jin Sun", given_first=True, title=title)

    assert person_name(one, language="zh-hans", with_title=True).text == zh
    assert person_name(one, language="en", with_title=True).text == en
    assert person_name(one, language="en").text == "Jin Sun"


def attendee(one, *offices, description=""):
    return SimpleNamespace(
        person=one, offices=SimpleNamespace(all=lambda: offices), shown=Words(description, "en") if not one else None
    )


@pytest.mark.parametrize(
    ("people", "zh", "en"),
    [
        ([(ZHAO,), (SUN,)], "赵男男、孙瑾", "Zhao Nannan, Jin Sun"),
        (
            [(ZHAO, office("市委副书记", "Deputy Secretary"), office("市长", "Mayor")), (SUN,)],
            "市委副书记、市长赵男男，孙瑾",
            "Zhao Nannan, Deputy Secretary, Mayor; Jin Sun",
        ),
        (
            [(LI, office("副区长", "Deputy District Mayor"), office("主任", "Director", ZIZHU)), (SUN,)],
            "副区长，紫竹高新区管委会主任Li Youping；孙瑾",
            "Li Youping, Deputy District Mayor; Director, Zizhu High-Tech Park Administrative Committee; Jin Sun",
        ),
    ],
)
def test_several_persons_are_parted_so_that_each_is_told_from_the_next(people, zh, en):
    named = [attendee(*one) for one in people]

    assert names_with_offices(named, language="zh-hans").text == zh
    assert names_with_offices(named, language="en").text == en


def test_somebody_without_a_name_stands_as_described():
    named = [attendee(SUN), attendee(None, description="two entrepreneurs")]

    assert names_with_offices(named, language="en").text == "Jin Sun, two entrepreneurs"


@pytest.mark.parametrize(
    ("office", "zh", "en"),
    [
        ("市长", ("市长", ""), ("", ", 市长")),
        ("Mayor of Nantong", ("", "（Mayor of Nantong）"), ("", ", Mayor of Nantong")),
        ("", ("", ""), ("", "")),
    ],
)
def test_a_typed_office_stands_beside_the_name_as_in_a_line(office, zh, en):
    assert around_name(office, language="zh-hans") == zh
    assert around_name(office, language="en") == en
