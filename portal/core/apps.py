from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from django.db.models.signals import pre_save

        from portal.core import checks, review_gate  # noqa: F401  (checks registers itself)

        # Wagtail saves pages in many places; see `portal.core.review_gate`.
        pre_save.connect(review_gate.refuse_unreviewed, dispatch_uid="core.review_gate")
