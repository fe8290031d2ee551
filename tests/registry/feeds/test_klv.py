"""ST 0601 metadata: the standard's own examples, hand-made sets, and anything at all."""

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.feeds.klv import KEY, local_sets, read
from registry.feeds.refusals import KlvRefused
from tests.registry.feeds.klv_sets import item, local_set

# Value and bytes as the standard's own tables give them, which round a step now and then.
EXAMPLES = [
    (5, "71c2", 159.9744), (6, "fd3d", -0.4315251), (7, "08b8", 3.405814),
    (13, "5595b66d", 60.17682296), (14, "5b5360c4", 128.42675904), (15, "c221", 14190.72),
    (16, "cd9c", 144.5713), (17, "d917", 152.6436), (18, "724a0a20", 160.719211),
    (23, "f101a229", -10.54238863), (24, "14bc082b", 29.15789012), (25, "34f3", 3216.037),
    (65, "0d", 13),
]  # fmt: skip


@pytest.mark.parametrize(("tag", "raw", "value"), EXAMPLES)
def test_an_item_reads_as_the_standard_says(tag: int, raw: str, value: float) -> None:
    told = read(local_set(item(tag, bytes.fromhex(raw))))
    assert told[tag] == pytest.approx(value, rel=2e-5)


def test_the_ends_of_a_range_are_reached() -> None:
    # By hand: 0x7fff is 32767 of 32767 steps; 0xffff all 65535 of them; 0x8001 is -32767.
    told = read(local_set(item(26, b"\x7f\xff"), item(6, b"\x80\x01"), item(16, b"\xff\xff")))
    assert (told[26], told[6], told[16]) == pytest.approx((0.075, -20.0, 180.0))


@pytest.mark.parametrize(("tag", "size"), [(6, 2), (7, 2), (13, 4), (23, 4), (26, 2), (82, 4)])
def test_the_least_integer_is_no_value(tag: int, size: int) -> None:
    told = read(local_set(item(tag, b"\x80" + b"\0" * (size - 1))))
    assert told[tag] is None


def test_an_item_of_the_wrong_length_has_no_value_and_spoils_no_other() -> None:
    told = read(local_set(item(13, b"\x01\x02"), item(5, b"\x71\xc2")))
    assert told[13] is None
    assert told[5] == pytest.approx(159.9744, rel=1e-6)


def test_items_nobody_asked_for_are_skipped_also_with_long_tags_and_lengths() -> None:
    strange = b"\x81\x0f\x03abc" + b"\x7e\x81\x02xy"
    told = read(local_set(strange, item(5, b"\0\0")))
    assert set(told) == {2, 5}


@pytest.mark.parametrize("at", [0, 17, 20, 30, -1])
def test_one_flipped_bit_is_refused(at: int) -> None:
    whole = bytearray(local_set(item(13, b"\x55\x95\xb6\x6d"), item(14, b"\x5b\x53\x60\xc4")))
    whole[at] ^= 0x04
    with pytest.raises(KlvRefused):
        read(bytes(whole))


def test_a_set_without_a_checksum_is_refused() -> None:
    body = item(2, struct.pack(">Q", 1)) + item(5, b"\0\0")
    with pytest.raises(KlvRefused, match="checksum"):
        read(KEY + bytes([len(body)]) + body)


def test_sets_are_found_among_other_bytes_and_a_cut_one_is_left_out() -> None:
    one, other = local_set(item(5, b"\0\0")), local_set(item(5, b"\xff\xff"))
    assert list(local_sets(b"au" + one + b"junk" + other + one[:-1])) == [one, other]


def test_a_length_of_gigabytes_hides_no_set_behind_it() -> None:
    good = local_set(item(5, b"\0\0"))
    assert list(local_sets(KEY + b"\x84\xff\xff\xff\xff" + good)) == [good]


@given(st.binary(max_size=300))
def test_any_bytes_behind_a_key_are_read_or_refused(junk: bytes) -> None:
    for whole in (junk, KEY + junk, local_set(junk), KEY + bytes([len(junk) % 128]) + junk):
        for piece in [whole, *local_sets(whole)]:
            with suppress(KlvRefused):
                read(piece)


@given(st.integers(0, 0xFFFF), st.integers(-0x7FFFFFFF, 0x7FFFFFFF), st.integers(-0x7FFF, 0x7FFF))
def test_every_step_lies_in_its_range(heading: int, lat: int, pitch: int) -> None:
    told = read(
        local_set(
            item(5, struct.pack(">H", heading)),
            item(13, struct.pack(">i", lat)),
            item(6, struct.pack(">h", pitch)),
        )
    )
    assert told[5] == pytest.approx(heading * 360 / 65535)
    assert told[13] == pytest.approx(lat * 180 / 4294967294)
    assert told[6] == pytest.approx(pitch * 40 / 65534)
