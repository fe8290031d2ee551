"""Which ground a camera sees among buildings: 2.5D, exact, in metres."""

from geo.visibility.facades import step_out
from geo.visibility.occluders import BadOccluders, Occluders
from geo.visibility.poses import ImpossiblePose, Poses
from geo.visibility.questions import EYE_LEVEL, areas, fields_of_view, sees
from geo.visibility.readiness import engine_ready, warm
from geo.visibility.snapping import Snap, snap_out

__all__ = [
    "EYE_LEVEL",
    "BadOccluders",
    "ImpossiblePose",
    "Occluders",
    "Poses",
    "Snap",
    "areas",
    "engine_ready",
    "fields_of_view",
    "sees",
    "snap_out",
    "step_out",
    "warm",
]
