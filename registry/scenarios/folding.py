"""Cameras as acts leave them: which stand otherwise, which are new, which are gone."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from registry.cameras.models import Camera
from registry.cameras.sights import Sight
from registry.coverage.sights import Placed
from registry.refusals import Fault
from registry.scenarios.changes import Change, Op
from registry.scenarios.refusals import BadChanges

MOST_GROUND = 5e6  # m²: one camera at its utmost, or a thousand in streets


@dataclass(frozen=True)
class Folded:
    """The cameras concerned, as they were and as they would be; all others are as ever."""

    before: Mapping[str, Placed]
    after: Mapping[str, Placed]


def fold(cameras: Mapping[str, Placed], changes: Iterable[Change]) -> Folded:
    """Do the acts one after another. Raises BadChanges for cameras that are not there."""
    before, after = dict[str, Placed](), dict[str, Placed]()
    faults = []
    for number, change in enumerate(changes):
        if not change.new and change.camera not in before:
            if change.camera not in cameras:
                words = "The agency had no such camera when this study was made."
                faults.append(Fault(f"changes[{number}].camera", words))
                continue
            before[change.camera] = after[change.camera] = cameras[change.camera]
        if change.op is Op.REMOVE:
            after.pop(change.camera)
        elif change.op is Op.ADD:
            after[change.camera] = _changed(NEW, change.values)
        else:
            after[change.camera] = _changed(after[change.camera], change.values)
    if faults:
        raise BadChanges(errors=faults)
    if _ground(after.values()) > MOST_GROUND:
        words = "Together its cameras range over more ground than one plan can."
        raise BadChanges(errors=[Fault("changes", words)])
    still = {key for key in before if after.get(key) == before[key]}
    return Folded(
        {key: pose for key, pose in before.items() if key not in still},
        {key: pose for key, pose in after.items() if key not in still},
    )


def _ground(placed: Iterable[Placed]) -> float:
    """Add up what they could see in the open, in square metres."""
    return sum(math.pi * p.sight.range**2 * p.sight.hfov / 360 for p in placed)


def _changed(placed: Placed, values: Mapping[str, Any]) -> Placed:
    sight = {name: value for name, value in values.items() if name in _SIGHT}
    if "position" in values:
        sight["lng"], sight["lat"] = values["position"]
    # What stands elsewhere is stood anew: out of a wall, or on its roof.
    stays = _WHERE.isdisjoint(values)
    return replace(
        placed,
        sight=replace(placed.sight, **sight),
        width_px=values.get("width_px", placed.width_px),
        placement=placed.placement if stays else None,
    )


_WHERE = {"position", "height", "mount"}
_SIGHT = {"azimuth", "hfov", "range", "tilt", "vfov", "roll", "height", "form", "mount"}
NEW = Placed(
    id=UUID(int=0), placement=None, owner_id=UUID(int=0), level=Camera.Level.AGENCY,
    width_px=1920, azimuth_sd=0.0, position_sd=0.0,
    sight=Sight(
        lng=0.0, lat=0.0, height=5.0, azimuth=0.0, tilt=None, roll=0.0, hfov=90.0, vfov=None,
        range=60.0, reach_hfov=None, reach_azimuth=None, form=Camera.Form.FIXED,
        mount=Camera.Mount.POLE, indoor=False,
    ),
)  # fmt: skip
