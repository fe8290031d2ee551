"""Through which azimuths an image shows any ground at all."""

import math

import numpy as np

from geo.visibility.engine.compiled import compiled
from geo.visibility.engine.packing import Floats, Pair

PARALLEL = 1e-12


@compiled
def shows(sides: Floats, near: float, far: float, azimuth: float) -> bool:
    """Tell whether the image shows ground in a direction between the two circles."""
    cos, sin = math.cos(azimuth), math.sin(azimuth)
    closest, farthest = 1.0 / max(near, 1e-12), 1.0 / far
    for i in range(4):
        along = sides[i, 0] * cos + sides[i, 1] * sin
        if abs(sides[i, 2]) < PARALLEL:  # a side under the lens runs through its nadir
            if along < 0:
                return False
        elif sides[i, 2] > 0:
            closest = min(closest, along / sides[i, 2])
        else:
            farthest = max(farthest, along / sides[i, 2])
    return closest > farthest


@compiled
def corners(sides: Floats, near: float, far: float) -> Floats:
    """Give the azimuths at which sides are nearest, or cross each other or a circle, sorted.

    All lie in [0, 2π).
    """
    found, n = np.empty(36), 0
    for i in range(4):
        a, b, c = sides[i, 0], sides[i, 1], sides[i, 2]
        length = math.hypot(a, b)
        if length < PARALLEL:
            continue
        found[n] = (math.atan2(b, a) + (math.pi if c < 0 else 0.0)) % (2 * math.pi)
        n += 1
        for radius in (near, far):
            if abs(c) <= radius * length and radius > 0:
                half = math.acos(c / (radius * length))
                for turn in (-half, half):
                    found[n] = (math.atan2(b, a) + turn) % (2 * math.pi)
                    n += 1
        for j in range(i):
            across = a * sides[j, 1] - b * sides[j, 0]
            if abs(across) > PARALLEL:
                px = (c * sides[j, 1] - sides[j, 2] * b) / across
                py = (a * sides[j, 2] - sides[j, 0] * c) / across
                found[n] = math.atan2(py, px) % (2 * math.pi)
                n += 1
    return np.sort(found[:n])


@compiled
def opening_of(sides: Floats, near: float, far: float) -> Pair:
    """Give (start, opening) of the azimuths an image shows, opening 0 where it shows nothing."""
    azimuths = corners(sides, near, far)
    n = len(azimuths)
    if n == 0:
        return 0.0, (2 * math.pi if shows(sides, near, far, 0.0) else 0.0)
    blind_start, blind_width, any_seen = 0.0, -1.0, False
    run_start, run_width = 0.0, 0.0
    for k in range(2 * n):  # twice round, so that a blind run across the first corner is met whole
        low = azimuths[k % n]
        width = (azimuths[(k + 1) % n] - low) % (2 * math.pi)
        if n == 1:
            width = 2 * math.pi
        if shows(sides, near, far, low + 0.5 * width):
            any_seen, run_width = True, 0.0
            continue
        if run_width == 0.0:
            run_start = low
        run_width += width
        if run_width > blind_width:
            blind_start, blind_width = run_start, run_width
    if not any_seen:
        return 0.0, 0.0
    if blind_width < 0:
        return 0.0, 2 * math.pi
    return (blind_start + blind_width) % (2 * math.pi), 2 * math.pi - blind_width
