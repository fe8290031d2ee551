"""A recorder that is killed in the middle of its work leaves nothing half done that counts."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connections

from registry.models import Segment
from registry.recordings import retaining
from tests.registry.recordings.conftest import camera

HOUSE = Path(__file__).resolve().parents[3]
SIZE = 4 << 20
WRITE_FOR_EVER = f"""
import sys, django
django.setup()
from itertools import count
from registry.feeds.sources.source import Codec
from registry.recordings import writing
from registry.recordings.cutting import Cut
for n in count():
    writing.keep(sys.argv[1], Cut(Codec.H264, 1.9e9 + n, 1.9e9 + n + 1, bytes({SIZE})))
"""


@pytest.mark.usefixtures("committed")
def test_every_row_has_its_bytes_and_the_rest_is_swept(shelf: Path) -> None:
    database = connections["default"].settings_dict
    socket = f"?host={database['HOST']}" if database["HOST"].startswith("/") else ""
    host = "" if socket else f"{database['HOST']}:{database['PORT'] or 5432}"
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE_FOR_EVER, str(camera().pk)],
        cwd=HOUSE,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "frontend.settings",
            "DATABASE_URL": f"postgis://{database['USER']}@{host}/{database['NAME']}{socket}",
            "RECORDINGS_OPTIONS": json.dumps({"location": str(shelf)}),
            "RECORDINGS_LEAVE_FREE_MB": "1",
        },
    )
    deadline = time.monotonic() + 30
    try:
        while Segment.objects.count() < 3:
            assert process.poll() is None
            assert time.monotonic() < deadline
    finally:
        process.kill()
        process.wait()
    kept = {shelf / segment.name for segment in Segment.objects.all()}
    assert all(path.stat().st_size == SIZE for path in kept)
    (next(iter(kept)).parent / "half.mp4").write_bytes(b"a segment of which no row came")
    long_ago = time.time() - 3 * 3600
    for path in shelf.rglob("*.mp4"):
        os.utime(path, (long_ago, long_ago))
    retaining.sweep()
    assert set(shelf.rglob("*.mp4")) == kept
