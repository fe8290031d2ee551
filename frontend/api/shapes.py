"""What may come in: coordinates that are on the earth, words that fit, times that were."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from django.utils import timezone
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
SLACK = timedelta(days=1)  # clocks of other systems run ahead

Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Bearing = Annotated[float, Field(ge=0, lt=360, allow_inf_nan=False)]
Radius = Annotated[
    float, Field(gt=0, le=2000, allow_inf_nan=False, description="Metres, at most 2,000.")
]

# PostgreSQL's text holds no NUL, and a control character in a name is somebody's accident.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _printable(text: str) -> str:
    if _UNPRINTABLE.search(text):
        raise ValueError("has characters that cannot be printed")
    return text.strip()


def _believable(moment: datetime) -> datetime:
    if not EARLIEST <= moment <= timezone.now() + SLACK:
        raise ValueError("is before 1970 or in the future")
    return moment


Printable = AfterValidator(_printable)
Moment = Annotated[AwareDatetime, AfterValidator(_believable)]


def _pair(value: Any) -> Any:
    """Take GeoJSON's Point as well as a bare [lng, lat]."""
    if isinstance(value, dict) and value.get("type") == "Point":
        value = value.get("coordinates")
    # A third coordinate is a height; it is not ours to place.
    return value[:2] if isinstance(value, list) and len(value) == 3 else value


Position = Annotated[
    tuple[Longitude, Latitude],
    BeforeValidator(_pair, json_schema_input_type=tuple[Longitude, Latitude] | dict[str, Any]),
    Field(description="[lng, lat] or a GeoJSON Point."),
]


def _lnglat(text: str) -> str:
    """Insist on two numbers on the earth; NaN compares false and so is refused too."""
    try:
        lng, lat = map(float, text.split(","))
    except ValueError:
        raise ValueError("write lng,lat in degrees") from None
    if not (abs(lng) <= 180 and abs(lat) <= 90):
        raise ValueError("lng lies in -180..180 and lat in -90..90")
    return text


LngLat = Annotated[
    str,
    Field(max_length=80, examples=["-84.5,38.04"], description="lng,lat in degrees"),
    AfterValidator(_lnglat),
]


class Strict(Schema):
    """A body in which a misspelt field is a mistake and not a silence."""

    model_config = ConfigDict(extra="forbid")
