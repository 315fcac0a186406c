"""The glossary as CSV and TBX: out and in again, and what is refused."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation

from portal.core.spreadsheets import quoted, unquoted
from portal.localization.enums import RenderingForm, RenderingStatus, TermState
from portal.localization.exchange.safety import ExchangeError
from portal.localization.exchange.tbx import read_tbx, write_tbx
from portal.localization.exchange.term_csv import read_csv
from portal.localization.exchange.term_rows import FaultyFileError, FileTerm, FileWording
from portal.localization.models import GlossaryRendering, GlossaryTerm
from portal.localization.services.glossary import save_term
from portal.localization.services.term_files import WRITERS, export_terms, import_terms
from portal.localization.services.term_states import state_of

HEAD = "term,kind,organization_kind,broader,note,authority,language,only_from,wording,form,status,reading\n"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def terms(locales):
    """A glossary in which everything occurs that a file can lose."""
    whole = save_term(
        renderings={"zh-hans": "上海紫竹高新技术产业开发区", "en": "Shanghai Zizhu High-Tech Park"},
        shorts={"zh-hans": "紫竹高新区", "en": "Zizhu High-Tech Park"},
        forbidden={"en": ["Zizhu-High Tech Park"]},
        kind="institution",
        authority="“Official list”, 2024, no. 3; <see> & below",
        reading="shang hai zi zhu",
        by=None,
    )
    save_term(
        renderings={"zh-hans": "副主任", "en": "Deputy Director"},
        kind="office",
        organization_kind="committee",
        note="=1+1 of a committee\nor centre",
        broader=whole,
        by=None,
    )
    term = save_term(renderings={"zh-hans": "'=飞地", "en": "+enclave"}, by=None)
    row = {"term_id": term.pk, "form": RenderingForm.SHORT, "status": RenderingStatus.ADMITTED}
    GlossaryRendering.objects.create(
        locale=locales["zh-hans"], source_locale=locales["en"], text="''-飞", reading="fei", **row
    )
    return GlossaryTerm.objects.all()


def exported(file_format, terms=None):
    out = BytesIO()
    export_terms(out=out, file_format=file_format, by=None, terms=terms)
    return out.getvalue()


def everything():
    rows = GlossaryRendering.objects.order_by("term_id", "locale_id", "text").values_list(
        "term__kind", "term__organization_kind", "term__broader__renderings__text", "term__note", "term__authority",
        "term__live", "locale", "source_locale", "text", "form", "status", "reading",
    )  # fmt: skip
    return sorted(rows, key=str)


@pytest.mark.parametrize("file_format", ["csv", "tbx"])
def test_what_was_exported_changes_nothing_when_it_comes_back(terms, file_format):
    before, data = everything(), exported(file_format)
    report = import_terms(data=data, by=None, approve=True)
    assert (report.new, report.changed, report.unchanged, everything()) == (0, 0, 3, before)
    # In a portal that knows none of it the same glossary comes about, whatever its numbers.
    GlossaryTerm.objects.all().delete()
    save_term(renderings={"zh-hans": "别的", "en": "other"}, by=None).delete()
    report = import_terms(data=data, by=None, approve=True)
    assert (report.new, report.changed, report.unchanged, everything()) == (3, 0, 0, before)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_of_any_spreadsheet_is_read(locales, encoding):
    text = (HEAD + "a,term,,,注,,zh-CN,,双向飞地,,,\na,,,,,,en-US,,two-way enclave,,,\n").replace(",", "\t")
    report = import_terms(data=text.encode(encoding), by=None)
    assert report.new == 1
    term = GlossaryTerm.objects.get()
    assert (str(term), term.note, state_of(term)) == ("双向飞地 · two-way enclave", "注", TermState.PROPOSED)


def test_trial_tells_and_changes_nothing(terms, people):
    before = everything()
    text = HEAD + "x,,,,,,zh-Hans,,概念验证,,,\nx,,,,,,en,,proof of concept,,,\n"
    report = import_terms(data=text.encode(), by=people.translator_en, trial=True)
    assert (report.new, report.tried, everything()) == (1, True, before)


def test_faults_are_told_by_line_and_nothing_is_half_imported(terms):
    before = everything()
    rows = [
        "a,,,,,,zh-Hans,,好词,,,",
        "a,,,,,,en,,good word,,,",
        "b,gadget,,,,,zh-Hans,,坏词,,,",
        ",,,,,,en,,bad word,,,",
        "b,,,,,,tlh,,Qapla,,,",
    ]
    with pytest.raises(FaultyFileError) as caught:
        import_terms(data=(HEAD + "\n".join(rows)).encode(), by=None)
    assert [fault.line for fault in caught.value.faults] == [4, 5]
    assert "“gadget” in the column “kind”" in caught.value.told[0]
    rows = [rows[0], rows[1], "c,,,,,,tlh,,Qapla,,,", "d,,,nowhere,,,zh-Hans,,坏词,,,", "d,,,,,,en,en,bad,,,"]
    with pytest.raises(FaultyFileError) as caught:
        import_terms(data=(HEAD + "\n".join(rows)).encode(), by=None)
    assert [fault.line for fault in caught.value.faults] == [4, 5]
    assert "tlh" in caught.value.told[0]
    assert "nowhere" in caught.value.told[1]
    assert everything() == before


def test_circle_and_duplicate_in_a_file_are_refused(locales):
    rows = ["a,,,b,,,zh-Hans,,甲,,,", "b,,,a,,,zh-Hans,,乙,,,"]
    with pytest.raises(FaultyFileError, match="in a circle"):
        import_terms(data=(HEAD + "\n".join(rows)).encode(), by=None)
    rows = ["a,,,,,,zh-Hans,,甲,,,", "a,,,,,,zh-Hans,,甲,,admitted,", "b,,,,,,zh-Hans,,乙,,,"]
    with pytest.raises(FaultyFileError, match="stands twice"):
        import_terms(data=(HEAD + "\n".join(rows)).encode(), by=None)
    assert not GlossaryTerm.objects.exists()


def test_file_without_numbers_adds_and_replaces_nothing(terms):
    rows = ["n,term,,,,,zh-Hans,,''=飞地,,,", "n,,,,,,en,,exclave,,admitted,"]
    report = import_terms(data=(HEAD + "\n".join(rows)).encode(), by=None, approve=True)
    assert (report.new, report.changed) == (0, 1)
    assert set(GlossaryRendering.objects.filter(term=terms.last()).values_list("text", flat=True)) == {
        "'=飞地", "+enclave", "''-飞", "exclave",
    }  # fmt: skip


def test_number_of_another_portal_is_not_believed(terms):
    number = terms.first().pk
    rows = [f"{number},,,,,,zh-Hans,,概念验证,,,", f"{number},,,,,,en,,proof of concept,,,"]
    report = import_terms(data=(HEAD + "\n".join(rows)).encode(), by=None)
    assert (report.new, report.changed) == (1, 0)
    assert "紫竹" in str(GlossaryTerm.objects.get(pk=number))


def test_proposal_that_waits_is_not_pushed_aside(terms):
    data = exported("csv")
    changed = data.replace(b"Deputy Director", b"Vice Director")
    import_terms(data=changed, by=None)
    term = GlossaryTerm.objects.get(organization_kind="committee")
    assert state_of(term) == TermState.CHANGED
    assert import_terms(data=changed, by=None).unchanged == 3
    with pytest.raises(FaultyFileError, match="waits for approval already"):
        import_terms(data=data.replace(b"Deputy Director", b"Sub-Director"), by=None)


MARTIF = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><martifHeader/><text><body>
<termEntry id="c5"><descrip type="definition">of parks</descrip>
 <langSet xml:lang="zh-CN"><tig><term>飞地</term>
  <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet>
 <langSet xml:lang="en"><ntig><termGrp><term>enclave</term>
  <termNoteGrp><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termNoteGrp></termGrp></ntig>
  <tig><term>EZ</term><termNote type="termType">abbreviation</termNote></tig></langSet>
</termEntry></body></text></martif>"""


