"""What a study's map asks for: tiles of one study, for those who read studies."""

from uuid import UUID

from django.http import Http404, HttpResponse

from frontend.gate.asking import Asking
from frontend.tiles.answering import reply
from frontend.tiles.opening import note_opening
from registry.access.layers import layers_of
from registry.models import Study
from tiles.coverage import answer
from tiles.memory import Answer
from tiles.square import Square

LAYER = "coverage"
NOTHING = Answer(body=b"", etag='"nothing"', public=False)


def tile(request: Asking, z: int, x: int, y: int) -> HttpResponse:
    """Answer one tile of the study named in the address; unknown and forbidden are the same."""
    square = Square(z, x, y)
    if LAYER not in layers_of(request.actor.role) or not square.exists():
        raise Http404
    study = Study.objects.filter(pk=_asked(request)).only("state").first()
    if study is None:
        raise Http404
    note_opening(request, [LAYER])
    status, headers, body = reply(
        answer(study.pk, square) if study.state == Study.State.DONE else NOTHING,
        etags=request.headers.get("If-None-Match", ""),
        accepts=request.headers.get("Accept-Encoding", ""),
    )
    return HttpResponse(body, status=status, headers=dict(headers))


def _asked(request: Asking) -> UUID:
    try:
        return UUID(request.GET.get("study", ""))
    except ValueError:
        raise Http404 from None
