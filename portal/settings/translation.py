"""Machine translation: which engine, and what may leave the server."""

import os

from portal.settings import environment

#: `memory` (no service), `libretranslate`, `deepl` or `openai` (any server of that chat API).
TRANSLATION_ENGINE = os.environ.get("TRANSLATION_ENGINE", "") or "memory"
TRANSLATION_URL = os.environ.get("TRANSLATION_URL", "")
TRANSLATION_KEY = os.environ.get("TRANSLATION_KEY", "")
TRANSLATION_MODEL = os.environ.get("TRANSLATION_MODEL", "")
#: Seconds that a whole request to the engine may take.
TRANSLATION_TIMEOUT = environment.number("TRANSLATION_TIMEOUT", 30, least=1, most=600)
#: Whether drafts may be sent to the engine; published text always may.
PORTAL_UNPUBLISHED_TEXT_MAY_LEAVE = environment.flag("PORTAL_UNPUBLISHED_TEXT_MAY_LEAVE")
#: Whether letters of investors may be sent to the engine, when a person asks for it.
PORTAL_PERSONAL_DATA_MAY_LEAVE = environment.flag("PORTAL_PERSONAL_DATA_MAY_LEAVE")
#: How alike (0 to 1) a text of the memory must be to be offered, and how many are offered for a segment.
TRANSLATION_MEMORY_THRESHOLD = environment.share("TRANSLATION_MEMORY_THRESHOLD", 0.7)
TRANSLATION_MEMORY_OFFERS = environment.number("TRANSLATION_MEMORY_OFFERS", 5, least=1, most=50)
