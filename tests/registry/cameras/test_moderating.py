"""A registrar's decisions: each with its mail, each undone as long as nobody was told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db.models import F
from django.utils import timezone

from registry.access.facts import Actor
from registry.cameras import duplicates, moderating
from registry.cameras.refusals import NothingToUndo, NotWaiting, UnfitVerdict
from registry.models import Address, Camera, Entry, Notice, Owner, User, Verdict
from registry.notices.sending import deliver
from registry.owners import consent
from registry.owners.consent_models import Consent

pytestmark = pytest.mark.django_db
HOUSE = (-84.5, 38.05)
Register = Callable[..., Camera]


@pytest.fixture
def registrar(cast: dict[str, User]) -> Actor:
    user = cast["registrar"]
    return Actor(role="registrar", id=str(user.uid), name=user.username, user_id=user.pk)


@pytest.fixture
def register(db: None) -> Register:
    """Give a registration whose address was confirmed."""

    def registered(**given: Any) -> Camera:
        number = Camera.registry.count() + 1
        language = given.pop("language", "en")
        owner = given.pop("owner", None) or Owner.objects.create(
            kind="resident", name="Ann", email=f"ann{number}@example.org", language=language
        )
        lng, lat = given.pop("at", HOUSE)
        place = Point(lng, lat, srid=4326)
        values = {
            "number": number, "name": "Porch", "kind": "resident", "level": 1,
            "status": "pending", "owner": owner, "position": place, "surveyed_position": place,
            "azimuth": 90.0,
        }  # fmt: skip
        return Camera.registry.create(**values | given)

    return registered


def mail() -> Notice:
    return Notice.objects.get(kind__startswith="registration_")


def after_the_pause() -> None:
    """Let the time pass in which a decision can be undone."""
    Verdict.objects.update(at=F("at") - moderating.UNDO_WITHIN)
    Notice.objects.update(next_try_at=F("next_try_at") - moderating.UNDO_WITHIN)


def test_an_accepted_camera_is_on_the_map_and_its_owner_told(
    register: Register, registrar: Actor, mailoutbox: list[Any]
) -> None:
    camera = register(language="es")
    moderating.accept(camera.pk, by=registrar)
    camera.refresh_from_db()
    assert camera.status == "approved"
    assert camera.placed_at
    assert camera.public_at is None
    assert Entry.objects.filter(action="registration_accepted", actor_name=registrar.name).exists()
    deliver()
    assert not mailoutbox
    after_the_pause()
    deliver()
    [sent] = mailoutbox
    assert sent.to == [camera.owner.email]
    assert "registrada" in sent.subject
    assert "No está en el mapa público." in sent.body


def test_who_ticked_the_public_map_is_told_where_no_anchor_is(
    register: Register, registrar: Actor
) -> None:
    camera = register()
    consent.append(camera.owner_id, camera.pk, Consent.Deed.GIVEN, language="en", ticked=["public"])
    moderating.accept(camera.pk, by=registrar)
    camera.refresh_from_db()
    assert (camera.status, camera.public_at) == ("approved", None)
    assert "not on the public map" in mail().body


def test_an_owner_asked_back_reads_the_reason_and_the_words(
    register: Register, registrar: Actor
) -> None:
    camera = register()
    moderating.ask_back(camera.pk, reason="place", words="Is it the garage?", by=registrar)
    camera.refresh_from_db()
    assert camera.status == "pending"
    assert "pin is not on a building" in mail().body
    assert "Is it the garage?" in mail().body
    assert "garage" not in str(list(Entry.objects.values_list("detail")))


def test_a_declined_camera_is_on_nobodys_map(register: Register, registrar: Actor) -> None:
    camera = register()
    moderating.decline(camera.pk, reason="test", words="", by=registrar)
    camera.refresh_from_db()
    assert camera.status == "retired"
    assert "It looks like a test" in mail().body


@pytest.mark.parametrize(
    ("reason", "words", "field"),
    [("", "", "reason"), ("because", "", "reason"), ("other", " ", "words"),
     ("place", "x" * 1001, "words")],
)  # fmt: skip
def test_nobody_is_asked_back_without_a_reason(
    register: Register, registrar: Actor, reason: str, words: str, field: str
) -> None:
    camera = register()
    with pytest.raises(UnfitVerdict) as unfit:
        moderating.ask_back(camera.pk, reason=reason, words=words, by=registrar)
    assert [fault.field for fault in unfit.value.errors] == [field]
    assert not Verdict.objects.exists()


def test_of_two_registrars_the_second_hears_it_is_decided(
    register: Register, registrar: Actor
) -> None:
    camera = register()
    moderating.accept(camera.pk, by=registrar)
    with pytest.raises(NotWaiting):
        moderating.decline(camera.pk, reason="test", words="", by=registrar)
    with pytest.raises(NotWaiting):
        moderating.accept(register(status="draft").pk, by=registrar)


@pytest.mark.parametrize("deed", ["accept", "ask_back", "decline"])
def test_a_slip_is_undone_and_nobody_is_told_of_it(
    register: Register, registrar: Actor, mailoutbox: list[Any], deed: str
) -> None:
    camera = register()
    words = {} if deed == "accept" else {"reason": "other", "words": "Oh"}
    getattr(moderating, deed)(camera.pk, by=registrar, **words)
    moderating.undo(by=registrar)
    camera.refresh_from_db()
    assert camera.status == "pending"
    assert not camera.placements.filter(valid_to=None).exclude(status="pending").exists()
    assert not Notice.objects.exists()
    assert Entry.objects.filter(action="moderation_undone").exists()
    with pytest.raises(NothingToUndo):
        moderating.undo(by=registrar)


def test_a_decision_its_owner_was_told_of_stands(register: Register, registrar: Actor) -> None:
    camera = register()
    moderating.accept(camera.pk, by=registrar)
    after_the_pause()
    assert moderating.undoable(registrar) is None
    Verdict.objects.update(at=timezone.now())
    deliver()
    with pytest.raises(NothingToUndo):
        moderating.undo(by=registrar)
    camera.refresh_from_db()
    assert camera.status == "approved"


def test_a_mail_is_sent_again_and_the_log_says_so(
    register: Register, registrar: Actor, mailoutbox: list[Any]
) -> None:
    moderating.accept(register().pk, by=registrar)
    after_the_pause()
    deliver()
    moderating.send_again(mail().pk, by=registrar)
    deliver()
    assert len(mailoutbox) == 2
    assert Entry.objects.get(action="mail_sent_again").detail == {"kind": "registration_accepted"}


def test_a_duplicate_is_one_on_the_same_pole_or_of_the_same_house(register: Register) -> None:
    for number, lng in (("1", -84.5), ("3", -84.4995)):
        Address.objects.create(
            external_id=number, source="test", number=number, street="Elm",
            position=Point(lng, 38.05, srid=4326),
        )  # fmt: skip
    camera = register()
    pole = register(at=(-84.50003, 38.05), azimuth=100.0, status="approved")
    house = register(at=(-84.4999, 38.05), azimuth=270.0)
    neighbour = register(at=(-84.4995, 38.05))
    gone = register(status="retired")
    mine = register(owner=camera.owner, at=(-84.4996, 38.05), azimuth=None)
    found = {each.camera.pk: each.why for each in duplicates.likely(camera)}
    assert list(found) == [pole.pk, house.pk, mine.pk]
    assert found[pole.pk] == ("same pole or wall", "same address", "looks the same way")
    assert found[house.pk] == ("same address",)
    assert found[mine.pk] == ("same owner",)
    assert not {neighbour.pk, gone.pk} & found.keys()
