"""What a study found out, as arrays in the order of its open cells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.measuring import Measured
from geo.optics import SCHEMES
from registry.coverage.cameras import OFTEN
from registry.coverage.ground import Ground
from registry.coverage.models import Study

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Found:
    """Of each cell: the best density, its rank, how many see it well enough; and who might."""

    px_per_m: Floats
    level: Ints
    cameras: Ints
    too_few: Bools  # somebody sees it, with too few pixels
    offline: Bools  # somebody would see it who is offline too often

    @property
    def seen(self) -> Bools:
        """Tell which cells are seen at the study's level."""
        return self.cameras > 0


def found_by(study: Study, ground: Ground, rows: Measured, uptime: Floats) -> Found:
    """Count what cameras see of the ground; `uptime` is each camera's, 1 where nobody knows."""
    scheme = SCHEMES[study.scheme]
    cell = ground.rows_of(rows.cell)
    here = cell >= 0
    cell, px_per_m, camera = cell[here], rows.px_per_m[here], rows.camera[here]
    online = (uptime >= OFTEN)[camera]
    enough = px_per_m >= scheme[study.level]
    best = np.zeros(len(ground))
    np.maximum.at(best, cell[online], px_per_m[online])
    offline = np.zeros(len(ground), bool)
    offline[cell[~online & enough]] = True
    return Found(
        px_per_m=best,
        level=np.searchsorted(sorted(scheme.values()), best, side="right"),
        cameras=np.bincount(cell[online & enough], minlength=len(ground)),
        too_few=best > 0,
        offline=offline,
    )
