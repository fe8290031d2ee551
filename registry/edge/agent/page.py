"""The owner's page, on the box itself and nowhere else: each camera, its switch, every look."""

import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs
from uuid import UUID

from registry.edge.agent.box import Box
from registry.edge.agent.drawing import STYLE, Facts, draw
from registry.edge.agent.refusals import UnknownCamera
from registry.edge.agent.switches import terms_of
from registry.edge.terms import TermsRefused

HERE = "127.0.0.1"
FORM_LIMIT = 8 * 1024
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'"


class Page(ThreadingHTTPServer):
    """Answers this machine's own browsers."""

    daemon_threads = True

    def __init__(
        self, port: int, facts: Callable[[], Facts], change: Callable[[Callable[[Box], Box]], None]
    ) -> None:
        """Take what is to be shown and what changes the box."""
        self.facts, self.change = facts, change
        # known only to who has read the page: another site's form cannot hold it
        self.token = secrets.token_urlsafe(32)
        super().__init__((HERE, port), _Door)

    @property
    def names(self) -> set[str]:
        """Give the names it answers to; under another, some site's name points at this machine."""
        return {f"{host}:{self.server_port}" for host in (HERE, "localhost")}


class _Door(BaseHTTPRequestHandler):
    server: Page
    timeout = 10.0
    server_version, sys_version = "sightline-edge", ""

    def do_GET(self) -> None:
        if not self._ours():
            return
        match self.path:
            case "/":
                self._answer(draw(self.server.facts(), self.server.token), "text/html")
            case "/style.css":
                self._answer(STYLE, "text/css")
            case _:
                self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """Change one camera's switch."""
        if not self._ours():
            return
        length = self.headers.get("Content-Length", "")
        if self.path != "/switch" or not length.isdigit() or int(length) > FORM_LIMIT:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        form = parse_qs(self.rfile.read(int(length)).decode("utf-8", "replace"))
        said = {name: values[0] for name, values in form.items()} | {
            "capabilities": form.get("capabilities", [])
        }
        if not self._meant(said):
            self.send_error(HTTPStatus.FORBIDDEN, "Open the page again and try once more")
            return
        try:
            camera, terms = UUID(str(said.get("camera"))), terms_of(said)
            keep = bool(said.get("keep"))
            self.server.change(lambda box: box.switched(camera, terms).keeping(camera, keep))
        except (ValueError, UnknownCamera, TermsRefused):
            self.send_error(HTTPStatus.BAD_REQUEST, "This is no setting a switch can have")
            return
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", "/")
        self.end_headers()

    def _ours(self) -> bool:
        if self.headers.get("Host") in self.server.names:
            return True
        self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        return False

    def _meant(self, said: Mapping[str, object]) -> bool:
        site = self.headers.get("Sec-Fetch-Site", "same-origin")
        token = str(said.get("token", ""))
        same = secrets.compare_digest(token.encode(), self.server.token.encode())
        return same and site in ("same-origin", "none")

    def _answer(self, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(HTTPStatus.OK)
        for name, value in (
            ("Content-Type", f"{kind}; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            ("Cache-Control", "no-store"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: what matters is in the owner's log."""
