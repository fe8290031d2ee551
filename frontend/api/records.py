"""/api/records-notices: what agencies tell those who register of the law on public records."""

from typing import Annotated, Literal

from django.http import Http404, HttpResponse, JsonResponse
from ninja import Router
from pydantic import Field

from frontend.api.receipts import once
from frontend.api.shapes import Printable, Strict
from frontend.gate.asking import Asking, traces
from registry.models import Agency, RecordsNotice
from registry.owners import records

router = Router(tags=["registration"])


class Notice(Strict):
    """One agency's words in one language; blank takes them back."""

    agency: Annotated[str, Field(max_length=120)]
    language: Literal["en", "es"]
    text: Annotated[str, Field(max_length=2000), Printable]


@router.get("/records-notices", url_name="records-notices", summary="What agencies say of records")
def notices(request: Asking) -> HttpResponse:
    """Answer every agency, each with its words by language."""
    said: dict[str, dict[str, str]] = {}
    for notice in RecordsNotice.objects.all():
        said.setdefault(str(notice.agency_id), {})[notice.language] = notice.text
    agencies = [
        {"agency": agency.name, "texts": said.get(str(agency.pk), {})}
        for agency in Agency.objects.order_by("name")
    ]
    return JsonResponse({"agencies": agencies})


@router.put("/records-notices", url_name="records-notices", summary="Set what one says")
@once
def say(request: Asking, notice: Notice) -> HttpResponse:
    """Show these words to whoever registers from now on."""
    agency = Agency.objects.filter(name=notice.agency).first()
    if agency is None:
        raise Http404
    records.say(agency, notice.language, notice.text, by=request.actor, **traces(request))
    return JsonResponse(notice.dict())
