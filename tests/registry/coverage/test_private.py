"""What a planner can learn of private cameras: a share of a block, and no house, however asked."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import h3
import numpy as np
import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from registry.coverage import blocks, private, running
from registry.coverage.models import Study, StudyCell
from registry.models import Agency, Camera, Grant, Owner, Placement
from tests.cast import Knock
from tests.registry.coverage import corner
from tiles import coverage
from tiles.square import squares_within

pytestmark = pytest.mark.django_db

HOME = h3.latlng_to_cell(38.04, -84.5, 10)
BLOCK = h3.str_to_int(HOME)
WHOLE = (-46.0, -66.0, 154.0, 134.0)  # metres: the block lies within
HOUSES = 24
LATER = corner.THEN + timedelta(days=30)
TIME = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+\d\d:\d\d)")


@pytest.fixture(autouse=True)
def secret(settings: Any) -> None:
    """Throw the same dice on every machine."""
    settings.SECRET_KEY = "so many words"  # noqa: S105  of a test alone


@pytest.fixture
def block() -> list[Point]:
    """Build twenty-four houses round one block, and hang up an agency's camera; give the doors."""
    spots = []
    for child in h3.cell_to_children(HOME, 13)[:: 343 // HOUSES][:HOUSES]:
        lat, lng = h3.cell_to_latlng(child)
        corner.door(lng, lat)
        spots.append(Point(lng, lat, srid=4326))
    blocks.cut()
    corner.camera(corner.at(0, -60))
    corner.street("Elm Street", (-100, 0), (100, 0))
    return spots


def doorbell(spot: Point, **facts: Any) -> UUID:
    """Hang one up: ten metres far, enough to tell somebody is there."""
    looks = {"range": 10.0, "width_px": 1920, "height": 1.5, "hfov": 120.0}
    return corner.camera(spot, **{"level": 1} | looks | facts)


def neighbours(spots: list[Point]) -> None:
    """Let three owners watch a good part of the block."""
    for spot in spots[3::8]:
        doorbell(spot, hfov=360.0, range=24.0)


def ask(**asked: Any) -> Study:
    facts = {"cameras": "all", "level": "detect", "at": LATER} | asked
    return corner.study(*WHOLE, **facts)


def again(study: Study) -> Study:
    Study.objects.filter(pk=study.pk).update(state="queued", tries=0)
    running.run(study.pk)
    study.refresh_from_db()
    assert study.state == "done"
    coverage.answer.cache_clear()
    return study


def doors_of_a_study(patterns: list[Any], route: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from doors_of_a_study(each.url_patterns, route + str(each.pattern))
        elif isinstance(each, URLPattern):
            path = route + str(each.pattern)
            if path.startswith("api/studies/") and path.count("<") == 1:
                yield re.sub("<.*>", "%s", path)


def everything(planner: Client, study: Study) -> dict[str, bytes]:
    """Ask all a planner can ask of a study: every door of the API, every tile, cells all over."""
    paths = ["/" + path % study.pk for path in doors_of_a_study(get_resolver().url_patterns)]
    assert f"/api/studies/{study.pk}/gaps" in paths
    cells = [*h3.cell_to_children(HOME, 13)[::43], *h3.cell_to_children(HOME, 11), HOME]
    paths += [f"/api/studies/{study.pk}/cells/{cell}" for cell in cells]
    extent = study.area.extent
    paths += [
        f"/tiles/coverage/{square.z}/{square.x}/{square.y}.mvt?study={study.pk}"
        for z in (12, 16)
        for square in squares_within(extent, z)
    ]
    return {path: told(planner.get(path)) for path in paths}


def told(response: Any) -> bytes:
    body = TIME.sub(b"", response.content)
    if response.headers.get("Content-Type", "").startswith("application/problem"):
        problem = json.loads(body)
        body = str(problem["status"]).encode()  # the rest names the request
    return body


def test_a_share_needs_three_owners_and_comes_in_steps(block: list[Point]) -> None:
    one, two = corner.owner(1), corner.owner(1)
    for spot, whose in zip(block[::4], [one, two, one, two, one, two], strict=True):
        doorbell(spot, whose=whose, hfov=360.0, range=20.0)
    assert private.shares(ask()) == {BLOCK: None}
    doorbell(block[5])
    (share,) = private.shares(ask()).values()
    assert share is not None
    assert 0 < share < 1
    assert share / 0.05 == pytest.approx(round(share / 0.05))
    # six circles of twenty metres among others' walls and edges, of a block of 1.5 hectares
    assert share == pytest.approx(6 * np.pi * 20**2 / h3.cell_area(HOME, "m^2"), abs=0.2)
    assert private.shares(ask(cameras="agency")) == {BLOCK: None}
    assert private.shares(ask(cameras="level_two")) == {BLOCK: None}


def test_an_owner_who_sees_none_of_it_is_none_of_the_three(block: list[Point]) -> None:
    for spot in block[:2]:
        doorbell(spot)
    doorbell(corner.at(56, 36), range=0.1)  # as far as its own doormat
    assert private.shares(ask()) == {BLOCK: None}


def test_only_whole_blocks_are_told_of(block: list[Point]) -> None:
    neighbours(block)
    assert set(private.shares(ask())) == {BLOCK}
    west, south, east, _ = WHOLE
    assert private.shares(corner.study(west, south, east, 30, level="detect")) == {}
    outer, hole = corner.box(*WHOLE)[0][0], corner.box(50, 30, 58, 38)[0][0]
    with_hole = ask()
    with_hole.area = MultiPolygon(Polygon(outer.coords, hole.coords), srid=4326)
    assert private.shares(with_hole) == {}


def test_a_camera_counts_in_its_own_block_only(block: list[Point]) -> None:
    """Were it to count beyond, what changes in two blocks at once would stand on their border."""
    neighbour = h3.grid_ring(HOME, 1)[0]
    for child in h3.cell_to_children(neighbour, 13)[::14]:
        lat, lng = h3.cell_to_latlng(child)
        corner.door(lng, lat)
        doorbell(Point(lng, lat, srid=4326), hfov=360.0, range=60.0)
    blocks.cut()
    shares = private.shares(corner.study(-250, -270, 350, 330, level="detect", at=LATER))
    assert shares[h3.str_to_int(neighbour)]
    assert shares[BLOCK] is None


def test_nothing_changes_for_a_planner_while_fewer_than_three_have_cameras(
    block: list[Point], knock: Knock
) -> None:
    planner, study = knock("planner"), ask()
    before = everything(planner, again(study))
    rows = list(StudyCell.objects.order_by("cell").values())
    for spot in block[:2]:
        doorbell(spot, hfov=360.0, range=50.0)
    assert everything(planner, again(study)) == before
    assert list(StudyCell.objects.order_by("cell").values()) == rows
    assert study.numbers["with_private"] == {"area": None, "blocks_told": 0, "blocks": 1}


def test_nothing_changes_for_a_planner_where_a_camera_hangs_in_its_block(
    block: list[Point], knock: Knock
) -> None:
    neighbours(block)
    planner, study = knock("planner"), ask()
    house = doorbell(block[0], azimuth=90.0)
    there = everything(planner, again(study))
    with_private = study.numbers["with_private"]
    assert with_private["blocks_told"] == 1
    assert with_private["area"] > study.numbers["shares"]["area"]["value"]
    for spot in (block[10], block[17]):
        Camera.registry.filter(pk=house).update(position=spot, surveyed_position=spot)
        Placement.objects.filter(camera=house).update(position=spot)
        assert everything(planner, again(study)) == there
    # what names cameras names the agency's, then two words
    cells = [json.loads(body) for path, body in there.items() if "/cells/" in path]
    assert {each["private"] for each in cells} == {True}
    agency = set(Camera.registry.filter(level=0).values_list("pk", flat=True))
    named = {UUID(camera["id"]) for each in cells for camera in each["cameras"]}
    assert named <= agency
    private_ids = Camera.registry.filter(level__gt=0).values_list("pk", flat=True)
    whole = b"".join(there.values())
    assert not [id for id in private_ids if str(id).encode() in whole]


def test_studies_subtracted_differ_by_whole_blocks(block: list[Point], knock: Knock) -> None:
    """Attack a doorbell hung up in January, with pairs of studies with it and without it."""
    neighbours(block)
    doorbell(block[0], since=corner.THEN + timedelta(days=10), hfov=360.0, range=30.0)
    x, y = corner.PLANE.to_metres([block[0].coords])[0]
    pairs = [
        (ask(at=corner.THEN), ask(at=LATER)),
        (ask(cameras="level_two"), ask(cameras="level_one")),
        (ask(level="observe"), ask()),
        (ask(), corner.study(x - 20, y - 20, x + 20, y + 20, level="detect", at=LATER)),
        (ask(), corner.study(x - 90, *WHOLE[1:], level="detect", at=LATER)),
    ]
    apart = [private.shares(one).items() ^ private.shares(other).items() for one, other in pairs]
    assert any(apart)
    assert {cell for difference in apart for cell, _ in difference} == {BLOCK}
    # and of all that is told cell by cell and street by street, nothing differs
    planner = knock("planner")
    before, after = (exact(everything(planner, again(study))) for study in pairs[0])
    assert before == after


def exact(answers: dict[str, bytes]) -> list[bytes]:
    """Keep what is told of cells and streets."""
    return [
        body
        for path, body in answers.items()
        if "/tiles/" in path or "/cells/" in path or path.endswith("/gaps")
    ]


def test_who_knows_all_but_the_secret_can_hardly_guess_the_house(block: list[Point]) -> None:
    """Attack it with everything known: each door, each other camera, the view from every house.

    What is not known is where the steps of a share begin. Over all secrets, the best guess by two
    studies is right hardly more often than one of the block's twenty-four doors drawn by lot.
    """
    neighbours(block)
    house = doorbell(block[0], range=25.0)
    asked = [ask(), ask(level="observe")]
    views = np.zeros((len(block), len(asked)))
    for door, spot in enumerate(block):
        Placement.objects.filter(camera=house).update(position=spot)
        for nth, study in enumerate(asked):
            views[door, nth] = private.measured(study)[BLOCK]
    assert len(np.unique(views, axis=0)) > 5  # as measured they would tell far more
    steps = views / private.STEP
    lowest = int(np.floor(steps.min()))
    answers = np.arange(lowest, int(steps.max()) + 2)
    # P(answer | house): the step below or above, by how near it is
    chances = np.clip(1 - np.abs(steps[:, :, None] - answers), 0, 1)
    both = chances[:, 0, :, None] * chances[:, 1, None, :]
    right = both.max(axis=0).sum() / len(block)
    assert right < 2 / len(block)


def test_a_step_is_right_on_average_and_never_thrown_again(block: list[Point]) -> None:
    dice = np.linspace(0, 1, 1000, endpoint=False)
    for exact_share in (0.012, 0.26, 0.5, 0.99):
        told_shares = [private._step(exact_share, each) for each in dice.tolist()]
        assert np.mean(told_shares) == pytest.approx(exact_share, abs=1e-4)
    throws = {
        private._dice(ask(hour=hour, scheme=scheme, level=level, at=at), BLOCK)
        for hour in (None, 3)
        for scheme, level in (("dori", "recognise"), ("iec_2025", "perceive"))
        for at in (corner.THEN, LATER)
    }
    assert len(throws) == 1


def test_level_two_counts_at_the_hours_its_owner_opens_it(block: list[Point]) -> None:
    agency = Agency.objects.get()
    for nth, spot in enumerate(block[::8]):
        whose = Owner.objects.get(pk=corner.owner(2).pk)
        hung = doorbell(spot, level=2, whose=whose, hfov=360.0, range=24.0)
        Grant.objects.create(
            owner=whose, camera_id=hung, agency=agency, capabilities=["live"],
            condition="hours" if nth else "always", valid_from=corner.LONG_AGO,
            from_hour="22:00" if nth else None, until_hour="06:00" if nth else None,
        )  # fmt: skip
    (night,) = private.shares(ask(cameras="level_two", hour=23)).values()
    assert night
    assert private.shares(ask(cameras="level_two", hour=12)) == {BLOCK: None}
    assert all(private.shares(ask(cameras="all", hour=12)).values())
    Grant.objects.filter(condition="always").update(valid_to=corner.THEN)
    assert private.shares(ask(cameras="level_two", hour=23)) == {BLOCK: None}


def test_nobody_else_reads_private_cameras_for_a_planner() -> None:
    root = Path(private.__file__).parents[2]
    readers = {
        path.relative_to(root).as_posix()
        for room in ("registry", "tiles", "frontend")
        for path in (root / room).rglob("*.py")
        if "node_modules" not in path.parts and "sights.private(" in path.read_text()
    }
    assert readers == {"registry/coverage/private.py"}
