"""An ONVIF recorder that says itself what it keeps, and where it plays it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from registry.feeds.fetching import Fetcher
from registry.feeds.onvif.recordings import Recorder, Recording
from registry.feeds.playback import Span
from registry.feeds.recorders.listing import joined
from registry.feeds.recorders.played import NOTHING, Played
from registry.feeds.recorders.replay import Replay
from registry.feeds.refusals import FeedForbidden, NothingThere


@dataclass(frozen=True)
class Searched:
    """One recording of a device; unnamed, it is the only one."""

    recorder_url: str
    recording: str = ""
    credential: str = field(default="", repr=False)

    async def spans(self, fetcher: Fetcher, begin: float, end: float) -> list[Span]:
        """Say from when to when it reaches; of gaps in between ONVIF does not tell here."""
        recording = await self._found(self._recorder(fetcher))
        return joined([recording.span], begin, end) if recording else []

    @asynccontextmanager
    async def play(self, fetcher: Fetcher, begin: float, end: float) -> AsyncIterator[Played]:
        """Open what was filmed. Raises NothingThere where nothing was."""
        recorder = self._recorder(fetcher)
        recording = await self._found(recorder)
        if recording is None or not joined([recording.span], begin, end):
            raise NothingThere(NOTHING)
        url = await recorder.replay_url(recording.token)
        replay = Replay(url, recorder.credential_at(url))
        async with replay.play(fetcher, max(begin, recording.span.begins_at), end) as played:
            yield played

    def _recorder(self, fetcher: Fetcher) -> Recorder:
        return Recorder(fetcher, self.recorder_url, self.credential)

    async def _found(self, recorder: Recorder) -> Recording | None:
        """Give the one that was named. Raises FeedForbidden where it has to be named and is not."""
        kept = await recorder.recordings()
        if self.recording:
            return next((each for each in kept if each.token == self.recording), None)
        if len(kept) > 1:
            raise FeedForbidden(f"the recorder keeps {len(kept)} recordings: name one of them")
        return kept[0] if kept else None
