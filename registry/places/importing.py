"""Bringing a map file in: all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction

from registry.places import osm, rowwise
from registry.places.anchors import draw_anchors
from registry.places.features import Feature, Layer, Rejected
from registry.places.models import Import
from registry.places.refusals import NothingRecognised, UnreadableFile
from registry.places.storing import Boxes, Store
from registry.rejections import write_rejected

OSM_CREDIT = "© OpenStreetMap contributors, ODbL"
Progress = Callable[[int, int | None], None]


@dataclass
class Outcome:
    """What became of one file."""

    counts: dict[str, dict[str, int]]
    changed: Boxes  # west, south, east, north around each building that came, went or changed
    mended: list[Feature] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    rejected_file: Path | None = None


def bring_in(
    path: Path,
    layer: Layer | None = None,
    *,
    source: str = "",
    credit: str = "",
    crs: str | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Store the places of one file in one transaction; what cannot be taken is listed beside it."""
    if not path.is_file():
        raise UnreadableFile(f"There is no file {path}.")
    is_osm = path.name.lower().endswith(osm.SUFFIXES)
    mended: list[Feature] = []
    rejected: list[Rejected] = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '1h'")
        store = Store((source or ("osm" if is_osm else path.stem))[:40])
        things = _osm(path, layer) if is_osm else rowwise.read(path, layer, crs)
        for taken, thing in enumerate(things, start=1):
            if isinstance(thing, Rejected):
                rejected.append(thing)
            else:
                store.add(thing)
                if thing.mended:
                    mended.append(thing)
            if progress and taken % 1000 == 0:
                progress(taken, None)
        counts, changed = store.merge()
        if Layer.ADDRESS in counts:
            draw_anchors()
        if not counts and not rejected:
            raise NothingRecognised(f"Nothing in {path.name} is a place we know the kind of.")
        outcome = Outcome(counts, changed, mended, rejected)
        keep_account(path, outcome, credit or (OSM_CREDIT if is_osm else ""))
    return outcome


def keep_account(path: Path, outcome: Outcome, credit: str) -> None:
    """Write down what was taken, and beside the file what was not, in the import's transaction."""
    Import.objects.create(file=path.name[:300], credit=credit[:200], counts=_summary(outcome))
    outcome.rejected_file = write_rejected(path, map(_rejected_row, outcome.rejected))


def _osm(path: Path, layer: Layer | None) -> Iterator[Feature | Rejected]:
    return (thing for thing in osm.read(path) if layer in (None, thing.layer))


def _summary(outcome: Outcome) -> dict[str, dict[str, int]]:
    return outcome.counts | {
        "mended": dict(Counter(str(feature.layer) for feature in outcome.mended)),
        "rejected": dict(Counter(str(thing.layer) for thing in outcome.rejected)),
    }


def _rejected_row(thing: Rejected) -> dict[str, object]:
    return {"id": thing.external_id, "kind": str(thing.layer), "reason": thing.reason}
