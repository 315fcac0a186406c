import pytest
from django.urls import reverse
from wagtail.models import *
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from portal.core.models import *
from tests.portal.audit.conftest import log_of
from tests.tree import make_picture
from parks.models import Sector
pytestmark = pytest.mark.django_db

def test_all(tree, root, sign_in, units):
    client = sign_in(root)
    doc = PortalDocument.objects.create(title="d", file=ContentFile(b"x", name="a.pdf"))
    pic = make_picture()
    other = User.objects.create_user("other", "o@example.com", first_name="O", last_name="P")
    r = client.get(reverse("audit_log"))
    assert r.status_code == 200, r
    page = tree.add_news()
    seen = [len(log_of())]
    def do(name, url, data=None, **kw):
        before = log_of()
        resp = client.post(url, data or {}, **kw)
        after = log_of()
        new = list(after)
        for x in before: new.remove(x)
        err = ""
        if resp.status_code == 200 and resp.context:
            for c in ("form","forms"):
                f = resp.context.get(c)
                if f is not None and hasattr(f,"errors"): err = dict(f.errors)
        print(f"{name:32} {resp.status_code} {new} {err}")
        return resp
    do("privacy", reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), {"restriction_type": "login"})
    do("privacy off", reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), {"restriction_type": "none"})
    do("collection add", reverse("wagtailadmin_collections:add"), {"name": "C", "parent": Collection.get_first_root_node().pk})
    c = Collection.objects.get(name="C")
    do("collection privacy", reverse("wagtailadmin_collections:set_privacy", args=[c.pk]), {"restriction_type": "login"})
    do("collection privacy off", reverse("wagtailadmin_collections:set_privacy", args=[c.pk]), {"restriction_type": "none"})
    do("collection edit", reverse("wagtailadmin_collections:edit", args=[c.pk]), {"name": "D", "parent": Collection.get_first_root_node().pk})
    do("collection del", reverse("wagtailadmin_collections:delete", args=[c.pk]))
    do("redirect add", reverse("wagtailredirects:add"), {"old_path": "/a", "redirect_link": "https://example.com"})
    from wagtail.contrib.redirects.models import Redirect
    rd = Redirect.objects.get()
    do("redirect edit", reverse("wagtailredirects:edit", args=[rd.pk]), {"old_path": "/b", "redirect_link": "https://example.com"})
    do("redirect delete", reverse("wagtailredirects:delete", args=[rd.pk]))
    s = Site.objects.get()
    do("site edit", reverse("wagtailsites:edit", args=[s.pk]), {"hostname": "x.example", "port": 80, "root_page": s.root_page_id, "is_default_site": "on", "site_name": "X"})
    do("locale edit", reverse("wagtaillocales:edit", args=[tree.locales["en"].pk]), {"language_code": "en"})
    do("group add", reverse("wagtailusers_groups:add"), {"name": "g", **{f"{p}-{k}": v for p in ("page_permissions","collection_permissions","document_permissions","image_permissions","collection_member_permissions") for k,v in (("TOTAL_FORMS",0),("INITIAL_FORMS",0),("MAX_NUM_FORMS",1000))}})
    do("user add", reverse("wagtailusers_users:add"), {"username": "u", "email": "u@example.com", "first_name": "a", "last_name":"b", "password1":"Xxyz-2026-abc","password2":"Xxyz-2026-abc"})
    do("user edit", reverse("wagtailusers_users:edit", args=[other.pk]), {"username": "other", "email": "u2@example.com", "first_name": "a", "last_name":"b", "is_superuser":"on","is_active": "on", "password1":"Xxyz-2026-abc","password2":"Xxyz-2026-abc"})
    bulk = lambda app, model, action, *ids: reverse("wagtail_bulk_action", args=[app, model, action]) + "?" + "&".join(f"id={i}" for i in ids)
    do("bulk inactive", bulk("core","user","set_active_state", other.pk), {"mark_as_active": ""})
    do("bulk role", bulk("core","user","assign_role", other.pk), {"role": Group.objects.first().pk})
    do("account", reverse("wagtailadmin_account"), {"name_email-first_name": "x", "name_email-last_name": "y", "name_email-email": "z@example.com", "password-old_password":"", "locale-preferred_language":"", "locale-current_time_zone":""})
    do("bulk del user", bulk("core","user","delete", other.pk))
    do("img edit", reverse("wagtailimages:edit", args=[pic.pk]), {"title": "T", "collection": 1})
    do("img del", reverse("wagtailimages:delete", args=[pic.pk]))
    pic = make_picture()
    f = ContentFile(pic.file.read(), name="z.png")
    do("img add multi", reverse("wagtailimages:add_multiple"), {"files[]": f, "title":"M", "collection": 1}, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    m = PortalImage.objects.order_by("-pk").first()
    do("img edit multi", reverse("wagtailimages:edit_multiple", args=[m.pk]), {f"image-{m.pk}-title":"M2"}, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    do("img bulk tags", bulk("core","portalimage","add_tags", pic.pk), {"tags": "a"})
    cc = Collection.get_first_root_node().add_child(name="CC")
    do("img bulk collection", bulk("core","portalimage","add_to_collection", pic.pk), {"collection": cc.pk})
    do("img bulk delete", bulk("core","portalimage","delete", pic.pk))
    do("doc edit", reverse("wagtaildocs:edit", args=[doc.pk]), {"title": "T", "collection": 1})
    do("doc add multi", reverse("wagtaildocs:add_multiple"), {"files[]": ContentFile(b"%PDF-1.4", name="q.pdf"), "title":"M", "collection": 1}, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    do("doc bulk collection", bulk("core","portaldocument","add_to_collection", doc.pk), {"collection": cc.pk})
    do("doc bulk tags", bulk("core","portaldocument","add_tags", doc.pk), {"tags": "a"})
    do("doc bulk delete", bulk("core","portaldocument","delete", doc.pk))
    do("page del", reverse("wagtailadmin_pages:delete", args=[page.pk]))
    p1, p2 = tree.add_news(title="a1"), tree.add_news(title="a2")
    do("page bulk publish", bulk("wagtailcore","page","unpublish", p1.pk, p2.pk))
    do("page bulk del", bulk("wagtailcore","page","delete", p1.pk, p2.pk))
    do("sector add", reverse("wagtailsnippets_parks_sector:add"), {"slug":"s","name_zh_hans":"甲","name_en":"A","sort_order":0})
    sec = Sector.objects.first()
    if sec:
        do("sector del", reverse("wagtailsnippets_parks_sector:delete", args=[sec.pk]))
    from django.urls import get_resolver
    do("workflow add", reverse("wagtailadmin_workflows:add"), {"name":"w","workflow_tasks-TOTAL_FORMS":0,"workflow_tasks-INITIAL_FORMS":0,"workflow_tasks-MAX_NUM_FORMS":10,"pages-TOTAL_FORMS":0,"pages-INITIAL_FORMS":0,"pages-MAX_NUM_FORMS":10})
    w = Workflow.objects.order_by("-pk").first()
    if w:
        do("workflow disable", reverse("wagtailadmin_workflows:disable", args=[w.pk]))
        do("workflow enable", reverse("wagtailadmin_workflows:enable", args=[w.pk]))
