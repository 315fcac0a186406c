"""Terms between proposal and use: translators propose, revisers approve, and only then anything changes."""

import threading
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from portal.core.words import readings, words
from portal.localization.enums import RenderingForm, RenderingStatus, TermState
from portal.localization.models import GlossaryRendering, GlossaryTerm, HeldOffice, StyleSheet, WatchedTerm
from portal.localization.services.glossary import save_term, terms_in, whole_matches
from portal.localization.services.glossary_rules import (
    institution_names,
    offices_held,
    style_rules,
    term_rules,
    watched,
)
from portal.localization.services.term_problems import TermError
from portal.localization.services.term_states import state_of, waiting_for_approval
from portal.localization.services.terms import Content, Wording, approve_term, reject_term, write_term

SNIPPET = "wagtailsnippets_localization_glossaryterm"


@pytest.fixture(autouse=True)
def _committed(request, monkeypatch):
    """What waits for the commit happens at once, where the test itself never commits."""
    if "transactional_db" not in request.fixturenames:
        monkeypatch.setattr(transaction, "on_commit", lambda function, **kwargs: function())


@pytest.fixture
def in_english(people):
    for user in vars(people).values():
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    with translation.override("en"):
        yield


@pytest.fixture
def langs(locales):
    return SimpleNamespace(zh=locales["zh-hans"], en=locales["en"])


def content(langs, zh="飞地", en="enclave", **more):
    return Content((Wording(langs.zh, zh, reading=more.pop("reading", "")), Wording(langs.en, en)), **more)


def posted(term, rows, **more):
    """What the form of a term sends; `rows` of (locale, text, more)."""
    data = {"kind": "term", "organization_kind": "", "note": "", "authority": "", "broader": ""}
    known = {row.text: row.pk for row in term.renderings.all()} if term else {}
    if term:
        data["seen_revision"] = str(term.latest_revision_id or "none")
    data |= {"renderings-TOTAL_FORMS": len(rows), "renderings-INITIAL_FORMS": len(known)}
    data |= {"renderings-MIN_NUM_FORMS": 1, "renderings-MAX_NUM_FORMS": 1000}
    for number, (locale, text, fields) in enumerate(rows):
        row = {"locale": locale.pk, "source_locale": "", "text": text, "form": "full", "status": "preferred"}
        row |= {"reading": "", "id": "", "DELETE": "", **fields}
        data |= {f"renderings-{number}-{name}": value for name, value in row.items()}
    return data | more


def rows_of(term, zh, en):
    """The rows of a term of two wordings, reworded."""
    ids = [row.pk for row in term.renderings.order_by("locale__language_code")]
    langs = {row.locale.language_code: row.locale for row in term.renderings.all()}
    return [(langs["en"], en, {"id": ids[0]}), (langs["zh-hans"], zh, {"id": ids[1]})]


def uses(langs, zh="飞地", en="enclave"):
    """The four uses of a term, as one answer."""
    return (
        [term.source for term in terms_in([f"新的{zh}"], langs.zh, langs.en)],
        [rule.accepted for rule in term_rules(langs.zh, langs.en)],
        zh in words("zh-hans"),
        readings().get(zh),
        whole_matches([zh], langs.zh, langs.en),
    )


UNUSED = ([], [], False, None, {})


@pytest.mark.django_db
def test_proposal_of_a_translator_is_used_by_nothing_until_approved(client, people, langs):
    client.force_login(people.translator_en)
    rows = [(langs.zh, "飞地", {"reading": "fei di"}), (langs.en, "enclave", {})]
    client.post(reverse(f"{SNIPPET}:add"), posted(None, rows))
    term = GlossaryTerm.objects.get()
    assert (term.live, state_of(term), list(waiting_for_approval())) == (False, TermState.PROPOSED, [term])
    assert uses(langs) == UNUSED
    url = reverse(f"{SNIPPET}:edit", args=[term.pk])
    client.post(url, posted(term, rows_of(term, "飞地", "exclave")) | {"action-publish": "1"})
    term.refresh_from_db()
    assert not term.live
    client.force_login(people.reviser_en)
    rows = [(langs.en, "exclave", {"id": term.renderings.get(locale=langs.en).pk})]
    rows += [(langs.zh, "飞地", {"reading": "fei di", "id": term.renderings.get(locale=langs.zh).pk})]
    client.post(url, posted(term, rows) | {"action-publish": "1"})
    term.refresh_from_db()
    assert (term.live, state_of(term)) == (True, TermState.IN_FORCE)
    assert uses(langs) == (["飞地"], [("exclave",)], True, "fei di", {"飞地": "exclave"})
    entry = ModelLogEntry.objects.get(action="localization.term.approve")
    assert (entry.user, entry.revision.content_object) == (people.reviser_en, term)
    made = ModelLogEntry.objects.get(action="wagtail.create", object_id=str(term.pk))
    assert made.user == people.translator_en


