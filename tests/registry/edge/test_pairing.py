"""A code joins one box, once, for fifteen minutes; a box speaks of its own cameras only."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from registry.access.facts import Actor
from registry.edge import pairing
from registry.edge.accepting import accept
from registry.edge.agent import keys
from registry.edge.agent.cameras import LocalCamera
from registry.edge.hearing import hear, read_health
from registry.edge.refusals import BoxRevoked, CodeRefused, NoOwner
from registry.edge.revoking import revoke
from registry.edge.terms import Terms
from registry.edge.wire import CAMERA_LIMIT, WireRefused, proof_of_enrolment
from registry.models import Agency, Box, BoxCamera, Entry, Feed, Grant, Owner, Pairing
from tests.frontend.media.boxed import ALWAYS, enrolled, health, heard, registrar

pytestmark = pytest.mark.django_db

PLACE = {"position": [-84.5, 38.04]}


@pytest.fixture
def by(db: None) -> Actor:
    return registrar(Agency.objects.create(name="Police"))


@pytest.fixture
def shop(db: None) -> Owner:
    return Owner.objects.create(kind="business", name="Shop")


@pytest.fixture
def box(shop: Owner, by: Actor) -> Box:
    return enrolled(shop, by, Ed25519PrivateKey.generate())


def join(code: str, key: Ed25519PrivateKey | None = None, proof_code: str = "") -> Box:
    key = key or Ed25519PrivateKey.generate()
    public = keys.public(key)
    proof = key.sign(proof_of_enrolment(proof_code or code, public)).hex()
    return pairing.enrol(code, public, proof, "Box")


def camera(name: str = "Door", terms: Terms = ALWAYS) -> LocalCamera:
    return replace(LocalCamera.at(f"rtsp://192.168.1.5/{name}", name), terms=terms)


def test_a_code_works_once(shop: Owner, by: Actor) -> None:
    code = pairing.make_code(shop.pk, by=by)
    assert join(code).owner == shop
    with pytest.raises(CodeRefused):
        join(code)
    assert [row.action for row in Entry.objects.order_by("id")] == ["box_code_made", "box_enrolled"]


def test_a_wrong_code_joins_nothing_and_costs_nothing(shop: Owner, by: Actor) -> None:
    code = pairing.make_code(shop.pk, by=by)
    for wrong in ("", "0000-0000-0000", code[:-1]):
        with pytest.raises(CodeRefused):
            join(wrong)
    assert join(code).owner == shop


def test_a_code_is_good_for_fifteen_minutes(shop: Owner, by: Actor) -> None:
    code = pairing.make_code(shop.pk, by=by)
    left = Pairing.objects.get().expires_at - timezone.now()
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    Pairing.objects.update(expires_at=timezone.now())
    with pytest.raises(CodeRefused):
        join(code)


def test_a_key_without_its_other_half_joins_nothing(shop: Owner, by: Actor) -> None:
    code = pairing.make_code(shop.pk, by=by)
    with pytest.raises(CodeRefused):
        join(code, proof_code="another")
    assert Pairing.objects.get().used_at is None


def test_the_database_does_not_hold_the_code(shop: Owner, by: Actor) -> None:
    code = pairing.make_code(shop.pk, by=by)
    kept = bytes(Pairing.objects.get().digest)
    assert code.replace("-", "").encode() not in kept


def test_a_box_belongs_to_somebody(by: Actor) -> None:
    with pytest.raises(NoOwner):
        pairing.make_code(None, by=by)


def test_every_change_of_the_switch_is_a_version_of_the_grant(box: Box, by: Actor) -> None:
    door = camera()
    [held] = heard(box, door)
    taken = accept(held.pk, by=by, values=PLACE)
    heard(box, door)  # said again: nothing changed
    narrow = Terms(
        capabilities=frozenset({"still"}), condition="priority", priority_at_most=2, within=100.0
    )
    heard(box, replace(door, terms=narrow))
    first, second = Grant.objects.filter(camera=taken).order_by("valid_from")
    assert first.valid_to == second.valid_from
    assert (second.condition, second.priority_at_most, second.within) == ("priority", 2, 100.0)
    changes = Entry.objects.filter(action="grant_changed")
    assert [row.role for row in changes.order_by("id")] == ["registrar", "box"]


def test_a_camera_taken_off_the_box_is_closed(box: Box, by: Actor) -> None:
    [held] = heard(box, camera())
    taken = accept(held.pk, by=by, values=PLACE)
    heard(box)
    assert BoxCamera.objects.get().state == "gone"
    [now] = Grant.objects.filter(camera=taken, valid_to=None)
    assert now.condition == "never"


def test_a_box_cannot_speak_of_another_boxs_camera(box: Box, by: Actor) -> None:
    door = camera()
    [held] = heard(box, door)
    taken = accept(held.pk, by=by, values=PLACE)
    thief = enrolled(
        Owner.objects.create(kind="business", name="Thief"), by, Ed25519PrivateKey.generate()
    )
    heard(thief, replace(door, terms=Terms()))
    [grant] = Grant.objects.filter(camera=taken)
    assert (grant.condition, grant.valid_to) == ("always", None)
    assert thief.cameras.get().camera is None


def test_a_revoked_box_is_heard_no_more_and_opens_nothing(box: Box, by: Actor) -> None:
    [held] = heard(box, camera())
    taken = accept(held.pk, by=by, values=PLACE)
    revoke(box.pk, by=by)
    with pytest.raises(BoxRevoked):
        hear(box.pk, [])
    assert not Grant.objects.filter(camera=taken, valid_to=None).exists()
    assert not Feed.objects.filter(camera=taken).exists()


def test_a_box_says_neither_too_much_nor_nonsense() -> None:
    with pytest.raises(WireRefused):
        read_health(health(*(camera(str(n)) for n in range(CAMERA_LIMIT + 1))))
    wrongs: list[dict[str, Any]] = [{"state": "fine"}, {"terms": {}}, {"id": 7}, {"name": None}]
    for wrong in wrongs:
        said = health(camera())
        said["cameras"][0] |= wrong
        with pytest.raises(WireRefused):
            read_health(said)


def test_an_owners_yes_ends_by_itself(box: Box, by: Actor) -> None:
    until = timezone.now() + timedelta(minutes=15)
    yes = Terms(capabilities=frozenset({"still"}), condition="always", open_until=until)
    [held] = heard(box, camera(terms=yes))
    taken = accept(held.pk, by=by, values=PLACE)
    assert Grant.objects.get(camera=taken).valid_to == until
