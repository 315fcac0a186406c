"""The menu of translation in the admin: one entry, below it the screens of the queue and of what feeds it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, SubmenuMenuItem

#: Hook by which screens enter the menu (`menu_hook` of a viewset).
MENU = "register_translation_menu_item"


def translation_menu_item() -> SubmenuMenuItem:
    return SubmenuMenuItem(
        _("Translation"),
        Menu(register_hook_name=MENU),
        name="translation",
        icon_name="wagtail-localize-language",
        order=210,
    )
