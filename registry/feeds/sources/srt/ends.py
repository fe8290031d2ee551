"""How a link ends: what its child says by its exit code, and what the map says of it."""

from enum import IntEnum


class End(IntEnum):
    """The exit codes of a child that takes a stream in."""

    CLOSED = 0
    NO_LIBRARY = 20
    UNANSWERED = 21
    REFUSED = 22
    PASSPHRASE = 23
    PORT_TAKEN = 24
    UNUSABLE = 25


WORDS = {
    End.CLOSED: "the sender ended the stream",
    End.NO_LIBRARY: "SRT needs libsrt here: install the package libsrt1.5-gnutls (or srt)",
    End.UNANSWERED: "no answer over SRT",
    End.REFUSED: "the sender refuses the call: is the stream id right?",
    End.PASSPHRASE: "the sender refuses the passphrase",
    End.PORT_TAKEN: "cannot listen on this port",
    End.UNUSABLE: "a passphrase has 10 to 79 characters, a stream id at most 512",
}


def words(code: int) -> str:
    """Say how it ended; a child that fell broke the link."""
    return WORDS[End(code)] if code in set(End) else "the link broke"
