"""The few words of ONVIF's PTZ service that turn a camera.

onvif-zeep-async opens its own connections and downloads schemas; these calls go by our one way out.
Positions are in ONVIF's generic spaces: x from -1 to 1 over the head's pan, y from -1 (down) to 1
over its tilt, zoom from 0 (wide) to 1 in proportion to the enlargement.
"""

from dataclasses import dataclass
from xml.etree.ElementTree import Element  # only made by defusedxml  # nosec B405

from geo.aiming import Head, Turn
from registry.feeds.fetching import Fetcher
from registry.feeds.onvif import soap
from registry.feeds.refusals import FeedForbidden, FeedSilent, PictureRefused
from registry.ptz.refusals import HeadSilent

SERVICE = "http://www.onvif.org/ver20/ptz/wsdl"
DEADLINE = 4.0  # seconds; somebody waits for the answer

_MOVE = """\
<p:AbsoluteMove><p:ProfileToken>{profile}</p:ProfileToken><p:Position>\
<t:PanTilt x="{x:.5f}" y="{y:.5f}"/><t:Zoom x="{zoom:.5f}"/></p:Position></p:AbsoluteMove>"""
_PRESET = """\
<p:GotoPreset><p:ProfileToken>{profile}</p:ProfileToken>\
<p:PresetToken>{preset}</p:PresetToken></p:GotoPreset>"""
_HOME = "<p:GotoHomePosition><p:ProfileToken>{profile}</p:ProfileToken></p:GotoHomePosition>"
_STATUS = "<p:GetStatus><p:ProfileToken>{profile}</p:ProfileToken></p:GetStatus>"


@dataclass(frozen=True)
class Onvif:
    """One head's address, the password to it and its profile."""

    fetcher: Fetcher
    url: str
    profile: str
    credential: str = ""

    async def move(self, head: Head, turn: Turn) -> None:
        """Turn it there. Raises HeadSilent; it may still be on its way when this returns."""
        x, y, zoom = generic(head, turn)
        await self._ask(_MOVE, x=x, y=y, zoom=zoom)

    async def home(self, preset: str = "") -> None:
        """Send it to its preset, or where it calls home. Raises HeadSilent."""
        await (self._ask(_PRESET, preset=soap.quoted(preset)) if preset else self._ask(_HOME))

    async def status(self, head: Head) -> Turn:
        """Ask where it is turned now. Raises HeadSilent."""
        body = await self._ask(_STATUS)
        try:
            (position,) = soap.elements(body, "Position")  # MoveStatus has the same names in it
            (way,), (zoom,) = (soap.elements(position, name) for name in ("PanTilt", "Zoom"))
            said = (way.get("x"), way.get("y"), zoom.get("x"))
            x, y, enlarged = (float(number or "") for number in said)
        except ValueError:
            raise HeadSilent("It does not say where it is turned.") from None
        return turned(head, x, y, enlarged)

    async def _ask(self, words: str, **values: object) -> Element:
        body = words.format(profile=soap.quoted(self.profile), **values)
        try:
            return await soap.ask(
                self.fetcher, self.url, SERVICE, body, self.credential, deadline=DEADLINE
            )
        except (FeedSilent, FeedForbidden, PictureRefused) as refusal:
            raise HeadSilent(f"The camera does not turn: {refusal.detail}.") from None


def generic(head: Head, turn: Turn) -> tuple[float, float, float]:
    """Give x, y and zoom of a turn in ONVIF's generic spaces."""
    most = head.zoom(head.hfov[0])
    return (
        2 * _share(turn.pan, *head.pan) - 1,
        1 - 2 * _share(turn.tilt, *head.tilt),
        _share(head.zoom(turn.hfov), 1.0, most) if most > 1 else 0.0,
    )


def turned(head: Head, x: float, y: float, zoom: float) -> Turn:
    """Give the turn at x, y and zoom: `generic` turned round."""
    (left, right), (up, down) = head.pan, head.tilt
    return Turn(
        pan=left + (x + 1) / 2 * (right - left),
        tilt=up + (1 - y) / 2 * (down - up),
        hfov=head.opening(1 + zoom * (head.zoom(head.hfov[0]) - 1)),
    )


def _share(value: float, least: float, most: float) -> float:
    return min(max((value - least) / (most - least), 0.0), 1.0)
