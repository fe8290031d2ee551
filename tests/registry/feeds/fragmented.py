"""Films in fragments of MP4, written by FFmpeg as a camera or a phone would."""

import io
from collections.abc import Sequence
from fractions import Fraction

import av
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from registry.feeds.sources.source import Codec, Unit

MUXERS = {Codec.H264: "h264", Codec.H265: "hevc"}
FLAGS = "empty_moov+default_base_moof+frag_keyframe"


def fragmented(units: Sequence[Unit], codec: Codec = Codec.H264, flags: str = FLAGS) -> bytes:
    """Write them with FFmpeg."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4", options={"movflags": flags}) as muxer:
        stream = muxer.add_mux_stream(MUXERS[codec], width=320, height=180)
        for n, unit in enumerate(units):
            packet = av.Packet(unit.data)
            packet.stream, packet.time_base = stream, Fraction(1, 90_000)
            packet.pts, packet.dts = round(unit.pts * 90_000), (n - 2) * 3600
            packet.is_keyframe = unit.keyframe
            muxer.mux(packet)
    return out.getvalue()


def encrypted(clear: bytes, key: bytes, iv: bytes) -> bytes:
    """Encrypt a segment as a playlist's AES-128 means it."""
    padding, cipher = PKCS7(128).padder(), Cipher(algorithms.AES128(key), modes.CBC(iv)).encryptor()
    padded = padding.update(clear) + padding.finalize()
    return cipher.update(padded) + cipher.finalize()
