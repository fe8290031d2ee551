"""The jobs of every room, gathered for the worker, which looks for a module of this name."""

from registry.cameras import queueing
from registry.coverage import queueing as studies
from registry.siting import proposing

__all__ = ["proposing", "queueing", "studies"]
