"""SOAP as ONVIF speaks it: an envelope, a digest of the password, a fault in words."""

import base64
import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element  # only made by defusedxml  # nosec B405
from xml.sax.saxutils import escape  # writes, never reads  # nosec B406

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from registry.feeds.fetching import Fetcher
from registry.feeds.refusals import FeedSilent

KIND = "application/soap+xml; charset=utf-8"
ENVELOPE = "http://www.w3.org/2003/05/soap-envelope"
SCHEMA = "http://www.onvif.org/ver10/schema"
_SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"

_WHOLE = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<s:Envelope xmlns:s="{ENVELOPE}" xmlns:p="{{service}}" xmlns:t="{SCHEMA}">\
<s:Header>{{security}}</s:Header><s:Body>{{body}}</s:Body></s:Envelope>"""
_TOKEN = f"""\
<w:Security s:mustUnderstand="1" xmlns:w="{_SECURITY}wssecurity-secext-1.0.xsd" \
xmlns:u="{_SECURITY}wssecurity-utility-1.0.xsd"><w:UsernameToken>\
<w:Username>{{user}}</w:Username>\
<w:Password Type="{_SECURITY}username-token-profile-1.0#PasswordDigest">{{digest}}</w:Password>\
<w:Nonce EncodingType="{_SECURITY}soap-message-security-1.0#Base64Binary">{{nonce}}</w:Nonce>\
<u:Created>{{created}}</u:Created></w:UsernameToken></w:Security>"""


async def ask(
    fetcher: Fetcher, url: str, service: str, body: str, credential: str, *, deadline: float
) -> Element:
    """Ask a service (its namespace, p in the body; t is the schema's); gives the reply's body.

    Raises FeedSilent, also for a fault, FeedForbidden or PictureRefused.
    """
    request = envelope(service, body, credential)
    reply = await fetcher.post(url, request, kind=KIND, credential=credential, deadline=deadline)
    return read(reply)


def envelope(service: str, body: str, credential: str = "") -> bytes:
    """Write a request; `user:password` goes along as WS-Security's UsernameToken digest."""
    return _WHOLE.format(service=service, security=_security(credential), body=body).encode()


def digest(nonce: bytes, created: str, password: str) -> str:
    """Give Base64(SHA-1(nonce + created + password)), as the UsernameToken profile says."""
    said = nonce + created.encode() + password.encode()
    hashed = hashlib.sha1(said, usedforsecurity=False)  # the profile knows no other
    return base64.b64encode(hashed.digest()).decode()


def read(reply: bytes) -> Element:
    """Give the body of a reply. Raises FeedSilent for a fault, or what is no SOAP."""
    try:
        whole: Element = ElementTree.fromstring(reply, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        raise FeedSilent("its answer is not SOAP") from None
    body = next(elements(whole, "Body"), None)
    if body is None:
        raise FeedSilent("its answer is not SOAP")
    for fault in elements(body, "Fault"):
        said = " ".join(text for each in elements(fault, "Text") if (text := each.text))
        raise FeedSilent(f"it refuses: {said[:120] or 'it does not say why'}")
    return body


def elements(within: Element, name: str) -> Iterator[Element]:
    """Find elements by name in whatever namespace: firmwares disagree on them."""
    return (each for each in within.iter() if each.tag.rpartition("}")[2] == name)


def quoted(text: str) -> str:
    """Write text so that it stays text inside an element."""
    return escape(text)


def _security(credential: str) -> str:
    if not credential:
        return ""
    user, _, password = credential.partition(":")
    nonce, created = secrets.token_bytes(16), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _TOKEN.format(
        user=escape(user),
        digest=digest(nonce, created, password),
        nonce=base64.b64encode(nonce).decode(),
        created=created,
    )