def test_term_renamed_while_in_use_changes_nothing_until_approved(client, people, langs, in_english):
    term = save_term(renderings={"zh-hans": "飞地", "en": "enclave"}, by=None)
    before = uses(langs)
    client.force_login(people.translator_en)
    url = reverse(f"{SNIPPET}:edit", args=[term.pk])
    shown = client.get(url).content.decode()
    assert "Save as a proposal" in shown
    assert "Approve and use" not in shown
    client.post(url, posted(term, rows_of(term, "双向飞地", "two-way enclave")))
    assert uses(langs) == before
    assert set(term.renderings.values_list("text", flat=True)) == {"飞地", "enclave"}
    client.force_login(people.reviser_en)
    term.refresh_from_db()
    assert state_of(term) == TermState.CHANGED
    assert "双向飞地" in client.get(reverse(f"{SNIPPET}:list") + "?state=waiting").content.decode()
    assert "Approve and use" in client.get(url).content.decode()
    compare = reverse(f"{SNIPPET}:revisions_compare", args=[term.pk, "live", "latest"])
    compared = client.get(compare)
    assert compared.status_code == 200
    assert "two-way" in compared.content.decode()
    approve_term(term=term, revision_id=term.latest_revision_id, by=people.reviser_en)
    assert uses(langs)[2] is False
    assert whole_matches(["双向飞地"], langs.zh, langs.en) == {"双向飞地": "two-way enclave"}


def test_rejected_proposal_leaves_what_is_in_use(client, people, langs):
    term = save_term(renderings={"zh-hans": "飞地", "en": "enclave"}, by=None)
    write_term(term=term, content=content(langs, en="exclave"), by=people.translator_en)
    term.refresh_from_db()
    url = reverse("glossary:reject", args=[term.pk])
    client.force_login(people.translator_en)
    assert client.post(url, {"seen_revision": term.latest_revision_id}).status_code in (302, 403)
    assert waiting_for_approval().exists()
    client.force_login(people.reviser_en)
    client.post(url, {"seen_revision": term.latest_revision_id})
    term.refresh_from_db()
    assert (state_of(term), whole_matches(["飞地"], langs.zh, langs.en)) == (TermState.IN_FORCE, {"飞地": "enclave"})
    assert "enclave" in client.get(reverse(f"{SNIPPET}:edit", args=[term.pk])).content.decode()
    new = write_term(term=None, content=content(langs, "产创融合", "integration"), by=people.translator_en)
    assert reject_term(term=new, revision_id=new.latest_revision_id, by=people.reviser_en) is False
    assert not GlossaryTerm.objects.filter(pk=new.pk).exists()


def test_withdrawn_term_is_used_no_more_and_waits_for_nobody(client, people, langs):
    term = save_term(renderings={"zh-hans": "飞地", "en": "enclave"}, by=None)
    assert uses(langs)[2]
    url = reverse(f"{SNIPPET}:unpublish", args=[term.pk])
    client.force_login(people.translator_en)
    client.post(url)
    assert uses(langs)[2]
    client.force_login(people.reviser_en)
    client.post(url)
    term.refresh_from_db()
    assert (state_of(term), uses(langs), waiting_for_approval().exists()) == (TermState.WITHDRAWN, UNUSED, False)


