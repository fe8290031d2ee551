"""The colours of the map by day and by night."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Palette:
    """One colour for each thing on the ground."""

    land: str
    built: str
    water: str
    park: str
    wood: str
    school: str
    building: str
    building_edge: str
    street: str
    street_edge: str
    main_street: str
    path: str
    district: str
    text: str
    text_faint: str
    text_water: str
    halo: str


DARK = Palette(
    land="#11161d",
    built="#141a22",
    water="#0c2537",
    park="#13231d",
    wood="#112019",
    school="#1b1d2b",
    building="#1c2530",
    building_edge="#2a3644",
    street="#2b3644",
    street_edge="#0d1218",
    main_street="#3a4858",
    path="#2b3644",
    district="#5a6b7d",
    text="#b9c6d6",
    text_faint="#8496a9",
    text_water="#5f93b5",
    halo="#11161d",
)
LIGHT = Palette(
    land="#f3f1ec",
    built="#efece5",
    water="#bcd9ea",
    park="#d9e9cd",
    wood="#cfe2c4",
    school="#eee3ea",
    building="#e2dcd1",
    building_edge="#cfc7b9",
    street="#ffffff",
    street_edge="#d8d1c4",
    main_street="#ffffff",
    path="#cdc4b4",
    district="#8a8375",
    text="#39434f",
    text_faint="#5d6875",
    text_water="#3d7396",
    halo="#ffffff",
)
PALETTES = {"dark": DARK, "light": LIGHT}
