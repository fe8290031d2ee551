import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.siting import Choice, ImpossibleOptions, Options, choose, worth_left
from geo.siting.exchanging import exchange
from geo.siting.greedy import Greedy
from geo.siting.options import Floats


def fans(seed: int, places: int, directions: int, side: float) -> tuple[Options, Floats]:
    """Give cameras that may look in some directions, on ground worth more here and there."""
    rng = np.random.default_rng(seed)
    x, y = (grid.ravel() for grid in np.meshgrid(*[np.arange(0, side, 7.0)] * 2))
    spots = rng.uniform(0, side, (places, 2))
    east, north = x - spots[:, :1], y - spots[:, 1:]
    bearing = np.degrees(np.arctan2(east, north))[:, None, :]
    azimuth = np.linspace(0, 360, directions, endpoint=False)[None, :, None]
    ahead = np.abs((bearing - azimuth + 180) % 360 - 180) <= 45
    seen = (ahead & (np.hypot(east, north) <= 60)[:, None, :]).reshape(-1, len(x))
    option, cell = np.nonzero(seen)
    options = Options.of(option, cell, np.repeat(np.arange(places), directions))
    return options, rng.exponential(1.0, len(x))


def priced(options: Options, seed: int) -> Options:
    cost = np.random.default_rng(seed).choice([2.0, 3.0, 5.0, 8.0], len(options))
    return Options(options.starts, options.cells, options.place, cost)


def worth_of(options: Options, worth: Floats, chosen: "list[int] | tuple[int, ...]") -> float:
    cells = [options.covers(option) for option in chosen]
    return float(worth[np.unique(np.concatenate(cells))].sum()) if cells else 0.0


def optimum(options: Options, worth: Floats, budget: float) -> float:
    """Try them all."""
    places = [np.flatnonzero(options.place == place) for place in np.unique(options.place)]
    return max(
        worth_of(options, worth, chosen)
        for each in itertools.product(*[[None, *place.tolist()] for place in places])
        for chosen in [[option for option in each if option is not None]]
        if options.cost[chosen].sum() <= budget
    )


def allowed(options: Options, choice: Choice, budget: float) -> bool:
    chosen = list(choice.chosen)
    apart = len(set(options.place[chosen].tolist())) == len(chosen)
    return apart and bool(options.cost[chosen].sum() <= budget + 1e-9)


def eagerly(options: Options, worth: Floats, budget: float) -> list[int]:
    """Ask all options every time."""
    left, chosen = worth.copy(), list[int]()
    for _ in range(int(budget)):
        gains = options.gains(left)
        gains[np.isin(options.place, options.place[chosen])] = 0.0
        if not gains.any():
            break
        chosen.append(int(np.argmax(gains)))
        left[options.covers(chosen[-1])] = 0.0
    return chosen


