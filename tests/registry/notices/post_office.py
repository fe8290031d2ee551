"""A mail server for tests: takes mail over a real socket, and calls back where a test wants it."""

import socketserver
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message


class PostOffice(socketserver.ThreadingTCPServer):
    """Says yes to everything. `at` is told of each step: "rcpt" before its yes, "data" likewise."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, at: Callable[[str, str, int], None]) -> None:
        """Listen; `at` is given the step, the recipient, and the client's port."""
        self.at = at
        self.taken: list[tuple[str, Message]] = []  # recipient and mail, in order
        super().__init__(("127.0.0.1", 0), Conversation)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that was killed; the rest is the test's to see."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def port(self) -> int:
        """Give where it listens."""
        return int(self.server_address[1])


class Conversation(socketserver.StreamRequestHandler):
    """One connection: one mail after another until QUIT or the line is cut."""

    server: PostOffice

    def handle(self) -> None:
        """Answer line by line."""
        self._say("220 here")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                self.server.at("rcpt", recipient, self.client_address[1])
            if verb == "DATA":
                self._say("354 go on")
                self.server.taken.append((recipient, self._read()))
                self.server.at("data", recipient, self.client_address[1])
            self._say("221 bye" if verb == "QUIT" else "250 yes")

    def _read(self) -> Message:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionError("cut while it spoke")
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return message_from_bytes(b"".join(lines))

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def finish(self) -> None:
        """Close; who was killed does not listen any more."""
        try:
            super().finish()
        except OSError:
            self.rfile.close()


@contextmanager
def post_office(at: Callable[[str, str, int], None]) -> Iterator[PostOffice]:
    """Open a mail server for as long as the block runs."""
    with PostOffice(at) as office:
        serving = threading.Thread(target=office.serve_forever, args=(0.05,), daemon=True)
        serving.start()
        yield office
        office.shutdown()
