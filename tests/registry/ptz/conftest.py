"""A camera on a head, a head that notes what it is told, and those who want it elsewhere."""

from dataclasses import dataclass, field

import pytest

from geo.aiming import Turn
from registry.access.facts import Actor
from registry.accounts import casting
from registry.accounts.models import User
from registry.feeds.readers import reader
from registry.models import Control, Incident
from registry.ptz import returning, turning
from registry.ptz.refusals import HeadSilent
from tests.registry.ptz.scene import open_call, turnable


@dataclass
class Head:
    """What a head was told; silent, it was told nothing."""

    told: list[Turn] = field(default_factory=list)
    came_home: list[bool] = field(default_factory=list)
    silent: bool = False

    def tell(self, control: Control, turn: Turn, *, home: bool) -> None:
        if self.silent:
            raise HeadSilent
        self.told.append(turn)
        if home:
            self.came_home.append(True)


@pytest.fixture
def head(monkeypatch: pytest.MonkeyPatch) -> Head:
    made = Head()
    for room in (turning, returning):
        monkeypatch.setattr(room, "told", made.tell)
    return made


@pytest.fixture
def cast(db: None) -> dict[str, User]:
    return casting.cast()


@pytest.fixture
def dispatcher(cast: dict[str, User]) -> Actor:
    return reader(cast["dispatcher"])


@pytest.fixture
def supervisor(cast: dict[str, User]) -> Actor:
    return reader(cast["supervisor"])


@pytest.fixture
def call(db: None) -> Incident:
    return open_call()


@pytest.fixture
def control(cast: dict[str, User]) -> Control:
    return turnable(cast["dispatcher"].agency)
