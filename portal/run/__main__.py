"""`python -m portal.run`: everything behind `make run`, in the foreground.

`python -m portal.run with COMMAND …` runs one command with the embedded servers up.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from portal.run.servers import ServerError, running
from portal.run.supervisor import StartError, Supervisor


def with_servers(command: list[str]) -> int:
    with running():
        return subprocess.run(command, check=False).returncode


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    try:
        if sys.argv[1:2] == ["with"]:
            return with_servers(sys.argv[2:])
        return Supervisor().run()
    except (StartError, ServerError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
