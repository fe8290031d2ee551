"""All that decides what a camera sees: where it was surveyed and how it looks."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely

from registry.cameras.models import Camera


class View(NamedTuple):
    """The angles of one look, in degrees; NaN where the image's edge on the ground is not known."""

    azimuth: float
    hfov: float
    tilt: float = np.nan
    vfov: float = np.nan
    roll: float = 0.0


ALL_ROUND = View(0.0, 360.0)


@dataclass(frozen=True, kw_only=True)
class Sight:
    """One camera as surveyed; degrees and metres."""

    lng: float
    lat: float
    height: float
    azimuth: float | None
    tilt: float | None
    roll: float
    hfov: float
    vfov: float | None
    range: float
    reach_hfov: float | None
    reach_azimuth: float | None
    form: str
    mount: str
    indoor: bool
    masks: tuple[shapely.Polygon, ...] = ()

    @property
    def directed(self) -> bool:
        """Tell whether one knows where it looks; one that looks everywhere needs no direction."""
        return self.azimuth is not None or self.hfov >= 360

    @property
    def turns(self) -> bool:
        """Tell whether it can, or for all we know may, look elsewhere than now."""
        return not self.directed or self.form == Camera.Form.PTZ

    def now(self) -> View:
        """Give how it looks now."""
        if self.hfov >= 360:
            return ALL_ROUND
        framed = self.tilt is not None and self.vfov is not None
        return View(
            self.azimuth or 0.0,
            self.hfov,
            self.tilt if framed and self.tilt is not None else np.nan,
            self.vfov if framed and self.vfov is not None else np.nan,
            self.roll,
        )

    def turned(self) -> View:
        """Give the sector it can turn through; a head that swivels has no lower edge."""
        if self.form == Camera.Form.PTZ and self.reach_azimuth is not None and self.reach_hfov:
            return View(self.reach_azimuth, self.reach_hfov)
        return ALL_ROUND
