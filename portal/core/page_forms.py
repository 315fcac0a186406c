"""The form that pages are written in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import SlugInput

from portal.core.slugs import slug_for

#: Clean what a person typed on leaving the field; when the title changes, keep what is there.
ACTIONS = "blur->w-slug#slugify w-sync:apply->w-slug#identity:prevent"


class SpokenSlugField(forms.SlugField):
    """A slug; one typed in Chinese is read aloud."""

    def to_python(self, value: Any) -> str:
        slug = super().to_python(value) or ""
        return slug if slug.isascii() else slug_for(slug)


class PortalPageForm(WagtailAdminPageForm):
    """Leaves an empty slug to the server.

    The admin's script would make one from the title while it is typed, and drop every Chinese character: “1+2”合作
    would lie at `12`. So the script only cleans what a person types, and the model reads the title aloud.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self._leave_slug_to_the_server()

    def _leave_slug_to_the_server(self) -> None:
        stock = self.fields["slug"]
        self.fields["slug"] = SpokenSlugField(
            label=stock.label,
            required=False,
            max_length=stock.max_length,
            widget=SlugInput(attrs={**stock.widget.attrs, "data-action": ACTIONS}),
            help_text=_("The last part of the address. Leave it empty and it is made from the title."),
        )
