"""The memory and single translations as files: out to other tools, and back."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone, translation
from lxml import etree
from wagtail_localize.models import StringTranslation

from portal.core.models import User
from portal.localization.enums import JobState, Origin
from portal.localization.errors import RefusedError
from portal.localization.exchange.report import Skipped
from portal.localization.exchange.safety import ExchangeError
from portal.localization.exchange.xliff import NAMESPACE
from portal.localization.models import MemoryEntry, RecordSegment
from portal.localization.models.jobs import move
from portal.localization.services import queue
from portal.localization.services.job_files import export_job, import_job
from portal.localization.services.machine_memory import recall
from portal.localization.services.memory import Wording, remember_many
from portal.localization.services.memory_files import export_memory, import_memory
from portal.localization.services.submission import submit_record
from tests.parks import factories
from tests.portal.localization.conftest import EN, ZH


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


UNITS = [
    ("园区<b>概况</b>", "Park <b>profile</b>", Origin.PERSON),
    ("R&amp;D 😀𠀀\n第二行", "R&amp;D 😀𠀀\nsecond line", Origin.MACHINE),
    ('见<a id="a1">全文</a>', 'See <a id="a1">all</a>', Origin.IMPORT),
]


@pytest.fixture
def remembered(locales) -> list[MemoryEntry]:
    by = User.objects.create_user("li.min")
    return [
        MemoryEntry.objects.create(
            source_locale=locales[ZH], target_locale=locales[EN], source_text=source, target_text=target, origin=origin,
            by=by if origin == Origin.PERSON else None,
        )
        for source, target, origin in UNITS
    ]  # fmt: skip


def exported(entries=None) -> bytes:
    out = BytesIO()
    export_memory(out=out, by=None, entries=entries)
    return out.getvalue()


def facts() -> list[tuple]:
    fields = ("source_text", "target_text", "origin", "by__username", "created_at", "updated_at")
    return [
        (*row[:4], *(moment.replace(microsecond=0) for moment in row[4:]))
        for row in MemoryEntry.objects.order_by("source_text").values_list(*fields)
    ]


def test_the_memory_comes_back_from_its_own_file_as_it_was(remembered):
    before, file = facts(), exported()
    assert import_memory(data=file, by=None, trusted=True).counts == {"new": 0, "known": 3}
    MemoryEntry.objects.all().delete()
    assert import_memory(data=file, by=None, trusted=True).counts == {"new": 3, "known": 0}
    assert facts() == before


def test_a_file_says_in_nobodys_name_but_the_importers(remembered, people):
    file = exported()
    MemoryEntry.objects.all().delete()
    import_memory(data=file, by=people.reviser_en)
    assert set(MemoryEntry.objects.values_list("origin", "by")) == {
        (Origin.PERSON, people.reviser_en.pk),
        (Origin.IMPORT, people.reviser_en.pk),
    }


@pytest.mark.parametrize("first", [Origin.MACHINE, Origin.IMPORT])
def test_machine_wording_that_is_imported_too_is_not_paid_for_again(tree, first):
    for origin in (first, Origin.IMPORT, Origin.MACHINE, Origin.IMPORT):
        remember_many(wordings=[Wording(tree.zh.pk, tree.en.pk, "园区", "park", origin)])
    assert recall(["园区"], tree.zh, tree.en) == {"园区": "park"}


def test_export_takes_few_queries_whatever_the_number(remembered, django_assert_num_queries):
    ContentType.objects.get_for_model(MemoryEntry)  # kept by the process, asked for once
    for entries in (MemoryEntry.objects.filter(pk=remembered[0].pk), MemoryEntry.objects.all()):
        with django_assert_num_queries(3):  # the rows, and the entry of the log with its kind of content
            exported(entries)


def test_a_foreign_file_says_what_was_left_out_and_why(locales):
    tuv = '<tuv xml:lang="{}"><seg>{}</seg></tuv>'
    pairs = [
        [("zh-CN", "园区"), ("en-US", "park")],
        [("zh-TW", "園區"), ("en", "park")],
        [("zh", "会议"), ("en", "meeting"), ("de", "Treffen")],
        [("en", "2024"), ("zh-Hans", "2024")],
        [("en", "  "), ("zh-Hans", "空")],
        [("en", "alone")],
        [("en", "one"), ("en-GB", "another")],
        [("zh-CN", "园区"), ("en-US", "park")],
    ]
    body = "\n".join(f"<tu>{''.join(tuv.format(*variant) for variant in pair)}</tu>" for pair in pairs)
    file = f'<tmx version="1.4"><header srclang="*all*" creationtool="CAT"/><body>\n{body}</body></tmx>'
    report = import_memory(data=file.encode(), by=None)
    assert (report.new, report.known) == (2, 0)
    assert report.skipped == {
        Skipped.UNKNOWN_LANGUAGE: ["3", "4", "7", "8"],
        Skipped.SAME: ["5"],
        Skipped.EMPTY: ["6"],
    }
    assert set(MemoryEntry.objects.values_list("source_text", "target_text", "origin")) == {
        ("园区", "park", "import"),
        ("会议", "meeting", "import"),
    }


def test_a_file_that_breaks_in_the_middle_changes_nothing(remembered):
    file = exported().replace(b"</body>", b"<tu><tuv></tu></body>")
    MemoryEntry.objects.all().delete()
    with pytest.raises(ExchangeError, match="mismatched tag"):
        import_memory(data=file, by=None)
    assert not MemoryEntry.objects.exists()


# --- one translation as XLIFF -----------------------------------------------------------------------------------


@pytest.fixture
def page(desk) -> SimpleNamespace:
    """A page with translators: its job, and the texts that it has."""
    made = desk.published(title="园区<签约>", paragraph="见<b>全文</b>：双方签署协议。")
    desk.work()
    return SimpleNamespace(page=made, job=desk.job(made), by=desk.people.translator_en)


def edited(file: bytes, **targets: str | None) -> bytes:
    """`file` with targets (XML) for the units whose source begins so; None takes the target away."""
    root = etree.fromstring(file)
    for unit in root.iter(f"{{{NAMESPACE}}}trans-unit"):
        source = "".join(unit.find(f"{{{NAMESPACE}}}source").itertext())
        for start, target in targets.items():
            if source.startswith(start):
                for old in unit.findall(f"{{{NAMESPACE}}}target"):
                    unit.remove(old)
                unit.append(etree.fromstring(f'<target xmlns="{NAMESPACE}" state="translated">{target}</target>'))
    return etree.tostring(root)


TITLE, BODY = "园区", "见"
ALL = '<bpt id="2">&lt;b&gt;</bpt>all<ept id="2">&lt;/b&gt;</ept>'


def written(job) -> dict[str, tuple[str, str, str]]:
    rows = StringTranslation.objects.filter(locale=job.target_locale, context__object_id=job.translation_key)
    rows = rows.exclude(context__path="slug").select_related("translation_of", "last_translated_by")
    return {
        row.translation_of.data: (
            row.data,
            row.translation_type,
            row.last_translated_by and row.last_translated_by.username,
        )
        for row in rows
    }


def test_wordings_of_a_file_are_the_work_of_who_imports_it(page):
    file = edited(export_job(job=page.job, by=page.by), **{TITLE: "Park &lt;signs&gt;", BODY: f"See {ALL}: signed."})
    report = import_job(job=page.job, data=file, by=page.by)
    assert report.counts == {"new": 2, "known": 0}
    assert written(page.job) == {
        "园区&lt;签约&gt;": ("Park &lt;signs&gt;", "manual", "translator-en"),
        "见<b>全文</b>：双方签署协议。": ("See <b>all</b>: signed.", "manual", "translator-en"),
    }
    again = export_job(job=page.job, by=page.by)
    assert import_job(job=page.job, data=again, by=page.by).counts == {"new": 0, "known": 2}
    assert b'state="translated">Park &lt;signs&gt;</target>' in again


def test_lost_tags_and_changed_sources_are_left_out_one_by_one(page, desk):
    file = export_job(job=page.job, by=page.by)
    unit = "body.5ca1ab1e-0000-4000-8000-000000000001#0#"
    report = import_job(job=page.job, data=edited(file, **{TITLE: "Park", BODY: "See all: signed."}), by=page.by)
    assert (report.new, [name.startswith(unit) for name in report.skipped[Skipped.LOST_MARKUP]]) == (1, [True])
    torn = '<ept id="2">&lt;/b&gt;</ept>all<bpt id="2">&lt;b&gt;</bpt>'
    swapped = edited(file, **{BODY: torn})
    assert import_job(job=page.job, data=swapped, by=page.by).counts["lost_markup"] == 1
    stale = file.replace("双方".encode(), "三方".encode())
    report = import_job(job=page.job, data=edited(stale, **{BODY: f"See {ALL}: signed."}), by=page.by)
    assert report.counts == {"new": 0, "known": 0, "no_target": 1, "no_such_segment": 1}
    assert written(page.job) == {"园区&lt;签约&gt;": ("Park", "manual", "translator-en")}


def test_what_another_person_wrote_since_is_not_overwritten(page, desk):
    file = edited(export_job(job=page.job, by=page.by), **{TITLE: "Park", BODY: f"See {ALL}: signed."})
    desk.translate(page.page, {"园区&lt;签约&gt;": "Their own"}, by=desk.people.reviser_en)
    report = import_job(job=page.job, data=file, by=page.by)
    assert report.counts == {"new": 1, "known": 0, "changed_since": 1}
    assert written(page.job)["园区&lt;签约&gt;"] == ("Their own", "manual", "reviser-en")


def test_a_file_of_another_translation_or_language_is_refused(page, desk):
    other = desk.published(title="另一页", paragraph="别的。")
    desk.work()
    file = edited(export_job(job=desk.job(other), by=page.by), 另="Another")
    with pytest.raises(ExchangeError, match="belongs to another translation"):
        import_job(job=page.job, data=file, by=page.by)
    wrong = export_job(job=page.job, by=page.by).replace(b'target-language="en"', b'target-language="zh-Hant"')
    with pytest.raises(ExchangeError, match="from zh-Hans into zh-Hant"):
        import_job(job=page.job, data=wrong, by=page.by)
    assert written(page.job) == {}


def test_only_translators_of_the_language_import_and_only_while_it_is_with_them(page, desk):
    file = edited(export_job(job=page.job, by=page.by), **{TITLE: "Park"})
    for person in (desk.people.translator_zh, desk.people.moderator):
        with pytest.raises(RefusedError, match="role"):
            import_job(job=page.job, data=file, by=person)
    queue.cancel_job(job_id=page.job.pk, by=desk.people.admin)
    with pytest.raises(RefusedError, match="not with translators"):
        import_job(job=page.job, data=file, by=page.by)
    assert written(page.job) == {}


def test_a_record_goes_out_and_comes_back_as_its_drafts(desk):
    park = factories.ParkFactory(name_zh_hans="紫竹<高新区>", name_en="", short_name_zh_hans="紫竹", short_name_en="")
    job = submit_record(record=park, source_locale=desk.tree.zh, target_locale=desk.tree.en, by=desk.people.admin)
    move(job, JobState.RUNNING, lease_until=timezone.now())
    move(job, JobState.NEEDS_REVIEW)
    file = edited(export_job(job=job, by=None), **{"紫竹<": "Zizhu &lt;Park&gt;"})
    report = import_job(job=job, data=file, by=desk.people.translator_en)
    assert report.new == 1
    segment = RecordSegment.objects.get(object_id=park.pk, field="name", locale=desk.tree.en)
    assert (segment.text, segment.origin, segment.by) == ("Zizhu <Park>", "person", desk.people.translator_en)
    park.refresh_from_db()
    assert park.name_en == ""
