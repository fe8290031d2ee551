"""The page for strangers: which cameras there are, what for, and how often they are used."""

import csv
import io
from typing import Any

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotFound,
    JsonResponse,
)
from django.utils.translation import gettext

from frontend.gate.asking import Asking
from frontend.gate.problems import problem
from frontend.pages.open import show_open
from frontend.pages.public_words import words
from registry.incidents import purposes
from registry.models import PublishedDay, Retention
from tiles import covered, offering
from tiles.extent import extent
from tiles.layers import named

SHOWN = 50  # streets on a page
FOUND = 10  # addresses in an answer
DAYS = 30  # summed up on the page
# With the half minute a file may be old: gone within a minute of an opt-out.
PUBLIC_FOR = "public, max-age=20"


def public(request: Asking) -> HttpResponse:
    """Show the public map, and answer whether a street is covered."""
    asked = request.GET.get("q", "").strip()[:100]
    page = _page(request)
    doors = covered.doors(asked, most=FOUND) if asked else []
    # a number nobody has may be on a street that is there
    street, _ = covered.parted(asked)
    streets = [] if doors else covered.streets(street, most=SHOWN + 1, skipped=SHOWN * (page - 1))
    days = list(PublishedDay.objects.using("public").order_by("-day")[:DAYS])
    shown = {
        "asked": asked,
        "contact": settings.CENTRE_CONTACT,
        "doors": doors,
        "streets": streets[:SHOWN],
        "before": page - 1 if page > 1 else 0,
        "after": page + 1 if len(streets) > SHOWN else 0,
        "numbers": _summed(days),
        "day": days[0] if days else None,
        "root": bytes(days[0].root).hex() if days else "",
        "days": len(days),
        "kept": Retention.objects.using("public").filter(pk=Retention.What.RECORDINGS).first(),
        "purposes": [gettext(each.name) for each in purposes.PURPOSES],
        "prohibited": [gettext(each) for each in purposes.PROHIBITED],
    }
    found = [each.box for each in (doors or streets[:SHOWN] if asked else [])]
    bounds = _around(found) or extent(named(["base", "camera_public"]))
    response = show_open(request, "public/page.html", shown=shown, bounds=bounds, words=words())
    response.headers["Cache-Control"] = "no-cache"
    return response


def numbers_json(request: HttpRequest) -> HttpResponse:
    """Give each day's numbers, with the hash up to which the log was sealed that day."""
    response = JsonResponse({"days": _days()})
    response.headers["Cache-Control"] = PUBLIC_FOR
    return response


def numbers_csv(request: HttpRequest) -> HttpResponse:
    """Give each day's numbers as a table."""
    out = io.StringIO()
    days = _days()
    columns = list(dict.fromkeys(name for day in reversed(days) for name in day))
    table = csv.DictWriter(out, columns, restval="")
    table.writeheader()
    table.writerows(days)
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={
            "Cache-Control": PUBLIC_FOR,
            "Content-Disposition": 'inline; filename="numbers.csv"',
        },
    )


def geojson(request: Asking) -> HttpResponseBase:
    """Hand out the published points."""
    return _file(request, "cameras.geojson", "application/geo+json")


def pmtiles(request: Asking) -> HttpResponseBase:
    """Hand out the published layers as one archive of tiles."""
    return _file(request, "cameras.pmtiles", "application/vnd.pmtiles")


def _file(request: Asking, name: str, kind: str) -> HttpResponseBase:
    file = offering.fetch(name)
    if file is None:
        answer = problem(request, 503, "Being made", "Ask again in a minute.")
        answer.headers["Retry-After"] = "20"
        return answer
    if not file.body:
        return HttpResponseNotFound()
    headers = {"Cache-Control": PUBLIC_FOR, "ETag": file.etag}
    if file.etag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return HttpResponse(file.body, content_type=kind, headers=headers)


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return (
        min(max(int(asked), 1), 10_000)
        if asked.isascii() and asked.isdecimal() and len(asked) < 6
        else 1
    )


def _days() -> list[dict[str, Any]]:
    """Give the days, the youngest first."""
    return [
        {"day": day.day.isoformat(), **day.counts, "seal": day.seal, "root": bytes(day.root).hex()}
        for day in PublishedDay.objects.using("public").order_by("-day")
    ]


def _summed(days: list[PublishedDay]) -> dict[str, int]:
    names = dict.fromkeys(name for day in days for name in day.counts)
    return {name: sum(day.counts.get(name, 0) for day in days) for name in names}


def _around(boxes: list[covered.Box]) -> covered.Box | None:
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
