"""Facts are read by all staff and written in one's own unit, on every screen that Wagtail makes of a snippet."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from parks.models import Cluster, EvaluationResult, Organization, Park, ParkAlias
from portal.core.models import User
from portal.core.services.memberships import grant_membership
from tests.parks.admin_forms import form_data
from tests.parks.factories import (
    ClusterFactory,
    EditionFactory,
    OrganizationFactory,
    ParkFactory,
    ResultFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def parks(locales) -> dict[str, Park]:
    """Zizhu and Hai'an with a unit each, and a park that nobody here keeps."""
    return {
        "zizhu": ParkFactory(slug="zizhu", name_zh_hans="紫竹高新区", name_en="Zizhu", unit=UnitFactory(slug="zizhu")),
        "haian": ParkFactory(slug="haian", name_zh_hans="海安高新区", name_en="Hai'an", unit=UnitFactory(slug="haian")),
        "nobody": ParkFactory(slug="nobody", name_zh_hans="无人园区", name_en="Nobody's"),
    }


def staff(role: str, park: Park | None = None, locale: str | None = None) -> Client:
    user = User.objects.create_user(username=f"{role}-{locale or ''}")
    grant_membership(
        user=user,
        role=role,
        by=None,
        unit=park.unit if park else None,
        locale=Locale.objects.get(language_code=locale) if locale else None,
    )
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor(parks) -> Client:
    return staff("editor", parks["zizhu"])


def url(name: str, *args: object, model: str = "park", chooser: bool = False) -> str:
    space = "wagtailsnippetchoosers" if chooser else "wagtailsnippets"
    return reverse(f"{space}_parks_{model}:{name}", args=args)


def refused(response) -> bool:
    """403, or the redirect with which Wagtail's admin answers a refusal."""
    return response.status_code == 403 or (response.status_code == 302 and response.url == reverse("wagtailadmin_home"))


@pytest.mark.parametrize("screen", ["edit", "history", "usage"])
def test_own_record_opens_and_a_foreign_one_is_refused(editor, parks, screen):
    assert editor.get(url(screen, parks["zizhu"].pk)).status_code == 200
    assert refused(editor.get(url(screen, parks["haian"].pk)))
    assert refused(editor.get(url(screen, parks["nobody"].pk)))


def test_a_foreign_record_cannot_be_changed_by_post(editor, parks):
    data = form_data(editor.get(url("edit", parks["zizhu"].pk)), name_en="Taken over")
    assert refused(editor.post(url("edit", parks["haian"].pk), data))
    parks["haian"].refresh_from_db()
    assert parks["haian"].name_en == "Hai'an"


def test_the_own_record_is_saved_in_both_languages(editor, parks):
    screen = editor.get(url("edit", parks["zizhu"].pk))
    answer = editor.post(
        url("edit", parks["zizhu"].pk), form_data(screen, name_zh_hans="上海紫竹", name_en="Shanghai Zizhu")
    )
    assert answer.status_code == 302, answer.context["form"].errors
    park = Park.objects.get(slug="zizhu")
    assert (park.name_zh_hans, park.name_en, park.sort_key) == ("上海紫竹", "Shanghai Zizhu", "shang-hai-zi-zhu")


def test_an_editor_cannot_give_a_record_to_another_unit(editor, parks):
    screen = editor.get(url("edit", parks["zizhu"].pk))
    for unit in (parks["haian"].unit_id, ""):
        answer = editor.post(url("edit", parks["zizhu"].pk), form_data(screen, unit=unit))
        assert list(answer.context["form"].errors) == ["unit"]
    assert Park.objects.get(slug="zizhu").unit.slug == "zizhu"


def test_an_editor_cannot_make_a_record_of_another_unit(editor, parks):
    data = form_data(editor.get(url("add")), name_en="New", slug="new", unit=parks["haian"].unit_id)
    assert list(editor.post(url("add"), data).context["form"].errors) == ["unit"]
    assert not Park.objects.filter(slug="new").exists()


def test_an_editor_enters_results_of_the_own_park_only(editor, parks):
    edition = EditionFactory()
    data = form_data(editor.get(url("add", model="evaluationresult")), edition=edition.pk, overall_rank=11)
    foreign = editor.post(url("add", model="evaluationresult"), data | {"park": str(parks["haian"].pk)})
    assert list(foreign.context["form"].errors) == ["park"]
    own = editor.post(url("add", model="evaluationresult"), data | {"park": str(parks["zizhu"].pk)})
    assert own.status_code == 302
    assert list(EvaluationResult.objects.values_list("park__slug", "overall_rank")) == [("zizhu", 11)]


def test_results_and_clusters_of_another_park_are_refused(editor, parks):
    result, cluster = ResultFactory(park=parks["haian"]), ClusterFactory(park=parks["haian"], place=None)
    assert refused(editor.get(url("edit", result.pk, model="evaluationresult")))
    assert refused(editor.get(url("edit", cluster.pk, model="cluster")))
    assert refused(editor.get(url("edit", ClusterFactory().pk, model="cluster")))
    assert editor.get(url("inspect", cluster.pk, model="cluster")).status_code == 200


def test_an_editor_deletes_nothing(editor, parks):
    cluster = ClusterFactory(park=parks["zizhu"], place=None)
    assert refused(editor.post(url("delete", cluster.pk, model="cluster")))
    bulk = reverse("wagtail_bulk_action", args=["parks", "cluster", "delete"])
    assert editor.post(f"{bulk}?id={cluster.pk}").status_code in {302, 403}
    assert Cluster.objects.filter(pk=cluster.pk).exists()


