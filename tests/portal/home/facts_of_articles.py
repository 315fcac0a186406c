"""Facts of the evaluation and the signing."""

from __future__ import annotations

from datetime import date

from tests.portal.home.facts_reading import (
    Fact,
    article,
    park,
    points,
    result,
    said,
    same,
    spellings,
    statements,
    sub_index,
)

RANKING: list[Fact] = [
    (
        "evaluation.scheme",
        said(lambda: result().edition.scheme, "name"),
        "国家高新技术产业开发区评价",
        "National high-tech park evaluation",
    ),
    (
        "evaluation.authority",
        said(lambda: result().edition.scheme.authority, "name"),
        "科学技术部",
        "Ministry of Science and Technology",
    ),
    (
        "evaluation.park",
        said(lambda: result().park, "name"),
        "上海紫竹高新技术产业开发区",
        "Shanghai Zizhu High-Tech Park",
    ),
    ("evaluation.in_scheme_since", *same(lambda: park("zizhu").scheme_memberships.get().since_year, 2012)),
    ("evaluation.edition", *same(lambda: result().edition.year, 2020)),
    ("evaluation.data_year", *same(lambda: result().edition.data_year, 2019)),
    ("evaluation.ranked_parks", *same(lambda: result().edition.ranked_parks, 169)),
    ("evaluation.overall_rank", *same(lambda: result().overall_rank, 11)),
    ("evaluation.remark", said(result, "remark"), "九年“八连跳”", "Eight consecutive rises in nine years"),
    (
        "sub_indices.knowledge.name",
        said(lambda: sub_index("knowledge").sub_index, "name"),
        "知识创造和技术创新能力",
        "Knowledge creation and technological innovation",
    ),
    ("sub_indices.knowledge.rank", *same(lambda: sub_index("knowledge").rank, 14)),
    ("sub_indices.knowledge.previous", *same(lambda: sub_index("knowledge").previous_rank, None)),
    (
        "sub_indices.industry.name",
        said(lambda: sub_index("industry").sub_index, "name"),
        "产业升级和结构优化能力",
        "Industrial upgrading and structural optimisation",
    ),
    ("sub_indices.industry.rank", *same(lambda: sub_index("industry").rank, 8)),
    ("sub_indices.industry.previous", *same(lambda: sub_index("industry").previous_rank, None)),
    (
        "sub_indices.international.name",
        said(lambda: sub_index("international").sub_index, "name"),
        "国际化和参与全球竞争能力",
        "Internationalisation and global competition",
    ),
    ("sub_indices.international.rank", *same(lambda: sub_index("international").rank, 7)),
    ("sub_indices.international.previous", *same(lambda: sub_index("international").previous_rank, 22)),
    (
        "sub_indices.sustainable.name",
        said(lambda: sub_index("sustainable").sub_index, "name"),
        "高新区可持续发展能力",
        "Sustainable development",
    ),
    ("sub_indices.sustainable.rank", *same(lambda: sub_index("sustainable").rank, 4)),
    ("sub_indices.sustainable.previous", *same(lambda: sub_index("sustainable").previous_rank, 11)),
    (
        "strengths",
        points("strength"),
        ["人才结构", "技术合作与交易", "高学历人才", "国际化人才", "技术服务出口"],
        [
            "Talent structure",
            "Technological cooperation and trading",
            "Highly educated talent",
            "International talent",
            "Export of technical services",
        ],
    ),
    (
        "economy",
        said(result, "economy"),
        "主要经济指标保持两位数增长",
        "The main indicators keep growing by double digits",
    ),
    (
        "main_work",
        points("main_work"),
        ["招商引资", "项目建设", "产业孵化", "营商环境", "铂金服务"],
        [
            "Investment promotion",
            "Project construction",
            "Industry incubation",
            "Business environment",
            "Platinum service",
        ],
    ),
    ("plan", said(result, "planning_period"), "“十四五”时期", "14th Five-Year Plan period"),
    ("published", article("ranking", "date"), date(2021, 2, 5), date(2021, 2, 5)),
]

SIGNING: list[Fact] = [
    ("zizhu.name", said(lambda: park("zizhu"), "name"), "上海紫竹高新技术产业开发区", "Shanghai Zizhu High-Tech Park"),
    ("zizhu.short_name", said(lambda: park("zizhu"), "short_name"), "紫竹高新区", "Zizhu"),
    ("zizhu.level", lambda code: park("zizhu").get_level_display(), "国家级", "National level"),
    ("zizhu.operator", lambda code: park("zizhu").get_operator_kind_display(), "民营", "Private business"),
    (
        "zizhu.operator.only_one",
        statements(lambda: park("zizhu"), "distinction"),
        ["全国唯一由民营企业运营的国家级高新区"],
        ["The only national-level high-tech park in China run by private business"],
    ),
    ("zizhu.district", lambda code: park("zizhu").place_line, "上海市闵行区", "Minhang District, Shanghai"),
    (
        "zizhu.tenants",
        lambda code: [tenant.shown.text for tenant in park("zizhu").tenants.all()],
        ["Microsoft R&D centre", "Intel R&D centre"],
        ["Microsoft R&D centre", "Intel R&D centre"],
    ),
    ("haian.name", said(lambda: park("haian"), "name"), "海安高新技术产业开发区", "Hai'an High-Tech Park"),
    ("haian.short_name", said(lambda: park("haian"), "short_name"), "海安高新区", "Hai'an"),
    (
        "zizhu.spellings",
        *same(lambda: spellings("zizhu"), {"Zizhu-High Tech Park", "Zizhu High-tech Park", "Zizhu"}),
    ),
    ("haian.spellings", *same(lambda: spellings("haian"), {"Haian", "Haian High-Tech Park", "Hai’an", "Hai'an"})),
    ("haian.level", lambda code: park("haian").get_level_display(), "省级", "Provincial level"),
    ("haian.location", lambda code: park("haian").place_line, "江苏省南通市海安市", "Hai'an, Nantong, Jiangsu"),
    (
        "haian.standing",
        statements(lambda: park("haian"), "standing"),
        ["综合实力居江苏省省级高新区首位", "江苏省长江以北首家工业应税销售超千亿元的省级高新区"],
        [
            "First among provincial-level high-tech parks of Jiangsu by overall strength",
            (
                "First provincial-level high-tech park of Jiangsu north of the Yangtze "
                "past 100 billion yuan of invoiced industrial sales"
            ),
        ],
    ),
    ("published", article("signing", "date"), date(2025, 9, 9), date(2025, 9, 9)),
    ("event.kind", article("signing", "event_name"), "签约仪式", "Signing ceremony"),
    ("event.place", article("signing", "event_place"), "紫竹高新区", "Zizhu High-Tech Park"),
    ("event.date", lambda code: article("signing", "event_date")(code).display(), "2025年9月9日", "9 September 2025"),
]