def test_two_wordings_change_places(client, people, langs):
    term = save_term(renderings={"zh-hans": "飞地", "en": "enclave"}, by=None)
    GlossaryRendering.objects.create(term_id=term.pk, locale=langs.en, text="exclave", status=RenderingStatus.ADMITTED)
    ids = {row.text: row.pk for row in GlossaryRendering.objects.filter(term=term)}
    term = GlossaryTerm.objects.get(pk=term.pk)
    rows = [
        (langs.zh, "飞地", {"id": ids["飞地"]}),
        (langs.en, "enclave", {"id": ids["enclave"], "status": "admitted"}),
        (langs.en, "exclave", {"id": ids["exclave"], "status": "preferred"}),
    ]
    client.force_login(people.reviser_en)
    client.post(reverse(f"{SNIPPET}:edit", args=[term.pk]), posted(term, rows) | {"action-publish": "1"})
    assert whole_matches(["飞地"], langs.zh, langs.en) == {"飞地": "exclave"}
    proposal = write_term(term=None, content=content(langs, "概念验证", "proof of concept"), by=None)
    GlossaryRendering.objects.create(term_id=proposal.pk, locale=langs.en, text="PoC", status=RenderingStatus.ADMITTED)
    ids = {row.text: row.pk for row in proposal.renderings.all()}
    rows = [
        (langs.zh, "概念验证", {"id": ids["概念验证"]}),
        (langs.en, "proof of concept", {"id": ids["proof of concept"], "status": "admitted"}),
        (langs.en, "PoC", {"id": ids["PoC"]}),
    ]
    GlossaryTerm.objects.filter(pk=proposal.pk).update(has_unpublished_changes=False)
    proposal.refresh_from_db()
    client.post(reverse(f"{SNIPPET}:edit", args=[proposal.pk]), posted(proposal, rows))
    assert proposal.renderings.get(status="preferred", locale=langs.en).text == "PoC"


@pytest.mark.parametrize(
    ("zh", "en", "message"),
    [
        (("飞地", {}), ("enclave", {"status": "forbidden"}), "No wording in English is preferred"),
        (("飞地", {"status": "admitted"}), ("enclave", {"status": "admitted"}), "at least one preferred wording"),
        (("飞地", {}), ("enclave", {"source_locale": "en"}), "must be another language"),
        (("飞地", {}), ("incubator", {}), "is already in the glossary"),
        (("飞地", {}), ("", {}), "This field is required"),
    ],
)
def test_unsound_term_is_refused_with_the_reason(client, people, langs, in_english, zh, en, message):
    save_term(renderings={"zh-hans": "孵化器", "en": "Incubator"}, by=None)
    fields = {name: langs.en.pk if name == "source_locale" else value for name, value in en[1].items()}
    client.force_login(people.translator_en)
    rows = [(langs.zh, zh[0], zh[1]), (langs.en, en[0], fields)]
    response = client.post(reverse(f"{SNIPPET}:add"), posted(None, rows))
    assert response.status_code == 200
    assert message in response.content.decode()
    assert GlossaryTerm.objects.count() == 1


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        (("exclave", "preferred"), "both preferred"),
        (("enclave", "forbidden"), "twice"),
        (("Enclave", "admitted"), "twice"),
    ],
)
def test_wordings_of_a_term_do_not_contradict_each_other(langs, in_english, extra, message):
    rows = (*content(langs).wordings, Wording(langs.en, extra[0], status=extra[1]))
    with pytest.raises(TermError, match=message):
        write_term(term=None, content=Content(rows), by=None)
    rows = (*content(langs).wordings, Wording(langs.en, "enclave", langs.zh, status="forbidden"))
    with pytest.raises(TermError, match="to be used and not to be used"):
        write_term(term=None, content=Content(rows), by=None)


