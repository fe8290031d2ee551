"""A street to register cameras in: one district, one house of ten metres, three addresses."""

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from registry.models import Address, Building, District

HOUSE = (-84.5, 38.04)
METRE_EAST, METRE_NORTH = 1 / 87_700, 1 / 110_990  # degrees, at this latitude


def beside(east: float = 0.0, north: float = 0.0) -> tuple[float, float]:
    """Give the place so many metres from the middle of the house."""
    return HOUSE[0] + east * METRE_EAST, HOUSE[1] + north * METRE_NORTH


def square(metres: float) -> MultiPolygon:
    """Give a square round the house, of twice so many metres."""
    return MultiPolygon(
        Polygon.from_bbox((*beside(-metres, -metres), *beside(metres, metres))), srid=4326
    )


def build() -> None:
    """Build it."""
    District.objects.create(source="t", external_id="1", name="Here", area=square(2000))
    Building.objects.create(
        source="t", external_id="1", footprint=square(5), height=6, height_source="default"
    )
    for number, east in (("12", 0), ("14", 30), ("16", 60)):
        Address.objects.create(
            source="t",
            external_id=number,
            position=Point(*beside(east), srid=4326),
            number=number,
            street="Main Street",
            place="Lexington",
        )
