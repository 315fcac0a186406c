"""Facts of the visit to Lingang."""

from __future__ import annotations

from tests.portal.home.facts_reading import (
    Fact,
    article,
    cluster,
    listed,
    park,
    place,
    said,
    same,
    statements,
)

VISIT: list[Fact] = [
    ("lingang.name", said(lambda: park("lingang"), "name"), "上海临港科技创业中心", "Lingang Innovation Center"),
    ("lingang.short_name", said(lambda: park("lingang"), "short_name"), "临港科创中心", "Lingang"),
    (
        "lingang.kind",
        lambda code: park("lingang").kind_line,
        "国家级科技企业孵化器",
        "National technology business incubator",
    ),
    ("lingang.founded", *same(lambda: park("lingang").founded_year, 2009)),
    (
        "lingang.founder",
        said(lambda: park("lingang").founder, "name"),
        "上海市科学技术委员会",
        "Shanghai Municipal Science and Technology Commission",
    ),
    ("lingang.feature", said(lambda: park("lingang"), "feature"), "智能制造", "Intelligent manufacturing"),
    (
        "lingang.leading_industries",
        listed(lambda: park("lingang").sectors),
        ["航空航天", "集成电路", "人工智能", "生物医药"],
        ["Aerospace", "Integrated circuits", "Artificial intelligence", "Biomedicine"],
    ),
    (
        "lingang.constraints",
        statements(lambda: park("lingang"), "constraint"),
        ["园区企业数量多", "临港可供用地所剩不多"],
        ["Many companies in the park", "Little land left in Lingang"],
    ),
    (
        "lingang.sub_centres",
        listed(lambda: park("lingang").sub_sites.filter(kind="sub_centre", status="established")),
        ["宁波奉化分中心"],
        ["Ningbo Fenghua sub-centre"],
    ),
    (
        "lingang.in_talks_with",
        listed(lambda: park("lingang").sub_sites.filter(status="in_talks")),
        ["南通市", "淮安市", "临安", "绍兴市", "东阳市", "湖州市", "宣城市"],
        ["Nantong", "Huai'an", "Lin'an", "Shaoxing", "Dongyang", "Huzhou", "Xuancheng"],
    ),
    (
        "lingang.criteria",
        statements(lambda: park("lingang"), "criterion"),
        ["当地企业属于四大主导产业，与中心形成上下游配套", "当地出台土地、税收和人才政策"],
        [
            "Local companies belong to the four leading industries and match upstream and downstream",
            "Local policies on land, taxation and talent",
        ],
    ),
    (
        "lianyungang.name",
        said(lambda: park("lianyungang"), "name"),
        "连云港国家高新技术产业开发区",
        "Lianyungang National High-tech Zone",
    ),
    ("lianyungang.level", lambda code: park("lianyungang").get_level_display(), "国家级", "National level"),
    ("lianyungang.location", lambda code: park("lianyungang").place_line, "江苏省连云港市", "Lianyungang, Jiangsu"),
    ("lianyungang.layout", said(lambda: park("lianyungang"), "layout"), "一区五园", "One zone and five parks"),
    (
        "lianyungang.sub_parks",
        listed(lambda: park("lianyungang").sub_sites.filter(kind="sub_park")),
        ["海州工业园"],
        ["Haizhou Industrial Park"],
    ),
    ("lianyungang.sub_parks.founded", *same(lambda: park("lianyungang").sub_sites.get().founded_year, 1992)),
    (
        "lianyungang.sub_parks.industries",
        listed(lambda: park("lianyungang").sub_sites.get().sectors),
        ["医药健康", "智能装备", "电子信息"],
        ["Medicine and health", "Intelligent equipment", "Electronic information"],
    ),
    (
        "lianyungang.city.standing",
        statements(lambda: place("lianyungang"), "standing"),
        ["新丝绸之路经济带与21世纪海上丝绸之路的交汇点"],
        ["Crossing of the New Silk Road Economic Belt and the 21st Century Maritime Silk Road"],
    ),
    (
        "lianyungang.city.industries",
        listed(lambda: place("lianyungang").sector_links.all()),
        ["石油化工", "新医药", "新材料", "装备制造"],
        ["Petrochemicals", "New medicines", "New materials", "Equipment manufacturing"],
    ),
    ("lianyungang.city.clusters", said(cluster, "name"), "中华药港", "China Pharmaceutical Port"),
    (
        "lianyungang.city.clusters.also",
        *same(lambda: [alias.spelling for alias in cluster().aliases.all()], ["Zhonghua Pharmaceutical Port"]),
    ),
    (
        "lianyungang.city.clusters.companies",
        listed(lambda: cluster().companies.all()),
        ["恒瑞", "豪森", "正大天晴", "德源"],
        ["Hengrui", "Hansoh", "Chia Tai Tianqing", "Deyuan"],
    ),
    (
        "lianyungang.city.clusters.companies.also",
        *same(
            lambda: [alias.spelling for body in cluster().companies.all() for alias in body.organization.aliases.all()],
            ["Hausen", "Zhengda Tianqing"],
        ),
    ),
    (
        "lianyungang.city.clusters.products",
        listed(lambda: cluster().products.all()),
        ["化学创新药", "现代中药", "医疗器械和医用材料"],
        ["innovative chemical drugs", "modern Chinese medicine", "medical devices and materials"],
    ),
    (
        "lianyungang.city.education.universities_and_colleges",
        *same(lambda: place("lianyungang").education_figures.get(kind="universities_and_colleges").count, 5),
    ),
    (
        "lianyungang.city.education.research_institutes",
        *same(lambda: place("lianyungang").education_figures.get(kind="research_institutes").count, 9),
    ),
    ("visit.date", lambda code: article("visit", "event_date")(code).display(), "10月25日", "25 October"),
    ("visit.date.inferred_year", lambda code: article("visit", "event_date")(code).year, 2021, 2021),
    ("visit.date.is_inferred", lambda code: article("visit", "event_date")(code).inferred, True, True),
    (
        "visit.date.basis",
        article("visit", "event_date_basis"),
        "同一页面所载的邀请写明2021年11月4日",
        "the invitation on the same page names 4 November 2021",
    ),
    (
        "visit.host_site",
        article("visit", "event_place"),
        "临港科创中心海外事务部",
        "Overseas Affairs Department, Lingang Innovation Center",
    ),
]