def test_terms_are_no_parts_of_each_other_in_a_circle(client, people, langs, in_english):
    whole = save_term(renderings={"zh-hans": "管委会", "en": "Committee"}, by=None)
    part = save_term(renderings={"zh-hans": "招商局", "en": "Bureau"}, broader=whole, by=None)
    client.force_login(people.reviser_en)
    url = reverse(f"{SNIPPET}:edit", args=[whole.pk])
    data = posted(whole, rows_of(whole, "管委会", "Committee"), broader=part.pk)
    assert "is itself a part of this term" in client.post(url, data | {"action-publish": "1"}).content.decode()
    whole.refresh_from_db()
    assert whole.broader is None
    # A circle that came about meanwhile is found at the approval.
    top = save_term(renderings={"zh-hans": "市政府", "en": "Government"}, by=None)
    write_term(term=whole, content=content(langs, "管委会", "Committee", broader=top), by=people.translator_en)
    GlossaryTerm.objects.filter(pk=top.pk).update(broader=part)
    whole.refresh_from_db()
    with pytest.raises(TermError, match="part of this term"):
        approve_term(term=whole, revision_id=whole.latest_revision_id, by=people.reviser_en)


def test_two_at_once_lose_nothing_in_silence(client, people, langs, in_english):
    term = save_term(renderings={"zh-hans": "飞地", "en": "enclave"}, by=None)
    url = reverse(f"{SNIPPET}:edit", args=[term.pk])
    stale = posted(term, rows_of(term, "飞地", "exclave"))
    write_term(term=term, content=content(langs, en="outpost"), by=people.translator_zh)
    client.force_login(people.reviser_en)
    response = client.post(url, stale | {"action-publish": "1"})
    assert "Changed by another person" in response.content.decode()
    assert "outpost" in response.content.decode()
    term.refresh_from_db()
    assert (term.revisions.count(), whole_matches(["飞地"], langs.zh, langs.en)) == (1, {"飞地": "enclave"})
    with pytest.raises(TermError, match="changed meanwhile"):
        approve_term(term=term, revision_id=None, by=people.reviser_en)
    again = stale | {"seen_revision": term.latest_revision_id, "action-publish": "1"}
    client.post(url, again)
    assert whole_matches(["飞地"], langs.zh, langs.en) == {"飞地": "exclave"}


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_leave_one_of_two_equal_terms(langs):
    first = write_term(term=None, content=content(langs), by=None)
    second = write_term(term=None, content=content(langs, note="of parks"), by=None)
    GlossaryTerm.objects.filter(pk=second.pk).update(note="")
    revision = second.latest_revision
    revision.content = revision.content | {"note": ""}
    revision.save()
    results = []

    def approve(term):
        try:
            results.append(approve_term(term=term, revision_id=term.latest_revision_id, by=None).live)
        except TermError as error:
            results.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[term]) for term in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert GlossaryTerm.objects.filter(live=True).count() == 1
    assert sum(result is True for result in results) == 1


def test_translator_approves_nothing_and_what_is_gone_stays_gone(people, langs, in_english):
    term = write_term(term=None, content=content(langs), by=people.translator_en)
    with pytest.raises(TermError, match="approved by revisers"):
        approve_term(term=term, revision_id=term.latest_revision_id, by=people.translator_en)
    with pytest.raises(TermError, match="approved by revisers"):
        write_term(term=term, content=content(langs, en="x"), by=people.translator_en, approve=True)
    GlossaryTerm.objects.filter(pk=term.pk).delete()
    with pytest.raises(TermError, match="deleted"):
        approve_term(term=term, revision_id=term.latest_revision_id, by=people.reviser_en)


def test_list_of_terms_costs_the_same_for_one_and_for_three(client, people, langs):
    client.force_login(people.reviser_en)
    counts = []
    for number in (1, 2, 3):
        write_term(term=None, content=content(langs, f"词{number}", f"word {number}"), by=None)
        client.get(reverse(f"{SNIPPET}:list"))
        with CaptureQueriesContext(connection) as context:
            client.get(reverse(f"{SNIPPET}:list"))
        counts.append(len(context))
    assert counts[0] == counts[2]


