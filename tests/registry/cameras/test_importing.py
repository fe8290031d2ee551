import csv
import json
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from registry.audit.actors import Shell
from registry.cameras import columns
from registry.cameras.importing import Outcome, import_cameras
from registry.cameras.refusals import UnreadableCameras
from registry.models import Camera, Entry, Owner
from registry.places.refusals import UnknownCoordinates, UnreadableFile

pytestmark = pytest.mark.django_db

HEADING = "ref,lat,lng,name,direction,height"


def table(tmp_path: Path, *lines: str, name: str = "cameras.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def bring_in(path: Path, *mapped: str) -> Outcome:
    return import_cameras(path, Shell(), named=columns.mapping(mapped))


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    merged = outcome.merged
    return merged.new, merged.changed, merged.same, len(outcome.rejected)


def reasons(outcome: Outcome) -> dict[object, object]:
    return {row["row"]: row["reason"] for row in outcome.rejected}


def test_a_spreadsheet_with_bom_semicolons_and_decimal_commas_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cameras.csv"
    path.write_bytes(
        "\ufeffid;Lat;Lon;operator;camera:direction;direction;camera:mount;height;camera:angle\r\n"
        "7;60,17;24,94;City;90;180;street_lamp;4,5 m;15\r\n\r\n".encode()
    )

    outcome = bring_in(path)

    camera = Camera.registry.get()
    assert counts(outcome) == (1, 0, 0, 0)
    assert camera.ref == "7"
    assert camera.surveyed_position.coords == (24.94, 60.17)
    assert (camera.azimuth, camera.mount, camera.height, camera.tilt) == (90, "pole", 4.5, 15)
    assert camera.owner.name == "City"
    assert camera.placed_at is None


def test_two_directions_are_two_cameras_on_one_pole(tmp_path: Path) -> None:
    bring_in(table(tmp_path, HEADING, "7,60.17,24.94,Corner,0;90-130,6"))

    heads = Camera.registry.order_by("ref").values_list("ref", "azimuth", "hfov", "number")
    assert list(heads) == [("7", 0.0, 80.0, 1), ("7#2", 110.0, 40.0, 2)]


def test_a_list_opens_no_private_camera(tmp_path: Path) -> None:
    heading = "ref,lat,lng,kind,level,owner"
    bring_in(table(tmp_path, heading, *(f"{n},60.17,24.94,resident,2,Ada" for n in range(4))))

    outcome = bring_in(
        table(
            tmp_path,
            heading,
            "0,60.17,24.94,resident,0,Ada",
            "1,60.17,24.94,resident,2,City",
            "2,60.17,24.94,phone,2,Ada",
            "3,60.18,24.94,business,2,Ada",
        )
    )

    assert reasons(outcome) == {
        1: "level: Only its owner opens a private camera, by a grant.",
        2: "owner: A private camera stays its owner's.",
        3: "kind: A caller's phone is registered as one.",
    }
    kept = Camera.registry.order_by("ref").values_list("level", "kind", "owner__kind")
    assert list(kept) == [(2, "resident", "resident")] * 3 + [(2, "business", "resident")]
    assert Owner.objects.get().name == "Ada"


def test_a_direction_nobody_gave_stays_unknown(tmp_path: Path) -> None:
    bring_in(table(tmp_path, HEADING, "7,60.17,24.94,Corner,,6"))

    assert Camera.registry.get().azimuth is None


def test_a_fisheye_looks_all_round(tmp_path: Path) -> None:
    bring_in(table(tmp_path, "ref,lat,lng,camera:type", "7,60.17,24.94,fisheye"))

    camera = Camera.registry.get()
    assert (camera.form, camera.hfov, camera.azimuth) == ("panoramic", 360.0, None)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,NaN,24.94,,,", "lat nan is not a finite number."),
        ("1,60.17,181,,,", "lng 181 lies outside -180 to 180."),
        ("1,60.17,-181,,,", "lng -181 lies outside -180 to 180."),
        ("1,91,24.94,,,", "lat 91 lies outside -90 to 90."),
        ("1,89,24.94,,,", "lat 89 is off the map, which ends at 85.05 degrees."),
        ("1,0,0,,,", "0,0 is what devices say that do not know where they are."),
        ("1,,24.94,,,", "it has no lat."),
        ("1,north,24.94,,,", "lat “north” is not a number."),
        ("1,60.17,24.94,,uphill,", "'uphill' is not a direction"),
        ("1,60.17,24.94,,,tall", "height “tall” is not a number."),
        ("1,60.17,24.94,,,1e300", "height 1e+300 is too large a number."),
        ("1,60.17,24.94,,,10000", "height: 10000 lies outside -50 to 9000 m."),
        (f"{'x' * 81},60.17,24.94,,,", "ref: it is longer than 80 characters."),
    ],
)
def test_a_row_that_cannot_be_is_rejected_with_its_reason(
    tmp_path: Path, row: str, reason: str
) -> None:
    outcome = bring_in(table(tmp_path, HEADING, row, "good,60.17,24.94,,,"))

    assert counts(outcome) == (1, 0, 0, 1)
    assert str(reasons(outcome)[1]).startswith(reason)


