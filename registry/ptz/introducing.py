"""Ask a camera by which service and which profile it is turned."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit
from xml.etree.ElementTree import Element  # only made by defusedxml  # nosec B405

from registry.feeds.fetching import Fetcher
from registry.feeds.onvif import soap
from registry.feeds.refusals import FeedForbidden, FeedSilent, PictureRefused
from registry.ptz.onvif import SERVICE
from registry.ptz.refusals import HeadSilent, NoProfile

DEVICE = "http://www.onvif.org/ver10/device/wsdl"
MEDIA = "http://www.onvif.org/ver10/media/wsdl"
USUAL = "/onvif/device_service"  # where the standard has every device answer
DEADLINE = 4.0  # seconds for each question; somebody waits for the answer

_SERVICES = "<p:GetServices><p:IncludeCapability>false</p:IncludeCapability></p:GetServices>"
_PROFILES = "<p:GetProfiles/>"


@dataclass(frozen=True)
class Introduced:
    """Where a camera is told to turn, and by which profile."""

    url: str
    profile: str


async def introduced(fetcher: Fetcher, url: str, credential: str = "") -> Introduced:
    """Ask at the address of any of its services. Raises HeadSilent, or NoProfile."""
    try:
        services = await _services(fetcher, url, credential)
        media = services.get(MEDIA, url)
        body = await soap.ask(fetcher, media, MEDIA, _PROFILES, credential, deadline=DEADLINE)
    except (FeedSilent, FeedForbidden, PictureRefused) as refusal:
        raise HeadSilent(f"The camera does not say how it is turned: {refusal.detail}.") from None
    for profile in soap.elements(body, "Profiles"):
        turns = next(soap.elements(profile, "PTZConfiguration"), None) is not None
        if turns and (token := profile.get("token")):
            return Introduced(services.get(SERVICE, url), token)
    raise NoProfile


async def _services(fetcher: Fetcher, url: str, credential: str) -> dict[str, str]:
    """List its services by their namespace; some answer for all of them at every address."""
    try:
        body = await soap.ask(fetcher, url, DEVICE, _SERVICES, credential, deadline=DEADLINE)
    except FeedSilent:
        usual = _at(url, USUAL)
        body = await soap.ask(fetcher, usual, DEVICE, _SERVICES, credential, deadline=DEADLINE)
    return dict(_listed(body, url))


def _listed(body: Element, url: str) -> Iterator[tuple[str, str]]:
    for service in soap.elements(body, "Service"):
        said = {
            name: "".join(each.text or "" for each in soap.elements(service, name)).strip()
            for name in ("Namespace", "XAddr")
        }
        if said["XAddr"]:
            yield said["Namespace"], _at(url, said["XAddr"])


def _at(url: str, other: str) -> str:
    """Give the other's path at this camera.

    Behind a router a camera names an address nobody reaches, and the password goes to no other.
    """
    here, there = urlsplit(url), urlsplit(other)
    return urlunsplit((here.scheme, here.netloc, there.path or "/", there.query, ""))
