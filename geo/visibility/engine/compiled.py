"""How the engine is compiled, and where its machine code is kept."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from geo.visibility.readiness import machine_code

Function = TypeVar("Function", bound=Callable[..., Any])

# Numba looks only at the file of the function it caches, not at those it calls: each state of
# the sources has a folder of its own.
numba.config.CACHE_DIR = str(machine_code())  # type: ignore[attr-defined]


def compiled(function: Function) -> Function:
    """Compile a function on its first call, cached on disk, free of the interpreter's lock."""
    return cast("Function", numba.njit(function, cache=True, nogil=True, error_model="numpy"))
