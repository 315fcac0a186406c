from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalizationConfig(AppConfig):
    name = "portal.localization"
    label = "localization"
    verbose_name = _("Translation")

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete, pre_save
        from wagtail.models import Page, Revision
        from wagtail.permissions import register_permission_policy
        from wagtail.signals import page_published, page_unpublished, pre_page_move, published, unpublished
        from wagtail_localize.models import SegmentOverride, StringTranslation, post_save_string_translation

        from portal.core.approval_conditions import register_approval_condition
        from portal.core.words import register_readings, register_words
        from portal.localization import draft_titles, guard, system_checks  # noqa: F401  (the checks register themselves)
        from portal.localization.models import (
            FindingOverride,
            GlossaryTerm,
            HeldOffice,
            MemoryEntry,
            StyleRule,
            StyleSheet,
            TranslationJob,
            WatchedTerm,
        )
        from portal.localization.notice_kinds import register_own_kinds
        from portal.localization.override_admin import override_policy
        from portal.localization.permissions import job_policy, memory_policy
        from portal.localization.services import charges, draft_jobs, glossary, record_events, submission, terms
        from portal.localization.source_checks import refuse_blocked_text

        register_permission_policy(TranslationJob, job_policy)
        register_permission_policy(MemoryEntry, memory_policy)
        register_permission_policy(FindingOverride, override_policy)
        register_approval_condition(refuse_blocked_text)
        register_own_kinds()
        post_migrate.connect(charges.open_accounts, sender=self, dispatch_uid="localization.accounts")
        register_words(glossary.glossary_words)
        register_readings(glossary.glossary_readings)
        for change in (published, unpublished, post_delete):
            change.connect(terms.on_change_of_use, sender=GlossaryTerm, dispatch_uid="localization.term")
        for model in (StyleSheet, StyleRule, WatchedTerm, HeldOffice):
            for change in (post_save, post_delete):
                change.connect(terms.on_change_of_use, sender=model, dispatch_uid=f"localization.{model.__name__}")
        pre_save.connect(guard.refuse_unapproved_text, dispatch_uid="localization.guard")
        pre_page_move.connect(guard.refuse_move_to_other_language, dispatch_uid="localization.move")
        post_save.disconnect(post_save_string_translation, sender=StringTranslation)
        post_save.connect(
            draft_titles.show_translated_title, sender=StringTranslation, dispatch_uid="localization.draft_title"
        )
        for wordings in (StringTranslation, SegmentOverride):
            post_save.connect(
                draft_jobs.on_wording_saved, sender=wordings, dispatch_uid=f"localization.{wordings.__name__}"
            )
        record_events.connect()
        post_save.connect(draft_jobs.on_draft_saved, sender=Revision, dispatch_uid="localization.draft_saved")
        page_published.connect(submission.on_page_published, dispatch_uid="localization.published")
        pre_delete.connect(submission.on_page_deletion, sender=Page, dispatch_uid="localization.deletion")
        page_unpublished.connect(submission.on_page_unpublished, dispatch_uid="localization.unpublished")
