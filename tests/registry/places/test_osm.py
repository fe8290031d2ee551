from pathlib import Path

import pytest
import shapely

from registry.places import osm
from registry.places.features import Feature, Rejected
from registry.places.refusals import UnreadableFile

# Which buildings of the extract cannot be mended, and why; looked up one by one.
REJECTED_BUILDINGS = {
    "way/22466256": "2 of its 7 corners are in the file: no area.",
    "way/22499189": "1 of its 33 corners are in the file: no area.",
    "way/76315833": "1 of its 4 corners are in the file: no area.",
    "way/86941886": "2 of its 4 corners are in the file: no area.",
    "way/86943008": "1 of its 16 corners are in the file: no area.",
    "way/88315241": "2 of its 4 corners are in the file: no area.",
    "way/89967061": "2 of its 4 corners are in the file: no area.",
    "way/123533020": "2 of its 22 corners are in the file: no area.",
    "way/123533053": "1 of its 13 corners are in the file: no area.",
    "way/242553463": "1 of its 10 corners are in the file: no area.",
    "way/458107140": "2 of its 4 corners are in the file: no area.",
    "way/458107315": "2 of its 4 corners are in the file: no area.",
    "way/570654271": "2 of its 6 corners are in the file: no area.",
    "relation/167264": "2 of its 5 corners are in the file: no area.",
}
REJECTED_GROUND = {
    "way/37264049", "way/37286919", "way/123811631", "way/177511751", "way/177511753",
    "way/177511755", "way/177511757", "way/177511765", "way/177511767", "way/583642461",
    "way/638833798",
}  # fmt: skip
REJECTED_DISTRICTS = {
    "relation/184703", "relation/184705", "relation/184712", "relation/184713", "relation/184714",
    "relation/184765", "relation/184766", "relation/184767", "relation/4146365",
}  # fmt: skip
MENDED_BUILDINGS = {
    "way/17361610", "way/17426424", "way/17429106", "way/17429212", "way/19993762", "way/19994142",
    "way/21240853", "way/22145802", "way/22145851", "way/22147407", "way/22466181", "way/22480642",
    "way/22498879", "way/22905074", "way/22907244", "way/22907255", "way/22954656", "way/22954661",
    "way/24337154", "way/37264746", "way/37374318", "way/58023631", "way/58023634", "way/122885437",
    "way/122886603", "way/122886631", "way/123412759", "way/123522917", "way/123522919",
    "way/123523929", "way/123523931", "way/123533054", "way/123554598", "way/123554599",
    "way/123586001", "way/123586004", "way/137931581", "way/458107368", "way/458107518",
    "way/671065027", "relation/6077", "relation/1688364", "relation/1690497", "relation/1691380",
    "relation/1691816",
}  # fmt: skip


@pytest.fixture(scope="module")
def things(extract: Path) -> list[Feature | Rejected]:
    return list(osm.read(extract))


def rejected(things: list[Feature | Rejected], layer: str) -> dict[str, str]:
    return {
        thing.external_id: thing.reason
        for thing in things
        if isinstance(thing, Rejected) and thing.layer == layer
    }


def test_exactly_these_buildings_are_rejected_and_why(things: list[Feature | Rejected]) -> None:
    assert rejected(things, "building") == REJECTED_BUILDINGS


def test_exactly_this_ground_and_these_districts_are_rejected(
    things: list[Feature | Rejected],
) -> None:
    assert set(rejected(things, "ground")) == REJECTED_GROUND
    assert set(rejected(things, "district")) == REJECTED_DISTRICTS
    assert set(rejected(things, "address")) == {"way/76315833", "way/86943008"}


def test_streets_are_rejected_only_where_one_point_of_them_is_left(
    things: list[Feature | Rejected],
) -> None:
    streets = rejected(things, "street")

    assert len(streets) == 69
    assert all(reason.startswith("1 of its ") for reason in streets.values())


def test_exactly_these_buildings_are_mended(things: list[Feature | Rejected]) -> None:
    mended = {
        thing.external_id
        for thing in things
        if isinstance(thing, Feature) and thing.layer == "building" and thing.mended
    }

    assert mended == MENDED_BUILDINGS


def test_everything_taken_has_a_valid_shape(things: list[Feature | Rejected]) -> None:
    shapes = [thing.shape for thing in things if isinstance(thing, Feature)]

    assert len(shapes) == 6085
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()


def test_a_house_of_many_outlines_keeps_its_courts(things: list[Feature | Rejected]) -> None:
    courts = {
        thing.external_id: shapely.get_num_interior_rings(shapely.get_parts(thing.shape)).sum()
        for thing in things
        if isinstance(thing, Feature)
        and thing.layer == "building"
        and thing.external_id.startswith("relation/")
        and not thing.mended
    }

    assert len(courts) > 50
    assert all(courts.values())


def test_a_file_cut_in_half_is_refused(extract: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.osm.pbf"
    half.write_bytes(extract.read_bytes()[: extract.stat().st_size // 2])

    with pytest.raises(UnreadableFile, match=r"half\.osm\.pbf is cut short or is no OSM file"):
        list(osm.read(half))


def test_what_is_no_osm_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.osm.pbf"
    other.write_bytes(b"PK\x03\x04 not this")

    with pytest.raises(UnreadableFile, match="no OSM file"):
        list(osm.read(other))