def test_wording_for_one_direction_and_forms_go_their_own_way(langs):
    term = save_term(renderings={"zh-hans": "上海紫竹高新区", "en": "Shanghai Zizhu Park"}, by=None, kind="institution")
    make = GlossaryRendering.objects.create
    make(term_id=term.pk, locale=langs.zh, text="紫竹", form=RenderingForm.SHORT)
    make(term_id=term.pk, locale=langs.en, text="Zizhu", form=RenderingForm.SHORT)
    make(term_id=term.pk, locale=langs.zh, text="紫竹园", source_locale=langs.en, form=RenderingForm.SHORT)
    found = whole_matches(["上海紫竹高新区", "紫竹", "紫竹园"], langs.zh, langs.en)
    assert found == {"上海紫竹高新区": "Shanghai Zizhu Park", "紫竹": "Zizhu"}
    assert whole_matches(["Zizhu"], langs.en, langs.zh) == {"Zizhu": "紫竹园"}
    (rule,) = term_rules(langs.en, langs.zh)
    assert set(rule.accepted) == {"上海紫竹高新区", "紫竹", "紫竹园"}
    (rule,) = term_rules(langs.zh, langs.en)
    assert rule.sources == ("上海紫竹高新区", "紫竹")
    (name,) = institution_names(langs.zh)
    assert (name.full, name.shorts) == ("上海紫竹高新区", ("紫竹",))


def test_lists_of_the_office_are_kept_and_read(client, people, langs, in_english):
    assert (style_rules(langs.en), watched(langs.zh), offices_held(langs.zh)) == ([], [], [])
    client.force_login(people.translator_en)
    client.post(reverse("wagtailsnippets_localization_stylesheet:add"), {"locale": langs.en.pk, "guidance": "Mine."})
    assert StyleSheet.objects.count() == 0, "what holds at once is written by revisers"
    client.force_login(people.reviser_en)
    rules = {"rules-TOTAL_FORMS": 2, "rules-INITIAL_FORMS": 0, "rules-MIN_NUM_FORMS": 0, "rules-MAX_NUM_FORMS": 1000}
    for number, avoid in enumerate(("center", "Center")):
        row = {"avoid": avoid, "use": "centre", "note": "", "severity": "warning", "id": "", "DELETE": "", "ORDER": ""}
        rules |= {f"rules-{number}-{name}": value for name, value in row.items()}
    url = reverse("wagtailsnippets_localization_stylesheet:add")
    data = {"locale": langs.en.pk, "guidance": "", **rules}
    assert "has a rule already" in client.post(url, data).content.decode()
    client.post(url, data | {"rules-1-avoid": "program", "rules-1-use": "programme"})
    assert {rule.avoid for rule in style_rules(langs.en)} == {"center", "program"}
    assert "already exists" in client.post(url, data | {"rules-1-DELETE": "on"}).content.decode()
    assert StyleSheet.objects.count() == 1

    client.force_login(people.moderator)
    url = reverse("wagtailsnippets_localization_watchedterm:add")
    word = {"locale": langs.zh.pk, "text": "信息产业部", "kind": "obsolete", "instead": "信息产业部", "note": ""}
    word |= {"severity": "warning"}
    assert "that is watched" in client.post(url, word).content.decode()
    client.post(url, word | {"instead": "工业和信息化部"})
    assert [row.instead for row in watched(langs.zh)] == ["工业和信息化部"]
    WatchedTerm.objects.get().delete()
    assert watched(langs.zh) == []


def test_office_is_held_once_and_read_in_each_language(client, people, langs, in_english):
    person = save_term(renderings={"zh-hans": "王志刚", "en": "Wang Zhigang"}, kind="person", by=None)
    office = save_term(renderings={"zh-hans": "部长", "en": "Minister"}, kind="office", by=None)
    write_term(term=None, content=content(langs, "李四", "Li Si", kind="person"), by=None)
    client.force_login(people.moderator)
    url = reverse("wagtailsnippets_localization_heldoffice:add")
    shown = client.get(url).content.decode()
    assert "王志刚" in shown
    assert "李四" not in shown
    data = {"person": person.pk, "office": office.pk, "organization": "", "since": "2018-03-19", "until": "2023-02-24"}
    assert "after it begins" in client.post(url, data | {"until": "2017-01-01"}).content.decode()
    client.post(url, data)
    assert "in the list already" in client.post(url, data | {"until": ""}).content.decode()
    assert HeldOffice.objects.count() == 1
    (held,) = offices_held(langs.en)
    assert (held.persons, held.offices, held.until.year) == (("Wang Zhigang",), ("Minister",), 2023)
    GlossaryRendering.objects.filter(text="Minister").delete()
    office.delete()
    assert offices_held(langs.en) == []