def test_tbx_of_version_2_keeps_what_it_says():
    (term,) = read_tbx(MARTIF.encode())
    assert (term.note, [(w.language, w.text, w.form, w.status) for w in term.wordings]) == (
        "of parks",
        [
            ("zh-CN", "飞地", "full", "preferred"),
            ("en", "enclave", "full", "forbidden"),
            ("en", "EZ", "short", "preferred"),
        ],
    )


@pytest.mark.parametrize(
    ("read", "data", "message"),
    [
        (read_tbx, b"<tbx><text><body/></text></tbx>", "no terms"),
        (read_tbx, b"<tmx/>", "not a file of the format TBX"),
        (read_tbx, b"<tbx><text>", "not well-formed"),
        (read_tbx, b'<!DOCTYPE tbx [<!ENTITY x "y">]><tbx>&x;</tbx>', "not safe"),
        (read_csv, b"", "name the columns"),
        (read_csv, b"term,language,wording,colour\n", "does not have: colour"),
        (read_csv, HEAD.encode(), "no terms"),
        (read_csv, HEAD.encode() + b"a\0", "not a file of the format CSV"),
        (read_csv, HEAD.encode() + b'a,"' + b"x" * 200_000, "cannot be read as CSV"),
    ],
)
def test_file_that_is_something_else_is_refused(read, data, message):
    with pytest.raises(ExchangeError, match=message):
        read(data)


