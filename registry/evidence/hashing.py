"""SHA-256 while reading: how far each upload is hashed in this process."""

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import IO, TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from hashlib import _Hash

REMEMBERED = 64  # uploads; another one's hash is begun again from the disk
PIECE = 1 << 20  # bytes


class Tally:
    """The hash of the first `reach` bytes of a file."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._hash: _Hash = hashlib.sha256()
        self.reach = 0

    @property
    def sha256(self) -> str:
        """Give the hash of what was taken until now."""
        return self._hash.hexdigest()

    def take(self, data: bytes) -> None:
        """Take the bytes that come next."""
        self._hash.update(data)
        self.reach += len(data)

    def catch_up(self, file: IO[bytes]) -> None:
        """Take from the disk what another process wrote."""
        file.seek(self.reach)
        while data := file.read(PIECE):
            self.take(data)


class Tallies:
    """Those of the uploads this process wrote to last."""

    def __init__(self) -> None:
        """Remember none."""
        self._known: OrderedDict[UUID, Tally] = OrderedDict()
        self._lock = Lock()

    def of(self, upload: UUID, here: int) -> Tally:
        """Give an upload's tally, a fresh one where none of what is here is known here."""
        with self._lock:
            tally = self._known.setdefault(upload, Tally())
            if tally.reach > here:  # the file is not the one it was
                tally = self._known[upload] = Tally()
            self._known.move_to_end(upload)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return tally

    def forget(self, upload: UUID) -> None:
        """Forget one."""
        with self._lock:
            self._known.pop(upload, None)
