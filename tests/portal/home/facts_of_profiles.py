"""Facts of the sci-tech city and of the park in Boston."""

from __future__ import annotations

from tests.portal.home.facts_reading import (
    Fact,
    article,
    listed,
    matrix,
    park,
    quoted,
    said,
    same,
    spellings,
    statements,
)

PROFILE: list[Fact] = [
    (
        "name",
        said(lambda: park("sci-tech-city"), "name"),
        "张江长三角科技城",
        "Zhangjiang Yangtze River Delta Sci-Tech City",
    ),
    (
        "location",
        lambda code: [row.address for row in park("sci-tech-city").places],
        ["上海市金山区（枫泾）", "浙江省嘉兴市（平湖）"],
        ["Jinshan District, Shanghai (Fengjing)", "Jiaxing (Pinghu), Zhejiang"],
    ),
    ("level", lambda code: park("sci-tech-city").get_level_display(), "级别未载明", "Level not stated"),
    (
        "launched_by",
        said(lambda: park("sci-tech-city").launched_by, "name"),
        "张江国家自主创新示范区",
        "Zhangjiang National Innovation Demonstration Zone",
    ),
    (
        "firsts",
        statements(lambda: park("sci-tech-city"), "first"),
        ["张江国家自主创新示范区首个跨省市一体化发展项目", "全国首个跨省市一体化发展实践区"],
        [
            (
                "First inter-provincial integrated development project "
                "of the Zhangjiang National Innovation Demonstration Zone"
            ),
            "First practice area of inter-provincial integration in China",
        ],
    ),
    ("positioning.title", said(lambda: park("sci-tech-city").positioning, "title"), "时机优势", "Timing advantage"),
    (
        "positioning.columns",
        listed(lambda: park("sci-tech-city").positioning.columns.all()),
        ["国家需要", "上海需要", "浙江需要"],
        ["The need of China", "The need of Shanghai", "The need of Zhejiang"],
    ),
    (
        "positioning.needs.china",
        matrix(0, 1),
        ["新的经济增长极", "区域协调发展", "新型城镇化", "创新转型"],
        [
            "New pole of economic growth",
            "Coordinated regional development",
            "New-type urbanisation",
            "Innovative transformation",
        ],
    ),
    (
        "positioning.needs.shanghai",
        matrix(0, 2),
        ["新的经济增长点", "拓展发展空间", "缓解“城市病”", "创新转型"],
        ["New points of economic growth", "Room for development", "Relief of urban ills", "Innovative transformation"],
    ),
    (
        "positioning.needs.zhejiang",
        matrix(0, 3),
        ["新的经济增长极", "国际化平台", "承接上海资源", "创新转型"],
        [
            "New pole of economic growth",
            "An international platform",
            "Resources from Shanghai",
            "Innovative transformation",
        ],
    ),
    (
        "positioning.strategies.china",
        matrix(1, 1),
        ["区域一体化", "创新驱动发展", "“一带一路”倡议"],
        ["Regional integration", "Innovation-driven development", "Belt and Road Initiative"],
    ),
    (
        "positioning.strategies.shanghai",
        matrix(1, 2),
        ["服务长三角", "具有全球影响力的科技创新中心", "“四个中心”"],
        ["Serving the Yangtze River Delta", "Science and innovation centre of global influence", "Four centres"],
    ),
    (
        "positioning.strategies.zhejiang",
        matrix(1, 3),
        ["接轨上海", "国际化资源平台", "创新型省份"],
        ["Integration with Shanghai", "An international resource platform", "Innovative province"],
    ),
    (
        "demonstration_zones",
        statements(lambda: park("sci-tech-city"), "demonstration_zone"),
        ["国家区域融合发展实践区", "国家自主创新示范区", "国家新型城镇化试点区"],
        [
            "Practice area of national regional integration",
            "National independent innovation demonstration zone",
            "National new-type urbanisation pilot zone",
        ],
    ),
]

