"""The screens and the command of memory and files."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from portal.localization.enums import JobState, Origin
from portal.localization.models import MemoryEntry, TranslationJob, TranslationOrder
from portal.localization.services.memory import remember
from tests.parks import factories
from tests.portal.localization.conftest import TEXTS


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def english(people):
    for person in (people.translator_en, people.translator_zh, people.reviser_en):
        UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": "en"})


@pytest.fixture
def entry(tree, english) -> MemoryEntry:
    return remember(
        source_locale=tree.zh,
        target_locale=tree.en,
        source_text="园区<b>概况</b>",
        target_text="Park <b>profile</b>",
        origin=Origin.MACHINE,
        by=None,
    )


def upload(content: bytes, name: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_translator_reads_and_exports_the_memory_and_changes_nothing(client, people, entry):
    client.force_login(people.translator_en)
    listed = client.get(reverse("memory:index"), {"q": "概况", "origin": "machine"}).content.decode()
    assert "Park profile" in listed
    assert "Import TMX" not in listed
    assert "&lt;b&gt;profile" in client.get(reverse("memory:inspect", args=[entry.pk])).content.decode()
    exported = client.get(reverse("memory:export"), {"target_locale": entry.target_locale_id})
    assert exported.headers["Content-Type"] == "application/x-tmx+xml"
    assert b'<tuv xml:lang="zh-Hans"><seg>' in body(exported)
    assert b"<tu " not in body(client.get(reverse("memory:export"), {"target_locale": entry.source_locale_id}))
    for name, args in (("edit", [entry.pk]), ("delete", [entry.pk]), ("import", [])):
        assert client.get(reverse(f"memory:{name}", args=args)).status_code in (302, 403, 404)
    client.post(reverse("memory:edit", args=[entry.pk]), {"target_text": "mine"})
    client.post(reverse("memory:delete", args=[entry.pk]))
    entry.refresh_from_db()
    assert entry.target_text == "Park <b>profile</b>"


def test_a_reviser_corrects_deletes_and_imports(client, people, entry):
    client.force_login(people.reviser_en)
    file = body(client.get(reverse("memory:export")))
    client.post(reverse("memory:edit", args=[entry.pk]), {"target_text": "Profile of the park"})
    entry.refresh_from_db()
    assert (entry.target_text, entry.origin, entry.by) == ("Profile of the park", "person", people.reviser_en)
    client.post(reverse("memory:delete", args=[entry.pk]))
    assert not MemoryEntry.objects.exists()
    answer = client.post(reverse("memory:import"), upload(file, "memory.tmx"))
    assert answer.context["report"].counts == {"new": 1, "known": 0}
    assert MemoryEntry.objects.get().target_text == "Park <b>profile</b>"
    refused = client.post(reverse("memory:import"), upload(b"<tmx>\n<broken></tmx>", "bad.tmx"))
    assert "Line 2: this is not well-formed XML" in refused.content.decode()


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, people, entry):
    client.force_login(people.reviser_en)
    client.get(reverse("memory:index"))
    counts = []
    for texts in ((), ("会议", "人才")):
        for text in texts:
            MemoryEntry.objects.create(
                source_locale=entry.source_locale,
                target_locale=entry.target_locale,
                source_text=text,
                target_text=text,
                origin="person",
                by=people.translator_en,
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("memory:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_translation_goes_out_as_xliff_and_comes_back(client, desk, people, english):
    job = desk.job(desk.published())
    desk.work()
    client.force_login(people.translator_en)
    exported = client.get(reverse("translations:xliff_export", args=[job.pk]))
    assert exported.headers["Content-Disposition"] == f'attachment; filename="translation-{job.pk}-en.xlf"'
    title = next(iter(TEXTS))
    file = exported.content.decode().replace(
        f"<source>{title}</source>", f"<source>{title}</source><target>{TEXTS[title]}</target>"
    )
    address = reverse("translations:xliff_import", args=[job.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, upload(file.encode(), "translation.xlf"))
    assert answer.context["report"].counts == {"new": 1, "known": 0, "no_target": 1}
    refused = client.post(address, upload(file.replace(f"translation/{job.pk}", "translation/1").encode(), "a.xlf"))
    assert "belongs to another translation" in refused.content.decode()
    client.force_login(people.translator_zh)
    for name in ("xliff_export", "xliff_import"):
        assert client.get(reverse(f"translations:{name}", args=[job.pk])).status_code in (302, 403, 404)


def run(*args: str) -> str:
    out = StringIO()
    call_command("translations", *args, stdout=out)
    return out.getvalue()


def test_status_counts_jobs_and_says_since_when_the_oldest_waits(desk):
    assert json.loads(run("status", "--json")) == {"jobs": [], "oldest_waiting": None, "spent_this_month": []}
    job = desk.job(desk.published())
    assert json.loads(run("status", "--json")) == {
        "jobs": [{"state": "queued", "language": "en", "engine": "memory", "count": 1}],
        "oldest_waiting": job.created_at.isoformat(),
        "spent_this_month": [],
    }
    assert run("status").splitlines()[0].split()[:3] == ["1", "queued", "en"]


def test_queue_sends_what_it_is_told_and_nothing_when_dry(desk, people):
    page = desk.published()
    TranslationJob.objects.all().delete()
    sent = run("queue", "--page", str(page.pk), "--to", "en", "--dry-run")
    assert sent.startswith("1 to send, at most ")
    assert not TranslationJob.objects.exists()
    run("queue", "--page", str(page.pk), "--to", "en", "--priority", "high", "--as", "admin")
    job = desk.job(page)
    assert (job.state, job.priority, job.requested_by) == (JobState.QUEUED, 90, people.admin)
    park = factories.ParkFactory(name_zh_hans="紫竹", name_en="")
    run("queue", "--model", "parks.Park", "--pk", str(park.pk), "--to", "en")
    assert TranslationJob.objects.filter(object_id=park.pk, translation_key=None).count() == 1
    desk.published(title="另一页")
    run("queue", "--all", "--to", "en")
    assert page.pk in TranslationOrder.objects.get().object_ids


def test_retry_queues_failed_ones_again(desk):
    job = desk.job(desk.published())
    TranslationJob.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    assert run("retry", "--all-failed", "--as", "admin") == "1 queued.\n"
    TranslationJob.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    assert run("retry", "--job", str(job.pk), "--as", "admin") == f"Job {job.pk} is queued.\n"


def test_export_and_import_go_through_files(desk, entry, tmp_path):
    tmx, xliff = str(tmp_path / "memory.tmx"), str(tmp_path / "job.xlf")
    assert run("export", "--tmx", tmx, "--from", "zh-hans", "--to", "en") == "1 entries written.\n"
    assert run("export", "--tmx", str(tmp_path / "none"), "--from", "en") == "0 entries written.\n"
    MemoryEntry.objects.all().delete()
    assert run("import", "--tmx", tmx) == "1 new, 0 known already.\n"
    job = desk.job(desk.published())
    desk.work()
    run("export", "--xliff", xliff, "--job", str(job.pk))
    told = run("import", "--xliff", xliff, "--job", str(job.pk), "--as", "translator-en")
    assert told.startswith("0 new, 0 known already.\n2 left out: no translation (")


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["queue", "--to", "en"], "Say what to send"),
        (["queue", "--page", "1", "--all", "--to", "en"], "Say what to send"),
        (["queue", "--page", "999999", "--to", "en"], "There is no wagtailcore.Page 999999."),
        (["queue", "--all", "--to", "tlh"], "There is no language tlh; there are"),
        (["queue", "--model", "parks.Nothing", "--all", "--to", "en"], "There is no model parks.Nothing."),
        (["queue", "--model", "core.User", "--all", "--to", "en"], "core.User has no words to translate."),
        (["retry", "--job", "999999", "--as", "admin"], "There is no translation 999999."),
        (["retry", "--all-failed"], "Say in whose name"),
        (["retry", "--all-failed", "--as", "nobody"], "There is no active account “nobody”."),
        (["export", "--xliff", "/dev/null"], "Say which translation"),
        (["import", "--tmx", "/nowhere/file.tmx"], "No such file"),
        (["import", "--tmx", "/dev/null"], "Line 1: this is not well-formed XML (no element found)."),
    ],
)
def test_the_command_says_in_one_sentence_what_is_wrong(people, args, sentence):
    with pytest.raises(CommandError, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        run(*args)
