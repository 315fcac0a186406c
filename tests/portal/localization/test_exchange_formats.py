"""TMX and XLIFF as files: what other programs read in them, and what is refused."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.utils import translation
from moz.l10n.formats.xliff.parse import xliff_parse
from tmxutil.formats.tmx import TMXReader

from portal.localization.exchange import inline, safety
from portal.localization.exchange.languages import locale_of, to_tag
from portal.localization.exchange.safety import ExchangeError
from portal.localization.exchange.tmx import read_tmx, write_tmx
from portal.localization.exchange.xliff import Line, read_xliff, write_xliff


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


MADE = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
PLAIN = [
    "双方签署协议。",
    'R&amp;D &lt;b&gt; &amp;nbsp; “quotes” \'n "all"',
    "😀 emoji 👩‍🔬, 𠀀𪚥 of extension B",
    "two\nlines\tand a tab",
]
MARKED = [
    '见<a id="a1">R&amp;D</a>全文',
    "<b><i>all</i></b>",
    "line<br/>break &lt;br/&gt;",
    '<a id="a1">一</a><a id="a2">二</a>',
    "</i>torn<b>",
]
SEGMENTS = [*PLAIN, *MARKED]


def entry(source: str, target: str, **more) -> SimpleNamespace:
    facts = {"origin": "person", "by": SimpleNamespace(username="li.min"), "created_at": MADE, "updated_at": MADE}
    locales = {
        name: SimpleNamespace(language_code=code)
        for name, code in (("source_locale", "zh-hans"), ("target_locale", "en"))
    }
    return SimpleNamespace(source_text=source, target_text=target, **(locales | facts | more))


def tmx(*entries) -> bytes:
    out = BytesIO()
    write_tmx(entries, out)
    return out.getvalue()


def words(segment: str) -> str:
    """What a reader has who strings the text of a segment together."""
    return html.unescape(segment)


def test_tmx_is_read_by_another_library_unchanged(tmp_path):
    file = tmp_path / "memory.tmx"
    file.write_bytes(tmx(*(entry(text, f"{text} in English") for text in PLAIN)))
    with file.open("rb") as opened:
        units = list(TMXReader(opened))
    assert [(unit.translations["zh-Hans"].text, unit.translations["en"].text) for unit in units] == [
        (words(text), words(f"{text} in English")) for text in PLAIN
    ]
    assert all(unit["x-origin"] == {"person"} for unit in units)


def test_tmx_says_tags_as_tags_and_who_and_when():
    body = ElementTree.fromstring(tmx(*(entry(text, text) for text in SEGMENTS))).find("body")
    assert ["".join(seg.itertext()) for seg in body.iter("seg")] == [words(text) for text in SEGMENTS for _side in "ab"]
    link = body.findall("tu")[len(PLAIN)]
    assert link.attrib == {
        "srclang": "zh-Hans",
        "creationdate": "20260301T083000Z",
        "changedate": "20260301T083000Z",
        "changeid": "li.min",
    }
    assert [(code.tag, code.attrib, code.text, code.tail) for code in link.find("tuv/seg")] == [
        ("bpt", {"i": "2"}, '<a id="a1">', "R&D"),
        ("ept", {"i": "2"}, "</a>", "全文"),
    ]


@pytest.mark.parametrize("segment", SEGMENTS)
def test_a_segment_comes_back_as_it_was(segment):
    (unit,) = read_tmx(tmx(entry(segment, f"{segment}!")))
    assert unit.variants == [("zh-Hans", segment), ("en", f"{segment}!")]
    assert (unit.origin, unit.username, unit.made_at, unit.used_at) == ("person", "li.min", MADE, MADE)
    document = read_xliff(xliff(Line("body#0#ff", segment, segment, "translated", "body")))
    assert document.lines == [Line("body#0#ff", segment, segment, "translated")]


def xliff(*lines: Line) -> bytes:
    return write_xliff(job_id=7, made_at=MADE, source_code="zh-hans", target_code="en", lines=lines)


def test_xliff_is_read_by_another_library_unchanged():
    data = xliff(*(Line(f"unit-{at}", text, f"{text}!", "translated", "body") for at, text in enumerate(SEGMENTS)))
    for source, mark in ((True, ""), (False, "!")):
        (section,) = xliff_parse(data, source_entries=source).sections
        read = [
            (found.id, "".join(part for part in found.value.pattern if isinstance(part, str)))
            for found in section.entries
        ]
        assert read == [((f"unit-{at}",), words(text) + mark) for at, text in enumerate(SEGMENTS)]
    document = read_xliff(data)
    assert (document.job_id, document.made_at, document.source_language, document.target_language) == (
        7,
        MADE,
        "zh-Hans",
        "en",
    )


def test_what_xml_cannot_carry_is_left_out_on_the_way():
    text = "bell\x07 null\x00 half\ud800 not\ufffe <b>kept</b>\x0b"
    kept = "bell null half not <b>kept</b>"
    assert inline.canonical(text) == kept
    assert next(read_tmx(tmx(entry(text, text)))).variants == [("zh-Hans", kept), ("en", kept)]
    assert read_xliff(xliff(Line("a", text, text, "new"))).lines[0].source == kept


def test_codes_of_other_tools_are_dropped_and_their_words_kept():
    file = """<tmx version="1.4"><header srclang="en-US"/><body><tu><tuv xml:lang="zh_CN"><seg>见<bpt i="1">{\\b </bpt
    >粗<ept i="1">}</ept><ph x="1"/>体<!-- note --></seg></tuv><tuv xml:lang="EN-US"><seg>a <hi>b</hi> &lt;i&gt;</seg>
    </tuv></tu></body></tmx>"""
    (unit,) = read_tmx(file.encode())
    assert unit.variants == [("EN-US", "a b &lt;i&gt;"), ("zh_CN", "见粗体")]
    assert (unit.origin, unit.username, unit.made_at) == ("", "", None)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BODY = '<tmx version="1.4"><header srclang="en"/>\n<body><tu><tuv xml:lang="en"><seg>{}</seg></tuv></tu></body></tmx>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (f'<!DOCTYPE tmx [\n<!ENTITY l0 "ha">{LAUGHS}]>' + BODY.format("&l9;"), "Line 2: the file defines"),
        ('<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + BODY.format("&x;"), "Line 1: the file defines"),
        (
            '<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>' + BODY.format(""),
            "Line 1: the file de",
        ),
        (
            '<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">' + BODY.format("&undefined;"),
            "Line 2: the file defines",
        ),
        (BODY.format("&undefined;"), "Line 2: this is not well-formed XML (undefined entity)."),
        (BODY.format("<b>"), "Line 2: this is not well-formed XML (mismatched tag)."),
        (
            '<?xml version="1.0" encoding="klingon"?>' + BODY.format(""),
            "The encoding of the file is not known.",
        ),
        ('<?xml version="1.0" encoding="gbk"?>' + BODY.format(""), "The encoding of the file is not known."),
        ("", "Line 1: this is not well-formed XML (no element found)."),
        ("\x00\x01\x02", "Line 1: this is not well-formed XML"),
        ("<html/>", "This is not a file of the format"),
        ("<tmx>" + "<b>" * 400 + "</b>" * 400 + "</tmx>", "Excessive depth"),
    ],
    ids=[
        "laughs",
        "file",
        "parameter",
        "dtd",
        "undefined",
        "torn",
        "encoding",
        "gbk",
        "empty",
        "binary",
        "html",
        "deep",
    ],
)
def test_a_hostile_or_faulty_file_is_refused_with_its_line(data, message):
    for read in (lambda file: list(read_tmx(file)), read_xliff):
        with pytest.raises(ExchangeError) as refusal:
            read(data.encode())
        assert message in str(refusal.value)


def test_a_file_above_the_limit_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(safety, "MAX_BYTES", 1024 * 1024)
    with pytest.raises(ExchangeError, match="larger than 1 MB"):
        list(read_tmx(b"<" * (1024 * 1024 + 1)))


def test_a_file_of_too_many_elements_is_refused_before_it_is_held_in_memory(monkeypatch):
    monkeypatch.setattr(safety, "MAX_ELEMENTS", 100)
    unit = '<tu><tuv xml:lang="en"><seg>{}</seg></tuv></tu>'
    tmx = "<tmx><header/><body>{}</body></tmx>"
    assert len(list(read_tmx(tmx.format(unit.format("fine") * 200).encode()))) == 200
    many = "<ph/>" * 100
    for body in (unit.format(many), f"<x>{unit.format('fine')}</x>" * 40, many):
        with pytest.raises(ExchangeError, match="Line 1: more than 100 elements"):
            list(read_tmx(tmx.format(body).encode()))
    with pytest.raises(ExchangeError, match="Line 2: more than 100 elements"):
        read_xliff(f"<xliff><a>\n<tu>{many}</tu></a></xliff>".encode())


def test_a_document_type_that_is_only_named_is_accepted():
    named = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">' + BODY.format("fine")
    assert [unit.variants for unit in read_tmx(named.encode("utf-16"))] == [[("en", "fine")]]


SIMPLIFIED, TRADITIONAL, ENGLISH, BRITISH = (
    SimpleNamespace(language_code=code) for code in ("zh-hans", "zh-hant", "en", "en-gb")
)


@pytest.mark.parametrize(
    ("tag", "among", "meant"),
    [
        ("zh-Hans", [SIMPLIFIED, TRADITIONAL], SIMPLIFIED),
        ("zh_CN", [SIMPLIFIED, TRADITIONAL], SIMPLIFIED),
        ("zh-SG", [SIMPLIFIED, TRADITIONAL], SIMPLIFIED),
        ("zh-TW", [SIMPLIFIED, TRADITIONAL], TRADITIONAL),
        ("ZH-HK", [SIMPLIFIED, TRADITIONAL], TRADITIONAL),
        ("zh-Hant-CN", [SIMPLIFIED, TRADITIONAL], TRADITIONAL),
        ("zh-TW", [SIMPLIFIED, ENGLISH], None),
        ("cmn-Hans", [SIMPLIFIED, ENGLISH], SIMPLIFIED),
        ("zh", [SIMPLIFIED, ENGLISH], SIMPLIFIED),
        ("zh", [SIMPLIFIED, TRADITIONAL], None),
        ("en-US", [SIMPLIFIED, ENGLISH, BRITISH], ENGLISH),
        ("en_gb", [ENGLISH, BRITISH], BRITISH),
        ("en", [BRITISH], None),
        ("de", [SIMPLIFIED, ENGLISH], None),
        ("", [SIMPLIFIED, ENGLISH], None),
    ],
)
def test_a_code_of_a_file_means_one_locale_or_none(tag, among, meant):
    assert locale_of(tag, among) is meant


def test_codes_are_written_as_bcp_47_has_them():
    assert [to_tag(code) for code in ("zh-hans", "en", "en-us", "zh-hant-hk", "es-419")] == [
        "zh-Hans",
        "en",
        "en-US",
        "zh-Hant-HK",
        "es-419",
    ]
