"""RTSP on the wire: answers, and packets between them (RFC 2326, 10.12)."""

from dataclasses import dataclass, field

from registry.feeds.refusals import FeedSilent

HEADER_LIMIT = 16 * 1024
BODY_LIMIT = 256 * 1024
_DOLLAR = 0x24


@dataclass(frozen=True)
class Message:
    """An answer of the camera, or a request of its own (status 0)."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    challenges: tuple[str, ...] = ()
    body: str = ""


Packet = tuple[int, bytes]  # channel, and an RTP or RTCP packet


class Wire:
    """Cut what arrives into messages and packets, whatever pieces it arrives in."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self._rest = b""

    def feed(self, chunk: bytes) -> list[Message | Packet]:
        """Take bytes, give what is whole. Raises FeedSilent for what is no RTSP."""
        data = self._rest + chunk if self._rest else chunk
        at, end = 0, len(data)
        whole: list[Message | Packet] = []
        while at < end:
            if data[at] == _DOLLAR:
                after = at + 4 + int.from_bytes(data[at + 2 : at + 4])
                if after > end or at + 4 > end:
                    break
                whole.append((data[at + 1], data[at + 4 : after]))
                at = after
            else:
                after, message = _message(data, at)
                if after < 0:
                    break
                if message:
                    whole.append(message)
                at = after
        self._rest = data[at:]
        return whole


def _message(data: bytes, at: int) -> tuple[int, Message | None]:
    """Read one message; -1 while it is not whole."""
    if data[at : at + 2] == b"\r\n":  # some cameras put an empty line between
        return at + 2, None
    head_end = data.find(b"\r\n\r\n", at)
    if (head_end < 0 and len(data) - at > HEADER_LIMIT) or head_end - at > HEADER_LIMIT:
        raise FeedSilent("the answer's headers are too long")
    line_end = data.find(b"\r\n", at)
    line = data[at : line_end if line_end >= 0 else None]
    if len(line) >= 9 and b"RTSP/1.0" not in line:
        raise FeedSilent("the answer is not RTSP")
    if head_end < 0:
        return -1, None
    headers: dict[str, str] = {}
    challenges = []
    for row in data[line_end + 2 : head_end].decode("latin-1").split("\r\n"):
        name, _, value = row.partition(":")
        headers[name.strip().lower()] = value.strip()
        if name.strip().lower() == "www-authenticate":
            challenges.append(value.strip())
    said = headers.get("content-length", "0")
    length = int(said) if said.isdecimal() and len(said) < 9 else BODY_LIMIT + 1
    if length > BODY_LIMIT:
        raise FeedSilent("the answer is too long")
    body_end = head_end + 4 + length
    if len(data) < body_end:
        return -1, None
    body = data[head_end + 4 : body_end].decode("utf-8", "replace")
    word = line.split(b" ")[1][:3] if line.startswith(b"RTSP/1.0 ") else b"0"
    status = int(word) if word.isdigit() else 0
    return body_end, Message(status, headers, tuple(challenges), body)
