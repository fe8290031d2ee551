from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from distributed import LocalCluster
from django.core.management import CommandError, call_command

from registry.cameras.placing import place
from registry.coverage import batch, batch_workers
from registry.coverage.batch import ShareLost, forget_all, measure_all
from registry.coverage.batch_workers import processes
from registry.coverage.keeping import keep
from registry.coverage.models import CameraCell, CellsKept
from registry.coverage.partitions import shared_out
from tests.registry.cameras.conftest import Build, MakeCamera
from tests.registry.coverage import dying

pytestmark = pytest.mark.usefixtures("engine")

Rows = set[tuple[Any, ...]]


def rows() -> Rows:
    return set(CameraCell.objects.values_list("camera", "cell", "px_per_m"))


@contextmanager
def here() -> Iterator[Executor]:
    """Give a worker that costs nothing: a thread."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture
def town(camera: MakeCamera, build: Build, monkeypatch: pytest.MonkeyPatch) -> Rows:
    """Give what is measured in one go of 30 cameras on 6 km of road, many of them at seams."""
    dice = np.random.default_rng(5)
    for east, north in dice.uniform((-3000, -60), (3000, 60), (30, 2)).tolist():
        camera(east, north, azimuth=dice.uniform(0, 360), range=dice.uniform(30, 150))
    for east, north in dice.uniform((-3000, -60), (3000, 60), (40, 2)).tolist():
        build(east, north, east + 12, north + 9, dice.uniform(2, 9))
    place()
    keep()
    monkeypatch.setattr(batch, "shared_out", partial(shared_out, most=10))
    return rows()


def anew() -> None:
    """Forget what was measured."""
    CameraCell.objects.all().delete()
    forget_all()


def test_shared_out_it_is_the_same_to_the_last_cell(town: Rows) -> None:
    anew()
    told: list[tuple[int, int]] = []

    assert measure_all(here, workers=1, progress=lambda *at: told.append(at)) == 30

    assert rows() == town
    assert len(told) > 3
    assert told[-1] == (30, 30)
    assert measure_all(here, workers=1) == 0


def test_every_camera_is_in_one_share() -> None:
    lnglat = np.random.default_rng(3).uniform((-84.6, 38.0), (-84.4, 38.1), (500, 2))
    shares = shared_out(lnglat, most=30)
    assert sorted(np.concatenate(shares).tolist()) == list(range(500))
    assert len(shares) > len(shared_out(lnglat, most=1000)) > 1
    assert shared_out(np.zeros((0, 2))) == []


def test_a_killed_worker_costs_its_share_a_second_time(
    town: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew()
    monkeypatch.setattr(batch, "measured_anywhere", partial(dying.once, tmp_path / "taken"))

    assert measure_all(processes(1), workers=1) == 30

    assert rows() == town
    taken = Counter((tmp_path / "taken").read_text().splitlines())
    assert sorted(taken.values())[-2:] == [1, 2]


def test_what_a_killed_driver_left_is_done_by_the_next(
    town: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew()

    def stopped(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure_all(here, workers=1, progress=stopped)
    left = CellsKept.objects.filter(placement=0).count()
    assert 0 < left < 30

    assert measure_all(here, workers=1) == left
    assert rows() == town


def test_a_share_that_kills_every_worker_is_given_up(
    camera: MakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera()
    place()
    monkeypatch.setattr(batch, "measured_anywhere", dying.always)
    monkeypatch.setattr(batch, "TRIES", 1)
    with pytest.raises(ShareLost, match="1 cameras"):
        measure_all(processes(1), workers=1)


def test_a_cluster_measures_the_same(town: Rows) -> None:
    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        protocol="tcp",
        dashboard_address=None,
    ) as cluster:
        said = run(scheduler=cluster.scheduler_address, restart=True)
    assert said == "30 cameras measured\n"
    assert rows() == town


def test_a_cluster_that_is_not_there_is_named(
    camera: MakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera()
    place()
    monkeypatch.setattr(batch_workers, "PATIENCE", 0.1)
    with pytest.raises(CommandError, match=r"tcp://127\.0\.0\.1:9 does not answer"):
        run(scheduler="tcp://127.0.0.1:9")


def run(**options: Any) -> str:
    out = StringIO()
    call_command("measure_coverage", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()
