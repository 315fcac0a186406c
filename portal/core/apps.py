from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from django.contrib.auth import get_user_model
        from django.db.models.signals import pre_delete, pre_save
        from wagtail.documents import get_document_model
        from wagtail.models import Revision

        from portal.core import checks, file_guard, holding, review_gate  # noqa: F401  (checks registers itself)
        from portal.core.approval_conditions import register_approval_condition
        from portal.core.audit import DOWNLOAD
        from portal.core.authorship import refuse_sole_author
        from portal.core.document_access import shows_private_document
        from portal.core.looks import register_detail, register_list
        from portal.core.proof_reading import refuse_unread
        from portal.core.typed_fields import register_fields

        register_fields()
        register_detail("wagtailusers_users:edit", get_user_model)
        register_list("wagtailusers_users:index", get_user_model)
        register_list("wagtailusers_users:index_results", get_user_model)
        register_detail(
            "wagtaildocs_serve",
            get_document_model,
            lookup=0,
            action=DOWNLOAD,
            counts=shows_private_document,
        )
        for files in file_guard.FILES:
            pre_delete.connect(
                file_guard.refuse_deletion, sender=files, dispatch_uid=f"core.file_guard.{files.__name__}"
            )
        # Wagtail saves pages in many places; see `portal.core.review_gate`.
        pre_save.connect(review_gate.refuse_unreviewed, dispatch_uid="core.review_gate")
        pre_save.connect(review_gate.refuse_unreviewed_hour, sender=Revision, dispatch_uid="core.review_gate.hour")
        register_approval_condition(refuse_sole_author)
        register_approval_condition(refuse_unread)
        pre_save.connect(holding.refuse_held, dispatch_uid="core.holding")
