"""What owners object to, for the auditor who answers."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from frontend.api.answers import status_of
from frontend.gate.asking import Asking, traces
from frontend.pages import owner_words as words
from frontend.pages.shell import show
from registry.audit.recording import record
from registry.models import Dispute
from registry.ownership import disputing, looks
from registry.ownership.refusals import UnfitWords
from registry.refusals import Refusal


def disputes(request: Asking) -> HttpResponse:
    """Show them, the most urgent first, or send an answer."""
    if request.method != "POST":
        return _page(request)
    try:
        asked = UUID(request.POST.get("dispute", ""))
        disputing.answer(asked, request.POST.get("reply", ""), by=request.actor, **traces(request))
    except ValueError:
        return _page(request, UnfitWords())
    except Refusal as refusal:
        return _page(request, refusal)
    return HttpResponseRedirect(request.path)


def _page(request: Asking, refusal: Refusal | None = None) -> HttpResponse:
    with transaction.atomic():
        record(request.actor, "disputes_read", **traces(request))
    found = Dispute.objects.select_related("camera__owner__user", "replied_by")
    shown = {
        "open": [_shown(each) for each in found.filter(replied_at=None).order_by("due_at")],
        "answered": [
            _shown(each) for each in found.exclude(replied_at=None).order_by("-replied_at")[:50]
        ],
        "refusal": refusal,
    }
    page = show(request, "disputes.html", shown=shown)
    if refusal:
        page.status_code = status_of(refusal)
    return page


def _shown(dispute: Dispute) -> dict[str, Any]:
    look = looks.one(dispute.camera, dispute.entry_id, withheld=True)
    return {
        "dispute": dispute,
        "late": dispute.due_at < timezone.now(),
        "look": f"{words.moment(look.at)} · {words.what(look)} · {words.who(look)}" if look else "",
        "incident": look.incident if look else None,
        "number": look.number if look else "",
    }
