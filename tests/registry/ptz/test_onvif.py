"""What is said to a head over a real socket, and what is made of its answers."""

import asyncio
import math
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from geo.aiming import Head, Turn
from registry.feeds.addresses import AllowList
from registry.feeds.fetching import Fetcher
from registry.feeds.onvif import soap
from registry.ptz.onvif import Onvif, generic, turned
from registry.ptz.refusals import HeadSilent

HEAD = Head(azimuth=30.0, pan=(-180.0, 180.0), tilt=(-10.0, 90.0), hfov=(3.0, 60.0))
TURN = Turn(pan=45.0, tilt=20.0, hfov=20.0)
STATUS = """<?xml version="1.0"?><SOAP-ENV:Envelope
 xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"><SOAP-ENV:Body><GetStatusResponse
 xmlns="http://www.onvif.org/ver20/ptz/wsdl"><PTZStatus><Position
 xmlns="http://www.onvif.org/ver10/schema"><PanTilt x="0.5" y="-1"/><Zoom x="0"/></Position>
</PTZStatus></GetStatusResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>"""
FAULT = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault>
<s:Reason><s:Text xml:lang="en">Sender not authorized</s:Text></s:Reason></s:Fault></s:Body>
</s:Envelope>"""


@contextmanager
def camera(reply: str | bytes, status: int = 200) -> Iterator[tuple[int, list[bytes]]]:
    """Answer one thing to whatever is posted; gives the port and what came."""
    came: list[bytes] = []
    sent = reply.encode() if isinstance(reply, str) else reply

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Door) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, came
        server.shutdown()
        thread.join()


def tell(port: int, credential: str = "", *, allowed: bool = True) -> tuple[Onvif, Fetcher]:
    fetcher = Fetcher(AllowList((), {port} if allowed else ()))
    return Onvif(fetcher, f"http://127.0.0.1:{port}/onvif/ptz", "profile <1>", credential), fetcher


def attributes(sent: bytes, name: str) -> dict[str, str]:
    (found,) = soap.elements(ElementTree.fromstring(sent), name)
    return dict(found.attrib)


def words(sent: bytes, name: str) -> str:
    (found,) = soap.elements(ElementTree.fromstring(sent), name)
    return found.text or ""


def test_a_move_says_where_in_the_generic_spaces() -> None:
    with camera(STATUS) as (port, came):
        asyncio.run(tell(port)[0].move(HEAD, TURN))
    x, y, zoom = generic(HEAD, TURN)
    assert words(came[0], "ProfileToken") == "profile <1>"
    assert attributes(came[0], "PanTilt") == {"x": f"{x:.5f}", "y": f"{y:.5f}"}
    assert attributes(came[0], "Zoom") == {"x": f"{zoom:.5f}"}


def test_it_says_where_it_is_turned() -> None:
    with camera(STATUS) as (port, _):
        now = asyncio.run(tell(port)[0].status(HEAD))
    assert (now.pan, now.tilt) == (90.0, 90.0)
    assert now.hfov == pytest.approx(60.0)


@given(st.floats(-180, 180), st.floats(-10, 90), st.floats(3, 60))
def test_the_generic_spaces_lose_nothing(pan: float, tilt: float, hfov: float) -> None:
    back = turned(HEAD, *generic(HEAD, Turn(pan=pan, tilt=tilt, hfov=hfov)))
    for name, value in {"pan": pan, "tilt": tilt, "hfov": hfov}.items():
        assert math.isclose(getattr(back, name), value, abs_tol=1e-6)


def test_the_password_is_never_sent_but_its_digest() -> None:
    with camera(STATUS) as (port, came):
        asyncio.run(tell(port, "root:pa<ss")[0].home("1"))
    assert b"pa&lt;ss" not in came[0]
    nonce, created = words(came[0], "Nonce"), words(came[0], "Created")
    assert words(came[0], "Username") == "root"
    assert words(came[0], "Password") == soap.digest(b64decode(nonce), created, "pa<ss")


def test_the_digest_is_that_of_the_programmers_guide() -> None:
    nonce = b64decode("LKqI6G/AikKCQrN0zqZFlg==")
    said = soap.digest(nonce, "2010-09-16T07:50:45Z", "userpassword")
    assert said == "tuOSpGlFlIXsozq4HFNeeGeFLEI="


@pytest.mark.parametrize(
    ("reply", "status", "said"),
    [
        (FAULT, 400, "Sender not authorized"),
        ("<html>", 200, "not SOAP"),
        ("", 200, "not SOAP"),
        (STATUS.replace("<SOAP-ENV:Body>", "").replace("</SOAP-ENV:Body>", ""), 200, "not SOAP"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 200, "not SOAP"),
        (b" " * (1 << 20), 200, "larger than"),
        (STATUS, 401, "password"),
        (STATUS, 302, "redirects"),
    ],
)
def test_an_answer_that_is_none_is_said_in_words(
    reply: str | bytes, status: int, said: str
) -> None:
    with camera(reply, status) as (port, _), pytest.raises(HeadSilent, match=said):
        asyncio.run(tell(port)[0].status(HEAD))


def test_a_head_is_told_nothing_at_an_address_that_is_not_a_cameras() -> None:
    with camera(STATUS) as (port, came):
        with pytest.raises(HeadSilent, match="outside the camera networks"):
            asyncio.run(tell(port, allowed=False)[0].status(HEAD))
        assert not came


def test_where_it_is_turned_is_not_guessed() -> None:
    with camera(STATUS.replace('x="0.5"', 'x=""')) as (port, _), pytest.raises(HeadSilent):
        asyncio.run(tell(port)[0].status(HEAD))


def test_elements_are_found_in_any_namespace() -> None:
    body = soap.read(STATUS.encode())
    assert len(list(soap.elements(body, "PanTilt"))) == 1
