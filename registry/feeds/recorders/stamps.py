"""When each picture of a replay was taken (ONVIF Streaming Specification, RTP header extension)."""

from dataclasses import dataclass

ONVIF = 0xABAC
_LONG = 12  # bytes: the time, the flags and the number of the request
_NTP_TO_UNIX = 2_208_988_800
_ERA = 1 << 32  # NTP's seconds begin anew in 2036
_ENDED = 0x10  # T: nothing follows in this direction


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a packet says: unix seconds, and whether it is the last of the recording."""

    at: float
    last: bool


def stamp(packet: bytes) -> Stamp | None:
    """Read a packet's extension, where it has ONVIF's."""
    at = 12 + 4 * (packet[0] & 15) if len(packet) >= 12 else 0
    if not at or not packet[0] & 0x10 or int.from_bytes(packet[at : at + 2]) != ONVIF:
        return None
    said = packet[at + 4 : at + 4 + 4 * int.from_bytes(packet[at + 2 : at + 4])]
    if len(said) < _LONG:
        return None
    seconds = int.from_bytes(said[:4])
    seconds += _ERA if seconds < _ERA >> 1 else 0
    after = int.from_bytes(said[4:8]) / _ERA
    return Stamp(seconds - _NTP_TO_UNIX + after, bool(said[8] & _ENDED))
