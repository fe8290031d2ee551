"""What a caller opens on their phone: who asks, what is shown, and yes, no or stop."""

from csp.decorators import csp_replace
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render

from frontend.api.answers import refused
from frontend.api.watching import media_address
from frontend.gate.asking import Asking, traces
from frontend.gate.problems import problem
from frontend.pages.phone_words import WORDS, chosen
from registry.feeds.passes import Pass, Use
from registry.phones import consenting, ending
from registry.phones.callers import Caller
from registry.phones.models import SHARES_FOR, Invite
from registry.phones.refusals import UnknownInvite
from registry.refusals import Refusal

PERMISSIONS = (
    "camera=(self), geolocation=(self), accelerometer=(self), gyroscope=(self), "
    "magnetometer=(self), microphone=()"
)
GONE = {Invite.State.ENDED, Invite.State.LAPSED}


@csp_replace({"img-src": ["'self'"], "worker-src": ["'none'"]})  # type: ignore[arg-type]
def phone(request: Asking, invite: str) -> HttpResponseBase:
    """Show the page, or do what its buttons say."""
    try:
        response = _act(request, invite) if request.method == "POST" else _page(request, invite)
    except Refusal as refusal:
        response = refused(request, refusal)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Permissions-Policy"] = PERMISSIONS
    # The address is the key: it goes into nobody's log.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _page(request: Asking, secret: str) -> HttpResponse:
    """A link preview that opens the page spends nothing: only consent does."""
    invite = consenting.behind(secret)
    language = chosen(request.GET.get("lang", ""), request.headers.get("Accept-Language", ""))
    words = dict(WORDS[language])
    words["asks"] = words["asks"].format(agency=_agency(invite), number=invite.incident.number)
    words["long"] = words["long"].format(minutes=int(SHARES_FOR.total_seconds() // 60))
    get_token(request)
    context = {
        "words": words,
        "language": language,
        "languages": [(code, WORDS[code]["name"]) for code in WORDS],
        "gone": invite.state in GONE,
        "page": {"facts": {"words": words, "state": invite.state}},
    }
    return render(request, "phone.html", context, status=410 if context["gone"] else 200)


def _agency(invite: Invite) -> str:
    agency = invite.made_by.agency
    return agency.name if agency else "Dispatch"


def _act(request: Asking, secret: str) -> HttpResponse:
    match request.POST.get("do", ""):
        case "consent":
            return _consent(request, secret)
        case "stop":
            invite = consenting.behind(secret)
            ending.end(invite.pk, Invite.End.CALLER, by=Caller(), **traces(request))
            return JsonResponse({"stopped": True})
    return problem(request, 422, "Bad input", "Say consent or stop.")


def _consent(request: Asking, secret: str) -> HttpResponse:
    invite = consenting.consent(secret, **traces(request))
    if invite.camera_id is None or invite.ends_at is None:
        raise UnknownInvite
    given = Pass(
        use=Use.PHONE,
        user="",
        cameras=(invite.camera_id,),
        incident=invite.incident_id,
        request_id=request.request_id,
        expires_at=int(invite.ends_at.timestamp()),
    )
    scheme = "wss" if request.is_secure() else "ws"
    return JsonResponse(
        {
            "url": media_address(scheme, f"/phone/{invite.pk}"),
            "token": given.signed(),
            "ends_at": invite.ends_at.isoformat(),
        }
    )
