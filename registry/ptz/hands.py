"""One hand on a control at a time: taken by whoever comes first, kept while it is used."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from registry.ptz.models import Hold
from registry.ptz.refusals import HeldByAnother

LASTS = 30.0  # seconds after its last word a hand is no longer there
HOMEWARD = 6.0  # seconds the centre has to bring a camera home before it tries again

TAKE = """
    INSERT INTO ptz_hold AS h (camera_id, user_id, incident_id, since, turned_at, until)
    VALUES (
        %(camera)s, %(user)s, %(incident)s, clock_timestamp(), clock_timestamp(),
        clock_timestamp() + make_interval(secs => %(lasts)s)
    )
    ON CONFLICT (camera_id) DO UPDATE SET
        user_id = excluded.user_id, incident_id = excluded.incident_id,
        since = CASE WHEN h.user_id = excluded.user_id THEN h.since ELSE excluded.since END,
        turned_at = excluded.turned_at, until = excluded.until
    WHERE h.user_id = excluded.user_id OR h.until <= excluded.since
    RETURNING turned_at, until
"""
# Where nobody's hand is any more, or the call it was for is over: the centre's own takes it.
CLAIM = """
    UPDATE ptz_hold SET
        user_id = NULL, until = clock_timestamp() + make_interval(secs => %(lasts)s)
    WHERE camera_id IN (
        SELECT h.camera_id FROM ptz_hold h
        JOIN incident i ON i.id = h.incident_id
        WHERE h.until <= clock_timestamp() OR (i.state <> 'open' AND h.user_id IS NOT NULL)
        FOR UPDATE OF h SKIP LOCKED
    )
    RETURNING camera_id
"""


def take(camera: UUID, user: int | None, incident: UUID) -> tuple[datetime, datetime]:
    """Lay a hand on a control, or keep it there; gives when, and until when it stays.

    Raises HeldByAnother, naming whose hand it is.
    """
    words = {"camera": camera, "user": user, "incident": incident, "lasts": LASTS}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, words)
        taken: tuple[datetime, datetime] | None = cursor.fetchone()
    if taken is None:
        raise HeldByAnother(whose(Hold.objects.select_related("user", "incident").get(pk=camera)))
    return taken


def keep(camera: UUID, user: int | None) -> datetime:
    """Keep one's hand where it is; gives until when it stays.

    Raises HeldByAnother where it is no longer there: the camera may be home by now.
    """
    now = timezone.now()
    until = now + timedelta(seconds=LASTS)
    if not Hold.objects.filter(pk=camera, user=user, until__gt=now).update(until=until):
        raise HeldByAnother("It is no longer in your hand.")
    return until


def whose(hold: Hold) -> str:
    """Say whose hand is on a control, for what and until when."""
    if hold.user is None:
        return "It is on its way back to where it looks when nobody turns it."
    until = timezone.localtime(hold.until)
    return f"{hold.user.get_username()} turns it for {hold.incident}, until {until:%H:%M:%S}."


def let_go(camera: UUID, user: int | None) -> bool:
    """Take one's hand off, for the centre to bring it home; tells whether it was there."""
    homeward = timezone.now() + timedelta(seconds=HOMEWARD)
    return bool(Hold.objects.filter(pk=camera, user=user).update(user=None, until=homeward))


def claim_idle() -> list[UUID]:
    """Lay the centre's hand on every control that nobody holds and that is not home yet."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"lasts": HOMEWARD})
        return [camera for (camera,) in cursor.fetchall()]
