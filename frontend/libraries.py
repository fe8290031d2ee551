"""Find GEOS and GDAL inside the wheels that bring them, so that no system GDAL is needed."""

import os
from importlib.util import find_spec
from pathlib import Path


def geos_and_gdal() -> tuple[str | None, str | None]:
    """Find the two libraries; None lets Django look for the system's."""
    site = _site_packages()
    if site is None:
        return None, None
    os.environ.setdefault("PROJ_DATA", str(site / "pyogrio" / "proj_data"))
    os.environ.setdefault("GDAL_DATA", str(site / "pyogrio" / "gdal_data"))
    return _first(site / "shapely.libs", "libgeos_c-*"), _first(site / "pyogrio.libs", "libgdal-*")


def _site_packages() -> Path | None:
    spec = find_spec("pyogrio")
    return Path(spec.origin).parent.parent if spec and spec.origin else None


def _first(folder: Path, pattern: str) -> str | None:
    return next((str(path) for path in sorted(folder.glob(pattern))), None)
