"""Talk RTSP with one camera: ask, prove who asks, keep alive, say goodbye (RFC 2326)."""

import asyncio
import re
import time
from asyncio import StreamReader, StreamWriter

from registry.feeds.authentication import Login
from registry.feeds.refusals import FeedForbidden, FeedSilent, NothingThere
from registry.feeds.sources.rtsp.wire import Message, Packet, Wire

ANSWER = 5.0  # seconds a camera has for one answer
SILENCE = 10.0  # seconds after which a stream has stalled
AT_A_TIME = 64 * 1024
EARLY, MOST_EARLY = 4 << 20, 10_000  # bytes, packets
PAUSE = 0.2  # seconds between two reads when only keyframes matter: one wake-up for many pictures
SESSION = 60.0  # seconds a session lives without a word, unless the camera says otherwise


class Conversation:
    """One connection to one camera."""

    def __init__(self, reader: StreamReader, writer: StreamWriter, credential: str) -> None:
        """Take an open connection."""
        self._reader, self._writer = reader, writer
        self._login = Login(credential)
        self._wire = Wire()
        self._count = 0
        self._session = ""
        self._lives = SESSION
        self._spoken_at = time.monotonic()
        self._alive_by = "GET_PARAMETER"
        self._read_all = False
        self.early: list[Packet] = []  # packets that overtook the answer to PLAY

    @property
    def peer(self) -> str:
        """The camera's own address."""
        return str(self._writer.get_extra_info("peername")[0])

    async def ask(self, method: str, uri: str, **headers: str) -> Message:
        """Ask, again with the password when it is wanted. Raises FeedSilent or FeedForbidden."""
        try:
            async with asyncio.timeout(ANSWER):
                for _ in range(3):
                    self._say(method, uri, headers)
                    answer = await self._answer()
                    if answer.status != 401 or not self._login.take(answer.challenges):
                        break
        except TimeoutError:
            raise FeedSilent(f"no answer to {method} within {ANSWER:.0f} s") from None
        except OSError:
            raise FeedSilent("the camera closed the connection") from None
        _refuse(answer.status)
        self._remember(answer.headers.get("session", ""))
        return answer

    async def heard(self, *, unhurried: bool = False, patient: bool = False) -> list[Packet]:
        """Wait for packets, and give all that came at once.

        Patient, wait for ever: over UDP the conversation itself is silent. Unhurried, leave what
        comes to the kernel for a moment: a hundred cameras' pictures one by one are more wake-ups
        than work.
        """
        if unhurried and self._read_all:
            await self._pause()
        chunk = await self._read(None if patient else SILENCE)
        self._read_all = len(chunk) < AT_A_TIME
        packets = []
        for each in self._wire.feed(chunk):
            if isinstance(each, Message):
                self._listen(each)
            else:
                packets.append(each)
        return packets

    def keep_alive(self, uri: str) -> None:
        """Say something before the camera forgets us; the answer is heard later."""
        if time.monotonic() - self._spoken_at > self._lives / 2:
            self._say(self._alive_by, uri, {})

    def close(self, uri: str) -> None:
        """Say goodbye without waiting to be answered; the connection's end says it too."""
        if self._session and not self._writer.is_closing():
            self._say("TEARDOWN", uri, {})
        self._writer.close()

    def _listen(self, message: Message) -> None:
        """Take an answer to a word that kept the session alive."""
        if message.status == 401 and not self._login.take(message.challenges):
            raise FeedSilent("the camera refuses the password")
        if message.status == 401:
            self._spoken_at = -self._lives  # say it again, in the way now asked for
        elif message.status in {405, 501}:
            self._alive_by = "OPTIONS"
        elif message.status == 454:
            raise FeedSilent("the camera forgot the session")

    def _say(self, method: str, uri: str, headers: dict[str, str]) -> None:
        self._count += 1
        self._spoken_at = time.monotonic()
        lines = [f"{method} {uri} RTSP/1.0", f"CSeq: {self._count}", "User-Agent: Sightline"]
        if authorization := self._login.header(method, uri):
            lines.append(f"Authorization: {authorization}")
        if self._session:
            lines.append(f"Session: {self._session}")
        lines += [f"{name.title()}: {value}" for name, value in headers.items()]
        self._writer.write("\r\n".join([*lines, "", ""]).encode())

    async def _answer(self) -> Message:
        found: Message | None = None
        held = 0
        while found is None:
            for each in self._wire.feed(await self._read(ANSWER)):
                if not isinstance(each, Message):
                    self.early.append(each)
                    held += len(each[1])
                elif each.status and each.headers.get("cseq", str(self._count)) == str(self._count):
                    found = each
            if held > EARLY or len(self.early) > MOST_EARLY:
                raise FeedSilent("the camera sends but does not answer")
        return found

    async def _pause(self) -> None:
        self._writer.transport.pause_reading()  # type: ignore[attr-defined]
        try:
            await asyncio.sleep(PAUSE)
        finally:
            self._writer.transport.resume_reading()  # type: ignore[attr-defined]

    async def _read(self, within: float | None) -> bytes:
        try:
            async with asyncio.timeout(within):
                chunk = await self._reader.read(AT_A_TIME)
        except TimeoutError:
            raise FeedSilent(f"nothing came for {within:.0f} s") from None
        except OSError:
            raise FeedSilent("the connection broke") from None
        if not chunk:
            raise FeedSilent("the camera ended the stream")
        return chunk

    def _remember(self, session: str) -> None:
        if not session:
            return
        self._session, _, rest = session.partition(";")
        if said := re.search(r"timeout=(\d{1,5})", rest):
            self._lives = max(2.0, float(said[1]))


def _refuse(status: int) -> None:
    if status == 200:
        return
    if status in {401, 403}:
        raise FeedSilent("the camera refuses the password")
    if 300 <= status < 400:
        raise FeedForbidden("the camera points elsewhere; redirects are not followed")
    if status in {404, 457}:
        raise NothingThere(f"the camera answered {status}")
    if status == 461:
        raise FeedSilent("the camera does not send over this transport")
    raise FeedSilent(f"the camera answered {status}")
