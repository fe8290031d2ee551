"""Deeds: enter a kind of camera, change what it is or costs, change what else costs."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.refusals import Fault
from registry.siting.models import CameraType, Cost, UnitCost
from registry.siting.refusals import BadPrice, UnknownCameraType


@transaction.atomic
def enter(actor: Actor, values: Mapping[str, Any], **traces: Any) -> CameraType:
    """Enter a new kind of camera. Raises BadPrice."""
    kind = CameraType(**values)
    _check(kind)
    kind.save()
    record(
        actor, "camera_type_entered", "camera_type", str(kind.pk), detail=_plain(values), **traces
    )
    return kind


@transaction.atomic
def change(actor: Actor, kind_id: int, values: Mapping[str, Any], **traces: Any) -> CameraType:
    """Change a kind of camera; one no longer offered stays in what was worked out with it.

    Raises UnknownCameraType, BadPrice.
    """
    kind = CameraType.objects.select_for_update().filter(pk=kind_id).first()
    if kind is None:
        raise UnknownCameraType
    before = _set(kind, values)
    record(
        actor,
        "camera_type_changed",
        "camera_type",
        str(kind_id),
        detail={"before": before, "after": _plain(values)},
        **traces,
    )
    return kind


@transaction.atomic
def reprice(actor: Actor, what: str, values: Mapping[str, Any], **traces: Any) -> UnitCost:
    """Change what asking an address or lighting a metre costs. Raises BadPrice."""
    cost = UnitCost.objects.select_for_update().get(pk=UnitCost.What(what))
    before = _set(cost, values)
    record(
        actor,
        "unit_cost_changed",
        "unit_cost",
        what,
        detail={"before": before, "after": _plain(values)},
        **traces,
    )
    return cost


def _set(cost: Cost, values: Mapping[str, Any]) -> dict[str, Any]:
    before = _plain({name: getattr(cost, name) for name in values})
    for name, value in values.items():
        setattr(cost, name, value)
    _check(cost)
    cost.save(update_fields=list(values))
    return before


def _check(cost: Cost) -> None:
    try:
        cost.full_clean()
    except ValidationError as invalid:
        faults = [
            Fault("" if name == "__all__" else name, message)
            for name, messages in invalid.message_dict.items()
            for message in messages
        ]
        raise BadPrice(errors=faults) from None


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the log can hold: money as text, to the cent."""
    kept = (bool, int, float, str)
    return {
        name: value if isinstance(value, kept) else str(value) for name, value in values.items()
    }
