"""What every address of the admin is: which row of `docs/roles.md`, and which mark reading and writing it takes.

An address that no rule names fails the test. Add it here, with its row; add the row to the table if there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, get_resolver

#: Where staff go: everything below these is walked.
ROOTS = ("admin/", "documents/")
#: Rows of the table that are told apart by park (or language): `page.own`, `page.other` …
SIDED = frozenset(
    {
        "page",
        "translation",
        "job",
        "record",
        "question",
        "image",
        "document",
        "facts",
        "inquiry",
        "level",
        "quarantine",
        "rule",
        "requests",
        "erasure",
        "agreement",
        "needs",
        "letter",
        "people",
        "membership",
        "unit",
        "signin",
        "invitation",
        "webhook",
        "suppression",
        "sheet",
        "bundle",
        "feed",
        "newsdraft",
    }
)


@dataclass(frozen=True)
class Rule:
    """One way to call an address.

    Attributes:
        row: of the table, without the side.
        get, post: marks of which any one suffices; an empty `post` is what nobody may do.
        on: name of the object that `pk` and the like stand for, in the world's park, pages or common things.
        page: which page of the side `page_id` is.
        args: further arguments of the address.
        query: what stands after `?`; `{…}` is filled from the objects.
        data: what is posted besides the form of the screen.
        refused: statuses that those with the right meet too (a method that is not served, a form that lacks much).
        each: whether the address speaks of one object, so that it is called for each side.
    """

    row: str
    get: str = "r"
    post: str = ""
    on: str = ""
    page: str = "draft"
    args: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    refused: tuple[int, ...] = (400, 405)
    each: bool = True


def R(row: str, get: str = "r", post: str | None = None, **more: Any) -> list[Rule]:  # noqa: N802
    """A rule; posting takes what reading takes unless told."""
    return [Rule(row, get, get if post is None else post, **more)]


LISTS = {"each": False}
OPEN = R("open", "r", "w", refused=(400, 404, 405), **LISTS)
ADMIN = R("admin", "r", "r", refused=(400, 404, 405), **LISTS)


def snippet(app: str, model: str, row: str, on: str) -> dict[str, list[Rule]]:
    """Rules of a snippet's screens and choosers."""
    own = f"wagtailsnippets_{app}_{model}"
    chooser = f"wagtailsnippetchoosers_{app}_{model}"
    return {
        f"{own}:list": [
            *R(row, "rwd", **LISTS),
            *R(row, "rwd", query="export=csv", **LISTS),
            *R(row, "rwd", query="export=xlsx", **LISTS),
        ],
        f"{own}:list_results": R(row, "rwd", query="q=Qz", **LISTS),
        f"{own}:add": R(row, "w", **LISTS),
        f"{own}:edit": R(row, "w", on=on),
        f"{own}:delete": R(row, "d", on=on),
        f"{own}:usage": R(row, "w", on=on),
        f"{own}:history": R(row, "w", on=on),
        f"{own}:history_results": R(row, "w", on=on),
        f"{own}:inspect": R(row, "r", on=on),
        f"{chooser}:choose": R("chooser", **LISTS),
        f"{chooser}:choose_results": R("chooser", query="q=Qz", **LISTS),
        f"{chooser}:chosen": R(row, "c", on=on),
        f"{chooser}:chosen_multiple": R("chooser", query="id={on}", on=on),
        f"{chooser}:create": R(row, "w", refused=(400, 404, 405), **LISTS),
    }


def kept(model: str) -> dict[str, list[Rule]]:
    """Rules of a record that a unit keeps: who changes one may not always add one."""
    rules = snippet("partnerships", model, "agreement", model)
    adding = {
        f"wagtailsnippets_partnerships_{model}:add": R("agreement", "a", **LISTS),
        f"wagtailsnippetchoosers_partnerships_{model}:create": R("agreement", "a", refused=(400, 404, 405), **LISTS),
    }
    return {**rules, **adding}


def read_only(namespace: str, row: str, on: str) -> dict[str, list[Rule]]:
    """Rules of a list that only services write."""
    exports = [rule for kind in ("csv", "xlsx") for rule in R(row, query=f"export={kind}", **LISTS)]
    return {
        f"{namespace}:index": [*R(row, **LISTS), *R(row, query="q=Qz", **LISTS), *exports],
        f"{namespace}:index_results": R(row, query="q=Qz", **LISTS),
        f"{namespace}:inspect": R(row, on=on),
        f"{namespace}:history": R(row, on=on),
        f"{namespace}:history_results": R(row, on=on),
    }


def report(name: str, row: str) -> dict[str, list[Rule]]:
    exports = [rule for kind in ("csv", "xlsx") for rule in R(row, query=f"export={kind}", **LISTS)]
    return {name: [*R(row, **LISTS), *exports], f"{name}_results": R(row, **LISTS)}


def crud(namespace: str, row: str, on: str) -> dict[str, list[Rule]]:
    """Rules of Wagtail's screens for a model of the whole portal."""
    each = {name: R(row, "wd", on=on) for name in ("edit", "delete", "history", "history_results", "usage", "copy")}
    lists = {name: R(row, "wd", **LISTS) for name in ("index", "index_results", "add")}
    return {f"{namespace}:{name}": rule for name, rule in (each | lists).items()}


