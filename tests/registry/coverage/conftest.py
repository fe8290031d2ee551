"""Cameras and houses to measure, on the corner where four squares of the registry meet."""

import pytest

from geo.visibility import warm
from tests.registry.cameras.conftest import build, camera, owner

__all__ = ["build", "camera", "owner"]


@pytest.fixture(scope="session")
def engine() -> None:
    """Have it compiled: nothing is kept before."""
    warm()
