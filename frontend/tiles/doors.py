"""What the map asks for: tiles, their TileJSON, and the style."""

from django.http import Http404, HttpResponse, JsonResponse

from frontend.gate.asking import Asking
from frontend.tiles import passes
from frontend.tiles.answering import reply
from frontend.tiles.asking import Asked, layers_among
from frontend.tiles.opening import note_opening
from registry.access.layers import layers_of
from tiles.credit import credit
from tiles.extent import extent
from tiles.palette import PALETTES
from tiles.serving import answer
from tiles.square import Square
from tiles.style import style as make_style
from tiles.tilejson import tilejson as describe


def tile(request: Asking, doors: str, z: int, x: int, y: int) -> HttpResponse:
    """Answer one tile."""
    square = Square(z, x, y)
    asked = _asked(request, doors)
    if not square.exists():
        raise Http404
    opened = note_opening(request, asked.doors.split(","))
    status, headers, body = reply(
        answer(asked.layers, square, asked.doors),
        etags=request.headers.get("If-None-Match", ""),
        accepts=request.headers.get("Accept-Encoding", ""),
    )
    response = HttpResponse(body, status=status, headers=dict(headers))
    if opened:
        passes.give(response, opened & layers_of(request.actor.role))
    return response


def tilejson(request: Asking) -> JsonResponse:
    """Describe the layers asked for, and how far their data reaches."""
    asked = _asked(request, request.GET.get("layers", "base"))
    note_opening(request, asked.doors.split(","))
    address = request.build_absolute_uri(f"/tiles/{asked.doors}/") + "{z}/{x}/{y}.mvt"
    return JsonResponse(
        describe(asked.layers, address=address, bounds=extent(asked.layers), attribution=credit())
    )


def style(request: Asking) -> JsonResponse:
    """Give the basemap's style by day or by night."""
    theme = request.GET.get("theme", "dark")
    if theme not in PALETTES:
        raise Http404
    address = request.build_absolute_uri("/tiles.json?layers=base")
    return JsonResponse(
        make_style(source="base", address=address, palette=PALETTES[theme], name=theme)
    )


def _asked(request: Asking, doors: str) -> Asked:
    """Take the layers this reader may have; one that is not among them is as unknown as any."""
    asked = layers_among(layers_of(request.actor.role), doors)
    if asked is None:
        raise Http404
    return asked
