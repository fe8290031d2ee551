"""/api/camera-types and /api/unit-costs: what cameras cost, and what is done instead."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.conf import settings
from django.forms.models import model_to_dict
from django.http import HttpResponse, JsonResponse
from ninja import Router
from pydantic import Field

from frontend.api.receipts import once
from frontend.api.shapes import Printable, Strict
from frontend.gate.asking import Asking, traces
from registry.models import CameraType, UnitCost
from registry.siting import pricing
from registry.siting.money import spent

router = Router(tags=["coverage"])

Money = Annotated[Decimal, Field(ge=0, le=10_000_000, max_digits=10, decimal_places=2)]
Years = Annotated[float, Field(ge=0.5, le=50, allow_inf_nan=False)]


class Costs(Strict):
    """What may be said of a cost; what is left out stays."""

    capital: Money | None = None
    yearly: Money | None = None
    life_years: Years | None = None


class Kind(Costs):
    """A kind of camera: heights and ranges in metres, openings in degrees."""

    name: Annotated[str, Field(min_length=1, max_length=80), Printable] | None = None
    form: Literal["fixed", "ptz", "panoramic"] | None = None
    mount: Literal["wall", "pole", "ceiling", "roof"] | None = None
    height: Annotated[float, Field(ge=1, le=60, allow_inf_nan=False)] | None = None
    hfov: Annotated[float, Field(ge=1, le=360, allow_inf_nan=False)] | None = None
    range: Annotated[float, Field(ge=1, le=2000, allow_inf_nan=False)] | None = None
    width_px: Annotated[int, Field(ge=160, le=100_000)] | None = None
    offered: bool | None = None


class NewKind(Kind):
    """A new kind of camera must have a name and its costs."""

    name: Annotated[str, Field(min_length=1, max_length=80), Printable]
    capital: Money
    yearly: Money
    life_years: Years


class Unit(Costs):
    """What asking an address, or lighting a metre, costs and brings."""

    answering: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None
    metres: Annotated[float, Field(ge=0, le=500, allow_inf_nan=False)] | None = None


@router.get("/camera-types", url_name="camera-types", summary="Kinds of camera, and other costs")
def kinds(request: Asking) -> HttpResponse:
    """List what may be bought, and what else may be done with the money."""
    return JsonResponse(
        {
            "currency": settings.CURRENCY,
            "kinds": [_told(kind) for kind in CameraType.objects.all()],
            "units": [_told(unit) for unit in UnitCost.objects.order_by("-what")],
        }
    )


@router.post("/camera-types", url_name="camera-types", summary="Enter a kind of camera")
@once
def enter(request: Asking, kind: NewKind) -> HttpResponse:
    """Enter it."""
    entered = pricing.enter(request.actor, _said(kind), **traces(request))
    return JsonResponse(_told(entered), status=201)


@router.patch("/camera-types/{int:kind_id}", url_name="camera-type", summary="Change a kind")
@once
def change(request: Asking, kind_id: int, kind: Kind) -> HttpResponse:
    """Change what it is or costs, or offer it no longer."""
    return JsonResponse(
        _told(pricing.change(request.actor, kind_id, _said(kind), **traces(request)))
    )


@router.patch("/unit-costs/{what}", url_name="unit-cost", summary="Change another cost")
@once
def reprice(request: Asking, what: Literal["recruiting", "lighting"], unit: Unit) -> HttpResponse:
    """Change what asking an address or lighting a metre costs."""
    return JsonResponse(_told(pricing.reprice(request.actor, what, _said(unit), **traces(request))))


def _said(values: Strict) -> dict[str, Any]:
    return values.dict(exclude_none=True)


def _told(cost: CameraType | UnitCost) -> dict[str, Any]:
    once, later = spent(cost)
    return {
        **model_to_dict(cost),
        **({"id": cost.pk} if isinstance(cost, CameraType) else {"what": cost.pk}),
        "capital": float(cost.capital),
        "yearly": float(cost.yearly),
        "annual": round(once, 2),
        "five_years": round(later, 2),
    }
