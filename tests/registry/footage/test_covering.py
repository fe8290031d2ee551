"""The fewest owners, against trying every choice."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from registry.footage.covering import CERTAIN, fewest

Cells = dict[str, frozenset[int]]


def owners(most: int, cells: int) -> st.SearchStrategy[Cells]:
    return st.lists(st.frozensets(st.integers(0, cells)), max_size=most).map(
        lambda sights: {f"owner {n}": sight for n, sight in enumerate(sights)}
    )


def union(cells: Cells, chosen: object = None) -> frozenset[int]:
    picked = cells if chosen is None else chosen
    return frozenset[int]().union(*(cells[owner] for owner in picked))  # type: ignore[attr-defined]


def fewest_by_trying(cells: Cells) -> int:
    return next(
        size
        for size in range(len(cells) + 1)
        if any(union(cells, some) == union(cells) for some in combinations(cells, size))
    )


@given(owners(most=8, cells=12))
def test_the_choice_covers_all_with_the_fewest(cells: Cells) -> None:
    chosen = fewest(cells)
    assert union(cells, chosen) == union(cells)
    assert len(chosen) == len(set(chosen)) == fewest_by_trying(cells)


@given(owners(most=CERTAIN * 3, cells=200))
def test_many_owners_are_covered_too_and_nobody_is_asked_in_vain(cells: Cells) -> None:
    chosen = fewest(cells)
    assert union(cells, chosen) == union(cells)
    for spared in chosen:
        assert union(cells, [owner for owner in chosen if owner != spared]) != union(cells)


@given(owners(most=8, cells=12), st.randoms())
def test_the_order_in_which_owners_are_named_changes_no_number(
    cells: Cells, chance: object
) -> None:
    named = list(cells.items())
    chance.shuffle(named)  # type: ignore[attr-defined]
    assert len(fewest(dict(named))) == len(fewest(cells))


def test_of_two_who_saw_the_same_the_one_asked_less_is_chosen() -> None:
    cells = {"often": frozenset({1, 2}), "never": frozenset({1, 2})}
    assert fewest(cells, {"often": 3}) == ["never"]
    assert fewest(cells, {"never": 1}) == ["often"]


def test_the_most_telling_come_first_and_who_saw_nothing_never() -> None:
    cells = {"few": frozenset({9}), "many": frozenset({1, 2, 3}), "none": frozenset[int]()}
    assert fewest(cells) == ["many", "few"]
    assert fewest({}) == []


def test_twenty_owners_of_whom_each_two_share_a_cell_take_no_time() -> None:
    pairs = list(combinations(range(CERTAIN), 2))
    cells = {
        owner: frozenset(n for n, pair in enumerate(pairs) if owner in pair)
        for owner in range(CERTAIN)
    }
    assert len(fewest(cells)) == CERTAIN - 1  # a vertex cover of the complete graph
