"""What a box recorded stays at home, but for what its owner opened and no earlier."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from registry.edge.agent.box import Box
from registry.edge.agent.cameras import LocalCamera
from registry.edge.agent.journal import Journal
from registry.edge.agent.ring import Ring
from registry.edge.terms import Terms
from registry.edge.wire import WINDOW
from registry.feeds.playback import Span
from tests.frontend.media.boxed import promised
from tests.frontend.media.streamer import Streamer, streaming
from tests.registry.edge.agent.test_line import CALL, Centre, Place, run, until

RECORDED = frozenset({"recorded"})
OPEN = Terms(capabilities=RECORDED, condition="always")


@pytest.fixture(scope="module")
def streamer() -> Iterator[Streamer]:
    with streaming(every=5) as streamer:
        yield streamer


@dataclass
class Home(Place):
    """A place whose box records."""

    def kept(self) -> list[Span]:
        return Ring(self.folder, 1 << 30).spans(self.camera.id, 0, 1e10)

    async def recorded(self, seconds: float = 0.6) -> Span:
        await until(lambda: self.kept() and _long(self.kept()[-1]) >= seconds, 25)
        return self.kept()[-1]

    async def ask(self, word: str, begin: float, end: float, **call: Any) -> UUID:
        ask = uuid4()
        await self.centre.say(
            word, ask, camera=str(self.camera.id), begin=begin, end=end, call=CALL | call
        )
        return ask

    @asynccontextmanager
    async def opened(self, terms: Terms = OPEN) -> AsyncIterator[Centre]:
        """Open it once something is recorded, but as if it had been open for a day."""
        async with self.running(Terms()) as centre:
            await self.recorded()
            long_ago = datetime.now(UTC) - timedelta(days=1)
            box = Box.load(self.folder)
            camera = box.camera(self.camera.id)
            box.having(replace(camera, terms=replace(terms, since=long_ago))).save(self.folder)
            await until(lambda: centre.condition() == terms.condition)
            yield centre


@pytest.fixture
def home(tmp_path: Path, streamer: Streamer) -> Home:
    url = streamer.url(tmp_path.name)
    camera = LocalCamera(id=uuid4(), name="Door", url=url, keep=True)
    return Home(tmp_path, camera, streamer)


def test_what_is_recorded_stays_at_home_until_its_owner_opens_it(home: Home) -> None:
    async def test() -> None:
        async with home.running(Terms(condition="always", capabilities=frozenset())) as centre:
            span = await home.recorded()
            await home.ask("play", span.begins_at, span.ends_at)
            await home.ask("spans", span.begins_at, span.ends_at)
            await until(lambda: len(centre.refused()) == 2)
            assert set(centre.refused()) == {"its owner has not opened its recordings"}
            assert centre.pictures == []
            assert centre.told("kept") == []

    run(test)
    assert home.log() == ["refused", "refused"]


def test_what_is_open_is_listed_and_played_and_its_owner_reads_of_it(home: Home) -> None:
    async def test() -> None:
        async with home.opened() as centre:
            span = await home.recorded()
            await home.ask("spans", span.begins_at - 100, span.ends_at + 100)
            await until(lambda: centre.told("kept"))
            [[begin, end]] = centre.told("kept")[0]["spans"]
            assert begin == span.begins_at
            ask = await home.ask("play", begin, end)
            await until(lambda: centre.told("played"))
            assert {sent.camera for sent in centre.pictures} == {ask}
            assert centre.pictures[0].at == pytest.approx(begin, abs=0.01)
            assert centre.pictures[-1].at == pytest.approx(end, abs=0.3)

    run(test)
    [began] = [line for line in Journal(home.folder).last() if line["what"] == "began"]
    assert (began["want"], began["incident"]) == ("recorded", CALL["number"])
    assert began["filmed"].count(":") >= 4
    assert "ended" in home.log()


def test_nothing_from_before_its_owner_opened_it_leaves(home: Home) -> None:
    async def test() -> None:
        async with home.running(Terms()) as centre:
            before = await home.recorded()
            home.switch(OPEN)
            await until(lambda: centre.condition() == "always")
            opened = Box.load(home.folder).camera(home.camera.id).terms.since
            assert opened
            await home.ask("play", before.begins_at, opened.timestamp() - 0.01)
            await until(centre.refused)
            assert centre.refused() == ["its owner lets out nothing that was filmed so early"]
            await until(lambda: home.kept()[-1].ends_at > opened.timestamp() + 1)
            await home.ask("play", before.begins_at, time.time())
            await until(lambda: centre.told("played"))
            assert centre.pictures
            assert min(sent.at for sent in centre.pictures) >= opened.timestamp()

    run(test)


def test_a_condition_that_does_not_hold_lets_nothing_out(home: Home) -> None:
    async def test() -> None:
        terms = Terms(capabilities=RECORDED, condition="panic")
        async with home.opened(terms) as centre:
            span = await home.recorded()
            await home.ask("play", span.begins_at, span.ends_at)
            await until(centre.refused)
            assert centre.refused() == ["opens only while a panic alarm is open here"]
            await home.ask("play", span.begins_at, span.ends_at, kind="panic")
            await until(lambda: centre.told("played"))
            assert centre.pictures

    run(test)


def test_turning_the_switch_cuts_what_is_played(home: Home) -> None:
    async def test() -> None:
        async with home.opened() as centre:
            centre.takes = False  # it stays open: not all of it was taken
            span = await home.recorded()
            await home.ask("play", span.begins_at, span.ends_at)
            await until(lambda: centre.pictures)
            home.switch(replace(OPEN, condition="never"))
            await until(centre.refused, promised(2.0))
            assert centre.refused() == ["its owner has closed it for now"]

    run(test)
    assert home.log().count("cut") == 1


def test_a_centre_that_takes_nothing_is_sent_a_window_and_no_more(home: Home) -> None:
    async def test() -> None:
        async with home.opened() as centre:
            centre.takes = False
            span = await home.recorded(2.0)
            ask = await home.ask("play", span.begins_at, span.ends_at)
            await until(lambda: centre.pictures)
            await home.ask("spans", span.begins_at, span.ends_at)
            await until(lambda: centre.told("kept"))  # by then it has sent what it may
            assert sum(len(sent.data) for sent in centre.pictures) < WINDOW * 2
            await centre.say("stop", ask)
            await until(lambda: "ended" in home.log())

    run(test)


@pytest.mark.parametrize(
    "wrong", [{"begin": "now"}, {"begin": 9e9, "end": 1.0}, {"call": None}, {"camera": 7}]
)
def test_nonsense_asks_for_nothing(home: Home, wrong: dict[str, Any]) -> None:
    async def test() -> None:
        async with home.running(OPEN) as centre:
            said = {"camera": str(home.camera.id), "begin": 1.0, "end": 9e9, "call": CALL} | wrong
            await centre.say("play", uuid4(), **said)
            await centre.say("more", uuid4(), bytes="many")
            await home.ask("spans", 1.0, 9e9)
            await until(lambda: centre.told("kept"))
            assert centre.pictures == []

    run(test)


def test_a_disk_that_takes_no_more_is_said_and_nothing_else_stops(home: Home) -> None:
    (home.folder / "recordings").write_text("in the way")

    def recording() -> str:
        told = home.centre.told("health")
        return str(told[-1]["cameras"][0]["recording"]) if told else ""

    async def test() -> None:
        stills = Terms(capabilities=frozenset({"still"}), condition="always")
        async with home.running(stills) as centre:
            await until(lambda: recording().startswith("stopped: the box's disk says"), 25)
            await centre.ask(home.look())
            await until(lambda: centre.pictures, 25)

    run(test)


def _long(span: Span) -> float:
    return span.ends_at - span.begins_at
