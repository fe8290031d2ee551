"""Each test starts with nothing remembered."""

import pytest

from tiles.serving import memory


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    memory.clear()
