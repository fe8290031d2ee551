from hypothesis import given, settings
from hypothesis import strategies as some

from registry.cameras.packing import FORMS, KINDS, Packed, pack, unpack


@settings(deadline=None)
@given(
    some.sampled_from(KINDS),
    some.sampled_from(FORMS),
    some.integers(0, 2),
    some.booleans(),
    some.booleans(),
)
def test_what_is_packed_comes_out_again(kind, form, level, indoor, published):  # type: ignore[no-untyped-def]
    attr = pack(kind, form, level, indoor=indoor, published=published)

    assert unpack(attr) == Packed(kind, form, level, indoor, published)
    assert 0 <= attr < 2**15
