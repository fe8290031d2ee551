"""What the map asks for: tiles, their TileJSON, and the style."""

import gzip
from html import escape

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from registry.access.layers import layers_of
from registry.places.models import Import
from tiles.drawing import draw
from tiles.extent import extent
from tiles.layers import Layer, named
from tiles.palette import PALETTES
from tiles.square import Square
from tiles.style import style as make_style
from tiles.tilejson import tilejson as describe

MVT = "application/vnd.mapbox-vector-tile"


def tile(request: HttpRequest, doors: str, z: int, x: int, y: int) -> HttpResponse:
    """Answer one tile."""
    square = Square(z, x, y)
    layers = _layers(request, doors)
    if not square.exists():
        raise Http404
    body = b"".join(draw(layer, square).body for layer in layers)
    if not body:
        return HttpResponse(status=204)
    return HttpResponse(
        gzip.compress(body, 6), content_type=MVT, headers={"Content-Encoding": "gzip"}
    )


def tilejson(request: HttpRequest) -> JsonResponse:
    """Describe the layers asked for, and how far their data reaches."""
    doors = request.GET.get("layers", "base")
    layers = _layers(request, doors)
    address = request.build_absolute_uri(f"/tiles/{doors}/") + "{z}/{x}/{y}.mvt"
    return JsonResponse(
        describe(layers, address=address, bounds=extent(layers), attribution=_credit())
    )


def style(request: HttpRequest) -> JsonResponse:
    """Give the basemap's style by day or by night."""
    theme = request.GET.get("theme", "dark")
    if theme not in PALETTES:
        raise Http404
    address = request.build_absolute_uri("/tiles.json?layers=base")
    return JsonResponse(
        make_style(source="base", address=address, palette=PALETTES[theme], name=theme)
    )


def _layers(request: HttpRequest, doors: str) -> list[Layer]:
    """Take the layers this reader may have; one that is not among them is as unknown as any."""
    wanted = doors.split(",")
    if not layers_of(request.actor.role if hasattr(request, "actor") else "").issuperset(wanted):
        raise Http404
    layers = named(wanted)
    if not layers:
        raise Http404
    return layers


def _credit() -> str:
    """Name those the places come from."""
    credits = Import.objects.exclude(credit="").values_list("credit", flat=True).distinct()
    return " | ".join(escape(credit) for credit in sorted(credits))
