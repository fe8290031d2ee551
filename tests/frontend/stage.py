"""Where the access matrix is played: a call of one's own, one of others, four cameras round it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.test import Client
from django.utils import timezone

from registry.accounts import machines
from registry.canvass import giving
from registry.feeds.readers import reader
from registry.models import (
    Agency,
    Camera,
    Door,
    Feed,
    FootageRequest,
    Grant,
    Incident,
    Owner,
    Placement,
    Pose,
    Proposal,
    Recorder,
    Scenario,
    Study,
    Trial,
    User,
    Walk,
)
from registry.phones import inviting

PLACE = (-84.5, 38.04)
CAMERA = "rtsp://10.1.2.3/"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Stage:
    """What the doors are asked about, by the words of access.csv."""

    agency: UUID
    incidents: dict[str, UUID]
    cameras: dict[str, UUID]
    keys: dict[str, dict[str, str]]
    mover: UUID
    phone: UUID
    link: str
    requests: dict[str, UUID]
    walks: dict[str, UUID]
    code: str
    studies: dict[str, UUID]
    proposals: dict[str, UUID]
    scenarios: dict[str, UUID]
    trials: dict[str, UUID]


def furnish(cast: dict[str, User]) -> Stage:
    """Put everything up and sign everybody in."""
    agency = Agency.objects.get()
    own, other = _call("CAD"), _call("another CAD")
    own.assigned.add(cast["officer"])
    # Everybody has a password and a second factor, so that their pages have something to show.
    User.objects.update(password=make_password("correct horse battery staple"))
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type="totp", data={"secret": "-"}) for user in cast.values()
    )
    invited = inviting.invite(own.pk, by=reader(cast["dispatcher"]))
    city = _camera(1, Owner.Kind.AGENCY, agency)
    two = _camera(3, Owner.Kind.BUSINESS, agency)
    Recorder.objects.create(camera_id=city, days=30)
    Feed.objects.create(camera_id=two, source="rtsp", url=CAMERA, playback_url=CAMERA)
    requests = _requests(cast)
    door = _walk(requests["own"], cast["investigator"], cast["officer"])
    study = _study(cast["planner"])
    return Stage(
        agency=Owner.objects.get(kind=Owner.Kind.AGENCY).pk,
        incidents={"own": own.pk, "other": other.pk, "none": uuid4()},
        cameras={
            "agency": city,
            "one": _camera(2, Owner.Kind.RESIDENT, agency),
            "two": two,
            "mine": _camera(4, Owner.Kind.RESIDENT, agency, user=cast["owner"]),
            "none": uuid4(),
        },
        keys={role: {"Cookie": f"sessionid={_session(user.pk)}"} for role, user in cast.items()}
        | {"machine": {"Authorization": f"Bearer {_token(city)}"}}
        | {"stranger": {}},
        mover=_mover(city),
        phone=invited.invite.pk,
        link=invited.secret,
        requests=requests,
        walks={
            "own": door.walk_id,
            "other": _walk(requests["own"], cast["supervisor"]).walk_id,
            "none": uuid4(),
        },
        code=giving.code(door),
        studies={"own": study, "none": uuid4()},
        proposals={"own": _proposal(study, cast["planner"]), "none": uuid4()},
        scenarios={"own": _scenario(study, cast["planner"]), "none": uuid4()},
        trials={"own": Trial.objects.create(user=cast["planner"]).pk, "none": uuid4()},
    )


def _call(source: str) -> Incident:
    now = timezone.now()
    return Incident.registry.create(
        source=source, external_id="1", number=f"{source} 1", kind="robbery", priority=1,
        position=Point(*PLACE), state="open", reported_at=now, updated_at=now,
    )  # fmt: skip


def _requests(cast: dict[str, User]) -> dict[str, UUID]:
    """Give an investigator's that was sent and somebody else's draft."""
    now = timezone.now()
    sent = FootageRequest.registry.create(
        state="sent", made_by=cast["investigator"], case_number="1",
        area=Polygon.from_bbox((-84.502, 38.038, -84.498, 38.042)), begins=LONG_AGO,
        ends=now, sent_at=now, upload_at=now, lapses_at=now,
    )  # fmt: skip
    draft = FootageRequest.registry.create(made_by=cast["supervisor"])
    return {"own": sent.pk, "other": draft.pk, "none": uuid4()}


def _study(author: User) -> UUID:
    area = MultiPolygon(Polygon.from_bbox((-84.502, 38.038, -84.498, 38.042)))
    return Study.objects.create(author=author, name="Here", area=area, at=timezone.now()).pk


def _scenario(study: UUID, author: User) -> UUID:
    scenario = Scenario.objects.create(study_id=study, author=author, name="Plan")
    scenario.versions.create(number=1, name="A", base=0, changes=[], author=author, numbers={})
    return scenario.pk


def _proposal(study: UUID, author: User) -> UUID:
    return Proposal.objects.create(study_id=study, author=author, wanted={}).pk


def _walk(request: UUID, *walkers: User) -> Door:
    walk = Walk.objects.create(request_id=request, made_by=walkers[0])
    walk.walkers.set(walkers[1:])
    return Door.objects.create(walk=walk, turn=1, address="1 Elm Street", position=Point(*PLACE))


def _camera(number: int, kind: Owner.Kind, agency: Agency, user: User | None = None) -> UUID:
    owner = Owner.objects.create(
        kind=kind, name=kind.label, agency=agency if kind == Owner.Kind.AGENCY else None, user=user
    )
    levels = {Owner.Kind.AGENCY: ("traffic", 0), Owner.Kind.RESIDENT: ("resident", 1)}
    name, level = levels.get(kind, ("business", 2))
    camera = Camera.registry.create(
        number=number, name=f"Camera {number}", kind=name, level=level, owner=owner, form="moving",
        position=Point(*PLACE), surveyed_position=Point(*PLACE), placed_at=timezone.now(),
    )  # fmt: skip
    Placement.objects.create(
        camera=camera, position=Point(*PLACE), valid_from=LONG_AGO, status=camera.status,
        level=level, owner=owner,
    )  # fmt: skip
    Grant.objects.create(
        owner=owner, camera=camera, agency=agency, capabilities=["still", "live", "recorded"],
        condition="always", valid_from=LONG_AGO,
    )  # fmt: skip
    return camera.pk


def _mover(like: UUID) -> UUID:
    camera = Camera.registry.get(pk=like)
    camera.pk, camera.number, camera.form = uuid4(), 5, Camera.Form.MOVING
    camera.save(force_insert=True)
    Pose.objects.create(camera=camera, at=timezone.now(), position=Point(*PLACE))
    return camera.pk


def _token(drone: UUID) -> str:
    return machines.make(
        "CAD", scopes=["incidents", "pose"], cameras=Camera.registry.filter(pk=drone)
    )


def _session(user: int) -> str:
    client = Client()
    client.force_login(
        User.objects.get(pk=user), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client.cookies["sessionid"].value
