"""What cameras of a kind usually are, for those who do not know theirs in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from registry.cameras.models import Camera


@dataclass(frozen=True, kw_only=True)
class Preset:
    """Degrees and metres; range is where a person is still seen by the porch light."""

    hfov: float
    range: float
    height: float
    form: str = Camera.Form.FIXED


PRESETS: Mapping[str, Preset] = {
    "doorbell": Preset(hfov=140, range=10, height=1.3),
    "dome": Preset(hfov=100, range=25, height=2.8),
    "ptz": Preset(hfov=60, range=50, height=4.0, form=Camera.Form.PTZ),
    "unknown": Preset(hfov=90, range=15, height=2.5),
}
LIMITS: Mapping[str, tuple[float, float]] = {
    "azimuth": (0, 360),
    "hfov": (5, 360),
    "range": (1, 200),
    "height": (0.3, 60),
}
