"""Registering a camera, without account or script: one form, shown until it is right."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import get_language

from frontend.gate import proof
from frontend.gate.asking import Asking, traces
from frontend.pages.open import show_open
from frontend.pages.register_form import PERSONAL, RegisterForm
from frontend.pages.register_picture import for_public, of_view
from frontend.pages.register_words import words
from registry.accounts.limiting import count, limit
from registry.accounts.refusals import TooOften
from registry.cameras.presets import LIMITS, PRESETS
from registry.cameras.previewing import get_ready, preview
from registry.cameras.registering import CONFIRM_WITHIN, submit
from registry.owners import records
from registry.owners.consent_text import VERSION, wording
from registry.places import addresses
from registry.places.bounds import extent

DRAFT = "registering"  # a cookie: what was said of the camera, and nothing of who said it
KEPT = timedelta(days=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Who proved some work may send more often; of the others there is one count for all, too.
PROVEN, UNPROVEN, UNPROVEN_ALL = 20, 5, 200
ADDRESS = 10  # registrations a day with one address; then nothing is sent, and nothing is said


def register(request: Asking) -> HttpResponse:
    """Show the form, or do what its buttons say."""
    get_ready()
    if request.method != "POST":
        return _page(request, RegisterForm(initial=_kept(request)))
    try:
        match request.POST.get("do", ""):
            case "search":
                return _search(request)
            case "look":
                return _look(request)
            case _:
                return _send(request)
    except TooOften as refusal:
        page = _page(request, _again(request.POST), status=429, often=True)
        page.headers["Retry-After"] = str(refusal.seconds)
        return page


def _search(request: Asking) -> HttpResponse:
    """Show the addresses called so, to choose from."""
    limit("register page", request.client, most=60, per=HOUR)
    asked = request.POST.get("q", "")[:100]
    found = addresses.named(asked, most=8)
    form = _again(
        request.POST, address=found[0].id if len(found) == 1 else None, lng=None, lat=None
    )
    return _page(request, form, found=found, sought=True)


def _look(request: Asking) -> HttpResponse:
    """Draw what the camera would see, and what the public would of it."""
    limit("register page", request.client, most=60, per=HOUR)
    told = RegisterForm(request.POST)
    told.is_valid()
    described = told.described()
    if described is None:
        return _page(request, _again(request.POST), placeless=True)
    seen = preview(described)
    pictures: dict[str, Any] = {"seen": seen}
    if seen.in_bounds:
        pictures["view"] = of_view(described, seen)
        pictures["public"] = for_public(*described.position)
    return _page(request, _again(request.POST), **pictures)


def _send(request: Asking) -> HttpResponse:
    """Take the registration; a page that is wrong comes back as it was, with what is wrong."""
    form = RegisterForm(request.POST)
    described = form.described() if form.is_valid() else None
    if described is None:
        return _page(request, form, status=422)
    if proof.proven(form.cleaned_data["altcha"]):
        limit("register", request.client, most=PROVEN, per=HOUR)
    else:
        limit("register unproven", request.client, most=UNPROVEN, per=HOUR)
        limit("register unproven", "", most=UNPROVEN_ALL, per=HOUR)
    email = form.cleaned_data["email"]
    if count("register address", email.lower(), per=DAY) <= ADDRESS:
        submit(form.registration(described), **traces(request))
    sent = {"email": email, "days": CONFIRM_WITHIN.days}
    response = show_open(request, "register/sent.html", shown=sent)
    response.delete_cookie(DRAFT, path=reverse("register"))
    return _private(response)


def _page(request: Asking, form: RegisterForm, *, status: int = 200, **shown: Any) -> HttpResponse:
    get_token(request)
    language = get_language() or "en"
    chosen = form["address"].value()
    door = addresses.door(int(chosen)) if str(chosen or "").isdecimal() else None
    response = show_open(
        request,
        "register/form.html",
        status=status,
        shown={
            "form": form,
            "wording": wording(language),
            "records": records.notices(language),
            "door": door,
            **shown,
        },
        challenge=reverse("api:register-challenge"),
        words=words(),
        limits=LIMITS,
        presets={
            name: {"hfov": usual.hfov, "range": usual.range} for name, usual in PRESETS.items()
        },
        consent_version=VERSION,
        bounds=extent(),
    )
    if request.method == "POST":
        _keep(response, request.POST)
    # "My location" asks the browser for a place; no other page of this kind does
    response.headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=()"
    return _private(response)


def _again(posted: QueryDict, **instead: Any) -> RegisterForm:
    """Give the form as it was sent, without judging it."""
    said = {name: posted.get(name, "") for name in RegisterForm.base_fields}
    ticked = {name: name in posted for name in ("consent", "public")}
    return RegisterForm(initial=said | ticked | {"consent_version": VERSION} | instead)


def _keep(response: HttpResponse, posted: QueryDict) -> None:
    """Keep what was said of the camera at the browser, signed, for another day."""
    said = {name: posted[name][:100] for name in RegisterForm.base_fields if name in posted}
    draft = {name: value for name, value in said.items() if name not in PERSONAL}
    response.set_signed_cookie(
        DRAFT,
        signing.b64_encode(signing.JSONSerializer().dumps(draft)).decode(),
        max_age=KEPT,
        path=reverse("register"),
        secure=not settings.DEMO,
        httponly=True,
        samesite="Lax",
    )


def _kept(request: Asking) -> dict[str, Any]:
    draft = request.get_signed_cookie(DRAFT, "", max_age=KEPT)
    if not draft:
        return {}
    kept: dict[str, Any] = signing.JSONSerializer().loads(signing.b64_decode(draft.encode()))
    return kept


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