def files(namespace: str, row: str, on: str, usage: str) -> dict[str, list[Rule]]:
    chooser = f"{namespace}_chooser"
    return {
        f"{namespace}:index": [*R(row, "wd", **LISTS), *R(row, "wd", query="q=Qz", **LISTS)],
        f"{namespace}:index_results": R(row, "wd", query="q=Qz", **LISTS),
        f"{namespace}:add": R(row, "w", **LISTS),
        f"{namespace}:edit": R(row, "w", on=on),
        f"{namespace}:delete": R(row, "d", on=on),
        f"{namespace}:{usage}": R(row, "w", on=on),
        f"{namespace}:add_multiple": R(row, "w", **LISTS),
        f"{namespace}:edit_multiple": R(row, "w", on=on),
        f"{namespace}:delete_multiple": R(row, "d", on=on),
        # A file that another person has just sent and not described yet.
        f"{namespace}:create_multiple_from_uploaded_{on}": R("nobody", "", on="upload"),
        f"{namespace}:delete_upload_multiple": R("nobody", "", on="upload"),
        f"{chooser}:choose": R("chooser", **LISTS),
        f"{chooser}:choose_results": R("chooser", query="q=Qz", **LISTS),
        f"{chooser}:chosen": R(row, "c", on=on),
        f"{chooser}:chosen_multiple": R("chooser", query="id={on}", on=on),
        f"{chooser}:create": R(row, "w", **LISTS),
    }


def bulk(app: str, model: str, action: str, row: str, mark: str, on: str, **more: Any) -> list[Rule]:
    args = {"app_label": app, "model_name": model, "action": action}
    return R(row, mark, on=on, args=args, query="id={on}", **more)


