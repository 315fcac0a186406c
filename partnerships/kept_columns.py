"""Columns of the lists of records that a unit keeps."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from partnerships.models.base import KeptRecord


class _PublicColumn(Column):
    def get_value(self, instance: KeptRecord) -> str:
        return gettext("Yes") if instance.is_public else gettext("No")


#: Whether the public sees the record, in a word of the language.
PUBLIC = _PublicColumn("is_public", label=capfirst(_("public")), sort_key="is_public")
