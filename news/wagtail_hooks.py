"""News in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from news.drafting import hooks as drafting_hooks
from news.models import NewsCategory
from portal.core.enums import RecordKind
from portal.core.localized import language_row, word_columns
from portal.core.scoped_admin import ScopedForm, ScopedSnippetViewSet

#: Importing them is what registers theirs.
DRAFTING_HOOKS = drafting_hooks


@register_snippet
class NewsCategoryViewSet(ScopedSnippetViewSet):
    model = NewsCategory
    record_kind = RecordKind.SITE
    icon = "tag"
    menu_label = _("News categories")
    list_display = [*word_columns("name"), "slug", "sort_order"]
    base_form_class = ScopedForm
    panels = [language_row("name", _("Name")), FieldPanel("slug"), FieldPanel("sort_order")]