PAGE = "wagtailadmin_pages"
TERM = "wagtailsnippets_localization_glossaryterm"
STOCK: dict[str, list[Rule]] = {
    # --- the admin itself ---
    ":wagtailadmin_home": ADMIN,
    "admin/test404/": ADMIN,
    ":wagtailadmin_error_test": R("admin", "", **LISTS),
    ":wagtailadmin_sprite": OPEN,
    ":wagtailadmin_javascript_catalog": OPEN,
    "admin/jsi18n/": OPEN,
    "admin/localize/jsi18n/": OPEN,
    "wagtail_localize:javascript_catalog": OPEN,
    ":wagtailadmin_login": R("open", "r", "w", refused=(302, 405), **LISTS),
    # Known, and not called: it would end the walk.
    ":wagtailadmin_logout": [],
    ":wagtailadmin_password_reset": OPEN,
    ":wagtailadmin_password_reset_done": OPEN,
    ":wagtailadmin_password_reset_confirm": R(
        "open", "r", "w", args={"uidb64": "MQ", "token": "set-password"}, **LISTS
    ),
    ":wagtailadmin_password_reset_complete": OPEN,
    ":wagtailadmin_account": ADMIN,
    ":wagtailadmin_dismissibles": ADMIN,
    ":wagtailadmin_block_preview": ADMIN,
    "admin/^.*/$": R("admin", "r", args={"path": "admin/no/such/place/"}, refused=(404, 405), **LISTS),
    # Tags are public words.
    ":wagtailadmin_tag_autocomplete": R("admin", query="term=Qz", **LISTS),
    ":wagtailadmin_tag_model_autocomplete": R(
        "admin", args={"app_name": "taggit", "model_name": "tag"}, query="term=Qz", **LISTS
    ),
    "wagtailadmin_editing_sessions:ping": R(
        "page",
        "w",
        args={"app_label": "wagtailcore", "model_name": "page", "object_id": "{page}", "session_id": "{session}"},
    ),
    # The session of another person: nobody ends it; the answer is the same whatever there is.
    "wagtailadmin_editing_sessions:release": R("admin", "r", on="session", refused=(404, 405), each=False),
    # --- pages ---
    ":wagtailadmin_explore_root": R("page", "r", **LISTS),
    ":wagtailadmin_explore": [
        *R("page", "r", page="section"),
        *R("page", "r", page="section", query="export=xlsx"),
        *R("page", "r", page="gone"),
    ],
    ":wagtailadmin_explore_results": R("page", "r", page="section"),
    f"{PAGE}:add": R("page", "a", page="section"),
    f"{PAGE}:preview_on_add": R("page", "a", page="section"),
    f"{PAGE}:add_subpage": R("page", "a", page="section"),
    f"{PAGE}:type_use": R("page", "r", **LISTS),
    f"{PAGE}:type_use_results": R("page", "r", **LISTS),
    f"{PAGE}:choose_parent": R("chooser", args={"app_label": "news", "model_name": "newspage"}, **LISTS),
    f"{PAGE}:usage": R("page", "r"),
    f"{PAGE}:edit": [*R("page", "w"), *R("page", "w", page="live"), *R("page", "w", page="profile")],
    f"{PAGE}:preview_on_edit": R("page", "w", refused=(400, 405)),
    f"{PAGE}:view_draft": [*R("page", "r"), *R("page", "r", page="live")],
    f"{PAGE}:delete": R("page", "d"),
    f"{PAGE}:unpublish": R("page", "p", page="live"),
    f"{PAGE}:convert_alias": R("page", "w", refused=(403, 404, 405)),
    f"{PAGE}:search": R("page", "r", query="q=Qz", **LISTS),
    f"{PAGE}:search_results": R("page", "r", query="q=Qz", **LISTS),
    f"{PAGE}:move": R("page", "w", refused=(400, 403, 405)),
    f"{PAGE}:move_confirm": R("page", "d", refused=(302, 403, 405)),
    f"{PAGE}:set_page_position": R("page", "p", page="live", refused=(403, 404, 405)),
    f"{PAGE}:copy": R("page", "w", data={"new_parent_page": "{section}", "new_title": "Copy", "new_slug": "copy"}),
    f"{PAGE}:workflow_action": R("page", "p", page="gone", args={"action_name": "approve"}, refused=(302, 403, 405)),
    f"{PAGE}:collect_workflow_action_data": R(
        "page", "p", page="gone", args={"action_name": "approve"}, refused=(302, 400, 403, 405)
    ),
    f"{PAGE}:confirm_workflow_cancellation": R("page", "w", page="gone", refused=(302, 403, 405)),
    f"{PAGE}:workflow_preview": R("page", "w", page="gone", refused=(302, 403, 404, 405)),
    # Its form offers nothing: a page is never closed to the public, its address must answer everybody alike.
    f"{PAGE}:set_privacy": R("page", "p", page="live"),
    f"{PAGE}:lock": R("page", "l", refused=(302, 403, 405)),
    f"{PAGE}:unlock": R("page", "l", refused=(302, 403, 405)),
    f"{PAGE}:revisions_index": R("page", "r"),
    f"{PAGE}:revisions_view": R("page", "r"),
    f"{PAGE}:revisions_revert": R("page", "w", refused=(302, 405)),
    f"{PAGE}:revisions_unschedule": R("page", "p", refused=(302, 403, 405)),
    f"{PAGE}:revisions_compare": R("page", "r"),
    f"{PAGE}:workflow_history": R("page", "r", page="gone"),
    f"{PAGE}:workflow_history_detail": R("page", "r", page="gone", refused=(404, 405)),
    f"{PAGE}:history": R("page", "r"),
    f"{PAGE}:history_results": R("page", "r"),
    ":wagtailadmin_choose_page": R("chooser", **LISTS),
    # Anybody may look below a live page; what is a draft elsewhere is not in it.
    ":wagtailadmin_choose_page_child": [
        *R("chooser", page="section"),
        *R("page", "r", page="gone"),
    ],
    ":wagtailadmin_choose_page_search": R("chooser", query="q=Qz", **LISTS),
    ":wagtailadmin_choose_page_chosen_multiple": R("chooser", query="id={draft}&id={live}", refused=(404, 405)),
    ":wagtailadmin_choose_page_external_link": R("chooser", **LISTS),
    ":wagtailadmin_choose_page_email_link": R("chooser", **LISTS),
    ":wagtailadmin_choose_page_phone_link": R("chooser", **LISTS),
    ":wagtailadmin_choose_page_anchor_link": R("chooser", **LISTS),
    "wagtailadmin_api:pages:listing": R("admin", **LISTS),
    "wagtailadmin_api:pages:detail": R("page", "r", on="draft"),
    "wagtailadmin_api:pages:find": R("page", "r", query="id={draft}", refused=(302, 404, 405)),
    "wagtailadmin_api:pages:action": R("page", "a", on="draft", args={"action_name": "copy"}, refused=(400, 403, 405)),
    "wagtailadmin_api:documents:listing": R("admin", **LISTS),
    "wagtailadmin_api:documents:detail": R("document", "c", on="document"),
    "wagtailadmin_api:documents:find": R("document", "c", on="document", query="id={on}", refused=(302, 404, 405)),
    "wagtailadmin_api:images:listing": R("admin", **LISTS),
    "wagtailadmin_api:images:detail": R("image", "c", on="image"),
    "wagtailadmin_api:images:find": R("image", "c", on="image", query="id={on}", refused=(302, 404, 405)),
    ":wagtail_bulk_action": [
        *bulk("wagtailcore", "page", "delete", "page", "d", "draft"),
        *bulk("wagtailcore", "page", "move", "page", "d", "draft"),
        *bulk("wagtailcore", "page", "publish", "page", "p", "draft"),
        *bulk("wagtailcore", "page", "unpublish", "page", "p", "live"),
        *bulk("core", "portalimage", "delete", "image", "d", "image"),
        *bulk("core", "portalimage", "add_tags", "image", "w", "image"),
        *bulk("core", "portalimage", "add_to_collection", "image", "w", "image"),
        *bulk("core", "portaldocument", "delete", "document", "d", "document"),
        *bulk("core", "portaldocument", "add_tags", "document", "w", "document"),
        *bulk("core", "portaldocument", "add_to_collection", "document", "w", "document"),
        *bulk("parks", "park", "delete", "facts", "d", "park"),
        *bulk("parks", "cluster", "delete", "facts", "d", "cluster"),
        *bulk("news", "newscategory", "delete", "site", "d", "category"),
        *bulk("wagtailcore", "page", "translate", "page", "w", "live"),
        *bulk("parks", "park", "translate", "facts", "w", "park"),
        *bulk("news", "newscategory", "translate", "site", "w", "category"),
        # Accounts are dealt with one by one.
        *bulk("core", "user", "delete", "nobody", "", "member"),
        *bulk("core", "user", "set_active_state", "nobody", "", "member"),
        *bulk("core", "user", "assign_role", "nobody", "", "member"),
    ],
    # --- review: proof readings, guests, publication sheets ---
    ":page_proofs": R("page", "w", "w"),
    ":page_guests": R("page", "w", "w"),
    ":guest_link_revoke": R("page", "w", on="guest_link", refused=(302, 405)),
    ":guest_comment_settle": R("page", "w", on="guest_comment", refused=(302, 405)),
    ":publication_sheet": [
        *R("sheet", "r", "", page="live"),
        *R("sheet", "r", "", page="live", query="export=xlsx"),
    ],
    ":publication_sheets": [
        *R("sheet", "r", "", **LISTS),
        *R("sheet", "r", "", query="export=csv", **LISTS),
        *R("sheet", "r", "", query="export=xlsx", **LISTS),
    ],
    # --- translation ---
    "translation:finish": R("translation", "w", page="en.draft", refused=(302, 405)),
    "translation:publish": R("translation", "w", page="en.draft", refused=(302, 405)),
    "translation:check": [*R("page", "w", page="live"), *R("translation", "w", page="en.draft")],
    "translation:check_record": R("record", "r", on="record_job"),
    **read_only("overrides", "override", "override"),
    "translation:submit": R("page", "w", page="live"),
    "translation:submit_record": R("facts", "w", on="park", args={"app_label": "parks", "model_name": "park"}),
    "admin/localize/submit/page/<int:page_id>/": R("page", "w", page="live"),
    "admin/localize/update/<int:translation_source_id>/": R("page", "w", page="zh.live"),
    "admin/localize/translate/<int:translation_id>/disable/": R("translation", "w", refused=(302, 405)),
    "admin/localize/page/<int:page_id>/convert_to_alias/": R("page", "w", refused=(302, 405)),
    "admin/localize/api/snippets/<slug:app_label>/<slug:model_name>/": R(
        "facts", "c", args={"app_label": "parks", "model_name": "park"}, **LISTS
    ),
    "admin/localize/api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/": R(
        "facts", "c", on="park", args={"app_label": "parks", "model_name": "park"}
    ),
    # Never reached: ours stand before them.
    "wagtail_localize:submit_page_translation": R("page", "w", page="live"),
    "wagtail_localize:update_translations": R("page", "w", page="zh.live"),
    "wagtail_localize:stop_translation": R("translation", "w", refused=(302, 405)),
    "wagtail_localize:convert_to_alias": R("page", "w", refused=(302, 405)),
    "wagtail_localize:snippets_api_listing": R(
        "facts", "c", args={"app_label": "parks", "model_name": "park"}, **LISTS
    ),
    "wagtail_localize:snippets_api_detail": R(
        "facts", "c", on="park", args={"app_label": "parks", "model_name": "park"}
    ),
    # Records are translated in columns of their own, by nobody through these.
    "wagtail_localize:submit_snippet_translation": R(
        "nobody", "", on="park", args={"app_label": "parks", "model_name": "park"}
    ),
    "wagtail_localize:edit_string_translation": R("translation", "w", refused=(400, 403, 404, 405)),
    "wagtail_localize:edit_override": R(
        "translation", "w", args={"overridable_segment_id": 1}, refused=(400, 404, 405)
    ),
    "wagtail_localize:download_pofile": R("translation", "w"),
    "wagtail_localize:upload_pofile": R("translation", "w", refused=(302, 405, 500)),
    "wagtail_localize:machine_translate": R("translation", "w", refused=(302, 404, 405)),
    "wagtail_localize:preview_translation": R("translation", "r", args={"mode": ""}),
    **report("wagtail_localize:translations_report", "report.translations"),
    # --- reports ---
    **report("wagtailadmin_reports:locked_pages", "report.locks"),
    **report("wagtailadmin_reports:workflow", "report.pages"),
    **report("wagtailadmin_reports:workflow_tasks", "report.pages"),
    **report("wagtailadmin_reports:aging_pages", "report.pages"),
    **report("wagtailadmin_reports:page_types_usage", "report.pages"),
    **report("wagtailadmin_reports:site_history", "history"),
    ":audit_log": R("log", **LISTS),
    # --- files ---
    **files("wagtaildocs", "document", "document", "document_usage"),
    **files("wagtailimages", "image", "image", "image_usage"),
    "wagtailimages:url_generator": R("image", "w", on="image", refused=(404, 405)),
    "wagtailimages:url_generator_output": R("image", "w", on="image", refused=(404, 405)),
    "wagtailimages:preview": R("image", "w", on="image", args={"filter_spec": "fill-20x20"}),
    "wagtailimages_chooser:select_format": R("image", "c", on="image"),
    ":wagtaildocs_serve": R("document", "cw", on="document"),
    ":wagtaildocs_authenticate_with_password": R("open", "r", args={"restriction_id": 1}, refused=(404, 405), **LISTS),
    "wagtailembeds:chooser": ADMIN,
    "wagtailembeds:chooser_upload": ADMIN,
    "wagtailadmin_collections:index": R("collection", "w", **LISTS),
    "wagtailadmin_collections:add": R("collection", "w", **LISTS),
    "wagtailadmin_collections:edit": R("collection", "w", on="collection"),
    "wagtailadmin_collections:delete": R("collection", "d", on="collection"),
    "wagtailadmin_collections:set_privacy": R("collection", "w", on="collection"),
    # --- records ---
    "wagtailsnippets:index": R("admin", refused=(302, 405), **LISTS),
    **snippet("parks", "park", "facts", "park"),
    **snippet("parks", "positioning", "facts", "positioning"),
    **snippet("parks", "cluster", "facts", "cluster"),
    **snippet("parks", "evaluationresult", "facts", "result"),
    **snippet("parks", "edition", "facts.shared", "edition"),
    **snippet("parks", "evaluationscheme", "facts.shared", "scheme"),
    **snippet("parks", "organization", "directory", "organization"),
    **snippet("parks", "person", "directory", "person"),
    "directory:organizations_import": R("directory", "w", **LISTS),
    "directory:organizations_export": R("directory", "r", "", args={"file_format": "csv"}, **LISTS),
    "directory:merge_organization": R("directory", "d", on="organization"),
    "directory:merge_person": R("directory", "d", on="person"),
    **snippet("parks", "place", "facts.shared", "place"),
    **snippet("parks", "sector", "facts.shared", "sector"),
    **snippet("news", "newscategory", "site", "category"),
    **snippet("localization", "glossaryterm", "glossary", "term"),
    f"{TERM}:unpublish": R("glossary", "p", on="term"),
    f"{TERM}:revisions_revert": R("glossary", "w", on="term", args={"revision_id": "{term_revision}"}),
    f"{TERM}:revisions_compare": R(
        "glossary", "w", on="term", args={"revision_id_a": "live", "revision_id_b": "latest"}
    ),
    f"{TERM}:revisions_unschedule": R("glossary", "p", on="term", args={"revision_id": "{term_revision}"}),
    "glossary:import": R("glossary", "w", **LISTS),
    "glossary:export": R("glossary", "r", "", args={"file_format": "csv"}, **LISTS),
    "glossary:reject": R("glossary", "p", on="term", refused=(302, 405)),
    **snippet("localization", "stylesheet", "style", "style_sheet"),
    **snippet("localization", "watchedterm", "watch", "watched"),
    **snippet("localization", "heldoffice", "watch", "held_office"),
    **read_only("inquiries", "inquiry", "inquiry"),
    **snippet("partnerships", "workcalendar", "workcalendar", "work_calendar"),
    **snippet("partnerships", "servicelevel", "level", "level"),
    ":calendar_year": R("workcalendar", on="work_calendar", args={"year": 2026}, refused=(405,)),
    ":inquiry_quarantine": R("quarantine", "r", "", **LISTS),
    ":inquiry_quarantine_settle": R(
        "quarantine", "w", on="inquiry", data={"inquiry": "{on}", "to": "spam"}, refused=(302, 405)
    ),
    ":inquiry_reply": R("inquiry", "w", on="inquiry"),
    ":inquiry_reply_preview": R("inquiry", "w", on="inquiry", refused=(302, 405)),
    ":inquiry_translate": R("inquiry", "w", on="inquiry", refused=(302, 405)),
    ":inquiry_merge": R("inquiry", "w", on="inquiry"),
    ":inquiry_links": R("inquiry", "w", on="inquiry"),
    **kept("replytemplate"),
    **{
        f":inquiry_{name}": R("inquiry", "w", on="inquiry", refused=(302, 405))
        for name in ("move", "assign", "pass", "note")
    },
    ":inquiry_filters": R("inquiry", "r", refused=(302, 405), **LISTS),
    # A filter of another person: nobody opens it; the answer is the same whatever there is.
    ":inquiry_filter": R("inquiry", "r", args={"pk": 999999}, refused=(302, 404, 405), **LISTS),
    **snippet("partnerships", "routingrule", "rule", "rule"),
    ":inquiry_try": R("rule", "r", "", **LISTS),
    ":inquiry_erase": R("erasure", "w", on="inquiry", refused=(302,)),
    ":inquiry_settle_request": R("requests", "w", on="inquiry", args={"asked": "{asked}"}, refused=(302,)),
    **snippet("partnerships", "privacynotice", "site", "privacy_notice"),
    ":inquiry_figures": [*R("inquiry", "r", "", **LISTS), *R("inquiry", "r", "", query="export=csv", **LISTS)],
    ":inquiries_export": [
        *R("inquiry", "r", "", args={"file_format": "csv"}, **LISTS),
        *R("inquiry", "r", "", args={"file_format": "xlsx"}, **LISTS),
    ],
    **kept("agreement"),
    **kept("visit"),
    **kept("event"),
    **kept("jointplatform"),
    **kept("visit"),
    **kept("room"),
    **read_only("gifts", "agreement", "gift"),
    ":agreement_state": R("agreement", "r", "w", on="agreement"),
    ":agreement_amend": R("agreement", "a", on="agreement", refused=(302, 405)),
    ":agreement_renew": R("agreement", "a", on="agreement", refused=(302, 405)),
    ":agreement_document": R("agreement", "r", "", on="agreement", args={"name": "{agreement_file}"}),
    ":inquiry_file": R("inquiry", "r", "", on="inquiry", args={"name": "{inquiry_file}"}),
    ":visit_document": [
        *R("agreement", "r", "", on="visit", args={"name": "{visit_file}"}),
        *R("needs", "r", "", on="visit", args={"name": "{visit_secret_file}"}),
    ],
    ":visit_request": R("needs", "r", "", on="visit"),
    ":event_precedence": R("agreement", "r", "w", on="event", args={"arrangement": "news"}),
    ":visit_follow_ups": R("agreement", "r", "", **LISTS),
    ":visit_follow_ups_export": R("agreement", "r", "", args={"file_format": "csv"}, **LISTS),
    ":follow_up_settle": R("agreement", "w", on="follow_up", refused=(302, 405)),
    ":visit_next": R("agreement", "a", on="follow_up", refused=(302, 405)),
    ":news_from_records": R("newsrecords", "r", "", **LISTS),
    ":news_from_visit": R("newsdraft", "w", on="visit", refused=(302, 403, 409)),
    ":news_from_event": R("newsdraft", "w", on="event", refused=(302, 403, 409)),
    ":visit_papers": R("agreement", "r", "", on="visit"),
    ":visit_paper": R("agreement", "r", "", on="visit", args={"paper": "programme"}),
    ":visit_paper_pdf": R("agreement", "r", "", on="visit", args={"paper": "programme"}),
    ":visit_paper_pack": R("agreement", "r", "", on="visit"),
    ":visit_paper_pack_pdf": R("agreement", "r", "", on="visit"),
    ":visit_state": R("agreement", "r", "w", on="visit"),
    ":visit_checklist": R("agreement", "w", on="visit", refused=(302, 404, 405)),
    ":visit_move_agenda": R("agreement", "w", on="visit", refused=(302,)),
    ":visit_delegates": R("agreement", "w", on="visit"),
    ":visit_precedence": R("agreement", "r", "w", on="visit", args={"arrangement": "news"}),
    ":agreements_import": R("agreement", "a", **LISTS),
    ":visit_calendar": [
        rule for view in ("month", "week", "list") for rule in R("agreement", query=f"view={view}", **LISTS)
    ],
    ":visit_feeds": R("agreement", "r", "r", **LISTS),
    ":visit_feed_revoke": R("feed", "w", on="feed", refused=(302, 405)),
    ":visit_invitations": R("agreement", "w", on="visit", refused=(302,)),
    ":agreements_export": R("agreement", "r", "", args={"file_format": "csv"}, **LISTS),
    **read_only("letters", "letter", "letter"),
    "letters:send_again": R("letter", "s", on="letter", refused=(302, 405)),
    **read_only("memory", "memory", "memory"),
    "memory:edit": R("memory", "w", on="memory"),
    "memory:delete": R("memory", "d", on="memory"),
    "memory:import": R("memory", "w", **LISTS),
    "memory:export": R("memory", "r", "", **LISTS),
    **read_only("translations", "job", "job"),
    **read_only("translation_orders", "order", "order"),
    "translation_orders:index": R("orders", **LISTS),
    "translation_orders:index_results": R("orders", **LISTS),
    "translation_orders:retry": R("order", "s", on="order", refused=(302, 405)),
    "translation_orders:cancel": R("order", "s", on="order", refused=(302, 405)),
    **{f"translation_engines:{name}": R("engine", "rw", **LISTS) for name in ("index", "index_results")},
    "translation_engines:edit": R("engine", "w", on="engine"),
    **{name: rule for name, rule in crud("translation_rules", "engine", "rule").items() if not name.endswith(":copy")},
    **{f"translation_rules:{name}": R("engine", "rwd", "wd", **LISTS) for name in ("index", "index_results")},
    "translation_engines:pause": R("engine", "w", on="engine", refused=(302, 405)),
    "translation_engines:resume": R("engine", "w", on="engine", refused=(302, 405)),
    **{f"translation_engines:{name}": R("engine", "rw", on="engine") for name in ("history", "history_results")},
    **read_only("bundles", "bundle", "bundle"),
    "bundles:add": R("bundle", "w", **LISTS),
    "bundles:edit": R("bundle", "w", on="bundle"),
    "bundles:members": R("bundle", "w", on="bundle"),
    "bundles:approve": R("bundle", "p", on="bundle", refused=(302, 405)),
    "bundles:reopen": R("bundle", "w", on="bundle", refused=(302, 405)),
    "bundles:dissolve": R("bundle", "w", on="bundle", refused=(302, 405)),
    "bundles:remove": R("bundle", "w", on="bundle", args={"item": 1}, refused=(302, 405)),
    "publication:pair": R("page", "w"),
    "translations:retry_all": R("job", "s", refused=(302, 405), **LISTS),
    "translations:xliff_export": R("job", "s", "", on="job"),
    "translations:xliff_import": R("job", "s", on="job"),
    "translations:send_again": R("job", "s", on="job", refused=(302, 405)),
    "translations:offers": R("translation", "w", on="offered_job"),
    "questions:index": R("questions", "r", "", **LISTS),
    "questions:one": R("question", "r", "w", on="question"),
    "questions:ask": R("translation", "w", on="offered_job"),
    "translations:record": R("record", "r", "w", on="record_job"),
    "translations:take": R("job", "s", on="job", refused=(302, 405)),
    "translations:give_back": R("job", "s", on="job", refused=(302, 405)),
    "translations:assign": R("job", "s", on="job", refused=(302, 405)),
    "translation_matrix:index": [
        *R("matrix", **LISTS),
        *R("matrix", query="text=Qz", **LISTS),
        *R("matrix", query="assigned=nobody", **LISTS),
    ],
    "translation_matrix:progress": R("matrix", query="row=1&row=2&row=3", **LISTS),
    "translation_matrix:act": R("matrix", refused=(302, 405), **LISTS),
    "translation_matrix:keep_filter": R("matrix", refused=(302, 405), **LISTS),
    # A filter of another person: for nobody.
    "translation_matrix:edit_filter": R("nobody", "", on="kept_filter"),
    "translation_figures:index": [
        rule
        for query in ("view=origin", "view=person", "view=money", "export=csv", "view=person&export=xlsx")
        for rule in R("figures", query=query, **LISTS)
    ],
    "translations:retry": R("job", "s", on="job", refused=(302, 405)),
    "translations:cancel": R("job", "s", on="job", refused=(302, 405)),
    # --- the portal itself ---
    "wagtailsettings:edit": R("settings", "w", args={"app_name": "home", "model_name": "sitesettings"}, on="site"),
    "wagtailsettings:preview_on_edit": R(
        "settings", "w", args={"app_name": "home", "model_name": "sitesettings"}, on="site", refused=(404, 405)
    ),
    "wagtailredirects:index": R("redirect", "wd", **LISTS),
    "wagtailredirects:index_results": R("redirect", "wd", **LISTS),
    "wagtailredirects:add": R("redirect", "w", **LISTS),
    "wagtailredirects:edit": R("redirect", "w", on="redirect"),
    "wagtailredirects:delete": R("redirect", "d", on="redirect"),
    "wagtailredirects:start_import": R("redirect", "w", **LISTS),
    "wagtailredirects:process_import": R("redirect", "w", refused=(302, 405, 500), **LISTS),
    **{
        f"wagtailadmin_workflows:{name}": R("workflow", "wd", **LISTS)
        for name in ("index", "index_results", "add", "select_task_type", "task_index", "task_index_results")
    },
    **{
        f"wagtailadmin_workflows:{name}": R("workflow", "wd", on="workflow")
        for name in ("enable", "disable", "edit", "usage", "usage_results")
    },
    **{
        f"wagtailadmin_workflows:{name}": R("workflow", "wd", on="task")
        for name in ("edit_task", "disable_task", "enable_task", "task_chosen")
    },
    **{
        f"wagtailadmin_workflows:{name}": R("workflow", "wd", **LISTS)
        for name in ("task_chooser", "task_chooser_results", "task_chooser_create")
    },
    "wagtailadmin_workflows:add_task": R(
        "workflow", "wd", args={"app_label": "wagtailcore", "model_name": "groupapprovaltask"}, **LISTS
    ),
    "wagtailadmin_workflows:remove": R("workflow", "wd", on="workflow", refused=(302, 405)),
    **crud("wagtaillocales", "machine", "locale"),
    **crud("wagtailsites", "machine", "site"),
    **{
        f"wagtailusers_users:{name}": R("people", mark, **LISTS)
        for name, mark in (("index", "r"), ("index_results", "r"), ("add", "a"))
    },
    **{
        f"wagtailusers_users:{name}": R("people", mark, on="member")
        for name, mark in (
            ("edit", "w"),
            ("delete", "d"),
            ("history", "w"),
            ("history_results", "w"),
            ("usage", "w"),
            ("copy", "a"),
        )
    },
    **{
        f"memberships:{name}": R("membership", mark, **LISTS)
        for name, mark in (("index", "r"), ("index_results", "r"), ("add", "a"))
    },
    "memberships:edit": R("membership", "w", on="membership"),
    "memberships:end": R("membership", "w", on="membership", refused=(302, 405)),
    **{
        f"units:{name}": R("unit", mark, **LISTS)
        for name, mark in (("index", "r"), ("index_results", "r"), ("add", "a"))
    },
    "units:edit": R("unit", "w", on="unit"),
    "units:history": R("unit", "w", on="unit"),
    "units:history_results": R("unit", "w", on="unit"),
    # --- sign-in, invitations ---
    **{
        f"accounts:{name}": R("open", "r", "w", refused=(302, 400, 404, 405), **LISTS)
        for name in ("sign_in", "second_step", "openid_start", "openid_callback")
    },
    "accounts:reset_confirm": R("open", "r", "w", args={"uidb64": "MQ", "token": "set-password"}, **LISTS),
    "accounts:invitation": R("open", "r", "w", args={"token": "nobodys"}, refused=(400, 404, 405, 410), **LISTS),
    **{
        f"accounts:{name}": R("admin", refused=(302, 400, 404, 405), **LISTS)
        for name in (
            "account",
            "security",
            "confirm",
            "activate",
            "deactivate",
            "recovery_codes",
            "download_codes",
            "sign_out_everywhere",
        )
    },
    "accounts:end_session": R("admin", args={"pk": 999999}, refused=(302, 404, 405), **LISTS),
    "accounts:people": R("signin", **LISTS),
    "accounts:person": R("signin", on="member"),
    **{
        f"accounts:{name}": R("signin", "w", on="member", refused=(302, 405))
        for name in ("reset_second_factor", "end_sessions", "lift", "unlink")
    },
    "accounts:policy": R("signin.rules", **LISTS),
    "accounts:lift_address": R("signin.rules", "w", refused=(302, 405), **LISTS),
    "accounts:invitations": R("invitation", **LISTS),
    "accounts:invite": R("invitation", "w", **LISTS),
    "accounts:send_again": R("invitation", "w", on="invitation", refused=(302, 405)),
    "accounts:revoke": R("invitation", "w", on="invitation", refused=(302, 405)),
    # --- letters and group notices ---
    ":letter_texts": R("letter.texts", **LISTS),
    ":letter_text": R("letter.texts", args={"kind": "inquiry_notice"}, **LISTS),
    ":letter_text_frame": R("letter.texts", args={"kind": "inquiry_notice", "locale": "en"}, **LISTS),
    "letters:cancel": R("letter", "s", on="letter", refused=(302, 405)),
    "letters:suppress": R("letter", "s", on="letter", refused=(302, 405)),
    **read_only("suppressions", "suppression", "suppression"),
    "suppressions:lift": R("suppression", "s", on="suppression", refused=(302, 405)),
    "letters:send_many": R("letter", "s", refused=(302, 405), **LISTS),
    **{f"webhooks:{name}": R("webhook", "r", **LISTS) for name in ("index", "index_results")},
    "webhooks:add": R("webhook", "w", **LISTS),
    **{f"webhooks:{name}": R("webhook", "w", on="webhook") for name in ("edit", "test", "history", "history_results")},
    "webhooks:usage": R("webhook", "w", on="webhook"),
    "webhooks:delete": R("webhook", "d", on="webhook"),
    # The log of a row that belongs to no park; entries of a park are in the words that must not be seen.
    ":audit_entry": R("log", args={"log": "record", "pk": "{entry}"}, refused=(404, 405)),
    **crud("wagtailusers_groups", "group", "group"),
}

