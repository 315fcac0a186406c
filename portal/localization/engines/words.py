"""What is said when an engine fails or its answer cannot be kept. English msgids; the reader's language comes later."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

# Worth another attempt.
DOWN = _(
    "The translation engine cannot be reached. The portal tries again by itself. "
    "If it stays so, check TRANSLATION_URL and the network."
)
SLOW = _(
    "The translation engine did not answer in time. The portal tries again by itself. "
    "If it stays so, raise TRANSLATION_TIMEOUT."
)
BUSY = _("The translation engine asks for a pause: too many requests. The portal tries again by itself.")
TROUBLE = _(
    "The translation engine reports a fault of its own. The portal tries again by itself. "
    "If it stays so, tell whoever runs the engine."
)
NO_JSON = _(
    "The translation engine's answer is incomplete or not what its protocol says. The portal tries again by itself. "
    "If it stays so, check TRANSLATION_URL."
)
HUGE = _("The translation engine's answer is far too large and was not read. The portal tries again by itself.")
COUNT = _(
    "The translation engine answered other segments than it was sent; nothing of it was kept. "
    "The portal tries again by itself."
)

# Final until a person changes something.
NO_ADDRESS = _("The address of the translation engine is not valid. Correct TRANSLATION_URL.")
REDIRECTED = _("The translation engine's address leads to another one. Put the final address into TRANSLATION_URL.")
KEY = _("The translation engine does not accept the key. Check TRANSLATION_KEY.")
NOT_FOUND = _(
    "The translation engine's address, or its model, does not exist. Check TRANSLATION_URL and TRANSLATION_MODEL."
)
TOO_LARGE = _("The translation engine takes less text at once than the portal sends. Raise the limit at the engine.")
QUOTA = _("The quota of the translation engine is used up. Raise it with its provider, then try again.")
LANGUAGE = _(
    "The translation engine does not know one of the two languages. Add the language at the engine, "
    "or choose another engine for this pair."
)
REFUSED = _("The translation engine refused the request. Its own words say why; correct the settings TRANSLATION_….")
NOT_SET_UP = _("This translation engine is not set up. Set TRANSLATION_ENGINE and its settings, then try again.")
UNKNOWN_ENGINE = _("TRANSLATION_ENGINE names no engine. Use memory, libretranslate, deepl or openai.")
URL_MISSING = _("This translation engine needs its address. Set TRANSLATION_URL.")
URL_WRONG = _("TRANSLATION_URL must begin with http:// or https:// and hold neither user nor password.")
KEY_MISSING = _("This translation engine needs a key. Set TRANSLATION_KEY.")
KEY_WRONG = _("TRANSLATION_KEY may hold neither spaces nor characters outside ASCII.")
MODEL_MISSING = _("A language model must be named. Set TRANSLATION_MODEL.")

# About one segment: left to a person.
TOO_LONG = _("This segment is too long for the translation engine. Translate it by hand, or split it in the source.")
EMPTY = _("The translation engine left this segment empty. Translate it by hand.")
MERGED = _("The translation engine may have joined this segment with an empty neighbour. Translate it by hand.")
HIDDEN = _("The translation engine added control characters. Translate this segment by hand.")
TAGS = _("The translation engine changed formatting or links. Translate this segment by hand.")
REFERENCES = _("The translation engine changed addresses or placeholders. Translate this segment by hand.")
LENGTH = _("The translation engine's wording is far longer or shorter than the source. Translate this segment by hand.")
SCRIPT = _(
    "The translation engine's wording is not in the language or the script asked for. Translate this segment by hand."
)
ALIEN = _("The translation engine's wording belongs to another segment. Translate this segment by hand.")
ECHO = _("The translation engine repeats instructions of the portal. Translate this segment by hand.")
DECLINED = _("The translation engine declined to translate this segment. Translate it by hand.")
