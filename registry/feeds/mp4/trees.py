"""Boxes read, as `boxes` writes them: each a length, a kind, and often boxes in it."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from registry.feeds.refusals import PictureRefused


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its kind, where its body begins and where it ends."""

    kind: bytes
    body: int
    end: int


def heads(data: bytes) -> Iterator[Box]:
    """Read the heads of boxes, also of a last one whose body has not all come."""
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from("!I4s", data, at)
        body = at + 8
        if length == 1:  # a long one
            if body + 8 > len(data):
                return
            (length,), body = struct.unpack_from("!Q", data, body), body + 8
        if at + length < body:
            raise PictureRefused("this is no film in fragments")
        yield Box(kind, body, at + length)
        at += length


def boxes(data: bytes) -> Iterator[Box]:
    """Read boxes that must all be there. Raises ValueError for one that ends outside."""
    for box in heads(data):
        if box.end > len(data):
            raise ValueError("a box ends outside the one it is in")
        yield box


def children(data: bytes, kind: bytes) -> Iterator[bytes]:
    """Give the bodies of the boxes of one kind."""
    return (data[box.body : box.end] for box in boxes(data) if box.kind == kind)


def child(data: bytes, kind: bytes) -> bytes:
    """Give the body of the first box of a kind. Raises ValueError where there is none."""
    for body in children(data, kind):
        return body
    raise ValueError(f"no {kind.decode('latin-1')} in it")
