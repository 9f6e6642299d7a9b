from __future__ import annotations

from fractions import Fraction

import pytest
from budgets import lines
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import months
from clusterlib.faults import DomainError
from clusterlib.financing import budget
from clusterlib.readings import Speaker


@pytest.mark.parametrize(
    ("row", "paid"),
    [
        ({"recurrence": "monthly"}, [1, 1, 1, 1, 1, 1]),
        ({"recurrence": "quarterly"}, [1, 0, 0, 1, 0, 0]),
        ({"recurrence": "yearly"}, [1, 0, 0, 0, 0, 0]),
        ({"recurrence": "once"}, [1, 0, 0, 0, 0, 0]),
        ({"recurrence": "monthly", "end": "2027-03"}, [1, 1, 1, 0, 0, 0]),
        ({"recurrence": "monthly", "end": "2027-03", "lag_months": 2}, [0, 0, 1, 1, 1, 0]),
        ({"recurrence": "quarterly", "start": "2026-11"}, [0, 1, 0, 0, 1, 0]),
        ({"recurrence": "yearly", "start": "2020-04"}, [0, 0, 0, 1, 0, 0]),
        ({"recurrence": "once", "start": "2026-12", "lag_months": 3}, [0, 0, 1, 0, 0, 0]),
        ({"recurrence": "monthly", "start": "2025-01", "end": "2026-10"}, [0, 0, 0, 0, 0, 0]),
        ({"recurrence": "monthly", "start": "2025-01", "end": "2026"}, [0, 0, 0, 0, 0, 0]),
        ({"recurrence": "once", "start": "2029-01"}, [0, 0, 0, 0, 0, 0]),
    ],
)
def test_payments_fall_into_the_right_months(row: dict[str, object], paid: list[int]) -> None:
    found = budget.payments(lines({"amount": 1, **row}), first="2027-01", count=6)
    assert found.tolist() == [paid]


@given(
    st.sampled_from(sorted(budget.STEPS)),
    st.integers(-40, 40),
    st.integers(0, 30),
    st.integers(0, 5),
    st.integers(1, 36),
)
@settings(max_examples=60, deadline=None)
def test_payments_agree_with_counting_month_by_month(
    recurrence: str, begin: int, length: int, lag: int, count: int
) -> None:
    first = months.number("2027-01")
    start, end = first + begin, first + begin + length
    row = {"amount": 1, "recurrence": recurrence, "start": months.text(start), "end": months.text(end)}
    step = budget.STEPS[recurrence]
    due = {start} if not step else set(range(start, end + 1, step))
    wanted = [int(first + i - lag in due) for i in range(count)]
    assert budget.payments(lines(row | {"lag_months": lag}), first="2027-01", count=count).tolist() == [
        wanted
    ]


def test_falling_due_ignores_the_lag() -> None:
    row = lines({"amount": 1, "recurrence": "once", "lag_months": 4})
    assert budget.payments(row, first="2027-01", count=2, lag=False).tolist() == [[1, 0]]


def test_expected_is_exact() -> None:
    assert budget.expected(lines({"amount": 0.1, "probability": 0.3}))[0] == Fraction(3, 100)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"amount": -1}, "amount -1"),
        ({"amount": 1, "probability": 1.2}, "probability 1.2"),
        ({"amount": 1, "end": "2026-12"}, "lies before start"),
        ({"amount": 1, "category": "public"}, "category 'public'"),
        ({"amount": None}, "amount nan"),
    ],
)
def test_wrong_lines_are_refused(row: dict[str, object], said: str) -> None:
    with pytest.raises(DomainError, match=said):
        budget.checked(lines(row))


def test_all_wrong_lines_are_named_at_once() -> None:
    with pytest.raises(DomainError) as error:
        budget.checked(lines({"amount": -1}, {"amount": 1, "probability": 2}))
    assert "line B1" in str(error.value) and "line B2" in str(error.value)


def test_no_table_counts_as_no_line() -> None:
    empty = budget.checked(None)
    assert empty.empty and budget.first_of(empty) is None


def test_names_fall_back_to_the_category_and_use_the_french_twin() -> None:
    frame = lines({"amount": 1, "text": "Rooms", "text_fr": "Salles"}, {"amount": 1, "category": "rent"})
    assert budget.names(frame) == ["Rooms (B1)", "rent (B2)"]
    assert budget.names(frame, say=Speaker("fr")) == ["Salles (B1)", "loyer (B2)"]


def test_an_unknown_id_is_refused_with_the_known_ones() -> None:
    with pytest.raises(DomainError, match=r"B9.*B1"):
        budget.named(lines({"amount": 1}), "B1;B9")
