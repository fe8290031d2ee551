"""The engine is compiled once before the tests that lean on it."""

import pytest

from geo import visibility


@pytest.fixture(scope="session")
def engine() -> None:
    visibility.warm()


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let shapely answer, as where numba is absent or not warm yet."""
    for module in ("geo.visibility.questions", "geo.hexgrid"):
        monkeypatch.setattr(f"{module}.engine_ready", lambda: False)
