"""How the trade's refusals are told over HTTP: one table from class to status."""

from collections.abc import Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from frontend.gate.problems import not_found, problem
from frontend.gate.rules import View
from registry.accounts.refusals import TooOften
from registry.cameras import refusals as cameras
from registry.canvass import refusals as canvass
from registry.coverage import refusals as coverage
from registry.edge import refusals as boxes
from registry.evidence import refusals as evidence
from registry.feeds import refusals as feeds
from registry.footage import refusals as footage
from registry.incidents import refusals as incidents
from registry.ledger import refusals as ledger
from registry.models import Camera
from registry.owners import refusals as owners
from registry.ownership import refusals as ownership
from registry.phones import refusals as phones
from registry.ptz import refusals as ptz
from registry.recordings import refusals as recordings
from registry.refusals import Fault, Refusal
from registry.reports import refusals as reports
from registry.scenarios import refusals as scenarios
from registry.siting import refusals as siting

ANSWERS: dict[type[Refusal], int] = {
    incidents.UnknownIncident: 404,
    incidents.AlreadyClosed: 409,
    incidents.NotClosed: 409,
    incidents.TooLateToReopen: 409,
    incidents.CallClosed: 409,
    incidents.TooManyLive: 409,
    incidents.NotLive: 403,  # the camera is known to this reader, and so is what is missing
    incidents.NotAskable: 404,
    incidents.NoAddress: 409,
    incidents.AskedAlready: 409,
    incidents.AskedEnough: 429,
    incidents.QuestionOver: 410,
    incidents.NoPanic: 409,
    cameras.UnknownCamera: 404,
    cameras.NotMoving: 409,
    cameras.NotPublishable: 409,
    cameras.NotWaiting: 409,
    cameras.NothingToUndo: 409,
    cameras.MailForgotten: 404,
    cameras.NotPublishable: 409,
    feeds.NoFeed: 404,
    phones.UnknownInvite: 404,
    phones.InviteUsed: 410,
    phones.InviteOver: 410,
    phones.CallNotOpen: 409,
    phones.TooManyInvites: 409,
    ptz.NotTurnable: 409,
    ptz.MayNotTurn: 403,
    ptz.HeldByAnother: 409,
    ptz.HeadSilent: 503,
    recordings.NothingRecords: 409,
    recordings.NothingKept: 404,
    evidence.UnknownItem: 404,
    evidence.Deleted: 410,
    evidence.Missing: 503,
    evidence.NothingToExport: 409,
    evidence.UnknownUpload: 404,
    evidence.TooLarge: 413,
    evidence.OverQuota: 413,
    evidence.NoRoom: 507,
    evidence.WrongOffset: 409,
    evidence.BeingWritten: 423,
    evidence.Finished: 409,
    owners.UnknownLink: 404,
    owners.UnknownGrant: 404,
    owners.Paused: 409,
    owners.NothingToUndo: 409,
    boxes.WiderThanBox: 409,
    ownership.NoSuchLook: 404,
    ownership.AlreadyDisputed: 409,
    ownership.UnknownDispute: 404,
    ownership.NotWithheld: 404,
    ownership.NotShared: 409,
    boxes.UnknownBox: 404,
    boxes.AlreadyAccepted: 409,
    boxes.BoxRevoked: 409,
    TooOften: 429,
    footage.UnknownRequest: 404,
    footage.AlreadySent: 409,
    footage.NotSent: 409,
    footage.AlreadyAnswered: 410,
    footage.NothingCame: 409,
    ledger.CallOpen: 409,
    ledger.ShiftOver: 409,
    canvass.UnknownWalk: 404,
    canvass.WalkEnded: 409,
    canvass.CodeOver: 410,
    coverage.UnknownCell: 404,
    coverage.UnknownStudy: 404,
    coverage.StudyOver: 409,
    coverage.StudyRuns: 409,
    coverage.NotMeasured: 409,
    siting.UnknownProposal: 404,
    siting.StudyUnfinished: 409,
    siting.ProposalOver: 409,
    siting.NothingProposed: 409,
    siting.UnknownCameraType: 404,
    scenarios.UnknownScenario: 404,
    scenarios.UnknownVersion: 404,
    scenarios.NotFinished: 409,
    scenarios.StaleBase: 409,
    reports.UnknownReport: 404,
    reports.NotMeasured: 409,
    reports.NoPress: 503,
    reports.PressBusy: 503,
    # What the reader sent can be read and cannot be taken.
    Refusal: 422,
}


def status_of(refusal: Refusal) -> int:
    """Look up the nearest class in the table."""
    return next(ANSWERS[kind] for kind in type(refusal).__mro__ if kind in ANSWERS)


def answer_with_problems(api: NinjaAPI) -> None:
    """Have every error of this API answered as application/problem+json."""
    api.add_exception_handler(Refusal, refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(RequestDataTooBig, _too_big)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(Camera.DoesNotExist, _missing)


def with_problems(view: View) -> View:
    """Have a method this door does not take told as a problem; ninja says it in plain text."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        instead = problem(request, 405, "", "This door does not take this method.")
        instead.headers["Allow"] = response.headers["Allow"]
        return instead

    return told


def refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    """Tell a refusal; what is missing and what is forbidden look alike."""
    status = status_of(refusal)
    if status == 404:
        return not_found(request, refusal)
    told = problem(request, status, refusal.title, refusal.detail, refusal.errors)
    if isinstance(refusal, TooOften):
        told.headers["Retry-After"] = str(refusal.seconds)
    return told


def _invalid(request: HttpRequest, invalid: Any) -> HttpResponse:
    faults = [Fault(_field(error["loc"]), _words(error["msg"])) for error in invalid.errors]
    return problem(request, 422, "Bad input", "Something sent cannot be taken as it is.", faults)


def _field(location: Iterable[Any]) -> str:
    """Name the field as the sender did: without ninja's word for where it came from."""
    place, *path = location
    if place in ("body", "query"):
        path = path[1:] if len(path) > 1 else path  # the view's own name for the whole
    return ".".join(str(step)[:80] for step in path) or str(place)


def _words(message: str) -> str:
    return message.removeprefix("Value error, ")[:300]


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, error.status_code, "", str(error))


def _too_big(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, 413, "Too big", "A body is at most one megabyte.")


def _missing(request: HttpRequest, missing: Any) -> HttpResponse:
    return not_found(request, missing)
