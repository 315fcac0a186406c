"""What the status page confirms after a form: named in its address, as people without an account have no session."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

#: The argument of the address, and the anchor of the words.
DONE = "done"


class Done(models.TextChoices):
    """What the investor has just done. Whoever makes up such an address reads words about what is not so, no more."""

    MESSAGE = "message", _("Your message has been sent.")
    NDA = "nda", _("You have asked for a non-disclosure agreement. We will send you a draft.")
    CONSENTS = "consents", _("Your consents have been saved.")
    ERASURE = "erasure", _("You have asked us to erase your data. You will receive a letter when it is done.")
    WITHDRAWN = "withdrawn", _("The inquiry has been withdrawn.")

    @classmethod
    def words(cls, value: str) -> str:
        """What is said of `value`; empty for one that there is not."""
        return str(cls(value).label) if value in cls.values else ""
