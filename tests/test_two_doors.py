"""Whoever asks for cameras or calls says who asks: there is no plain way round the policy."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.models import Camera, Incident

ROOT = Path(__file__).parents[1]
# What people see and the map asks for; the registry's own deeds and the shell use `registry`.
READERS = [
    path
    for room in ("tiles", "frontend")
    for path in (ROOT / room).rglob("*.py")
    if "management" not in path.parts and "node_modules" not in path.parts
]
GUARDED = {"Camera", "Incident"}
ROUND_THE_POLICY = {"registry", "objects", "_default_manager", "_base_manager"}


def ways_round(source: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in ROUND_THE_POLICY:
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if name in GUARDED:
                yield node.lineno
        if isinstance(node, ast.Call) and "QuerySet" in getattr(node.func, "id", ""):
            yield node.lineno


@pytest.mark.parametrize("path", READERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_readers_name_themselves(path: Path) -> None:
    assert not [f"{path.name}:{line}" for line in ways_round(path.read_text())]


def test_the_test_knows_a_way_round_when_it_sees_one() -> None:
    assert list(ways_round("Camera.registry.all()\nmodels.Incident.objects.get()\n")) == [1, 2]
    assert list(ways_round("CameraQuerySet(Camera)\n")) == [1]


def test_there_is_no_plain_manager() -> None:
    for model in (Camera, Incident):
        assert not hasattr(model, "objects")
