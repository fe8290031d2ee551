"""The servers a benchmark asks over HTTP: ours, tipg, and nginx with one file."""

import gzip
import http.client
import importlib.util
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from django.db import connections

HOUSE = Path(__file__).resolve().parents[2]
Where = tuple[int, int, int]
RATE_SECONDS = 4.0


class Server:
    """A server on a port of this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.body = b""

    def line(self) -> AbstractContextManager[http.client.HTTPConnection]:
        """Open a line that stays open until it is left."""
        return closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60))

    def get(self, line: http.client.HTTPConnection, path: str, **headers: str) -> bytes:
        """Ask once, on a line kept open."""
        line.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
        answer = line.getresponse()
        body = answer.read()
        if answer.status not in {200, 204}:
            sys.exit(f"{path}: {answer.status}")
        return body

    def each(self, paths: list[str], **headers: str) -> float:
        """Give the middle of how long each takes, in seconds."""
        taken = []
        with self.line() as line:
            self.get(line, paths[0], **headers)
            for path in paths[1:]:
                began = time.perf_counter()
                self.get(line, path, **headers)
                taken.append(time.perf_counter() - began)
        return statistics.median(taken)

    def hammer(self, path: str) -> float:
        """Give how many requests a second one open line gets answered, sixteen at a time."""
        ask = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        with self.line() as line:
            size = len(self.get(line, path))
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as raw:
            raw.sendall(ask)
            head = _head(raw)
            whole = len(head) + size
            done, began = 0, time.perf_counter()
            _drain(raw, size)
            while (spent := time.perf_counter() - began) < RATE_SECONDS:
                raw.sendall(ask * 16)
                _drain(raw, whole * 16)
                done += 16
        return done / spent


class Web(Server):
    """Our own web, one worker."""

    def __init__(self, port: int, cookie: str) -> None:
        super().__init__(port)
        self._cookie = cookie

    def seconds(self, layers: str, where: list[Where]) -> float:
        """Give the middle of how long a tile takes that nobody has asked for."""
        with self.line() as line:
            line.request("GET", _path(layers, where[0]), headers={"Cookie": self._cookie})
            answer = line.getresponse()
            answer.read()
            given = (answer.headers["Set-Cookie"] or "").partition(";")[0]
        return self.each([_path(layers, at) for at in where[1:]], Cookie=f"{self._cookie}; {given}")

    def rate(self, layers: str, at: Where) -> float:
        """Give how many requests a second a remembered tile gets answered."""
        with self.line() as line:
            for _ in range(20):
                self.body = self.get(line, _path(layers, at))
                time.sleep(0.1)  # until the listener has been heard
        return self.hammer(_path(layers, at))


class Tipg(Server):
    """The peer, on the wide table."""

    def seconds(self, where: list[Where]) -> float:
        """Give the middle of how long a tile takes."""
        base = "/collections/public.camera_wide/tiles/WebMercatorQuad"
        return self.each([f"{base}/{z}/{x}/{y}" for z, x, y in where])


class Static(Server):
    """Nginx and a file."""

    def rate(self) -> float:
        """Give how many requests a second the file gets answered."""
        return self.hammer("/tile.mvt")


@contextmanager
def web(*options: str) -> Iterator[Web]:
    """Run our own web with one worker on the benchmark's database."""
    port = _free_port()
    cookie = _signed_in()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port),
               "--workers", "1", *options, "frontend.wsgi:application"]  # fmt: skip
    with _running(command, port, _environment()):
        yield Web(port, cookie)


def tipg() -> AbstractContextManager[Tipg] | None:
    """Run tipg on the same database, where it is installed."""
    return _tipg() if importlib.util.find_spec("tipg") else None


@contextmanager
def _tipg() -> Iterator[Tipg]:
    known = connections["owner"].settings_dict
    address = f"postgresql:///{known['NAME']}?host={known['HOST']}&user={known['USER']}"
    port = _free_port()
    # Its settings take no unix socket; asyncpg does.
    program = (
        "import functools, tipg.main as m, tipg.settings as s, uvicorn;"
        f"known = s.PostgresSettings().model_copy(update={{'database_url': {address!r}}});"
        "m.connect_to_db = functools.partial(m.connect_to_db, settings=known);"
        f"uvicorn.run(m.app, port={port}, log_level='error')"
    )
    more = {"DATABASE_URL": "postgresql://a@localhost/b", "TIPG_MAX_FEATURES_PER_TILE": "10000000"}
    with _running([sys.executable, "-c", program], port, os.environ | more):
        yield Tipg(port)


@contextmanager
def nginx(body: bytes) -> Iterator[Static]:
    """Run nginx with one worker and one file, gzipped beforehand."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o755)
        (home / "tile.mvt.gz").write_bytes(body)
        (home / "tile.mvt").write_bytes(gzip.decompress(body))
        (home / "nginx.conf").write_text(
            f"daemon off; worker_processes 1; pid {home}/pid; error_log stderr;\n"
            "events {}\n"
            f"http {{ access_log off; gzip_static on; keepalive_requests 10000000;\n"
            f"  client_body_temp_path {home}/a; proxy_temp_path {home}/b;\n"
            f"  fastcgi_temp_path {home}/c; uwsgi_temp_path {home}/d; scgi_temp_path {home}/e;\n"
            f"  server {{ listen 127.0.0.1:{port}; root {home}; }} }}\n"
        )
        command = ["nginx", "-c", str(home / "nginx.conf"), "-p", folder, "-e", "stderr"]
        with _running(command, port, dict(os.environ)):
            yield Static(port)


@contextmanager
def _running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=environment, cwd=HOUSE, stdout=said, stderr=said)
        try:
            if not _answers(port, process):
                said.seek(0)
                sys.exit(f"{command!r} did not start: {said.read().decode()[-2000:]}")
            yield
        finally:
            process.terminate()
            process.wait(60)


def _answers(port: int, process: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def _environment() -> dict[str, str]:
    """Point a process at the benchmark's database."""

    def address(alias: str) -> str:
        known = connections[alias].settings_dict
        return f"postgis://{known['USER']}@/{known['NAME']}?host={known['HOST']}"

    return os.environ | {
        "DATABASE_URL": address("default"),
        "DATABASE_OWNER_URL": address("owner"),
        "DATABASE_PUBLIC_URL": address("public"),
    }


def _signed_in() -> str:
    """Sign a dispatcher in, and give the cookie."""
    from django.test import Client

    from registry.accounts.casting import cast

    client = Client()
    client.force_login(cast()["dispatcher"], "django.contrib.auth.backends.ModelBackend")
    return f"sessionid={client.cookies['sessionid'].value}"


def _path(layers: str, at: Where) -> str:
    return f"/tiles/{layers}/{at[0]}/{at[1]}/{at[2]}.mvt"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _head(raw: socket.socket) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += raw.recv(1)
    return head


def _drain(raw: socket.socket, size: int) -> None:
    left = size
    while left > 0:
        left -= len(raw.recv(min(left, 1 << 20)))
