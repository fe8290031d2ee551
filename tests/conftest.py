"""What every test may lean on: the database as the web's login sees it, or with rows that stay."""

from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from pytest_django import DjangoDbBlocker

from tests import database

pytest_plugins = [name for name in ("tests.cast", "tests.storing") if find_spec(name)]


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Make this worker's database; the owner does it, for the web's login may not."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    with django_db_blocker.unblock():
        name = database.create(worker)
    yield
    with django_db_blocker.unblock():
        database.drop(name)


@pytest.fixture
def _django_db_helper(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Roll back as pytest-django does, or rewind where rows were committed.

    Its own way to clean up after committed rows flushes over the login under test, which owns
    nothing and may not.
    """
    if {"transactional_db", "live_server"} & set(request.fixturenames):
        pytest.fail("Ask for `committed`: the web's login cannot flush the tables.")
    if "committed" not in request.fixturenames:
        request.getfixturevalue("_django_db_helper")
        yield
        return
    with django_db_blocker.unblock():
        yield
        database.rewind()


@pytest.fixture
def committed(_django_db_helper: None) -> None:
    """Commit what the test writes, for all three logins and for other processes, then rewind."""
