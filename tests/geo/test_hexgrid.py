import numpy as np
import pytest
import shapely

from geo import hexgrid, visibility
from geo.plane import Plane
from tests.geo.towns import random_cameras, random_town

HAIR = 0.01  # metres; straight in metres is not quite straight in degrees
KENTUCKY = Plane(-84.5, 38.04)


def pairs(found: hexgrid.Sightings) -> set[tuple[int, int]]:
    return set(zip(found.camera.tolist(), found.cell.tolist(), strict=True))


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("resolution", [12, 13])
def test_cells_read_off_the_slabs_are_those_of_the_polygons(resolution: int) -> None:
    town = random_town(5)
    cameras = random_cameras(6, town, 60)
    table = hexgrid.Cells.around(KENTUCKY, cameras, resolution)
    shapes = visibility.fields_of_view(town, cameras)

    found = hexgrid.cells(town, cameras, table)

    differing = 0
    for i, shape in enumerate(shapes):
        direct = set(table.ids[found.cell[found.camera == i]].tolist())
        degrees = KENTUCKY.geometry_to_degrees(shape)
        through = set() if shape.is_empty else set(hexgrid.ids_in(degrees, resolution).tolist())
        for cell in direct ^ through:
            (centre,) = table.centres[table.ids == cell]
            differing += shapely.distance(shape.boundary, shapely.Point(centre)) > HAIR
    assert len(found.cell) > 400
    assert differing == 0


@pytest.mark.usefixtures("engine")
def test_distances_lead_from_the_camera_to_the_cell() -> None:
    town = random_town(5)
    cameras = random_cameras(6, town, 20)
    table = hexgrid.Cells.around(KENTUCKY, cameras, 12)
    found = hexgrid.cells(town, cameras, table)
    away = table.centres[found.cell] - np.column_stack([cameras.x, cameras.y])[found.camera]
    assert found.distance == pytest.approx(np.hypot(*away.T))


@pytest.mark.usefixtures("no_engine")
def test_without_the_engine_the_cells_are_the_same(request: pytest.FixtureRequest) -> None:
    town = random_town(8, buildings=20)
    cameras = random_cameras(9, town, 10)
    table = hexgrid.Cells.around(KENTUCKY, cameras, 13)
    slowly = pairs(hexgrid.cells(town, cameras, table))
    request.getfixturevalue("monkeypatch").undo()
    request.getfixturevalue("engine")
    assert len(slowly ^ pairs(hexgrid.cells(town, cameras, table))) <= len(slowly) // 1000


def test_a_table_holds_every_cell_of_its_rectangle() -> None:
    table = hexgrid.Cells.within(KENTUCKY, (-300.0, -200.0, 300.0, 200.0), 12)
    assert len(table) == pytest.approx(600 * 400 / 307, rel=0.15)
    assert len(set(table.ids.tolist())) == len(table)


@pytest.mark.usefixtures("engine")
def test_cells_beyond_the_antimeridian_are_found() -> None:
    plane = Plane(179.9999, -17.0)
    poses = visibility.Poses(0.0, 0.0, 5.0, 0.0, 360.0, 100.0)
    table = hexgrid.Cells.around(plane, poses, 13)
    found = hexgrid.cells(visibility.Occluders([], []), poses, table)
    east = table.centres[found.cell][:, 0] > 20
    assert len(found.cell) == pytest.approx(np.pi * 100**2 / 44, rel=0.2)
    assert 0.3 < east.mean() < 0.7