#: Addresses of ours that stand before Wagtail's of the same form, so that both names lead to them.
INSTEAD = {
    "admin/bulk/<str:app_label>/<str:model_name>/<str:action>/": ":wagtail_bulk_action",
    "admin/pages/<int:parent_page_id>/": ":wagtailadmin_explore",
    "admin/pages/<int:parent_page_id>/results/": ":wagtailadmin_explore_results",
    "admin/documents/delete/<int:document_id>/": "wagtaildocs:delete",
    "admin/images/<int:image_id>/delete/": "wagtailimages:delete",
    "admin/choose-page/": ":wagtailadmin_choose_page",
    "admin/choose-page/<int:parent_page_id>/": ":wagtailadmin_choose_page_child",
    "admin/choose-page/search/": ":wagtailadmin_choose_page_search",
    "admin/choose-page/chosen-multiple/": ":wagtailadmin_choose_page_chosen_multiple",
    "admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/": f"{PAGE}:move_confirm",
    "admin/pages/workflow/confirm_cancellation/<int:page_id>/": f"{PAGE}:confirm_workflow_cancellation",
    "admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/": f"{PAGE}:workflow_action",
    "admin/pages/workflow/collect_action_data/<int:page_id>/<slug:action_name>/<int:task_state_id>/": (
        f"{PAGE}:collect_workflow_action_data"
    ),
    "admin/pages/workflow/preview/<int:page_id>/<int:task_id>/": f"{PAGE}:workflow_preview",
    "admin/failwhale/": ":wagtailadmin_error_test",
    "admin/workflows/task_chooser/": "wagtailadmin_workflows:task_chooser",
    "admin/workflows/task_chooser/results/": "wagtailadmin_workflows:task_chooser_results",
    "admin/workflows/task_chooser/create/": "wagtailadmin_workflows:task_chooser_create",
    "admin/workflows/task_chooser/<int:task_id>/": "wagtailadmin_workflows:task_chosen",
    "admin/reports/page-types-usage/": "wagtailadmin_reports:page_types_usage",
    "admin/reports/page-types-usage/results/": "wagtailadmin_reports:page_types_usage_results",
    "admin/reports/site-history/": "wagtailadmin_reports:site_history",
    "admin/reports/site-history/results/": "wagtailadmin_reports:site_history_results",
    "admin/localize/reports/translations/": "wagtail_localize:translations_report",
    "admin/localize/reports/translations/results/": "wagtail_localize:translations_report_results",
}
#: Rules by address. Both names of a screen are one screen: it is called once.
RULES = STOCK | {route: [] for route in INSTEAD}


@dataclass(frozen=True)
class Address:
    """A pattern of the admin: `name` is what the rules call it."""

    name: str
    route: str
    pattern: URLPattern


def addresses() -> Iterator[Address]:
    """Every address below the roots, each once."""
    yield from _walk(get_resolver().url_patterns, "", ())


def _walk(patterns: list[Any], prefix: str, namespaces: tuple[str, ...]) -> Iterator[Address]:
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            if route.startswith(ROOTS):
                name = f"{':'.join(namespaces)}:{one.name}" if one.name else route
                yield Address(name, route, one)
        else:
            more = (one.namespace,) if one.namespace else ()
            yield from _walk(one.url_patterns, route, namespaces + more)
