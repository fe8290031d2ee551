"""Small counts."""

from registry.ledger.suppressing import suppress


def test_fewer_than_five_are_not_told() -> None:
    assert suppress([[4, 9, 0, 5]]) == [[None, 9, None, 5]]


def test_one_hidden_count_takes_the_next_smallest_along() -> None:
    """Else the sum less the others would tell it."""
    assert suppress([[3, 20, 8]]) == [[None, 20, None]]


def test_a_group_of_its_own_and_full_columns_stay_as_they_are() -> None:
    assert suppress([[3], [7], []]) == [[None], [7], []]
    assert suppress([[5, 6]]) == [[5, 6]]
