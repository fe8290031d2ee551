"""Take files in as they come over bad lines: begun, gone on with, and whole in the end.

A file on its way lies in UPLOADS_DIR, and its length there is how much of it has come: a process
may be killed at any moment and another one goes on. Who may write is decided by a key that is made
with the upload, for whoever was let begin it.
"""

import fcntl
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from registry.accounts.digests import digest
from registry.evidence import finishing, storing
from registry.evidence.hashing import Tallies, Tally
from registry.evidence.models import Upload
from registry.evidence.refusals import (
    BadUpload,
    BeingWritten,
    Finished,
    NoRoom,
    OverQuota,
    TooLarge,
    UnknownUpload,
    WrongOffset,
)

PATIENCE = timedelta(days=3)  # an upload nobody goes on with is dropped
AT_ONCE = 64 << 20  # bytes hashed again within one request, where another process wrote them
OPEN = (Upload.State.OPEN, Upload.State.CHECKING)

_tallies = Tallies()


def begin(
    about_type: str,
    about_id: UUID,
    *,
    name: str,
    size: int,
    giver: str = "",
    user: int | None = None,
    keeper: int | None = None,
    incident: UUID | None = None,
    agency: UUID | None = None,
    device: str = "",
    clock_offset: float | None = None,
) -> Upload:
    """Announce a file for an "incident" or a "request"; `key` of what comes back writes to it.

    The caller has decided that this reader may. giver: who gives it, in words; user: their account,
    where they have one; keeper: whose case it is; incident: the call a request is about.
    Raises BadUpload, TooLarge, OverQuota and NoRoom.
    """
    about: dict[str, Any] = {"incident_id": incident, "request": None}
    about |= {"incident_id": about_id} if about_type == "incident" else {"request": about_id}
    name = _named(name)
    _fits(size, about)
    key = secrets.token_urlsafe(32)
    upload = Upload.objects.create(
        key_digest=digest(key), name=name, size=size, giver=giver[:200], user_id=user,
        keeper_id=keeper, agency_id=agency, device=device[:200], clock_offset=clock_offset,
        expires_at=timezone.now() + PATIENCE, **about,
    )  # fmt: skip
    upload.key = key
    if not size:  # an empty file is whole before a byte has come
        with _alone(upload) as file:
            _finish(upload, file)
    return upload


def find(upload_id: UUID, key: str) -> Upload:
    """Find an upload for whoever shows its key. Raises UnknownUpload.

    Of an upload that somebody began in a session, the session may lock in the hours it takes; the
    account must be what it was.
    """
    upload = Upload.objects.select_related("user").filter(pk=upload_id).first()
    if upload is None or not constant_time_compare(digest(key), upload.key_digest):
        raise UnknownUpload
    if upload.user is not None and not upload.user.is_active:
        raise UnknownUpload
    return upload


def reached(upload: Upload) -> int:
    """Say how many bytes are here."""
    if upload.state not in OPEN:
        return upload.size if upload.state == Upload.State.DONE else 0
    try:
        return _path(upload).stat().st_size
    except FileNotFoundError:
        return 0


def take(upload: Upload, offset: int, length: int, pieces: Iterable[bytes]) -> int:
    """Write what comes, hashing it on its way; gives how much is here then.

    A line may break at any byte: what came before it is kept. Raises BeingWritten, Finished,
    NoRoom, TooLarge and WrongOffset.
    """
    with _alone(upload) as file:
        here = os.fstat(file.fileno()).st_size
        if offset != here:
            raise WrongOffset(f"{here} bytes are here: go on from there.")
        if here + length > upload.size:
            raise TooLarge(f"{upload.size} bytes were announced, this would be more.")
        _write(upload, file, here, pieces)
        here = file.tell()
        Upload.objects.filter(pk=upload.pk).update(expires_at=timezone.now() + PATIENCE)
        if here == upload.size:
            _finish(upload, file)
    return here


def drop(upload: Upload) -> None:
    """Give it up: what came of it is deleted. Raises BeingWritten and Finished."""
    with _alone(upload):
        said = {"name": "", "giver": "", "device": ""}
        Upload.objects.filter(pk=upload.pk).update(state=Upload.State.DROPPED, **said)
        _forget(upload)


