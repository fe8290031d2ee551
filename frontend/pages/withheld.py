"""What owners are not told of yet: held back for an open case, for thirty days at most."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from frontend.api.answers import status_of
from frontend.gate.asking import Asking, traces
from frontend.gate.rules import roles
from frontend.pages.shell import show
from registry.incidents.refusals import UnknownIncident
from registry.models import Incident, Withholding
from registry.ownership import withholding
from registry.ownership.refusals import NotWithheld, UnfitWords
from registry.refusals import Fault, Refusal

HOLDERS = roles("investigator", "supervisor")


def withheld(request: Asking) -> HttpResponse:
    """Show what is held back, or hold something back, or let owners read of it."""
    if request.method != "POST":
        return _page(request)
    try:
        _act(request)
    except Refusal as refusal:
        return _page(request, refusal)
    return HttpResponseRedirect(request.path)


def _act(request: Asking) -> None:
    match request.POST.get("do", ""):
        case "withhold":
            withholding.withhold(
                _incident(request),
                case=request.POST.get("case", ""),
                reason=request.POST.get("reason", ""),
                days=_days(request),
                by=request.actor,
                **traces(request),
            )
        case "lift":
            try:
                incident = UUID(request.POST.get("incident", ""))
            except ValueError:
                raise NotWithheld from None
            withholding.lift(incident, by=request.actor, **traces(request))
        case _:
            raise UnfitWords


def _incident(request: Asking) -> UUID:
    """Find a call by the number people say."""
    number = request.POST.get("number", "").strip()
    found = Incident.open_to(request.actor).filter(number=number).order_by("-reported_at").first()
    if not number or found is None:
        raise UnknownIncident
    return found.pk


def _days(request: Asking) -> int:
    try:
        return int(request.POST.get("days", ""))
    except ValueError:
        raise UnfitWords(errors=[Fault("days", "Give a number of days.")]) from None


def _page(request: Asking, refusal: Refusal | None = None) -> HttpResponse:
    now = timezone.now()
    held = Withholding.objects.filter(lifted_at=None, until__gt=now)
    shown = {
        "held": held.select_related("incident", "by").order_by("until"),
        "longest": withholding.longest().days,
        "holds": request.actor.role in HOLDERS,
        "refusal": refusal,
        "typed": request.POST,
    }
    page = show(request, "withheld.html", shown=shown)
    if refusal:
        page.status_code = status_of(refusal)
    return page
