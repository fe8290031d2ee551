"""Working copies: a poster and a film that plays, made by a child, with the original untouched."""

import hashlib
import io
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from registry.evidence import copying, storing
from registry.models import Item
from tests.registry.evidence.conftest import Kept


def film() -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="avi") as container:
        stream = container.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(5):
            picture = np.full((48, 64, 3), number * 40, np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")):
                container.mux(packet)
        container.mux(stream.encode(None))
    return out.getvalue()


def bytes_of(item: Item) -> bytes:
    with storing.open_stored(item.stored) as file:
        return file.read()


def test_a_film_gets_a_poster_and_a_copy_that_plays(kept: Kept) -> None:
    data = film()
    item = kept(data, name="yard.avi")
    copying.copy_waiting()
    item.refresh_from_db()
    assert item.copying == "made"
    poster, playable = item.copies.order_by("received_at", "name")[:2]
    if poster.name.endswith(".mp4"):
        poster, playable = playable, poster
    assert Image.open(io.BytesIO(bytes_of(poster))).size == (64, 48)
    with av.open(io.BytesIO(bytes_of(playable)), "r", format="mp4") as played:
        assert played.streams.video[0].codec_context.name == "h264"
        assert len(list(played.decode(video=0))) == 5
    assert "without coding again" in playable.recipe
    assert hashlib.sha256(bytes_of(playable)).hexdigest() == playable.sha256
    assert bytes_of(item) == data
    deeds = [row.deed for row in item.custody.order_by("id")]
    assert deeds == ["received", "derived", "derived"]


@pytest.mark.parametrize(
    "data",
    [
        b"DHAV" + bytes(4000),
        b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
    ],
)
def test_what_is_no_film_is_kept_and_said_to_have_no_copy(kept: Kept, data: bytes) -> None:
    item = kept(data)
    copying.copy_waiting()
    item.refresh_from_db()
    assert item.copying == "failed"
    assert "original is kept" in item.copying_said
    assert not item.copies.exists()
    assert bytes_of(item) == data


def test_a_hostile_film_takes_nothing_but_its_child_along(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nkill -9 $$\n")
    program.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(program))
    item = kept(film())
    copying.copy_waiting()
    item.refresh_from_db()
    assert item.copying == "failed"
