"""A mail server that does nothing but answer: as fast as Python can be, in a process of its own.

`python -m bench.smtp_sink PORT` prints `ready`; a line on standard input makes it print, as JSON, how many letters it
has and when the first and the last came (seconds of the monotonic clock), and forget them.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time


class Dialogue(asyncio.Protocol):
    """Just enough of RFC 5321 for clients that behave."""

    taken: list[float] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.buffer = bytearray()
        self.in_data = False
        self._say(b"220 sink")

    def _say(self, line: bytes) -> None:
        self.transport.write(line + b"\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self._step():
            pass

    def _step(self) -> bool:
        mark = b"\r\n.\r\n" if self.in_data else b"\r\n"
        at = self.buffer.find(mark)
        if at < 0:
            return False
        line = bytes(self.buffer[:at])
        del self.buffer[: at + len(mark)]
        if self.in_data:
            self.taken.append(time.monotonic())
            self.in_data = False
            self._say(b"250 taken")
        else:
            self._answer(line[:4].upper())
        return True

    def _answer(self, verb: bytes) -> None:
        if verb == b"EHLO":
            self._say(b"250-sink\r\n250 8BITMIME")
        elif verb == b"DATA":
            self.in_data = True
            self._say(b"354 go on")
        elif verb == b"QUIT":
            self._say(b"221 bye")
            self.transport.close()
        else:
            self._say(b"250 ok")


async def serve(port: int) -> None:
    loop = asyncio.get_running_loop()
    await loop.create_server(Dialogue, "127.0.0.1", port)
    print("ready", flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        taken = Dialogue.taken
        print(json.dumps([len(taken), taken[0] if taken else 0, taken[-1] if taken else 0]), flush=True)
        taken.clear()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
