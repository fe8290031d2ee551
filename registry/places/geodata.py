"""Reading whatever GDAL reads: GeoJSON, GeoPackage, shapefiles and a hundred more."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import Transformer
from pyproj.exceptions import CRSError

from registry.places.records import Record, as_text
from registry.places.refusals import UnknownCoordinates, UnreadableFile

Geometries = NDArray[np.object_]


def read(path: Path, crs: str | None = None) -> Iterator[Record]:
    """Give every row of every layer, its shape in degrees; `crs` is for files that do not say."""
    try:
        for layer, _ in pyogrio.list_layers(path):
            yield from _layer(path, str(layer), crs)
    except (DataSourceError, DataLayerError) as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error}.") from error


def _layer(path: Path, layer: str, crs: str | None) -> Iterator[Record]:
    with warnings.catch_warnings():
        # GDAL warns of each ring it finds open; what we close is told row by row instead.
        warnings.simplefilter("ignore", RuntimeWarning)
        meta, fids, wkb, columns = pyogrio.raw.read(path, layer=layer, return_fids=True)
    names = [str(name) for name in meta["fields"]]
    shapes, closed = _shapes(np.full(len(fids), None, dtype=object) if wkb is None else wkb)
    if len(shapes) and not shapely.is_missing(shapes).all():
        shapes = _in_degrees(path, shapes, meta["crs"] or crs)
    for i, shape in enumerate(shapes):
        fields = {name: as_text(values[i]) for name, values in zip(names, columns, strict=True)}
        fields.setdefault("fid", str(fids[i]))
        yield Record(i + 1, fields, shape, "closed: its ring was open" if closed[i] else "")


def _shapes(wkb: NDArray[Any]) -> tuple[Geometries, NDArray[np.bool_]]:
    read = shapely.from_wkb(wkb, on_invalid="ignore")
    unread = shapely.is_missing(read) & np.array([each is not None for each in wkb])
    if unread.any():
        read[unread] = shapely.from_wkb(wkb[unread], on_invalid="fix")
    return shapely.force_2d(read), unread & ~shapely.is_missing(read)


def _in_degrees(path: Path, shapes: Geometries, crs: str | None) -> Geometries:
    if crs is None:
        raise UnknownCoordinates(
            f"{path.name} does not say which coordinate system it is in. Say it with --crs, "
            "EPSG:2205 for example."
        )
    try:
        transformer = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except CRSError as error:
        raise UnknownCoordinates(f"{crs} is no coordinate system we know: {error}.") from error
    moved: Geometries = shapely.transform(
        shapes, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
    )
    return moved
