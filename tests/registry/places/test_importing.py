import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from registry.models import Address, Building, District, Ground, Import, Street
from registry.places.features import Layer
from registry.places.importing import OSM_CREDIT, bring_in
from registry.places.populating import count_people
from registry.places.refusals import NothingRecognised, UnknownCoordinates, UnreadableFile

pytestmark = pytest.mark.django_db

BOX = [[[24.0, 60.0], [24.1, 60.0], [24.1, 60.1], [24.0, 60.1], [24.0, 60.0]]]


def geojson(path: Path, *features: tuple[dict[str, Any], Any]) -> Path:
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": geometry}
            for properties, geometry in features
        ],
    }
    path.write_text(json.dumps(collection))
    return path


def polygon(rings: Any = BOX) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": rings}


def test_helsinki_is_stored_and_credited(pbf: Path) -> None:
    outcome = bring_in(pbf)

    assert outcome.counts["building"] == {"new": 600, "changed": 0, "same": 0}
    assert Building.objects.filter(height_source="levels").exists()
    assert Street.objects.filter(name="Mannerheimintie").exists()
    assert Ground.objects.filter(kind="park").exists()
    assert Address.objects.count() == 1449
    kept = Import.objects.get()
    assert kept.credit == OSM_CREDIT
    assert kept.counts["rejected"]["building"] == 14


def test_what_was_rejected_is_listed_beside_the_file(pbf: Path) -> None:
    outcome = bring_in(pbf)

    assert outcome.rejected_file == pbf.with_name("Helsinki.osm.pbf.rejected.csv")
    with outcome.rejected_file.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 105
    assert {
        "id": "way/22499189",
        "kind": "building",
        "reason": "1 of its 33 corners are in the file: no area.",
    } in rows


def test_a_second_import_changes_nothing(pbf: Path) -> None:
    bring_in(pbf)
    before = list(Building.objects.order_by("id").values_list())

    again = bring_in(pbf)

    assert again.counts["building"] == {"new": 0, "changed": 0, "same": 600}
    assert len(again.changed) == 0
    assert list(Building.objects.order_by("id").values_list()) == before


def test_only_the_kind_asked_for_is_taken(pbf: Path) -> None:
    bring_in(pbf, Layer.STREET)

    assert Street.objects.exists()
    assert not Building.objects.exists()