@pytest.mark.parametrize("seed", range(12))
def test_a_number_of_cameras_comes_near_the_best_there_is(seed: int) -> None:
    options, worth = fans(seed, 5, 4, 100 + 15 * seed)
    best = optimum(options, worth, 3)

    choice = choose(options, worth, 3)

    assert allowed(options, choice, 3)
    assert choice.value == pytest.approx(worth_of(options, worth, choice.chosen))
    assert choice.value >= 0.95 * best
    assert choice.bound >= best * (1 - 1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_a_budget_comes_near_the_best_there_is(seed: int) -> None:
    options, worth = fans(seed, 5, 3, 100 + 15 * seed)
    options = priced(options, seed)
    best = optimum(options, worth, 11)

    choice = choose(options, worth, 11)

    assert allowed(options, choice, 11)
    assert choice.value >= 0.95 * best
    assert choice.bound >= best * (1 - 1e-9)


def test_lazily_is_the_same_as_asking_all_each_time() -> None:
    options, worth = fans(3, 60, 8, 500)
    whole = np.ceil(worth * 10)  # sums of whole numbers are exact in any order

    lazy = Greedy(options, whole, 20)

    assert [pick.option for pick in lazy.picks] == eagerly(options, whole, 20)
    assert lazy.evaluations < 0.2 * len(options) * 20


def test_an_exchange_mends_what_greedy_took_too_soon() -> None:
    # the middle one sees most alone; the outer two together see all
    options = Options.of([0, 0, 0, 0, 1, 1, 1, 2, 2, 2], [1, 2, 3, 4, 0, 1, 2, 3, 4, 5], [0, 1, 2])
    worth = np.ones(6)
    greedy = [pick.option for pick in Greedy(options, worth, 2).picks]
    assert worth_of(options, worth, greedy) == 5
    assert sorted(exchange(options, worth, 2, greedy)) == [1, 2]
    assert choose(options, worth, 2).at_least == 1


@st.composite
def tables(draw: st.DrawFn) -> tuple[Options, Floats, float]:
    """Any options at all."""
    cells = draw(st.integers(1, 8))
    rows = draw(st.lists(st.sets(st.integers(0, cells - 1)), min_size=1, max_size=7))
    places = draw(st.lists(st.integers(0, 3), min_size=len(rows), max_size=len(rows)))
    dear = draw(st.booleans())
    costs = [draw(st.sampled_from([1.0, 2.0, 3.5]) if dear else st.just(1.0)) for _ in rows]
    pairs = [(option, cell) for option, row in enumerate(rows) for cell in sorted(row)]
    option, cell = zip(*pairs, strict=True) if pairs else ((), ())
    worth = np.array(draw(st.lists(st.integers(0, 9), min_size=cells, max_size=cells)), float)
    return Options.of(option, cell, places, costs), worth, draw(st.sampled_from([0.5, 1, 2.0, 4]))


@settings(max_examples=60, deadline=None)
@given(table=tables())
def test_what_is_promised_of_any_table_holds(table: tuple[Options, Floats, float]) -> None:
    options, worth, budget = table
    best = optimum(options, worth, budget)

    choice = choose(options, worth, budget)

    assert allowed(options, choice, budget)
    assert choice.value == pytest.approx(worth_of(options, worth, choice.chosen))
    assert choice.value <= best + 1e-9 <= choice.bound + 2e-9
    assert choice.value >= choice.at_least * best - 1e-9
    assert choice.value >= choice.guarantee * best - 1e-9
    assert list(choice.gains) == sorted(choice.gains, reverse=True) or not options.uniform


@pytest.mark.parametrize(
    ("place", "cost", "share"),
    [
        ([0, 1, 2], 1.0, 1 - 1 / math.e),
        ([0, 0, 1], 1.0, 1 / 2),
        ([0, 1, 2], [1.0, 2.0, 3.0], (1 - 1 / math.e) / 2),
        ([0, 0, 1], [1.0, 2.0, 3.0], 1 / 5),
    ],
)
def test_the_guarantee_is_that_of_the_rule(
    place: list[int], cost: "float | list[float]", share: float
) -> None:
    options = Options.of([0, 1, 2], [0, 1, 2], place, cost)
    assert choose(options, np.ones(3), 2).guarantee == pytest.approx(share)


def test_ground_that_is_half_seen_is_worth_half() -> None:
    assert worth_left([4.0, 4.0, 4.0], [0.0, 0.5, 1.0]).tolist() == [4, 2, 0]
    with pytest.raises(ImpossibleOptions):
        worth_left([1.0], [1.2])
    with pytest.raises(ImpossibleOptions):
        worth_left([math.nan])


def test_nothing_to_choose_from_is_no_fault() -> None:
    none = Options.of([], [], [])
    assert choose(none, np.ones(3), 5).chosen == ()
    blind = Options.of([], [], [0, 1])
    assert choose(blind, np.ones(3), 5).chosen == ()
    assert choose(blind, np.ones(3), 5).at_least == 1


def test_options_that_cannot_be_are_refused() -> None:
    for cost in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(ImpossibleOptions):
            Options.of([0], [0], [0], cost)
    with pytest.raises(ImpossibleOptions):
        Options.of([2], [0], [0, 1])
