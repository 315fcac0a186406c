from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

#: What the letters about a bundle look like.
SAMPLES = {
    "bundle_published": {
        "name": _("Li Min"),
        "title": _("Zizhu opens a joint laboratory"),
        "number": 2,
        "reasons": "",
        "url": "https://portal.example.org/admin/bundles/inspect/3/",
    },
    "bundle_failed": {
        "name": _("Li Min"),
        "title": _("Zizhu opens a joint laboratory"),
        "number": 2,
        "reasons": _("· Zizhu opens a joint laboratory: It was edited after its approval."),
        "url": "https://portal.example.org/admin/bundles/inspect/3/",
    },
}


class PublicationConfig(AppConfig):
    name = "portal.publication"
    label = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        from portal.publication.review_kinds import register_guest_kinds

        register_guest_kinds()
        from portal.core.enums import Role
        from portal.core.holding import register_holder
        from portal.core.notice_kinds import register_kinds
        from portal.publication import policy  # noqa: F401  (registers itself)
        from portal.publication.services.approvals import BundleHolder

        register_holder(BundleHolder())
        register_kinds(
            {"bundle_published": _("Bundle published"), "bundle_failed": _("Bundle not published")},
            optional=True,
            roles=[Role.ADMINISTRATOR, Role.EDITOR, Role.MODERATOR],
            samples=SAMPLES,
        )