def drop_expired() -> None:
    """Give up what nobody went on with."""
    now = timezone.now()
    for upload in Upload.objects.filter(state=Upload.State.OPEN, expires_at__lt=now):
        with suppress(BeingWritten, Finished):
            drop(upload)


def finish_waiting() -> None:
    """Hash what another process brought in, all of it, and take it into evidence."""
    for upload in Upload.objects.filter(state=Upload.State.CHECKING):
        with suppress(BeingWritten, Finished), _alone(upload) as file:
            tally = Tally()
            tally.catch_up(file)
            if tally.reach < upload.size:  # what was here is here no more: it is asked for again
                Upload.objects.filter(pk=upload.pk).update(state=Upload.State.OPEN)
                continue
            finishing.finish(upload, _path(upload), tally.sha256)
            _forget(upload)


def _write(upload: Upload, file: IO[bytes], here: int, pieces: Iterable[bytes]) -> None:
    tally = _tallies.of(upload.pk, here)
    if here - tally.reach <= AT_ONCE:
        tally.catch_up(file)
    in_step = tally.reach == here
    file.seek(here)
    try:
        for piece in pieces:
            file.write(piece)
            if in_step:
                tally.take(piece)
        os.fsync(file.fileno())
    except OSError as full:
        raise NoRoom(f"It cannot be written: {full.strerror or full}. Try again later.") from None


def _finish(upload: Upload, file: IO[bytes]) -> None:
    """Take it into evidence, or leave that to the worker where it would take long."""
    tally = _tallies.of(upload.pk, upload.size)
    if upload.size - tally.reach > AT_ONCE or not storing.at_hand():
        Upload.objects.filter(pk=upload.pk).update(state=Upload.State.CHECKING)
        return
    tally.catch_up(file)
    finishing.finish(upload, _path(upload), tally.sha256)
    _forget(upload)


def _named(name: str) -> str:
    """Keep a name as it was given, without what no name may hold and without its folders."""
    kept = "".join(sign for sign in name.replace("\\", "/") if sign.isprintable())
    kept = kept.rsplit("/", 1)[-1].strip()[:255]
    if not kept:
        raise BadUpload("A file needs a name.")
    return kept


def _fits(size: int, about: dict[str, Any]) -> None:
    most, quota = settings.UPLOAD_LIMIT_MB << 20, settings.UPLOAD_QUOTA_MB << 20
    if size < 0:
        raise BadUpload("A file has no fewer than 0 bytes.")
    if size > most:
        raise TooLarge(f"One file is at most {most / 2**30:.0f} GB; this one is larger.")
    wanted = Upload.objects.exclude(state=Upload.State.DROPPED)
    sent = wanted.filter(request=about["request"]) if about["request"] else wanted.filter(**about)
    if (sent.aggregate(sum=Sum("size"))["sum"] or 0) + size > quota:
        raise OverQuota(f"All files for this together are at most {quota / 2**30:.0f} GB.")
    coming = wanted.filter(state__in=OPEN).aggregate(sum=Sum("size"))["sum"] or 0
    if size + coming > storing.room(storing.incoming()):
        raise NoRoom


@contextmanager
def _alone(upload: Upload) -> Iterator[IO[bytes]]:
    """Open what is here of it, for one writer at a time, whichever process they are in."""
    _still_open(upload)
    handle = os.open(_path(upload), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BeingWritten from None
        try:
            _still_open(upload)
        except Finished:  # just now, by another; this is not its file but an empty one of ours
            _path(upload).unlink(missing_ok=True)
            raise
        yield file


def _still_open(upload: Upload) -> None:
    upload.refresh_from_db(fields=["state"])
    if upload.state not in OPEN:
        raise Finished


def _forget(upload: Upload) -> None:
    _tallies.forget(upload.pk)
    _path(upload).unlink(missing_ok=True)


def _path(upload: Upload) -> Path:
    return storing.incoming() / f"{upload.pk}.part"
