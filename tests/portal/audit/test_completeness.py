"""Every kind of write in the admin, done through HTTP: one entry about it, by the person who did it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group as AuthGroup
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, ModelLogEntry, Page, PageLogEntry, Site, Workflow

from news.models import NewsCategory
from portal.core.models import PortalDocument, PortalImage, User
from tests.portal.audit.conftest import log_of
from tests.tree import make_picture

pytestmark = pytest.mark.django_db
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@pytest.fixture
def did(sign_in, root):
    """POST something and return the entries it left, all by the person who asked."""
    client = sign_in(root)

    def did(address, data=None, **headers):
        before = ModelLogEntry.objects.count() + PageLogEntry.objects.count()
        response = client.post(address, data or {}, **headers)
        assert response.status_code in (200, 302), response.status_code
        assert not (response.context and getattr(response.context.get("form"), "errors", None)), response.context[
            "form"
        ].errors
        entries = [
            (row.timestamp, row.pk, row)
            for model in (ModelLogEntry, PageLogEntry)
            for row in model.objects.order_by("-pk")[:10]
        ]
        new = ModelLogEntry.objects.count() + PageLogEntry.objects.count() - before
        rows = [row for _time, _pk, row in sorted(entries, key=lambda entry: entry[:2])][-new:] if new else []
        assert {row.user_id for row in rows} <= {root.pk}
        return [(row.action, row.label) for row in rows]

    return did


def bulk(model, action, *rows):
    address = reverse("wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, action])
    return f"{address}?{'&'.join(f'id={row.pk}' for row in rows)}"


def management_forms(*prefixes, **counts):
    sizes = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return {f"{prefix}-{name}": size for prefix in prefixes for name, size in sizes.items()}


def test_pages(did, tree):
    page, others = tree.add_news(), [tree.add_news(title="甲"), tree.add_news(title="乙")]
    title = page.get_admin_display_title()
    assert did(reverse("wagtailadmin_pages:unpublish", args=[page.pk])) == [("wagtail.unpublish", title)]
    assert did(reverse("wagtailadmin_pages:delete", args=[page.pk])) == [("wagtail.delete", title)]
    assert sorted(did(bulk(Page, "unpublish", *others))) == [
        ("wagtail.unpublish", "乙"),
        ("wagtail.unpublish", "甲"),
    ]


def test_collections_and_their_privacy(did):
    root = Collection.get_first_root_node()
    assert did(reverse("wagtailadmin_collections:add"), {"name": "甲", "parent": root.pk}) == [("wagtail.create", "甲")]
    made = Collection.objects.get(name="甲")
    privacy = reverse("wagtailadmin_collections:set_privacy", args=[made.pk])
    assert did(privacy, {"restriction_type": "login"}) == [("wagtail.view_restriction.create", "甲")]
    assert did(privacy, {"restriction_type": "none"}) == [("wagtail.view_restriction.delete", "甲")]
    edit = reverse("wagtailadmin_collections:edit", args=[made.pk])
    assert did(edit, {"name": "乙", "parent": root.pk}) == [("wagtail.edit", "乙")]
    assert did(reverse("wagtailadmin_collections:delete", args=[made.pk])) == [("wagtail.delete", "乙")]


def test_sites_redirects_and_locales(did, tree):
    add = {"old_path": "/a", "redirect_link": "https://example.com"}
    assert did(reverse("wagtailredirects:add"), add) == [("wagtail.create", "/a")]
    redirect = Redirect.objects.get()
    assert did(reverse("wagtailredirects:edit", args=[redirect.pk]), add | {"old_path": "/b"}) == [
        ("wagtail.edit", "/b")
    ]
    assert did(reverse("wagtailredirects:delete", args=[redirect.pk])) == [("wagtail.delete", "/b")]
    site = Site.objects.get()
    values = {"hostname": "x.example", "port": 80, "root_page": site.root_page_id, "site_name": "X"}
    [(action, _label)] = did(reverse("wagtailsites:edit", args=[site.pk]), values | {"is_default_site": "on"})
    assert action == "wagtail.edit"
    english = tree.locales["en"]
    [(action, _label)] = did(reverse("wagtaillocales:edit", args=[english.pk]), {"language_code": "en"})
    assert action == "wagtail.edit"


def test_snippets(did, tree):
    category = tree.category
    edit = reverse("wagtailsnippets_news_newscategory:edit", args=[category.pk])
    values = {"slug": category.slug, "name_zh_hans": "要闻", "name_en": "News", "sort_order": 0}
    [(action, _label)] = did(edit, values)
    assert action == "wagtail.edit"
    assert [
        action for action, _label in did(reverse("wagtailsnippets_news_newscategory:delete", args=[category.pk]))
    ] == ["wagtail.delete"]
    assert not NewsCategory.objects.exists()


@pytest.mark.parametrize("kind", ["image", "document"])
def test_files(did, tree, kind):
    collection = Collection.get_first_root_node().add_child(name="其他")
    app = {"image": "wagtailimages", "document": "wagtaildocs"}[kind]
    model = {"image": PortalImage, "document": PortalDocument}[kind]
    upload = ContentFile(b"%PDF-1.4", name="q.pdf")
    if kind == "image":
        with make_picture().file.open("rb") as picture:
            upload = ContentFile(picture.read(), name="z.png")
    added = {"files[]": upload, "title": "甲", "collection": Collection.get_first_root_node().pk}
    assert did(reverse(f"{app}:add_multiple"), added, **AJAX) == [("wagtail.create", "甲")]
    row = model.objects.order_by("-pk").first()
    prefix = {"image": "image", "document": "doc"}[kind]
    edit = reverse(f"{app}:edit_multiple", args=[row.pk])
    assert did(
        edit, {f"{prefix}-{row.pk}-title": "乙", f"{prefix}-{row.pk}-collection": row.collection_id}, **AJAX
    ) == [("wagtail.edit", "乙")]
    assert did(bulk(model, "add_tags", row), {"tags": "新"}) == [("wagtail.edit", "乙")]
    assert did(bulk(model, "add_to_collection", row), {"collection": collection.pk}) == [("wagtail.edit", "乙")]
    assert did(bulk(model, "delete", row)) == [("wagtail.delete", "乙")]


def test_people_rights_and_passwords(did, root):
    password = "Xxyz-2026-abc"
    words = {"username": "u", "email": "u@example.com", "first_name": "甲", "last_name": "王", "is_active": "on"}
    secret = {"password1": password, "password2": password}
    assert sorted(did(reverse("wagtailusers_users:add"), words | secret)) == [
        ("audit.rights.password", "u"),
        ("wagtail.create", "u"),
    ]
    user = User.objects.get(username="u")
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    assert did(edit, words | {"email": "v@example.com"}) == [("wagtail.edit", "u")]
    assert sorted(did(edit, words | secret | {"is_superuser": "on"})) == [
        ("audit.rights.change", "u"),
        ("audit.rights.password", "u"),
        ("wagtail.edit", "u"),
    ]
    assert ModelLogEntry.objects.filter(action="audit.rights.change").latest("pk").data["is_superuser"] is True
    assert did(bulk(User, "set_active_state", user, root), {"mark_as_active": "False"}) == [
        ("audit.rights.change", "u")
    ]
    user.refresh_from_db()
    assert not user.is_active
    assert did(bulk(User, "assign_role", user), {"role": AuthGroup.objects.first().pk}) == [
        ("audit.rights.change", "u")
    ]
    assert did(bulk(User, "delete", user)) == [("wagtail.delete", "u")]
    assert password not in str(list(ModelLogEntry.objects.values_list("data", flat=True)))


def test_groups_and_their_permissions(did):
    parts = ("page_permissions", "collection_permissions", "document_permissions", "image_permissions")
    forms = management_forms(*parts, "collection_member_permissions")
    assert did(reverse("wagtailusers_groups:add"), {"name": "g"} | forms) == [("wagtail.create", "g")]
    group = AuthGroup.objects.get(name="g")
    collection = Collection.get_first_root_node()
    given = forms | {
        "image_permissions-TOTAL_FORMS": 1,
        "image_permissions-0-collection": collection.pk,
        "image_permissions-0-permissions": _permission("wagtailimages", "add_image"),
        "permissions": [_permission("wagtailadmin", "access_admin")],
    }
    edit = reverse("wagtailusers_groups:edit", args=[group.pk])
    assert did(edit, {"name": "g"} | given) == [("wagtail.edit", "g"), ("audit.rights.change", "g")]
    words = ModelLogEntry.objects.get(action="audit.rights.change", label="g").data["permissions"]
    assert sorted(words) == ["+ Root · add_image", "+ access_admin"]


def _permission(app, codename):
    from django.contrib.auth.models import Permission

    return Permission.objects.get(content_type__app_label=app, codename=codename).pk


def test_workflows(did):
    forms = management_forms("workflow_tasks", "pages", "content_types")
    assert did(reverse("wagtailadmin_workflows:add"), {"name": "审批"} | forms) == [("wagtail.create", "审批")]
    workflow = Workflow.objects.get(name="审批")
    assert did(reverse("wagtailadmin_workflows:disable", args=[workflow.pk])) == [("wagtail.edit", "审批")]
    assert did(reverse("wagtailadmin_workflows:enable", args=[workflow.pk])) == [("wagtail.edit", "审批")]


def test_superuser_made_by_a_command_is_the_systems(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "Xxyz-2026-abc")
    call_command("createsuperuser", "--noinput", "--username", "boss", "--email", "b@example.com", verbosity=0)

    assert log_of() == [("audit.rights.change", "boss")]
    assert set(ModelLogEntry.objects.values_list("user", flat=True)) == {None}


def test_refused_write_leaves_no_entry(sign_in, units):
    client = sign_in("editor", "editor", units["zizhu"])
    before = log_of()
    client.post(reverse("wagtailadmin_collections:add"), {"name": "甲", "parent": Collection.get_first_root_node().pk})
    assert log_of() == before
