import pytest

from registry.places.features import Layer
from registry.places.tags import ground_kind, height_of, layers_of, length


@pytest.mark.parametrize(
    ("text", "metres"),
    [("12", 12), ("12.5 m", 12.5), ("12,5", 12.5), ("40 ft", 12.192), ("tall", None), ("", None)],
)
def test_lengths_are_read_as_people_write_them(text: str, metres: float | None) -> None:
    assert length(text) == (None if metres is None else pytest.approx(metres))


@pytest.mark.parametrize(
    ("tags", "height", "source"),
    [
        ({"building": "yes", "height": "21", "building:levels": "4"}, 21, "height"),
        ({"building": "yes", "building:levels": "4"}, 12, "levels"),
        ({"building": "garage"}, 3, "default"),
        ({"building": "church"}, 18, "default"),
        ({"building": "what nobody knows"}, 7, "default"),
        ({"building": "yes", "height": "-3"}, 7, "default"),
        ({"building": "yes", "height": "99999"}, 7, "default"),
    ],
)
def test_a_height_comes_from_the_surest_tag(
    tags: dict[str, str], height: float, source: str
) -> None:
    assert height_of(tags) == (height, source)


@pytest.mark.parametrize(
    ("tags", "layers"),
    [
        ({"building": "yes", "addr:housenumber": "1", "addr:street": "A"}, ["building", "address"]),
        ({"building": "no"}, []),
        ({"building": "yes", "location": "underground"}, []),
        ({"building:part": "yes"}, []),
        ({"building:part": "yes", "height": "30"}, ["building"]),
        ({"building:part": "yes", "height": "30", "min_height": "10"}, []),
        ({"highway": "residential"}, ["street"]),
        ({"highway": "crossing"}, ["landmark"]),
        ({"highway": "proposed"}, []),
        ({"boundary": "administrative", "admin_level": "10"}, ["district"]),
        ({"boundary": "administrative", "admin_level": "4"}, []),
        ({"amenity": "school", "landuse": "education"}, ["ground", "landmark"]),
    ],
)
def test_tags_say_what_a_thing_is(tags: dict[str, str], layers: list[str]) -> None:
    assert list(layers_of(tags)) == [Layer(layer) for layer in layers]


def test_water_is_water_however_it_is_tagged() -> None:
    assert ground_kind({"natural": "water"}) == "water"
    assert ground_kind({"landuse": "reservoir"}) == "water"
    assert ground_kind({"leisure": "garden"}) == "park"
    assert ground_kind({"landuse": "residential"}) == "residential"
