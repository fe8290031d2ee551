from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registry.models import Building, Camera, Import, Placement
from registry.places import helsinki

pytestmark = pytest.mark.django_db

CAMERAS = "ref,lat,lng,direction\n1,60.1699,24.9384,90\n2,0,0,90\n"


def run(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def cameras(tmp_path: Path) -> Path:
    path = tmp_path / "cameras.csv"
    path.write_text(CAMERAS)
    return path


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    path = tmp_path / "houses.geojson"
    ring = [[24.939, 60.1697], [24.9392, 60.1697], [24.9392, 60.1701], [24.939, 60.1701]]
    polygon = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    feature = {"type": "Feature", "properties": {"id": 1, "height": 9}, "geometry": polygon}
    path.write_text(repr({"type": "FeatureCollection", "features": [feature]}).replace("'", '"'))
    return path


def test_helsinki_is_one_command(monkeypatch: pytest.MonkeyPatch, houses: Path) -> None:
    monkeypatch.setattr(helsinki, "fetch", lambda into: houses)

    said = run("import_places", "--helsinki", "--buildings", "--credit", "the city")

    assert "building: 1 new, 0 changed, 0 same" in said
    assert Import.objects.get().credit == "the city"


def test_a_list_of_cameras_says_what_became_of_it(cameras: Path) -> None:
    said = run("import_cameras", str(cameras))

    assert said == f"accepted 1, changed 0, same 0, rejected 1, see {cameras}.rejected.csv\n"


def test_buildings_that_come_have_the_cameras_near_placed_again(
    cameras: Path, houses: Path
) -> None:
    run("import_cameras", str(cameras))
    assert run("place_cameras", workers=1) == "1 cameras placed\n"

    said = run("import_places", str(houses), "--buildings")

    assert "1 cameras wait to be placed again" in said
    assert run("place_cameras", workers=1) == "1 cameras placed\n"
    assert Placement.objects.count() == 2


def test_all_cameras_can_be_placed_again(cameras: Path) -> None:
    run("import_cameras", str(cameras))
    run("place_cameras", workers=1)

    assert run("place_cameras", workers=1) == "0 cameras placed\n"
    assert run("place_cameras", "--all", workers=1) == "1 cameras placed\n"


@pytest.mark.parametrize(
    "words",
    [
        ["import_places"],
        ["import_places", "nowhere.osm.pbf"],
        ["import_cameras", "nowhere.csv"],
        ["import_cameras", "nowhere.csv", "--map", "colour=red"],
    ],
)
def test_what_cannot_be_done_is_one_line_and_no_traceback(words: list[str]) -> None:
    with pytest.raises(CommandError) as refusal:
        run(*words)

    assert "\n" not in str(refusal.value)
    assert not Building.objects.exists()
    assert not Camera.registry.exists()


@pytest.mark.usefixtures("committed")
def test_threads_place_what_is_committed(cameras: Path) -> None:
    run("import_cameras", str(cameras))

    assert run("place_cameras", workers=2) == "1 cameras placed\n"
    assert Placement.objects.count() == 1
