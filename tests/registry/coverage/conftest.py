"""Cameras and houses to measure, on the corner where four squares of the registry meet."""

from tests.registry.cameras.conftest import build, camera, owner

__all__ = ["build", "camera", "owner"]