@pytest.mark.parametrize("text", ["", "a", "=1", "'=1", "''=1", "'a", "＝1", "-", "\tx"])
def test_cell_that_looks_like_a_formula_comes_back_as_it_was(text):
    assert unquoted(quoted(text)) == text
    assert not quoted(text).startswith(("=", "+", "-", "@", "\t", "＝"))


def test_tbx_in_utf_16_is_known_as_tbx(locales):
    text = MARTIF.replace("&lt;", "<").replace('xml:lang="zh-CN"', 'xml:lang="zh-Hans"')
    assert import_terms(data=text.encode("utf-16"), by=None).new == 1
    assert GlossaryRendering.objects.filter(text="飞地").exists()


@pytest.mark.parametrize("file_format", ["csv", "tbx"])
def test_term_with_too_many_wordings_is_a_fault(locales, file_format):
    def data(count: int) -> bytes:
        wordings = [FileWording(1, "en", f"word {number}", status="admitted") for number in range(count)]
        out = BytesIO()
        WRITERS[file_format]([FileTerm(1, "7", "term", wordings=wordings)], out)
        return out.getvalue()

    read = {"csv": read_csv, "tbx": read_tbx}[file_format]
    assert len(read(data(200))[0].wordings) == 200
    with pytest.raises(FaultyFileError, match="more than 200 wordings"):
        read(data(201))


def test_reading_with_control_characters_does_not_break_the_file(locales):
    out = BytesIO()
    write_tbx([FileTerm(1, "7", "term", wordings=[FileWording(1, "en", "word", reading="a\x0bb")])], out)
    assert read_tbx(out.getvalue())[0].wordings[0].reading == "a\ufffdb"


def test_screens_of_import_and_export(client, people, terms):
    client.force_login(people.translator_en)
    url = reverse("glossary:import")
    assert 'name="approve"' not in client.get(url).content.decode()
    text = HEAD + "x,,,,,,zh-Hans,,概念验证,,,\nx,,,,,,en,,proof of concept,,,\n"

    def send(text, **more):
        file = BytesIO(text.encode())
        file.name = "terms.csv"
        return client.post(url, {"file": file, **more}).content.decode()

    send(text, approve="on")
    assert state_of(GlossaryTerm.objects.last()) == TermState.PROPOSED
    assert "gadget" in send(HEAD + "x,gadget,,,,,zh-Hans,,词,,,")
    client.force_login(people.reviser_en)
    send(text.replace("概念验证", "中试").replace("proof of concept", "pilot"), approve="on")
    assert GlossaryTerm.objects.last().live
    response = client.get(reverse("glossary:export", args=["csv"]) + "?kind=office")
    data = b"".join(response.streaming_content)
    assert data.startswith(b"\xef\xbb\xbfterm,")
    assert "副主任" in data.decode()
    assert "飞地" not in data.decode()
    assert client.get(reverse("glossary:export", args=["exe"])).status_code == 404
    client.force_login(people.moderator)
    assert client.post(url).status_code in (302, 403)
