"""Acts on cameras as a planner does them one after another, read with care."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from registry.cameras import fields
from registry.refusals import Fault
from registry.scenarios.refusals import BadChanges

MOST = 500  # acts; more are a new study and no scenario
NEW = re.compile(r"new-[0-9]{1,6}")


class Op(StrEnum):
    """What can be done to a camera on paper."""

    ADD = "add"
    MOVE = "move"
    TURN = "turn"
    RAISE = "raise"
    LENS = "lens"
    SET = "set"
    REMOVE = "remove"


HEIGHT = fields.Number(0.5, 100, "m")
# What lies beyond a kilometre no camera in a street tells apart.
RANGE = fields.Number(1, 1000, "m")
HFOV = fields.Number(1, 360, "degrees")
VALUES: Mapping[str, fields.Field] = {
    name: fields.OPTICS[name]
    for name in ("azimuth", "tilt", "vfov", "roll", "width_px", "form", "mount")
} | {
    "hfov": HFOV,
    "height": HEIGHT,
    "range": RANGE,
    "kind": fields.Number(1, 2**31, whole=True, empty=True),
    "name": fields.Text(80),
}
LENS = frozenset({"hfov", "vfov", "range", "width_px"})
MAY: Mapping[Op, frozenset[str]] = {
    Op.ADD: frozenset(VALUES) | {"position"},
    Op.MOVE: frozenset({"position"}),
    Op.TURN: frozenset({"azimuth", "tilt"}),
    Op.RAISE: frozenset({"height"}),
    Op.LENS: LENS,
    Op.SET: (frozenset(VALUES) | {"position"}) - {"kind", "name"},
    Op.REMOVE: frozenset(),
}


@dataclass(frozen=True)
class Change:
    """One act: what is done to which camera; `values` are checked and in the fields' own types."""

    op: Op
    camera: str
    values: Mapping[str, Any]

    @property
    def new(self) -> bool:
        """Tell whether the camera stands nowhere but on paper."""
        return NEW.fullmatch(self.camera) is not None

    def plain(self) -> dict[str, Any]:
        """Give it as it is kept."""
        return {"op": str(self.op), "camera": self.camera, "values": dict(self.values)}


def read(raw: object) -> tuple[Change, ...]:
    """Give the acts in their order. Raises BadChanges, which names every value at fault."""
    if not isinstance(raw, Sequence) or isinstance(raw, str | bytes):
        raise BadChanges(errors=[Fault("changes", "It is a list of acts.")])
    if len(raw) > MOST:
        raise BadChanges(errors=[Fault("changes", f"These are more than {MOST} acts.")])
    changes, faults = [], list[Fault]()
    for number, each in enumerate(raw):
        change, wrong = _one(each)
        faults += [Fault(f"changes[{number}]{name}", words) for name, words in wrong]
        if change:
            changes.append(change)
    faults = faults or _out_of_turn(changes)
    if faults:
        raise BadChanges(errors=faults)
    return tuple(changes)


def _one(raw: object) -> tuple[Change | None, list[Fault]]:
    if not isinstance(raw, Mapping) or not raw.keys() <= {"op", "camera", "values"}:
        return None, [Fault("", "An act has op, camera and values, and nothing else.")]
    if raw.get("op") not in set(Op):
        return None, [Fault(".op", f"It is one of {', '.join(Op)}.")]
    op, camera = Op(raw["op"]), _camera(raw.get("camera"))
    if camera is None:
        return None, [Fault(".camera", "It is a camera's id, or new- and a number.")]
    if op is Op.ADD and not NEW.fullmatch(camera):
        return None, [Fault(".camera", "A camera that is added is called new- and a number.")]
    values, faults = _values(op, raw.get("values") or {})
    return Change(op, camera, values), faults


def _camera(told: object) -> str | None:
    if not isinstance(told, str):
        return None
    if NEW.fullmatch(told):
        return told
    try:
        return str(UUID(told))
    except ValueError:
        return None


def _values(op: Op, raw: object) -> tuple[dict[str, Any], list[Fault]]:
    if not isinstance(raw, Mapping):
        return {}, [Fault(".values", "It names values.")]
    taken, faults = dict[str, Any](), list[Fault]()
    for name, value in raw.items():
        if name not in MAY[op]:
            faults.append(Fault(f".values.{name}", f"To {op} a camera does not change that."))
            continue
        try:
            taken[name] = _position(value) if name == "position" else VALUES[name].take(value)
        except fields.Unfit as unfit:
            faults.append(Fault(f".values.{name}", f"{unfit}."))
    if op is Op.ADD and "position" not in raw:
        faults.append(Fault(".values.position", "It is needed."))
    elif op is not Op.REMOVE and not raw:
        faults.append(Fault(".values", "It is empty."))
    return taken, faults


def _position(value: object) -> list[float]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
        raise fields.Unfit("a position is [lng, lat]")
    return list(fields.position(*value))


def _out_of_turn(changes: Sequence[Change]) -> list[Fault]:
    """Find acts on what was not added yet, or is removed already."""
    here, gone = set[str](), set[str]()
    faults = []
    for number, change in enumerate(changes):
        field = f"changes[{number}].camera"
        if change.op is Op.ADD:
            if change.camera in here | gone:
                faults.append(Fault(field, f"{change.camera} was added before."))
            here.add(change.camera)
        elif change.camera in gone:
            faults.append(Fault(field, f"{change.camera} was removed before."))
        elif change.new and change.camera not in here:
            faults.append(Fault(field, f"{change.camera} was not added."))
        if change.op is Op.REMOVE:
            gone.add(change.camera)
    return faults
