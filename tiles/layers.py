"""Every layer a door may name: what it reads, at which zooms, on which database login."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Layer:
    """One layer: its file in sql/ and its name inside the tile are its own name."""

    name: str
    reads: frozenset[str]
    minzoom: int = 0
    maxzoom: int = 22
    login: Literal["public", "default"] = "default"
    kept: bool = True
    fields: dict[str, str] = field(default_factory=dict, hash=False)

    @cached_property
    def sql(self) -> str:
        """Read the statement that draws it."""
        return (SQL / f"{self.name}.sql").read_text()

    def shows_at(self, z: int) -> bool:
        """Tell whether it draws anything at this zoom."""
        return self.minzoom <= z <= self.maxzoom

    @property
    def public(self) -> bool:
        """Tell whether strangers may have it: it is drawn by a login that can read no more."""
        return self.login == "public"


def _place(name: str, minzoom: int, fields: dict[str, str]) -> Layer:
    return Layer(name, frozenset({name}), minzoom=minzoom, login="public", fields=fields)


LAYERS: dict[str, Layer] = {
    layer.name: layer
    for layer in (
        _place("ground", 0, {"kind": "String", "name": "String"}),
        _place("district", 0, {"name": "String"}),
        _place("street", 6, {"kind": "String", "name": "String"}),
        _place("building", 13, {"height": "Number", "name": "String"}),
        _place("landmark", 15, {"kind": "String", "name": "String"}),
        Layer(
            "agg_public",
            frozenset({"published_aggregate"}),
            maxzoom=11,
            login="public",
            fields={"count": "Number"},
        ),
        Layer(
            "agg_all",
            frozenset({"camera_aggregate"}),
            maxzoom=11,
            fields={"count": "Number", "private": "Number"},
        ),
        Layer(
            "camera_public",
            frozenset({"published_camera"}),
            minzoom=12,
            maxzoom=16,  # nearer there is nothing more to tell
            login="public",
            fields={"kind": "String", "band": "Number"},
        ),
        Layer("fov_agency", frozenset({"tile_camera"}), minzoom=15, fields={"attr": "Number"}),
        Layer(
            "camera_private",
            frozenset({"tile_camera"}),
            minzoom=12,
            fields={"attr": "Number", "count": "Number"},
        ),
        Layer(
            "camera_agency",
            frozenset({"tile_camera"}),
            minzoom=12,
            fields={
                "attr": "Number",
                "heading": "Number",
                "fov": "Number",
                "range": "Number",
                "count": "Number",
            },
        ),
        Layer(
            "incident",
            frozenset({"incident"}),
            kept=False,
            fields={"id": "String", "kind": "String", "priority": "Number", "number": "String"},
        ),
    )
}

# A door that is several layers, from the ground up. Their inner names are their own.
SHEETS: dict[str, tuple[str, ...]] = {
    "base": ("ground", "district", "street", "building", "landmark")
}


def named(doors: Iterable[str]) -> list[Layer]:
    """List the layers behind these doors, each once and always in the same order.

    A layer twice in a tile would lose half its features without a word: decoders keep one.
    """
    wanted = {name for door in doors for name in SHEETS.get(door, (door,))}
    return [layer for name, layer in LAYERS.items() if name in wanted]
