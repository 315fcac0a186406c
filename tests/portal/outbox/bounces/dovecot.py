"""Debian's Dovecot as a private server on loopback, with one mailbox in a folder of the test's."""

from __future__ import annotations

import os
import pwd
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from imapclient import IMAPClient

from tests.services import free_port

USER, PASSWORD = "portal@example.org", "p@ss/word"
CONFIGURATION = """
base_dir = {run}
state_dir = {run}
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_login_user = {login}
default_internal_user = {login}
default_internal_group = {group}
first_valid_uid = 0
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
}}
"""


class Dovecot:
    """Start it, put mails into it, look at what lies there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"imap://portal%40example.org:p%40ss%2Fword@127.0.0.1:{self.port}/INBOX"

    def start(self) -> None:
        root = os.getuid() == 0
        account = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.getuid())
        login = "dovenull" if root else account.pw_name
        for parent in (self.folder, *self.folder.parents):
            if parent == Path(tempfile.gettempdir()):
                break
            parent.chmod(0o755)
        for name in ("mail", "home"):
            (self.folder / name).mkdir()
            os.chown(self.folder / name, account.pw_uid, account.pw_gid)
        file = self.folder / "dovecot.conf"
        run = Path(tempfile.mkdtemp(prefix="dovecot-"))  # a socket's path is at most 107 octets long
        run.chmod(0o755)
        values = {"folder": self.folder, "run": run, "port": self.port, "password": PASSWORD, "login": login}
        values |= {"uid": account.pw_uid, "gid": account.pw_gid, "group": "dovenull" if root else str(account.pw_gid)}
        file.write_text(CONFIGURATION.format(**values))
        with (self.folder / "output").open("wb") as output:
            self.process = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", str(file)], stdout=output, stderr=output)
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                    if connection.recv(10).startswith(b"* OK"):
                        return
            except OSError:
                time.sleep(0.1)
        words = [path.read_text() for path in (self.folder / "output", self.folder / "dovecot.log") if path.exists()]
        raise AssertionError(f"Dovecot did not start:\n{''.join(words)[-2000:]}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)

    def client(self) -> IMAPClient:
        client = IMAPClient("127.0.0.1", self.port, ssl=False)
        client.login(USER, PASSWORD)
        return client

    def fill(self, *mails: bytes) -> None:
        """Leave exactly these in the mailbox, unread, as after its making."""
        with self.client() as client:
            if client.folder_exists("Old"):
                client.delete_folder("Old")
            client.select_folder("INBOX")
            if uids := client.search("ALL"):
                client.delete_messages(uids)
                client.expunge()
            for mail in mails:
                client.append("INBOX", mail)

    def seen(self) -> list[bool]:
        """Which of the mails are marked as read."""
        with self.client() as client:
            client.select_folder("INBOX", readonly=True)
            flags = client.get_flags(client.search("ALL"))
            return [b"\\Seen" in flags[uid] for uid in sorted(flags)]
