"""The persons that the facts name, with their offices in both languages, written by hand from the facts."""

from __future__ import annotations

import pytest

from parks.models import Person
from parks.name_lines import name_line, person_name
from parks.office_changes import office_warnings
from portal.core.partial_dates import PartialDate

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]

#: The delegation that is to come is nobody of the sources.
INVENTED = "演示用虚构人物"
LINES = {
    "li-youping": (
        "工业和信息化部火炬高技术产业开发中心副主任Li Youping",
        (
            "Li Youping, Deputy Director, Torch High-Tech Industry Development Center, "
            "Ministry of Industry and Information Technology"
        ),
    ),
    "zhang-tong": (
        "南通市委副书记、市长张彤",
        "Zhang Tong, Deputy Secretary of the Nantong Municipal Party Committee, Mayor of Nantong",
    ),
    "ding-feng": (
        "南通市政府党组成员、秘书长Ding Feng",
        "Ding Feng, Member of the Party Group of the Nantong Municipal Government, Secretary General",
    ),
    "tan-zhen": ("海安市委书记谭真", "Tan Zhen, Secretary of the Hai'an Municipal Party Committee"),
    "zhao-nannan": (
        "海安市委副书记、市长赵男男",
        "Zhao Nannan, Deputy Secretary of the Hai'an Municipal Party Committee, Mayor of Hai'an",
    ),
    "yang-jianghua": (
        "海安市委常委、海安高新区党工委书记杨江华",
        (
            "Yang Jianghua, Member of the Standing Committee of the Hai'an Municipal Party Committee, "
            "Secretary of the Party Working Committee of Hai'an High-Tech Park"
        ),
    ),
    "xia-weijun": (
        "海安市委常委、副市长Xia Weijun",
        "Xia Weijun, Member of the Standing Committee of the Hai'an Municipal Party Committee, Deputy Mayor of Hai'an",
    ),
    "wu-qiang": (
        "闵行区委副书记、区长，紫竹高新区管委会主任Wu Qiang",
        (
            "Wu Qiang, Deputy Secretary of the Minhang District Party Committee, District Mayor of Minhang, "
            "Director of the Zizhu High-Tech Park Administrative Committee"
        ),
    ),
    "zhang-xian": (
        "闵行区副区长，紫竹高新区管委会副主任Zhang Xian",
        (
            "Zhang Xian, Deputy District Mayor of Minhang, "
            "Deputy Director of the Zizhu High-Tech Park Administrative Committee"
        ),
    ),
    "xi-lifeng": (
        "上海交通大学党委常委、常务副校长奚立峰",
        (
            "Xi Lifeng, Member of the Standing Committee of the Party Committee of Shanghai Jiao Tong University, "
            "Executive Vice President"
        ),
    ),
    "sheng-xinjun": (
        "先进产业技术研究院院长Sheng Xinjun",
        "Sheng Xinjun, Director of the Advanced Industrial Technology Research Institute",
    ),
    "shen-wen": (
        "上海紫竹高新区董事长、总经理沈雯",
        "Shen Wen, Chairman and General Manager of Shanghai Zizhu High-Tech Park",
    ),
    "xia-guang": (
        "上海紫竹高新区常务副总经理夏光",
        "Xia Guang, Executive Deputy General Manager of Shanghai Zizhu High-Tech Park",
    ),
    "zhang-li": (
        "Shanghai Jingteng Information Technology Co., Ltd.首席执行官Zhang Li",
        "Zhang Li, CEO, Shanghai Jingteng Information Technology Co., Ltd.",
    ),
    "zhou-shijie": (
        "Welm (Shanghai) Minhang Company董事长Zhou Shijie",
        "Zhou Shijie, Chairman, Welm (Shanghai) Minhang Company",
    ),
    "jin-sun": ("连云港市商务局副局长孙瑾", "Jin Sun, Deputy Director, Lianyungang Bureau of Commerce"),
    "minchang-xu": (
        "连云港国家高新区管委会副主任Minchang Xu",
        "Minchang Xu, Deputy Director, Lianyungang National High-tech Zone Administrative Committee",
    ),
    "hongfei-zhang": (
        "上海临港科技创业中心总经理Hongfei Zhang",
        "Hongfei Zhang, General Manager, Lingang Innovation Center",
    ),
    "hua-yang": (
        "Global Cross-Border Technology Exchange Research Institute院长Hua Yang",
        "Hua Yang, President, Global Cross-Border Technology Exchange Research Institute",
    ),
    "wang-zhigang": (
        "科学技术部党组书记、副部长王志刚",
        (
            "Wang Zhigang, Secretary of the Leading Party Members' Group and Vice Minister, "
            "Ministry of Science and Technology"
        ),
    ),
    "zhang-qiyue": ("中国驻纽约总领事章启月", "Zhang Qiyue, Consul General of China in New York"),
    "charlie-baker": ("马萨诸塞州州长查理·贝克", "Charlie Baker, Governor of Massachusetts"),
    "gao-pan": ("新华社记者Gao Pan", "Gao Pan, Reporter, Xinhua"),
    "shi-yingshan": ("新华社记者Shi Yingshan", "Shi Yingshan, Reporter, Xinhua"),
    "luo-shanying": (
        "紫竹高新区党委书记、副总经理Luo Shanying",
        "Luo Shanying, Secretary of the Zizhu Party Committee, Vice General Manager",
    ),
}


def test_persons_and_their_offices_read_as_the_facts_have_them() -> None:
    people = Person.objects.exclude(name_basis=INVENTED).prefetch_related("offices__organization")
    lines = {
        person.slug: tuple(
            name_line(person, person.offices.all(), language=language).text for language in ("zh-hans", "en")
        )
        for person in people
    }

    assert lines == LINES


@pytest.mark.parametrize("spelling", ["Jin Sun", "Sun Jin", "Ms. Sun", "孙瑾"])
def test_spellings_of_the_facts_find_one_person(spelling: str) -> None:
    found = Person.objects.spelled(spelling).get()

    assert (found.slug, person_name(found, language="en", with_title=True).text) == ("jin-sun", "Ms Jin Sun")


def test_names_that_the_facts_do_not_know_in_chinese_are_flagged() -> None:
    missing = {person.name_en for person in Person.objects.missing_names()}

    assert len(missing) == 14
    assert {"Li Youping", "Minchang Xu", "Luo Shanying"} <= missing


def test_office_of_the_day_is_asked_about_where_it_has_ended() -> None:
    wang = Person.objects.get(slug="wang-zhigang")

    assert office_warnings(wang, wang.offices.all(), PartialDate(2016, 2, 26)) == []
    assert len(office_warnings(wang, wang.offices.all(), PartialDate(2021, 10, 25))) == 1
