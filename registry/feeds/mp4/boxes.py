"""Boxes, of which an MP4 file is made (ISO/IEC 14496-12)."""

import struct

TIMESCALE = 90_000  # ticks a second, as RTP counts them
TRACK = 1
NTP = 2_208_988_800  # seconds from 1900, where NTP begins to count, to 1970
_IDENTITY = struct.pack("!9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_SYNC, _DEPENDS = 0x02000000, 0x01010000  # sample flags: stands alone; leans on others


def box(kind: bytes, *parts: bytes) -> bytes:
    """Write a box around its parts."""
    body = b"".join(parts)
    return struct.pack("!I4s", 8 + len(body), kind) + body


def full_box(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    """Write a box that says its version and flags."""
    return box(kind, struct.pack("!I", version << 24 | flags), *parts)


def start(width: int, height: int, entry: bytes) -> bytes:
    """Write the initialization segment of one video track; entry is its sample description."""
    return box(b"ftyp", b"iso6", struct.pack("!I", 1), b"iso6iso5mp41") + box(
        b"moov",
        full_box(
            b"mvhd",
            struct.pack("!IIIIIH10x", 0, 0, TIMESCALE, 0, 0x10000, 0x0100),
            _IDENTITY,
            struct.pack("!24xI", TRACK + 1),
        ),
        box(b"trak", _track_header(width, height), _media(entry)),
        box(b"mvex", full_box(b"trex", struct.pack("!IIIII", TRACK, 1, 0, 0, 0))),
    )


def visual_entry(kind: bytes, width: int, height: int, configuration: bytes) -> bytes:
    """Describe the samples: how they are coded and how large the picture is."""
    return box(
        kind,
        struct.pack("!6xH16xHH", 1, width, height),
        struct.pack("!IIIH32xHh", 0x480000, 0x480000, 0, 1, 0x18, -1),
        configuration,
    )


def fragment(
    number: int, sample: bytes, *, decoded_at: int, duration: int, shown_after: int, keyframe: bool
) -> bytes:
    """Write one sample as a moof and its mdat; times are ticks, shown_after may be negative."""
    flags = _SYNC if keyframe else _DEPENDS
    moof = _moof(number, decoded_at, (0, duration, len(sample), flags, shown_after))
    # the offset of the sample is counted from the start of the moof, whose length it is part of
    moof = _moof(number, decoded_at, (len(moof) + 8, duration, len(sample), flags, shown_after))
    return moof + struct.pack("!I4s", 8 + len(sample), b"mdat") + sample


def taken_at(seconds: float, shown_at: int) -> bytes:
    """Say when the picture at this tick was taken, in unix seconds: a producer reference time."""
    ntp = round((seconds + NTP) * (1 << 32))
    return full_box(b"prft", struct.pack("!IQQ", TRACK, ntp, shown_at), version=1, flags=24)


def _moof(number: int, decoded_at: int, run: tuple[int, int, int, int, int]) -> bytes:
    return box(
        b"moof",
        full_box(b"mfhd", struct.pack("!I", number)),
        box(
            b"traf",
            full_box(b"tfhd", struct.pack("!I", TRACK), flags=0x020000),
            full_box(b"tfdt", struct.pack("!Q", decoded_at), version=1),
            full_box(b"trun", struct.pack("!IiIIIi", 1, *run), version=1, flags=0xF01),
        ),
    )


def _track_header(width: int, height: int) -> bytes:
    return full_box(
        b"tkhd",
        struct.pack("!III4xI16x", 0, 0, TRACK, 0),
        _IDENTITY,
        struct.pack("!II", width << 16, height << 16),
        flags=3,
    )


def _media(entry: bytes) -> bytes:
    nothing = struct.pack("!I", 0)
    return box(
        b"mdia",
        full_box(b"mdhd", struct.pack("!IIIIHH", 0, 0, TIMESCALE, 0, 0x55C4, 0)),
        full_box(b"hdlr", struct.pack("!4x4s12x", b"vide"), b"camera\x00"),
        box(
            b"minf",
            full_box(b"vmhd", bytes(8), flags=1),
            box(b"dinf", full_box(b"dref", struct.pack("!I", 1), full_box(b"url ", flags=1))),
            box(
                b"stbl",
                full_box(b"stsd", struct.pack("!I", 1), entry),
                full_box(b"stts", nothing),
                full_box(b"stsc", nothing),
                full_box(b"stsz", nothing, nothing),
                full_box(b"stco", nothing),
            ),
        ),
    )
