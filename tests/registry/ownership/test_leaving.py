"""Who leaves is forgotten: no word of theirs is in any table, and the log still proves itself."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone

from registry.accounts.models import User
from registry.audit.sealing import seal
from registry.audit.verifying import first_fault
from registry.cameras.editing import save_camera
from registry.cameras.placing import place_now
from registry.edge.models import Box
from registry.evidence.models import Upload
from registry.footage.models import FootageClip, FootageRequest, Recipient
from registry.models import Camera, Entry, Grant, Notice, Owner, Placement, TileCamera
from registry.notices import sending
from registry.owners import links
from registry.owners.refusals import UnknownLink
from registry.ownership import changing, disputing, entering, exporting, leaving, looks
from registry.ownership.refusals import UnfitWords
from tests.registry.ownership.conftest import PLACE, Scene

COLUMNS = """
    SELECT c.table_name, c.column_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE t.table_type = 'BASE TABLE' AND c.table_schema = 'public'
        AND c.table_name <> 'spatial_ref_sys'
"""


def found(word: str) -> Iterator[str]:
    """Name every column of every table that holds this word, whatever its type."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" WHERE "{column}"::text ILIKE %s)',
                [f"%{word}%"],
            )
            if cursor.fetchone() == (True,):
                yield f"{table}.{column}"


@pytest.fixture
def busy(scene: Scene) -> Scene:
    """Have Ida do everything an owner can, so that there is much to forget."""
    place_now([scene.camera.pk])
    entering.ask(scene.owner.email, language="en")
    disputing.dispute(scene.camera, scene.look(), "Quillfeather objects", by=scene.ida)
    changing.change(scene.camera, {"name": "Quillfeather gate"}, by=scene.ida)
    exporting.export(scene.owner, by=scene.ida)
    box = Box.objects.create(owner=scene.owner, name="Quillfeather's box", key=b"k" * 32)
    sending.enqueue(
        "box_silent", to="registrar@centre.example", about=("box", str(box.pk)),
        values={"box": box.name, "owner": scene.owner.name, "since": "-", "page": "-"},
    )  # fmt: skip
    save_camera(scene.ivan, {"name": "Quillfeather by a registrar"}, scene.camera)
    _answer_a_request(scene)
    User.objects.filter(uid=scene.ida.id).update(email=scene.owner.email, last_name="Quill")
    return scene


def _answer_a_request(scene: Scene) -> None:
    """Have Ida send footage, named as she is."""
    request = FootageRequest.registry.create(made_by_id=scene.ivan.user_id or 0)
    asked = Recipient.objects.create(
        request=request, owner=scene.owner, cameras=[scene.camera.pk], asked_at=timezone.now()
    )
    upload = Upload.objects.create(
        key_digest="0" * 64, name="porch.mp4", size=1, giver=scene.owner.name,
        device=scene.camera.name, request=request.pk, expires_at=timezone.now(),
    )  # fmt: skip
    FootageClip.objects.create(recipient=asked, upload=upload.pk)


def test_no_word_of_theirs_is_left_anywhere(busy: Scene) -> None:
    assert set(found("quillfeather"))
    leaving.leave(busy.owner, "delete", by=busy.ida)
    Notice.objects.update(sent_at=timezone.now() - timedelta(minutes=1), next_try_at=None)
    leaving.forget_goodbyes()
    for word in ("quill", "ida@", "555 0199"):
        assert list(found(word)) == []


def test_no_exact_place_is_left_anywhere(busy: Scene) -> None:
    leaving.leave(busy.owner, "DELETE", by=busy.ida)
    spot = Point(PLACE.x, PLACE.y, srid=4326)
    spot.transform(3857)
    x, y = spot.x, spot.y
    near = "ST_DWithin(ST_Transform({}, 3857), ST_SetSRID(ST_MakePoint(%s, %s), 3857), 1)"
    with connection.cursor() as cursor:
        for table, column in (
            ("camera", "position"),
            ("camera", "surveyed_position"),
            ("placement", "position"),
            ("tile_camera", "geom_m"),
        ):
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {near.format(column)}", [x, y])
            assert cursor.fetchone() == (0,), table
    assert not Placement.objects.filter(camera=busy.camera, sees__isnull=False).exists()
    assert not TileCamera.objects.exists()


def test_counts_and_the_log_stay_and_the_chain_is_valid(busy: Scene) -> None:
    seal()
    before = set(Entry.objects.values_list("pk", "hash"))
    leaving.leave(busy.owner, "DELETE", by=busy.ida)
    seal()
    assert before <= set(Entry.objects.values_list("pk", "hash"))
    assert first_fault() == ""
    camera = Camera.registry.get()
    assert (camera.status, camera.owner_id) == ("retired", busy.owner.pk)
    assert Entry.objects.filter(action="owner_left").count() == 1


def test_nobody_gets_in_any_more_by_any_way(busy: Scene) -> None:
    token = links.make(busy.owner, "answer", lasts=timedelta(days=1))
    leaving.leave(busy.owner, "BORRAR", by=busy.ida)
    with pytest.raises(UnknownLink):
        links.read(token, "answer")
    assert not User.objects.get(uid=busy.ida.id).is_active
    assert not Grant.objects.filter(valid_to=None).exists()
    assert Box.objects.get().revoked_at is not None


def test_a_last_mail_says_that_it_is_done(busy: Scene) -> None:
    leaving.leave(busy.owner, "DELETE", by=busy.ida)
    [mail] = Notice.objects.due()
    assert (mail.kind, mail.to) == ("owner_left", "ida@quillfeather.example")


def test_without_the_word_nothing_happens(scene: Scene) -> None:
    with pytest.raises(UnfitWords):
        leaving.leave(scene.owner, "yes", by=scene.ida)
    assert Owner.objects.get().name == "Ida Quillfeather"
    assert looks.of(scene.camera).looks == []