def test_a_file_cut_in_half_leaves_nothing_behind(pbf: Path) -> None:
    pbf.write_bytes(pbf.read_bytes()[: pbf.stat().st_size // 2])

    with pytest.raises(UnreadableFile):
        bring_in(pbf)

    assert not Building.objects.exists()
    assert not Import.objects.exists()
    assert not pbf.with_name(f"{pbf.name}.rejected.csv").exists()


def test_a_changed_building_is_told_with_where_it_was_and_is(tmp_path: Path) -> None:
    path = tmp_path / "houses.geojson"
    bring_in(geojson(path, ({"id": "a", "height": "9"}, polygon())), Layer.BUILDING)
    moved = (np.array(BOX) + 1).tolist()

    outcome = bring_in(geojson(path, ({"id": "a", "height": "9"}, polygon(moved))), Layer.BUILDING)

    assert outcome.counts["building"] == {"new": 0, "changed": 1, "same": 0}
    assert sorted(outcome.changed[:, 0].tolist()) == [24.0, 25.0]


def test_bad_shapes_are_mended_or_rejected_with_their_reason(tmp_path: Path) -> None:
    path = geojson(
        tmp_path / "houses.geojson",
        ({"id": "open"}, polygon([BOX[0][:-1]])),
        ({"id": "bow"}, polygon([[BOX[0][i] for i in (0, 2, 1, 3, 0)]])),
        ({"id": "none"}, None),
        ({"id": "empty"}, polygon([])),
        ({"id": "point"}, {"type": "Point", "coordinates": [24, 60]}),
        ({"id": "far"}, polygon((np.array(BOX) + 170).tolist())),
        ({"id": "open"}, polygon()),
    )

    outcome = bring_in(path, Layer.BUILDING)

    assert {feature.external_id: feature.mended for feature in outcome.mended} == {
        "open": "closed: its ring was open",
        "bow": "untangled: it crossed itself",
    }
    assert [(thing.external_id, thing.reason) for thing in outcome.rejected] == [
        ("none", "It has no shape."),
        ("empty", "It has no shape."),
        ("point", "A point is no building."),
        ("far", "It lies outside the earth: 194, 230 to 194.1, 230.1."),
        ("open", "Row 7: the id open was used before."),
    ]


def test_metres_of_another_system_become_degrees(tmp_path: Path) -> None:
    path = tmp_path / "houses.gpkg"
    box = shapely.box(385_000, 6_672_000, 385_020, 6_672_030)
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(np.array([box])),
        field_data=[np.array(["9 m"])],
        fields=["height"],
        geometry_type="Polygon",
        crs="EPSG:3067",
        layer="houses",
    )

    bring_in(path, Layer.BUILDING)

    house = Building.objects.get()
    assert house.height == 9
    assert house.footprint.centroid.coords == pytest.approx((24.93, 60.17), abs=0.01)


def test_a_file_without_a_coordinate_system_is_refused_until_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "houses.gpkg"
    with pytest.warns(UserWarning, match="crs"):
        pyogrio.raw.write(
            path,
            geometry=shapely.to_wkb(np.array([shapely.box(24, 60, 24.1, 60.1)])),
            field_data=[],
            fields=[],
            geometry_type="Polygon",
            crs=None,
            layer="houses",
        )

    with pytest.raises(UnknownCoordinates, match=r"houses\.gpkg does not say .* --crs"):
        bring_in(path, Layer.BUILDING)
    with pytest.raises(UnknownCoordinates, match="EPSG:nonsense is no coordinate system"):
        bring_in(path, Layer.BUILDING, crs="EPSG:nonsense")
    bring_in(path, Layer.BUILDING, crs="EPSG:4326")
    assert Building.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.geojson", b'{"type": "FeatureCollection", "features": [{"type": "Fea'),
        ("not.gpkg", b"this is no database"),
        ("empty.csv", b""),
        ("quotes.csv", b'name,lat\n"a"b,1\n'),
    ],
)
def test_an_unreadable_file_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(UnreadableFile, match=name) as refusal:
        bring_in(tmp_path / name, Layer.BUILDING)

    assert "\n" not in refusal.value.detail


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="There is no file"):
        bring_in(tmp_path / "nowhere.osm.pbf")


def test_a_file_of_nothing_we_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingRecognised):
        bring_in(geojson(tmp_path / "trees.geojson", ({"species": "oak"}, polygon())))


def test_addresses_come_from_a_spreadsheet_with_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "addresses.csv"
    path.write_bytes(
        "\ufeffid;house_number;street;lng;lat\n"
        "1;12;Main St;-84,5;38,04\n"
        "2;;Main St;-84,5;38,04\n"
        "3;14;Main St;;\n".encode()
    )

    outcome = bring_in(path, Layer.ADDRESS)

    (stored,) = Address.objects.all()
    assert (stored.number, stored.street, stored.position.coords) == (
        "12",
        "Main St",
        (-84.5, 38.04),
    )
    assert [(thing.external_id, thing.reason) for thing in outcome.rejected] == [
        ("2", "It has no house number or no street."),
        ("3", "It has no shape."),
    ]


def test_people_are_added_up_into_districts(tmp_path: Path) -> None:
    bring_in(
        geojson(tmp_path / "d.geojson", ({"id": "1", "name": "Old Town"}, polygon())),
        Layer.DISTRICT,
    )
    blocks = tmp_path / "blocks.csv"
    blocks.write_text(
        "id,population,lng,lat\na,120,24.05,60.05\nb,30,24.06,60.05\nc,9,25,60\nd,many,24.05,60.05\n"
    )

    outcome = count_people(blocks)

    assert District.objects.get().population == 150
    assert {thing.external_id: thing.reason for thing in outcome.rejected} == {
        "c": "It lies in no district.",
        "d": "Its population many is not a number.",
    }
