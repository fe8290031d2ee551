"""The border between degrees and metres."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Transformer

from geo.refusals import Impossible

Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]


class OffTheEarth(Impossible):
    """This is not a longitude and latitude: lng lies in -180..180, lat in -90..90."""


@dataclass(frozen=True)
class Plane:
    """The plane that touches the earth at one point, WGS 84, azimuthal equidistant.

    Lengths from the origin are exact; elsewhere off by distance²/6R², 0.4 mm per km at 10 km. North
    is true at the origin and turns by east·tan(lat)/R, 0.07° at 10 km in Kentucky: choose the
    origin within the city it serves.
    """

    lng: float
    lat: float

    def __post_init__(self) -> None:
        if not (-180 <= self.lng <= 180 and -90 <= self.lat <= 90):
            raise OffTheEarth(f"{self.lng}, {self.lat} is not a longitude and latitude.")

    @cached_property
    def _transformer(self) -> Transformer:
        here = CRS.from_dict(
            {"proj": "aeqd", "lon_0": self.lng, "lat_0": self.lat, "datum": "WGS84"}
        )
        return Transformer.from_crs(4326, here, always_xy=True)

    def to_metres(self, lnglat: ArrayLike) -> Floats:
        """Turn (N, 2) degrees lng, lat into (N, 2) metres east, north of the origin."""
        degrees = np.asarray(lnglat, float).reshape(-1, 2)
        if not ((np.abs(degrees) <= (540.0, 90.0)).all()):
            raise OffTheEarth("Every point needs a lng in -180..180 and a lat in -90..90.")
        return np.column_stack(self._transformer.transform(degrees[:, 0], degrees[:, 1]))

    def to_degrees(self, xy: ArrayLike) -> Floats:
        """Turn (N, 2) metres east, north of the origin into (N, 2) degrees, lng in [-180, 180)."""
        lnglat = self._continuous(np.asarray(xy, float).reshape(-1, 2))
        lnglat[:, 0] = (lnglat[:, 0] + 180) % 360 - 180
        return lnglat

    def geometry_to_metres(self, geometries: Any) -> Any:
        """Turn one shapely geometry, or an array of them, from degrees into metres."""
        return shapely.transform(geometries, self.to_metres)

    def geometry_to_degrees(self, geometries: Any) -> Any:
        """Turn one shapely geometry, or an array of them, from metres into degrees.

        A shape across the antimeridian stays in one piece: its longitudes run on past ±180 on the
        origin's side.
        """
        return shapely.transform(geometries, self._continuous)

    def _continuous(self, xy: Floats) -> Floats:
        lng, lat = self._transformer.transform(xy[:, 0], xy[:, 1], direction="INVERSE")
        return np.column_stack([self.lng + (np.asarray(lng) - self.lng + 180) % 360 - 180, lat])
