"""Find ONVIF cameras on the box's own network (WS-Discovery 1.1 over UDP multicast)."""

import asyncio
import re
import socket
from asyncio import DatagramTransport
from html import unescape
from urllib.parse import unquote, urlsplit
from uuid import uuid4

GROUP = ("239.255.255.250", 3702)
WAIT = 3.0  # seconds a camera has to answer
ANSWER_LIMIT = 16 * 1024
MOST = 256

PROBE = """<?xml version="1.0" encoding="UTF-8"?>\
<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"\
 xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing"\
 xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"\
 xmlns:dn="http://www.onvif.org/ver10/network/wsdl">\
<e:Header><w:MessageID>uuid:{id}</w:MessageID>\
<w:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To>\
<w:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</w:Action></e:Header>\
<e:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></e:Body></e:Envelope>"""

# Anything on the network may answer. Two fields are looked for in the text; no XML is built of it.
_ADDRESSES = re.compile(r"<(?:\w+:)?XAddrs[^<>]*>([^<]*)</")
_SCOPES = re.compile(r"<(?:\w+:)?Scopes[^<>]*>([^<]*)</")
_NAME = "onvif://www.onvif.org/name/"


class _Ears(asyncio.DatagramProtocol):
    def __init__(self, id: str) -> None:
        self.found: dict[str, str] = {}
        self._id = id

    def datagram_received(self, data: bytes, sender: tuple[str, int]) -> None:
        text = data[:ANSWER_LIMIT].decode("utf-8", "replace")
        if self._id in text and len(self.found) < MOST:
            self.found |= matches(text, sender[0])


async def discover(wait: float = WAIT, group: tuple[str, int] = GROUP) -> dict[str, str]:
    """Ask who is there; gives each device's ONVIF address and the name it has for itself."""
    id = str(uuid4())
    ears = _Ears(id)
    transport: DatagramTransport
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: ears,
        local_addr=("0.0.0.0", 0),  # noqa: S104  any interface  # nosec B104
        family=socket.AF_INET,
    )
    try:
        transport.sendto(PROBE.format(id=id).encode(), group)
        await asyncio.sleep(wait)
    finally:
        transport.close()
    return ears.found


def matches(text: str, sender: str) -> dict[str, str]:
    """Read an answer; an address other than the sender's own is not believed."""
    addresses = _ADDRESSES.search(text)
    scopes = _SCOPES.search(text)
    listed = unescape(scopes.group(1)).split() if scopes else []
    names = [unquote(each[len(_NAME) :]) for each in listed if each.startswith(_NAME)]
    said = unescape(addresses.group(1)).split() if addresses else []
    own = [each for each in said if _host(each) == sender]
    return dict.fromkeys(own, (names or [""])[0][:80])


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in ("http", "https") else ""
