"""Where cameras stand and how they look."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.refusals import Impossible

Floats = NDArray[np.float64]
MAY_BE_UNKNOWN = ("tilt", "vfov")


class ImpossiblePose(Impossible):
    """A camera cannot stand or look like this."""


@dataclass(frozen=True, eq=False)
class Poses:
    """Cameras as equal-length float arrays; metres in one plane, degrees clockwise from true north.

    `height`, above ground; `azimuth`, the wedge's centre; `hfov`, 360 for all round; `range`, the
    reach along the ground; `near`, how close the view begins. Where `tilt` (below the horizon) and
    `vfov` are numbers and not NaN the image's own outline on the target plane bounds the view too,
    `roll` included; else it is a plain sector.
    """

    x: Floats
    y: Floats
    height: Floats
    azimuth: Floats
    hfov: Floats
    range: Floats
    near: Floats
    tilt: Floats
    vfov: Floats
    roll: Floats

    def __init__(
        self,
        x: ArrayLike,
        y: ArrayLike,
        height: ArrayLike,
        azimuth: ArrayLike,
        hfov: ArrayLike,
        range: ArrayLike,
        near: ArrayLike = 0.0,
        tilt: ArrayLike = np.nan,
        vfov: ArrayLike = np.nan,
        roll: ArrayLike = 0.0,
    ) -> None:
        given = np.broadcast_arrays(*(np.atleast_1d(np.asarray(v, float)) for v in (
            x, y, height, azimuth, hfov, range, near, tilt, vfov, roll
        )))  # fmt: skip
        for field, values in zip(fields(self), given, strict=True):
            object.__setattr__(self, field.name, np.ascontiguousarray(values))
        self._refuse_the_impossible()

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, chosen: "slice | NDArray[np.intp] | NDArray[np.bool_]") -> Self:
        return type(self)(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def __iter__(self) -> Iterator[Self]:
        return (self[i : i + 1] for i in np.arange(len(self)))

    def all_round(self) -> Self:
        """Give what the cameras reach by turning, as PTZ do, or if nobody knows where they look."""
        nothing = np.full(len(self), np.nan)
        return replace(
            self,
            azimuth=np.zeros(len(self)),
            hfov=np.full(len(self), 360.0),
            tilt=nothing,
            vfov=nothing,
        )

    @property
    def framed(self) -> NDArray[np.bool_]:
        """Tell which cameras are bounded by their image's outline on the ground."""
        return ~(np.isnan(self.tilt) | np.isnan(self.vfov))

    def _refuse_the_impossible(self) -> None:
        for field in fields(self):
            values = getattr(self, field.name)
            if values.ndim != 1:
                raise ImpossiblePose(f"{field.name} has to be one number per camera.")
            bad = np.isinf(values) if field.name in MAY_BE_UNKNOWN else ~np.isfinite(values)
            if bad.any():
                raise ImpossiblePose(
                    f"{field.name} of camera {int(np.argmax(bad))} is not a number."
                )
        for name, bad in {
            "hfov lies in 0..360": (self.hfov < 0) | (self.hfov > 360),
            "range is not negative": self.range < 0,
            "near is not negative": self.near < 0,
            "vfov lies above 0 and below 180": (self.vfov <= 0) | (self.vfov >= 180),
            "tilt lies in -90..90": np.abs(self.tilt) > 90,
        }.items():
            if bad.any():
                raise ImpossiblePose(f"{name}; camera {int(np.argmax(bad))} breaks it.")