def test_every_rejected_row_is_written_beside_the_file_as_it_came(tmp_path: Path) -> None:
    path = table(tmp_path, HEADING, "1,60.17,181,Gate,90,6", "2,60.17,24.94,Door,90,6")

    outcome = bring_in(path)

    assert outcome.rejected_file == tmp_path / "cameras.csv.rejected.csv"
    with outcome.rejected_file.open(encoding="utf-8") as file:
        assert list(csv.DictReader(file)) == [
            {
                "row": "1",
                "reason": "lng 181 lies outside -180 to 180.",
                "ref": "1",
                "lat": "60.17",
                "lng": "181",
                "name": "Gate",
                "direction": "90",
                "height": "6",
            }
        ]


def test_a_list_without_faults_takes_the_old_list_of_them_away(tmp_path: Path) -> None:
    old = bring_in(table(tmp_path, HEADING, "1,60.17,181,,,")).rejected_file

    new = bring_in(table(tmp_path, HEADING, "1,60.17,24.94,,,")).rejected_file

    assert new is None
    assert old is not None
    assert not old.exists()


def test_a_second_import_finds_the_cameras_by_ref_and_changes_what_changed(tmp_path: Path) -> None:
    first = [HEADING, "1,60.17,24.94,Gate,90,6", "2,60.17,24.95,Door,90,6"]
    bring_in(table(tmp_path, *first))
    Camera.registry.update(placed_at="2026-01-01T00:00Z")
    again = bring_in(table(tmp_path, *first))
    assert counts(again) == (0, 0, 2, 0)
    assert not Camera.registry.filter(placed_at=None).exists()

    changed = bring_in(table(tmp_path, *first[:2], "2,60.17,24.95,Door,180,6"))

    assert counts(changed) == (0, 1, 1, 0)
    assert Camera.registry.get(placed_at=None).azimuth == 180


def test_what_a_list_does_not_say_stays_as_it_is_known(tmp_path: Path) -> None:
    bring_in(table(tmp_path, HEADING, "1,60.17,24.94,Gate,90,6"))
    Camera.registry.update(tilt=12.0, level=2, kind="school")

    bring_in(table(tmp_path, "ref,lat,lng", "1,60.18,24.94"))

    camera = Camera.registry.get()
    assert (camera.azimuth, camera.height, camera.tilt, camera.name) == (90, 6, 12, "Gate")
    assert (camera.level, camera.kind) == (2, "school")
    assert camera.surveyed_position.coords == (24.94, 60.18)


def test_a_ref_used_twice_is_rejected_the_second_time(tmp_path: Path) -> None:
    outcome = bring_in(table(tmp_path, HEADING, "1,60.17,24.94,,,", "1,60.18,24.94,,,"))

    assert reasons(outcome) == {2: "ref 1 was used before, in row 1."}


def test_a_guard_is_no_camera(tmp_path: Path) -> None:
    outcome = bring_in(table(tmp_path, "ref,lat,lng,surveillance:type", "1,60.17,24.94,guard"))

    assert reasons(outcome) == {1: "surveillance:type guard is no camera."}


def test_columns_of_other_names_are_mapped(tmp_path: Path) -> None:
    path = table(tmp_path, "Asset,North,East,Facing", "7,60.17,24.94,SW")

    bring_in(path, "ref=Asset", "lat=North", "lng=East", "azimuth=Facing")

    assert Camera.registry.values_list("ref", "azimuth").get() == ("7", 225.0)


