"""What a report says of a study beside its map: gathered once, then only read."""

from collections.abc import Iterator
from typing import Any

import shapely
from django.conf import settings

from geo.optics import SCHEMES
from registry.coverage import queries, tables
from registry.coverage.equity import equity
from registry.coverage.models import Study
from registry.places.models import District, Import
from registry.siting.money import money

FORMAT = 1
MOST_GAPS = 20


def facts(study: Study, credit: str) -> dict[str, Any]:
    """Give everything as JSON has it: shares from 0 to 1, metres, square metres."""
    districts = tables.districts(study)
    told, costs = equity(study, districts), money(study)
    return {
        "format": FORMAT,
        "centre": settings.CENTRE_NAME,
        "version": settings.VERSION,
        "study": _study(study),
        "numbers": study.numbers,
        "districts": districts,
        "equity": {"sentence": told["sentence"], "statement": told["statement"]},
        "money": {"currency": costs["currency"], "rows": costs["rows"]},
        "gaps": list(_gaps(study)),
        "places": [
            {"file": each.file, "at": each.at.isoformat()} for each in Import.objects.order_by("pk")
        ],
        "credit": credit,
    }


def _gaps(study: Study) -> Iterator[dict[str, Any]]:
    """Give the longest, each with the name of its district."""
    names = dict(District.objects.values_list("pk", "name"))
    for gap in queries.gaps(study, MOST_GAPS):
        yield gap | {"district": names.get(gap["district"], "")}


def _study(study: Study) -> dict[str, Any]:
    found = shapely.from_wkb(bytes(study.area.wkb))
    return {
        "id": str(study.pk),
        "name": study.name,
        "made_at": study.made_at.isoformat(),
        "at": study.at.isoformat(),
        "hour": study.hour,
        "cameras": study.cameras,
        "scheme": study.scheme,
        "level": study.level,
        "px_per_m": SCHEMES[study.scheme][study.level],
        "target_height": study.target_height,
        "demand": study.demand,
        "bounds": list(shapely.bounds(found)),
    }