def test_an_administrator_deletes(parks):
    cluster = ClusterFactory(park=parks["haian"], place=None)
    assert staff("administrator").post(url("delete", cluster.pk, model="cluster")).status_code == 302
    assert not Cluster.objects.filter(pk=cluster.pk).exists()


def test_a_list_shows_all_and_leads_to_the_edit_screen_of_the_own_only(editor, parks):
    page = editor.get(url("list")).content.decode()
    for park in parks.values():
        assert url("inspect", park.pk) in page
        assert (url("edit", park.pk) in page) == (park.slug == "zizhu")
        assert url("delete", park.pk) not in page


@pytest.mark.parametrize(("text", "found"), [("紫竹", {"zizhu"}), ("hai'an", {"haian"}), ("nobody", {"nobody"})])
def test_search_in_the_list_finds_every_language(editor, parks, text, found):
    rows = editor.get(url("list_results"), {"q": text}).context["object_list"]
    assert {park.slug for park in rows} == found


def test_search_finds_a_record_with_many_spellings_once(editor, parks):
    for spelling in ("Zizhu-High Tech Park", "Zizhu High-tech Park"):
        ParkAlias.objects.create(park=parks["zizhu"], spelling=spelling)
    for address in (url("list_results"), url("choose_results", chooser=True)):
        rows = editor.get(address, {"q": "high"}).context
        listed = rows["object_list"] if "object_list" in rows else rows["results"].object_list
        assert [park.slug for park in listed] == ["zizhu"]


def test_the_list_flags_names_that_are_missing(editor, parks):
    OrganizationFactory(slug="intel", name_zh_hans=None, name_en="Intel R&D centre")
    OrganizationFactory(slug="complete")
    rows = editor.get(url("list", model="organization"), {"names": "missing"}).context["object_list"]
    assert [row.slug for row in rows] == ["intel"]
    assert "简体中文" in editor.get(url("list_results", model="organization"), {"names": "missing"}).content.decode()


def test_every_list_takes_the_same_queries_for_one_and_three_rows(parks, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = staff("editor", parks["zizhu"])
    makers = {"organization": OrganizationFactory, "cluster": ClusterFactory, "evaluationresult": ResultFactory}
    for model, make in makers.items():
        counts = []
        make()
        client.get(url("list_results", model=model))
        for _length in (1, 3):
            with CaptureQueriesContext(connection) as queries:
                client.get(url("list_results", model=model))
            counts.append(len(queries))
            make(), make()
        assert counts[0] == counts[1], model


def test_a_translator_reads_and_chooses_but_does_not_write(parks):
    client = staff("translator", locale="en")
    assert client.get(url("list")).status_code == 200
    assert client.get(url("inspect", parks["haian"].pk)).status_code == 200
    assert client.get(url("chosen", parks["haian"].pk, chooser=True)).status_code == 200
    for address in (url("edit", parks["haian"].pk), url("add"), url("delete", parks["haian"].pk)):
        assert refused(client.get(address))


def test_choosers_offer_every_park(editor, parks):
    offered = editor.get(url("choose_results", chooser=True)).context["results"].object_list
    assert {park.slug for park in offered} == {"zizhu", "haian", "nobody"}


def test_an_account_without_role_sees_nothing(parks):
    from django.contrib.auth.models import Group

    from portal.core.services.memberships import ensure_group

    user = User.objects.create_user(username="nobody")
    user.groups.add(ensure_group("empty"))
    client = Client()
    client.force_login(user)
    assert Group.objects.filter(user=user).count() == 1
    assert refused(client.get(url("list")))
    assert refused(client.get(url("inspect", parks["zizhu"].pk)))
    assert client.get(url("chosen", parks["zizhu"].pk, chooser=True)).status_code == 404
    assert list(client.get(url("choose_results", chooser=True)).context["results"].object_list) == []


def test_a_sub_index_of_another_scheme_is_refused_on_the_screen(editor, parks):
    from tests.parks.factories import SubIndexFactory

    edition, foreign = EditionFactory(), SubIndexFactory()
    data = form_data(editor.get(url("add", model="evaluationresult")), edition=edition.pk, park=parks["zizhu"].pk)
    row = {"sub_ranks-TOTAL_FORMS": "1", "sub_ranks-0-sub_index": str(foreign.pk), "sub_ranks-0-rank": "7"}
    answer = editor.post(url("add", model="evaluationresult"), data | row)
    assert answer.status_code == 200
    assert not EvaluationResult.objects.exists()


def test_choosers_speak_the_language_of_the_person(parks):
    from django.utils import translation

    widget = Organization.snippet_viewset.chooser_viewset.widget_class()
    words = {}
    for code in ("zh-hans", "en"):
        with translation.override(code):
            words[code] = str(widget.choose_one_text)
    assert words["en"] == "Choose organisation"
    assert words["zh-hans"] != words["en"]


def test_reading_a_record_names_the_languages_of_its_words(editor, parks):
    page = editor.get(url("inspect", parks["haian"].pk)).content.decode()
    assert "Hai&#x27;an" in page
    assert "· English" in page
    assert "[en]" not in page
    assert "hai-an-gao-xin-qu" not in page
    assert ">None<" not in "".join(page.split())
