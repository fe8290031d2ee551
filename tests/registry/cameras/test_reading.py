import math
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from registry.cameras.columns import COLUMNS, by_field
from registry.cameras.fields import FIELDS, Unfit, take
from registry.cameras.reading import Head, heads
from registry.places import tables
from registry.places.refusals import UnreadableFile

HERE = (24.94, 60.17)


def one(**told: str) -> Head:
    (head,) = heads({name.replace("__", ":"): text for name, text in told.items()}, HERE)
    return head


def test_openstreetmaps_own_direction_beats_the_plain_one() -> None:
    cells = {"direction": "180", "Camera:Direction": "90", "camera:angle": "15"}

    assert by_field(cells, {}) == {"direction": "90", "tilt": "15"}


def test_an_empty_tag_does_not_hide_the_next() -> None:
    assert by_field({"camera:direction": " ", "direction": "180"}, {}) == {"direction": "180"}


@pytest.mark.parametrize(
    ("direction", "looks"),
    [
        ("0", [(0.0, None)]),
        ("WSW", [(247.5, None)]),
        ("239-284", [(261.5, 45.0)]),
        ("350-10", [(0.0, 20.0)]),
        ("0;90", [(0.0, None), (90.0, None)]),
        ("N;90-130", [(0.0, None), (110.0, 40.0)]),
    ],
)
def test_directions_are_read_as_openstreetmap_writes_them(
    direction: str, looks: list[tuple[float, float | None]]
) -> None:
    found = heads({"ref": "7", "direction": direction}, HERE)

    assert [(head.values["azimuth"], head.values.get("hfov")) for head in found] == looks
    assert [head.ref for head in found] == ["7", "7#2"][: len(looks)]


def test_an_opening_said_for_itself_beats_that_of_a_range() -> None:
    assert "hfov" in one(direction="0-90", hfov="60").values
    assert one(direction="0-90", hfov="60").values["hfov"] == 60.0


@pytest.mark.parametrize(
    ("told", "form"),
    [("fixed", "fixed"), ("dome", "ptz"), ("panning", "ptz"), ("Fisheye", "panoramic")],
)
def test_camera_types_are_forms(told: str, form: str) -> None:
    assert one(form=told).values["form"] == form


def test_a_mount_nobody_has_a_word_for_says_nothing() -> None:
    assert "mount" not in one(mount="hovering").values
    assert one(mount="street_lamp").values["mount"] == "pole"


def test_a_camera_without_a_ref_is_known_by_its_place() -> None:
    assert one().ref == "at 24.940000,60.170000"


def test_a_zone_tells_the_kind_and_whose_it_may_be() -> None:
    assert one(zone="traffic").assumed == {
        "kind": "traffic",
        "level": 0,
        "name": "Camera at 24.940000,60.170000",
    }
    assert one(zone="shop").assumed["level"] == 1
    assert one(zone="indoor").values["indoor"] is True


texts = (
    some.text(max_size=30) | some.floats().map(str) | some.sampled_from(["0;90", "1e999", "4 m"])
)


@given(some.dictionaries(some.sampled_from(sorted(COLUMNS)), texts))
def test_whatever_a_row_says_it_is_cameras_or_a_reason(told: dict[str, str]) -> None:
    found: list[Head] = []
    with suppress(Unfit):
        found = heads(told, HERE)
    for head in found:
        _, faults = take({**head.assumed, **head.values})
        assert not faults


json_values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=10),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=3), inner),
    max_leaves=4,
)


@given(some.dictionaries(some.sampled_from([*FIELDS, "colour"]), json_values))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_sent_it_fits_or_is_a_fault(values: dict[str, Any]) -> None:
    taken, faults = take(values)

    assert {*taken, *(fault.field for fault in faults)} == set(values)
    assert all(math.isfinite(value) for value in taken.values() if isinstance(value, float | int))


@given(some.binary(max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_in_a_file_it_is_rows_or_a_refusal(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cameras.csv"
    path.write_bytes(content)
    with suppress(UnreadableFile):
        rows = list(tables.read(path))
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
