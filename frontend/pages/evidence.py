"""Evidence: what was received, one item with its custody, holds, and archives to take away."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.urls import reverse

from frontend.api.answers import status_of
from frontend.gate.asking import Asking, traces
from frontend.pages.content import content
from frontend.pages.shell import show
from frontend.pages.uploads import given_by, seconds, sent
from registry.evidence import exporting, holding, reading, uploading
from registry.evidence.models import Custody, Item, RetentionClass
from registry.evidence.refusals import NothingToExport, UnknownItem
from registry.incidents.models import Incident
from registry.refusals import Refusal

A_PAGE = 50


def evidence(request: Asking) -> HttpResponseBase:
    """List what was received, or do what one of the forms says."""
    if request.method != "POST":
        return _list(request)
    try:
        match request.POST.get("do", ""):
            case "export":
                return _archive(request, _ids(request))
            case "upload":
                return _sent(request)
    except Refusal as refusal:
        return _list(request, status=status_of(refusal), refusal=refusal)
    raise Http404


def item(request: Asking, item_id: UUID) -> HttpResponseBase:
    """Show one item, or do what one of the forms says."""
    try:
        found = reading.find(request.actor, item_id)
        if request.method == "POST":
            return _act(request, found)
    except UnknownItem:
        raise Http404 from None
    except Refusal as refusal:
        return _item(request, found, status=status_of(refusal), refusal=refusal)
    reading.opened(request.actor, found, **traces(request))
    return _item(request, found)


def original(request: Asking, item_id: UUID) -> FileResponse:
    """Give an item's bytes, to be saved."""
    try:
        return content(request, item_id, Custody.Deed.DOWNLOADED)
    except Refusal:
        raise Http404 from None


def picture(request: Asking, item_id: UUID) -> FileResponse:
    """Show a still, or a poster: pictures we drew ourselves, and nothing else."""
    try:
        found = reading.find(request.actor, item_id)
        if not _is_picture(found):
            raise UnknownItem
        return content(request, item_id, Custody.Deed.VIEWED, inline="image/jpeg")
    except Refusal:
        raise Http404 from None


def _act(request: Asking, found: Item) -> HttpResponseBase:
    actor, said = request.actor, request.POST
    match said.get("do", ""):
        case "hold":
            holding.hold(actor, found.pk, said.get("reason", ""), **traces(request))
        case "release":
            holding.release(actor, found.pk, **traces(request))
        case "class":
            holding.classify(actor, found.pk, said.get("class", ""), **traces(request))
        case "note":
            clock = seconds(said.get("clock_offset", ""))
            holding.note(actor, found.pk, said.get("note", ""), clock, **traces(request))
        case "export":
            return _archive(request, [found.pk])
        case _:
            raise UnknownItem
    return HttpResponseRedirect(request.path)


def _archive(request: Asking, ids: list[UUID]) -> StreamingHttpResponse:
    made = exporting.export(request.actor, ids, **traces(request))
    response = StreamingHttpResponse(made.pieces(), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="evidence-{made.id}.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent(request: Asking) -> HttpResponse:
    """Take files from a browser without script."""
    call = _incident(request)
    if call is None:
        raise Http404
    sent(request, uploading.begin, "incident", call.pk, **given_by(request))
    return HttpResponseRedirect(f"{request.path}?incident={call.pk}")


def _list(request: Asking, status: int = 200, **said: Any) -> HttpResponse:
    call, asked = _incident(request), _uuid(request.GET.get("request", ""))
    items = reading.originals(request.actor, call.pk if call else None, asked)
    page = show(
        request,
        "evidence/list.html",
        shown={
            "items": Paginator(items, A_PAGE).get_page(request.GET.get("page")),
            "call": call,
            "announce": f"{reverse('uploads')}?incident={call.pk}" if call else "",
            "content": reading.sees_content(request.actor),
            "query": f"incident={call.pk}&" if call else f"request={asked}&" if asked else "",
            **said,
        },
    )
    page.status_code = status
    return page


def _item(request: Asking, found: Item, status: int = 200, **said: Any) -> HttpResponse:
    may = request.actor.role
    original = found.parent or found
    page = show(
        request,
        "evidence/item.html",
        shown={
            "item": found,
            "copies": found.copies.order_by("received_at"),
            "custody": Custody.objects.filter(Q(item=found) | Q(item__parent=found))
            .select_related("item")
            .order_by("at", "id"),
            "certificate": getattr(found, "certificate", None),
            "content": reading.sees_content(request.actor),
            "holds": may in holding.HOLDERS and not found.parent_id and not found.deleted_at,
            "notes": may in holding.NOTERS and not found.parent_id and not found.deleted_at,
            "classes": RetentionClass.objects.order_by("days"),
            "held": original.hold,
            "over_at": original.over_at,
            "picture": next(
                (each for each in [found, *found.copies.all()] if _is_picture(each)), 0
            ),
            **said,
        },
    )
    page.status_code = status
    return page


def _is_picture(item: Item) -> bool:
    """Tell whether it is a JPEG of our own making."""
    drawn = item.kind == Item.Kind.COPY and item.name.endswith(".jpg")
    return (drawn or item.kind == Item.Kind.STILL) and item.deleted_at is None


def _incident(request: Asking) -> Incident | None:
    """Find the call the list is of; one the reader may not read is none."""
    asked = _uuid(request.GET.get("incident", ""))
    if asked is None:
        return None
    call = Incident.open_to(request.actor).filter(pk=asked).first()
    if call is None:
        raise Http404
    return call


def _ids(request: Asking) -> list[UUID]:
    ids = [_uuid(said) for said in request.POST.getlist("item")]
    if not ids:
        raise NothingToExport("Choose what to export first.")
    return [each for each in ids if each]


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said) if said else None
    except ValueError:
        raise Http404 from None