@pytest.mark.parametrize(
    ("mapped", "words"),
    [
        ([], r"no column for lng \(say --map lng=COLUMN\), no column for lat .* There are: a, b"),
        (["lng=a", "lat=c"], "no column c"),
        (["lng"], "write field=column"),
        (["colour=a"], "write field=column"),
    ],
)
def test_missing_columns_are_refused_by_name(tmp_path: Path, mapped: list[str], words: str) -> None:
    with pytest.raises(UnreadableCameras, match=words):
        bring_in(table(tmp_path, "a,b", "1,2"), *mapped)


def test_geojson_is_read_and_its_bad_geometries_are_rejected(tmp_path: Path) -> None:
    shapes = [
        {"type": "Point", "coordinates": [24.94, 60.17]},
        None,
        {"type": "Polygon", "coordinates": []},
        {"type": "LineString", "coordinates": [[24, 60], [25, 60]]},
        {"type": "Point", "coordinates": [181, 60]},
        {"type": "Point", "coordinates": [0, 0]},
    ]
    features = [
        {
            "type": "Feature",
            "properties": {"ref": f"c{i}", "camera:direction": "WSW"},
            "geometry": g,
        }
        for i, g in enumerate(shapes)
    ]
    path = tmp_path / "cameras.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))

    outcome = bring_in(path)

    assert Camera.registry.values_list("ref", "azimuth").get() == ("c0", 247.5)
    assert reasons(outcome) == {
        2: "it has no lng and no lat.",
        3: "its geometry is empty.",
        4: "a camera stands at a point, not along a linestring.",
        5: "lng 181 lies outside -180 to 180.",
        6: "0,0 is what devices say that do not know where they are.",
    }


def test_a_geopackage_in_another_system_is_moved_and_one_without_is_refused(
    tmp_path: Path,
) -> None:
    def package(name: str, crs: str) -> Path:
        path = tmp_path / name
        pyogrio.raw.write(
            path,
            geometry=shapely.to_wkb(np.array([shapely.Point(385_000, 6_672_000)])),
            field_data=[np.array(["7"]), np.array([12.5])],
            fields=["ref", "height"],
            geometry_type="Point",
            crs=crs,
            layer="cameras",
        )
        return path

    bring_in(package("tm35.gpkg", "EPSG:3067"))
    assert Camera.registry.get().surveyed_position.coords == pytest.approx((24.93, 60.17), abs=0.01)
    with (
        pytest.warns(UserWarning, match="crs"),
        pytest.raises(UnknownCoordinates, match="does not say which coordinate system"),
    ):
        bring_in(package("none.gpkg", None))  # type: ignore[arg-type]


def test_half_a_file_leaves_nothing_behind(tmp_path: Path) -> None:
    path = table(tmp_path, '{"type": "FeatureCollection", "features": [{"ty', name="half.geojson")

    with pytest.raises(UnreadableFile, match=r"half\.geojson cannot be read"):
        bring_in(path)

    assert not Camera.registry.exists()
    assert not Entry.objects.exists()


def test_an_import_is_a_deed_in_the_log(tmp_path: Path) -> None:
    bring_in(table(tmp_path, HEADING, "1,60.17,24.94,,,", "2,0,0,,,"))

    entry = Entry.objects.get(action="cameras_imported")
    assert (entry.subject_id, entry.actor_name) == ("cameras.csv", "shell")
    assert entry.detail == {"new": 1, "changed": 0, "same": 0, "rejected": 1}


def test_cameras_others_own_are_level_one_and_the_centres_own_belong_to_an_agency(
    tmp_path: Path,
) -> None:
    bring_in(
        table(
            tmp_path,
            "ref,lat,lng,kind,surveillance:zone,operator",
            "1,60.17,24.94,traffic,,City",
            "2,60.17,24.94,,shop,Corner shop",
            "3,60.17,24.94,resident,,",
        )
    )

    kinds = {camera.ref: (camera.level, camera.owner.kind) for camera in Camera.registry.all()}
    assert kinds == {"1": (0, "agency"), "2": (1, "business"), "3": (1, "resident")}
    assert Owner.objects.get(kind="agency").agency is not None
