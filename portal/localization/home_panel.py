"""What waits in translation, on the first page of the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from portal.localization.enums import JobState
from portal.localization.models import EngineAccount
from portal.localization.permissions import job_policy
from portal.localization.services.staleness import waiting_again
from portal.localization.services.term_states import waiting_for_approval
from portal.localization.services.terms import may_publish

#: What a person can do something about.
SHOWN = (JobState.NEEDS_REVIEW, JobState.FINISHED, JobState.FAILED, JobState.QUEUED)


class TranslationPanel(Component):
    """Counts of the person's translations, by state and of stale ones, with the way to them; nothing without any."""

    name = "translation"
    template_name = "localization/home_panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        rows = job_policy.instances_user_has_any_permission_for(user, ["change"])
        counts = dict(rows.filter(state__in=SHOWN).order_by().values_list("state").annotate(Count("pk")))
        index = reverse("translations:index")
        waiting = [
            {"label": state.label, "number": counts[state], "url": f"{index}?state={state.value}"}
            for state in SHOWN
            if counts.get(state)
        ]
        if stale := waiting_again(rows).count():
            waiting.append({"label": _("Stale: the source has changed"), "number": stale, "url": f"{index}?text=stale"})
        if may_publish(user) and (proposals := waiting_for_approval().count()):
            terms = reverse("wagtailsnippets_localization_glossaryterm:list")
            waiting.append(
                {"label": _("Terms that wait for approval"), "number": proposals, "url": f"{terms}?state=waiting"}
            )
        paused = EngineAccount.objects.filter(paused=True) if counts else EngineAccount.objects.none()
        return {"waiting": waiting, "paused": [str(account) for account in paused]}
