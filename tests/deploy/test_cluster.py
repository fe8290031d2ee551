"""A cluster of our own: nobody else's, wherever the checkout lies."""

import multiprocessing
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from frontend.deploy import folders
from frontend.deploy.cluster import LOGINS, Cluster
from frontend.deploy.postgres import for_data
from frontend.deploy.refusing import CannotStart
from tests.deploy.machine import open_folder

pytestmark = pytest.mark.machine
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


@pytest.fixture
def place() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@contextmanager
def running(var: Path) -> Iterator[Cluster]:
    cluster = Cluster(var, throwaway=True)
    folders.furnish(var)
    cluster.prepare()
    server = cluster.start()
    try:
        cluster.wait(20)
        cluster.furnish()
        yield cluster
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


@pytest.fixture
def cluster(place: Path) -> Iterator[Cluster]:
    with running(place / "var") as cluster:
        yield cluster


def ask(cluster: Cluster, login: str, question: str) -> list[str]:
    with psycopg.connect(host=str(cluster.socket), user=login, dbname="sightline") as connection:
        return [str(row[0]) for row in connection.execute(question)]


def test_it_listens_on_a_socket_in_a_locked_folder_and_on_no_port(cluster: Cluster) -> None:
    assert ask(cluster, "sightline_app", "SHOW listen_addresses") == [""]
    assert {path.stat().st_mode & 0o777 for path in (cluster.data, cluster.socket)} == {0o700}
    assert cluster.var.stat().st_mode & 0o777 == 0o711
    owners = {path.stat().st_uid for path in (cluster.data, cluster.socket)}
    assert owners == {cluster.user.uid}


def test_it_has_three_logins_of_which_none_is_mighty(cluster: Cluster) -> None:
    mighty = "SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolsuper"
    assert ask(cluster, "sightline_app", mighty) == ["postgres"]
    for login in LOGINS:
        assert ask(cluster, login, "SELECT current_user") == [login]
    assert ask(cluster, "sightline_owner", "SELECT postgis_lib_version()") != []


@as_root
def test_another_account_of_this_machine_is_no_login(cluster: Cluster) -> None:
    """The folder keeps others out; were it open, the kernel would still tell them apart."""
    cluster.socket.chmod(0o711)
    next(cluster.socket.glob(".s.PGSQL.*[0-9]")).chmod(0o777)
    nobody = pwd.getpwnam("nobody")
    asked = subprocess.run(
        ["psql", "-h", str(cluster.socket), "-U", "sightline_app", "-c", "SELECT 1", "sightline"],
        capture_output=True,
        text=True,
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        cwd="/",
    )
    assert asked.returncode != 0


def test_a_second_start_keeps_the_data(place: Path) -> None:
    for count in (1, 2):
        with (
            running(place / "var") as cluster,
            psycopg.connect(host=str(cluster.socket), user="postgres", dbname="sightline") as asked,
        ):
            asked.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
            asked.execute("INSERT INTO kept VALUES (1)")
            assert asked.execute("SELECT count(*) FROM kept").fetchone() == (count,)


def test_a_name_too_long_for_a_socket_gets_a_short_one(place: Path) -> None:
    var = place / ("long name, with % and 'quotes' " * 3).strip() / "var"
    with running(var) as cluster:
        assert cluster.data.is_relative_to(var)
        assert len(os.fsencode(cluster.socket / ".s.PGSQL.5432")) <= 103
        assert ask(cluster, "sightline_app", "SELECT 1") == ["1"]
    shutil.rmtree(cluster.socket.parent)


@as_root
def test_a_checkout_others_cannot_enter_keeps_its_data_where_the_database_can(place: Path) -> None:
    locked = place / "locked"
    locked.mkdir(mode=0o700)
    with running(locked / "var") as cluster:
        assert not cluster.data.is_relative_to(locked)
        assert ask(cluster, "sightline_app", "SELECT 1") == ["1"]
    assert Cluster(locked / "var", throwaway=True).data == cluster.data
    shutil.rmtree(cluster.data.parent)


@as_root
def test_an_ordinary_user_owns_the_whole_cluster(place: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.chown(place, nobody.pw_uid, nobody.pw_gid)

    def start_as_nobody() -> None:
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
        with running(place / "var") as cluster:
            assert ask(cluster, "sightline_app", "SELECT current_user") == ["sightline_app"]

    # A fork, because our Python itself may lie where this user cannot enter.
    child = multiprocessing.get_context("fork").Process(target=start_as_nobody)
    child.start()
    child.join(timeout=40)
    assert child.exitcode == 0
    assert (place / "var" / "pg").stat().st_uid == nobody.pw_uid


def test_data_of_another_postgresql_are_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotStart, match=r"was made by PostgreSQL 9, only .* here: install"):
        for_data(tmp_path)


def test_a_folder_of_somebody_else_is_refused(place: Path) -> None:
    cluster = Cluster(place / "var", throwaway=True)
    (place / "elsewhere").mkdir()
    (place / "var").mkdir()
    (place / "var" / "pg").symlink_to(place / "elsewhere")
    with pytest.raises(CannotStart, match="belongs to another user"):
        cluster.prepare()
