"""The demonstration as it is loaded: whole, repeatable, and never in the way of what staff wrote."""

from __future__ import annotations

import stat
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision, Workflow

from news.models import NewsPage
from parks.models import Park
from partnerships.inquiries.enums import InquiryState, MessageDirection
from partnerships.models import Inquiry, InquiryFile, InquiryMessage, InquiryMove, RoutingRule, ServiceClock
from portal.core.models import PortalImage, User
from portal.core.permissions import has_role
from portal.core.tables import read_table
from portal.home.demo_loader.content import stable_id
from portal.home.demo_loader.files import read
from portal.localization.models import TranslationJob
from portal.outbox.models import Letter

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]


def article(key: str, code: str) -> NewsPage:
    return NewsPage.objects.get(translation_key=stable_id(f"news/{key}"), locale__language_code=code)


def rows() -> dict[str, int]:
    """How many rows every table has."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed}


def load(*options: str) -> str:
    told = StringIO()
    call_command("demo", *options, stdout=told)
    return told.getvalue()


def test_a_second_run_changes_nothing() -> None:
    before, revisions = rows(), list(Revision.objects.order_by("pk").values_list("pk", flat=True))

    told = load()

    # That it was run is in the log, and nothing else is new.
    assert rows() == before | {"wagtailcore.ModelLogEntry": before["wagtailcore.ModelLogEntry"] + 1}
    assert list(Revision.objects.order_by("pk").values_list("pk", flat=True)) == revisions
    assert "password" not in told


def test_a_run_for_an_empty_portal_is_silent_where_parks_are() -> None:
    assert load("--if-empty") == ""


def test_what_staff_changed_stays() -> None:
    Park.objects.filter(slug="haian").update(name_en="Hai'an, as staff call it")
    page = article("signing", "zh-hans")
    page.title, page.slug = "编辑改过的标题", "moved-by-staff"
    page.save_revision().publish()
    pages = Page.objects.count()

    load()

    assert Park.objects.get(slug="haian").name_en == "Hai'an, as staff call it"
    assert (article("signing", "zh-hans").title, Page.objects.count()) == ("编辑改过的标题", pages)


def test_an_account_that_is_missing_comes_back(demo: Path) -> None:
    User.objects.get(username="auditor").delete()

    told = load()

    assert told.splitlines()[1].strip() == "auditor"
    assert has_role(User.objects.get(username="auditor"), "auditor")


def test_four_articles_are_live_in_both_languages_and_one_waits() -> None:
    live = {
        entry["key"]: {code for code in ("zh-hans", "en") if article(entry["key"], code).live} for entry in read("news")
    }

    both = {"zh-hans", "en"}
    assert live == {"signing": both, "ranking": both, "visit": both, "boston": both, "fund": {"zh-hans"}}
    job = TranslationJob.objects.open().get()
    assert (job.title, job.state, job.target_locale.language_code) == (
        "海安紫竹股权投资基金发布",
        "needs_review",
        "en",
    )
    assert 0 < job.segments_filled < job.segments_total
    draft = article("fund", "en").get_latest_revision_as_object()
    assert draft.title == "Hai'an Zizhu Equity Investment Fund announced"


def test_the_boston_pages_are_born_in_english() -> None:
    jobs = TranslationJob.objects.filter(source_locale__language_code="en")

    assert set(jobs.values_list("title", flat=True)) == {
        "Shanghai Zhangjiang Boston Enterprise Park",
        "Boston news",
        "Shanghai Zhangjiang Boston Enterprise Park opens",
    }
    assert {(job.finished_by.username, job.published_by.username) for job in jobs} == {("translator-zh", "moderator")}


def test_sections_and_profiles_have_the_same_address_in_both_languages() -> None:
    for code in ("zh-hans", "en"):
        home = Page.objects.get(translation_key=stable_id("home"), locale__language_code=code)
        under = {page.get_url().removeprefix(home.get_url()) for page in home.get_descendants().live()}
        fixed = {"news/", "parks/", "about/", "privacy/", "accessibility/", *(f"parks/{slug}/" for slug in _slugs())}
        assert fixed <= under
        assert home.get_url() == f"/{code}/"


def _slugs() -> list[str]:
    return list(Park.objects.values_list("slug", flat=True))


def test_every_account_has_its_role_and_the_password(demo: Path) -> None:
    file = demo / "demo-accounts.txt"
    kept = dict(line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if "\t" in line)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(kept) == [entry["username"] for entry in read("accounts")]
    for entry in read("accounts"):
        user = User.objects.get(username=entry["username"])
        held = {
            (row.role, row.unit and row.unit.slug, row.locale and row.locale.language_code)
            for row in user.memberships.all()
        }
        assert held == {(role["role"], role.get("unit"), role.get("locale")) for role in entry.get("roles", [])}
        assert user.is_superuser == (user.username == "admin")
        assert user.wagtail_userprofile.preferred_language == ("en" if user.username == "boston-editor" else "zh-hans")
    assert User.objects.get(username="admin").check_password(kept["admin"])


def test_editors_may_write_below_their_park_and_nowhere_else() -> None:
    editor = User.objects.get(username="zizhu-editor")
    index = Page.objects.get(translation_key=stable_id("park/zizhu/news"), locale__language_code="zh-hans")
    other = Page.objects.get(translation_key=stable_id("park/lingang/news"), locale__language_code="zh-hans")

    assert index.permissions_for_user(editor).can_add_subpage()
    assert not index.permissions_for_user(editor).can_publish_subpage()
    assert not other.permissions_for_user(editor).can_add_subpage()


def test_what_editors_write_comes_before_the_moderator() -> None:
    workflow = Workflow.objects.get(name="终审")

    for key, code in (("zizhu", "zh-hans"), ("lingang", "zh-hans"), ("boston", "en")):
        index = Page.objects.get(translation_key=stable_id(f"park/{key}/news"), locale__language_code=code)
        assert index.get_workflow() == workflow


def test_nobody_is_written_to() -> None:
    assert Inquiry.objects.count() == len(read("inquiries")) == 14
    assert Letter.objects.count() == 0


def test_inquiries_have_their_stories_behind_them() -> None:
    now = timezone.now()
    inquiries = {row.submission_key.removeprefix("demo-"): row for row in Inquiry.objects.all()}

    assert max(row.created_at for row in inquiries.values()) <= now
    assert now - min(row.created_at for row in inquiries.values()) < timedelta(days=330)
    assert {row.email.rpartition("@")[2] for row in inquiries.values()} == {"example.com", "example.org"}
    assert set(InquiryState) - {row.state for row in inquiries.values()} == {
        InquiryState.TRIAGED,
        InquiryState.SPAM,
    }
    assert inquiries["bioprocess-again"].merged_into == inquiries["bioprocess"]
    assert inquiries["traffic"].is_quarantined
    assert inquiries["sensors-visit"].visits.get().slug == "demo-photonics-delegation"
    assert all(row.moved_at <= now and row.moved_at >= row.inquiry.created_at for row in InquiryMove.objects.all())
    assert set(InquiryMessage.objects.values_list("direction", flat=True)) == set(MessageDirection)
    assert RoutingRule.objects.count() == 3


def test_a_file_of_an_inquiry_can_be_opened() -> None:
    file = InquiryFile.objects.get()

    with file.file.open("rb") as stream:
        assert read_table(data=stream.read(), columns=["equipment", "number", "load", "power"])
    assert file.file.size == file.size


def test_clocks_of_inquiries_tell_nobody_of_what_was_due_before() -> None:
    clocks = ServiceClock.objects.filter(ended_at=None, due_at__lte=timezone.now())
    assert not clocks.filter(escalated_at=None).exists()


def test_each_picture_is_stored_once() -> None:
    hashes = list(PortalImage.objects.values_list("file_hash", flat=True))

    assert len(hashes) == len(set(hashes)) == 22
