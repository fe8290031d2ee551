"""Tiles of a change nobody has saved, for whoever tries it out and nobody else."""

from uuid import UUID

from django.http import Http404, HttpResponse

from frontend.gate.asking import Asking
from frontend.tiles.answering import MVT, PRIVATE
from registry.scenarios import trials
from tiles.preview import draw
from tiles.square import Square


def preview_tile(request: Asking, key: UUID, z: int, x: int, y: int) -> HttpResponse:
    """Answer one tile; what is another's, or over, is as unknown as any."""
    square = Square(z, x, y)
    changed = trials.fetch(key, by=request.actor) if square.exists() else None
    if changed is None:
        raise Http404
    body = draw(changed.cells, changed.verdicts, square)
    response = HttpResponse(body, status=200 if body else 204, content_type=MVT)
    response.headers["Cache-Control"] = PRIVATE
    return response
