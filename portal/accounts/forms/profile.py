"""My account › name and e-mail, as invitations ask for them: who has one name alone need not make up another."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import NameEmailSettingsPanel


class OneNameForm(NameEmailForm):
    """Wagtail's, with the first name optional: all panels are saved together, so it would stop the others too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = False


def accept_one_name() -> None:
    """Put the form into Wagtail's panel."""
    NameEmailSettingsPanel.form_class = OneNameForm
