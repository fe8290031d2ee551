"""Bytes under their hash in STORAGES["evidence"]: whole or not at all, and never changed."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import connection

from registry.evidence.refusals import Missing


class Writing:
    """A file that is being written and has no name yet."""

    def __init__(self, out: IO[bytes], name: Path) -> None:
        """Count and hash what goes into it."""
        self._out, self._name, self._hash, self.size = out, name, hashlib.sha256(), 0

    @property
    def sha256(self) -> str:
        """Give the hash of what was written until now."""
        return self._hash.hexdigest()

    @property
    def stored(self) -> str:
        """Give the name it is kept under."""
        return name_of(self.sha256)

    def write(self, data: bytes) -> None:
        """Write more."""
        self._out.write(data)
        self._hash.update(data)
        self.size += len(data)

    def keep(self) -> None:
        """Put it under its hash, on the disk before any row says so."""
        self._out.flush()
        put(self._name, self.sha256)


def storage() -> Storage:
    """Give the place evidence lies in."""
    return storages["evidence"]


def name_of(sha256: str) -> str:
    """Name bytes by their hash."""
    return f"{sha256[:2]}/{sha256}"


@contextmanager
def writing() -> Iterator[Writing]:
    """Begin a file; unless it is kept, nothing stays of it."""
    handle, name = tempfile.mkstemp(dir=incoming())
    try:
        with os.fdopen(handle, "wb") as out:
            yield Writing(out, Path(name))
    finally:
        Path(name).unlink(missing_ok=True)


def put(file: Path, sha256: str) -> str:
    """Keep this file's bytes under their hash; the file itself stays where it is."""
    place, name = storage(), name_of(sha256)
    with file.open("rb") as source:
        os.fsync(source.fileno())
        try:
            where = Path(place.path(name))
        except NotImplementedError:  # it is no folder: an object comes whole or not at all
            with _reaching():
                if not place.exists(name):
                    place.save(name, File(source, name))
            return name
    where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _link(file, where)
    except FileExistsError:  # the same bytes are here already
        return name
    where.chmod(0o400)
    _sync(where.parent)
    return name


def at_hand() -> bool:
    """Tell whether keeping is giving a name, and no sending to another machine."""
    try:
        storage().path("")
    except NotImplementedError:
        return False
    return True


def has(name: str) -> bool:
    """Tell whether something is kept under a name."""
    with _reaching():
        return storage().exists(name)


def open_stored(name: str) -> IO[bytes]:
    """Open what is kept under a name. Raises Missing."""
    try:
        with _reaching():
            return storage().open(name, "rb")
    except FileNotFoundError:
        raise Missing from None


def lock(sha256: str) -> None:
    """Hold off whoever would delete or enter the same bytes, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('evidence'), hashtext(%s))", [sha256])


def delete(name: str) -> None:
    """Delete bytes; gone already is gone."""
    with suppress(FileNotFoundError), _reaching():
        storage().delete(name)


def incoming() -> Path:
    """Give the folder of what is not whole yet."""
    folder = Path(settings.UPLOADS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def room(of: Path) -> int:
    """Say how many bytes may be written to this folder's disk: some are left for the rest."""
    return shutil.disk_usage(of).free - (settings.EVIDENCE_LEAVE_FREE_MB << 20)


@contextmanager
def _reaching() -> Iterator[None]:
    """Have a bucket that does not answer look like a disk that does not."""
    try:
        yield
    except (BotoCoreError, ClientError) as away:
        raise OSError(f"the storage does not answer: {away}") from None


def _link(file: Path, where: Path) -> None:
    """Give the file a second name; on another disk, copy it and then give the copy its name."""
    try:
        os.link(file, where)
    except OSError as other:
        if other.errno not in (errno.EXDEV, errno.EPERM):
            raise
        handle, copy = tempfile.mkstemp(dir=where.parent)
        with file.open("rb") as source, os.fdopen(handle, "wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
        Path(copy).replace(where)


def _sync(folder: Path) -> None:
    """Have the folder remember the new name, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