OVERSEAS: list[Fact] = [
    (
        "name",
        said(lambda: park("boston"), "name"),
        "上海张江波士顿企业园",
        "Shanghai Zhangjiang Boston Enterprise Park",
    ),
    (
        "also",
        *same(
            lambda: spellings("boston"),
            {"Shanghai-Zhangjiang-Boston Corporate Park", "Shanghai Zhangjiang Boston Corporate Park"},
        ),
    ),
    ("level", lambda code: park("boston").get_level_display(), "境外", "Overseas"),
    (
        "location",
        lambda code: park("boston").place_line,
        "美国马萨诸塞州波士顿",
        "Boston, Massachusetts, United States",
    ),
    ("location.country", *same(lambda: park("boston").places[0].country.code, "US")),
    (
        "founder",
        said(lambda: park("boston").founder, "name"),
        "上海张江高新技术产业开发区",
        "Shanghai Zhangjiang Hi-Tech Zone",
    ),
    (
        "operators",
        listed(lambda: park("boston").operators.all()),
        ["上海杨浦科技创业中心", "美方（资料未列名称）"],
        ["Yangpu Science and Technology Innovation Center", "The U.S. side (not named)"],
    ),
    (
        "purpose",
        statements(lambda: park("boston"), "purpose"),
        ["“走出去”与“引进来”并重的创新和新兴产业海外基地"],
        ["Overseas base for innovation and emerging industries, outward and inward"],
    ),
    (
        "services",
        statements(lambda: park("boston"), "service"),
        ["科技创新", "市场拓展", "资本运作"],
        ["Technology innovation", "Market expansion", "Capital operation"],
    ),
    (
        "objectives",
        statements(lambda: park("boston"), "objective"),
        [
            "集聚中美两国研发机构、科技企业和人才，发挥研发、孵化、产业、服务、贸易、金融和创新功能",
            "推动人才、技术、资本和原创成果跨国转移，建设中美创新示范园区",
            "培育能够反哺国内创新的创新型企业和服务平台",
        ],
        [
            (
                "Gather R&D institutions, technology companies and talent of both countries; "
                "functions are R&D, incubation, industry, services, trading, finance and innovation"
            ),
            (
                "International transfer of talent, technology, capital and original innovation; "
                "a Sino-American innovation demonstration park"
            ),
            "Innovative companies and service platforms that feed innovation at home",
        ],
    ),
    ("event.kind", article("boston", "event_name"), "开园仪式", "Opening ceremony"),
    ("event.date", lambda code: article("boston", "event_date")(code).display(), "2月26日", "26 February"),
    ("event.date.inferred_year", lambda code: article("boston", "event_date")(code).year, 2016, 2016),
    ("event.date.is_inferred", lambda code: article("boston", "event_date")(code).inferred, True, True),
    ("event.date.basis", article("boston", "event_date_basis"), "同一网站的另一页面", "another page of the same site"),
    ("event.place", article("boston", "event_place"), "马萨诸塞州议会大厦", "Massachusetts State House"),
    ("source.cited.agency", article("boston", "source_agency"), "新华社", "Xinhua"),
    ("source.cited.place", article("boston", "source_place"), "波士顿", "Boston"),
    ("source.cited.reporters", article("boston", "source_reporters"), "Gao Pan、Shi Yingshan", "Gao Pan, Shi Yingshan"),
    (
        "quoted.name",
        quoted("label"),
        ["王志刚", "章启月", "查理·贝克"],
        ["Wang Zhigang", "Zhang Qiyue", "Charlie Baker"],
    ),
    (
        "quoted.office",
        quoted("value"),
        ["科学技术部党组书记、副部长", "中国驻纽约总领事", "马萨诸塞州州长"],
        [
            "Secretary of the Leading Party Members' Group and Vice Minister, Ministry of Science and Technology",
            "Consul General of China in New York",
            "Governor of Massachusetts",
        ],
    ),
]
