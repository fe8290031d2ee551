"""A camera that always answers: one picture after another, each a little different."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

from PIL import Image

TURNED = b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body/></s:Envelope>'


@contextmanager
def picture_server() -> Iterator[int]:
    """Give the port at which every path is a camera; one whose name says so never answers."""
    shades = count()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if "dead" in self.path:
                self.send_error(503)
                return
            out = io.BytesIO()
            shade = next(shades) * 11 % 200 + 30
            Image.new("RGB", (640, 360), (shade, 120, 160)).save(out, "JPEG")
            body = out.getvalue()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # media may have been stopped meanwhile
                self.wfile.write(body)

        def do_POST(self) -> None:
            """Turn, as every head does that is told to."""
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(TURNED)))
            self.end_headers()
            self.wfile.write(TURNED)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
