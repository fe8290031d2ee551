"""Supervisor as a child of ours: it keeps the parts, we keep it."""

import http.client
import os
import signal
import socket
import subprocess
import time
import xmlrpc.client  # talks to our own supervisor, on its socket  # nosec B411
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from frontend.deploy.parts import BIN, Part, configuration
from frontend.deploy.refusing import CannotStart
from frontend.deploy.tied import tied


class _SocketTransport(xmlrpc.client.Transport):
    """XML-RPC over the unix socket supervisor listens on."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("localhost", timeout=5)
        connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.sock.settimeout(30)
        connection.sock.connect(str(self.path))
        return connection


class Keeper:
    """One supervisord and its parts."""

    def __init__(self, var: Path, control: Path, parts: list[Part]) -> None:
        self.var = var
        self.control = control
        self.parts = parts
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, environment: dict[str, str]) -> None:
        """Start supervisor, and with it the parts that come first."""
        file = self.var / "supervisor.conf"
        file.write_text(configuration(self.var, self.control, self.parts))
        self.control.unlink(missing_ok=True)
        # A session of its own: the terminal's Ctrl-C and hang-up reach us, and we stop it in order.
        self.process = subprocess.Popen(
            tied([str(BIN / "supervisord"), "--configuration", str(file)], "TERM"),
            env=environment,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )
        self._wait_for_control()

    def start_the_rest(self) -> None:
        """Start every part that waited for the database to be furnished."""
        for part in self.parts:
            if not part.first:
                self._ask().startProcess(part.name, False)

    def processes(self) -> dict[str, int]:
        """Name the parts and their process ids, 0 while one is away."""
        rows = cast("list[dict[str, Any]]", self._ask().getAllProcessInfo())
        return {row["name"]: row["pid"] for row in rows}

    def alive(self) -> bool:
        """Tell whether supervisor itself still runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """End everything in order, the database last; then whatever lost its parent before."""
        if self.process is None:
            return
        if self.alive():
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pid in self._marked():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _marked(self) -> list[int]:
        """Find what supervisor or a part of ours started: each carries this in its environment."""
        mark = b"SUPERVISOR_SERVER_URL=unix://" + os.fsencode(self.control)
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):
                if mark in environ.read_bytes().split(b"\0"):
                    found.append(int(environ.parent.name))
        return found

    def _ask(self) -> Any:
        proxy = xmlrpc.client.ServerProxy(
            "http://localhost", transport=_SocketTransport(self.control)
        )
        return proxy.supervisor

    def _wait_for_control(self) -> None:
        deadline = time.monotonic() + 20
        while self.alive() and time.monotonic() < deadline:
            try:
                self._ask().getState()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise CannotStart(f"supervisor did not start: {self.var}/log/supervisor.log says why.")
