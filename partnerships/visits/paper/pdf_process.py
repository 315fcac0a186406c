"""Run as a program of its own: a page from standard input, its PDF to standard output.

The portal's processes so never load Pango, keep none of the memory that 200 name cards take, and end a PDF that takes
too long. It fetches nothing: whatever address a page names, on the network or on the disk, is refused.
"""

from __future__ import annotations

import logging
import resource
import sys
from typing import Any

#: Exit status where WeasyPrint finds no Pango, or another library is missing.
NO_LIBRARY = 3
#: Without a page it only says whether it could.
ASK = "--ask"
#: Address space in bytes; a pack for 300 people takes about half of it.
_MEMORY = 2 * 1024**3
#: Addresses of a page are read against it, and refused.
_NOWHERE = "paper:///"


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        sys.stderr.write(str(error))
        return NO_LIBRARY
    if ASK not in sys.argv:
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        page = weasyprint.HTML(string=sys.stdin.read(), base_url=_NOWHERE, url_fetcher=refusing(weasyprint))
        sys.stdout.buffer.write(page.write_pdf())
    return 0


def refusing(weasyprint: Any) -> Any:
    """A fetcher of WeasyPrint that fetches nothing."""

    class Refusing(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError(f"Papers fetch nothing: {url}")

    return Refusing()


if __name__ == "__main__":
    sys.exit(main())
