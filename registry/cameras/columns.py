"""Which column of somebody's table holds which field of a camera."""

from collections.abc import Iterable, Mapping

from registry.cameras.refusals import UnreadableCameras

# OpenStreetMap's tags first, then what spreadsheets say; the first that a row fills counts.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "ref": ("ref", "camera_id", "asset_id", "@id", "full_id", "osm_id", "id"),
    "name": ("name", "description", "label", "location"),
    "lng": ("lng", "lon", "long", "longitude", "x"),
    "lat": ("lat", "latitude", "y"),
    "owner": ("owner", "operator"),
    "kind": ("kind",),
    "zone": ("surveillance:zone", "surveillance"),
    "what": ("surveillance:type",),
    "form": ("form", "camera:type"),
    "level": ("level",),
    "mount": ("camera:mount", "mount"),
    "height": ("height", "camera:height", "height_m", "mount_height"),
    "direction": ("camera:direction", "direction", "azimuth", "heading", "bearing"),
    "tilt": ("camera:angle", "tilt", "angle"),
    "roll": ("roll",),
    "hfov": ("hfov", "fov", "camera:fov"),
    "vfov": ("vfov",),
    "range": ("range", "range_m", "camera:range"),
    "width_px": ("width_px", "width", "resolution"),
    "position_sd": ("position_sd",),
    "azimuth_sd": ("azimuth_sd",),
    "reach_hfov": ("reach_hfov",),
    "reach_azimuth": ("reach_azimuth",),
    "retention_days": ("retention_days", "retention"),
    "fov_source": ("fov_source",),
}
ALSO_CALLED = {"azimuth": "direction", "longitude": "lng", "latitude": "lat", "operator": "owner"}


def mapping(given: Iterable[str]) -> dict[str, str]:
    """Read `field=column` as people type it after --map."""
    pairs = {}
    for text in given:
        field, equals, column = text.partition("=")
        field = ALSO_CALLED.get(field.strip(), field.strip())
        if not equals or not column.strip() or field not in COLUMNS:
            known = ", ".join(COLUMNS)
            raise UnreadableCameras(f"--map {text}: write field=column; the fields are {known}.")
        pairs[field] = column.strip()
    return pairs


def check(named: Mapping[str, str], columns: Iterable[str], *, spatial: bool) -> None:
    """Refuse a table without the columns it takes to place a camera."""
    there = list(columns)
    lower = {column.lower() for column in there}
    lost = [column for column in named.values() if column.lower() not in lower]
    unplaced = [
        field
        for field in ("lng", "lat")
        if not spatial and field not in named and lower.isdisjoint(COLUMNS[field])
    ]
    if lost or unplaced:
        missing = [f"no column {column}" for column in lost]
        missing += [f"no column for {field} (say --map {field}=COLUMN)" for field in unplaced]
        raise UnreadableCameras(
            f"There is {', '.join(missing)}. There are: {', '.join(there)[:500]}."
        )


def by_field(cells: Mapping[str, str], named: Mapping[str, str]) -> dict[str, str]:
    """Give a row's text by field; what is empty is not there."""
    lower = {name.lower(): text.strip() for name, text in cells.items() if text.strip()}
    found = {}
    for field, usual in COLUMNS.items():
        columns = (named[field].lower(),) if field in named else usual
        text = next((lower[column] for column in columns if column in lower), "")
        if text:
            found[field] = text
    return found
