from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalizationConfig(AppConfig):
    name = "portal.localization"
    label = "localization"
    verbose_name = _("Translation")

    def ready(self) -> None:
        from django.db.models.signals import pre_save
        from wagtail.permissions import register_permission_policy
        from wagtail.signals import page_published, page_unpublished

        from portal.core.words import register_readings, register_words
        from portal.localization import guard
        from portal.localization.models import TranslationJob
        from portal.localization.permissions import job_policy
        from portal.localization.services import glossary, submission

        register_permission_policy(TranslationJob, job_policy)
        register_words(glossary.glossary_words)
        register_readings(glossary.glossary_readings)
        pre_save.connect(guard.refuse_unapproved_text, dispatch_uid="localization.guard")
        page_published.connect(submission.on_page_published, dispatch_uid="localization.published")
        page_unpublished.connect(submission.on_page_unpublished, dispatch_uid="localization.unpublished")
