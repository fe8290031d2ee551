"""What media is told of the feeds."""

import pytest
from cryptography.fernet import Fernet
from django.contrib.gis.geos import Point

from registry.feeds import credentials
from registry.feeds.queries import to_pull
from registry.feeds.sources.snapshot import Snapshot
from registry.feeds.sources.unreadable import Unreadable
from registry.models import Camera, Feed, Owner

HERE = Point(-84.5, 38.05, srid=4326)


@pytest.mark.django_db
def test_a_password_no_key_opens_darkens_its_own_camera_only() -> None:
    owner = Owner.objects.create(kind="business", name="Shop")
    stored = [credentials.encrypt("user:word"), Fernet(Fernet.generate_key()).encrypt(b"a:b")]
    for number, credential in enumerate(stored, start=1):
        camera = Camera.registry.create(
            number=number, name=f"camera {number}", kind="business", level=2, owner=owner,
            position=HERE, surveyed_position=HERE,
        )  # fmt: skip
        Feed.objects.create(camera=camera, url=f"http://10.0.0.{number}/", credential=credential)

    by_url = {type(pulled.source): pulled.source for pulled in to_pull()}
    assert by_url[Snapshot] == Snapshot("http://10.0.0.1/", "user:word")
    assert isinstance(by_url[Unreadable], Unreadable)
