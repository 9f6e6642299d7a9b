from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from budgets import hostile, lines
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import tables
from clusterlib.faults import DomainError
from clusterlib.financing import budget, financing_mix
from clusterlib.financing import financing_mix_beside as compared
from clusterlib.running import runs


def income(*parts: tuple[str, float], **also: Any) -> pd.DataFrame:
    """One yearly income line of 2027 per pair of source and amount."""
    base = {"kind": "in", "recurrence": "yearly", "end": "2027-12"} | also
    return lines(*(base | {"category": source, "amount": amount} for source, amount in parts))


MIXED = income(("public", 45), ("membership", 25), ("services", 10), ("projects", 20))


def test_worked_example_of_the_method() -> None:
    result = financing_mix.mix(MIXED)
    row = result.figures()
    assert row is not None
    assert row["hhi"] == pytest.approx(0.315, abs=1e-12)
    assert (row["largest"], row["largest_share"], row["private"]) == ("public", 0.45, 0.35)
    assert result.share("private") == result.share("own income") == 0.35


def test_shares_must_add_up() -> None:
    assert financing_mix.hhi({"a": 1.0}) == 1.0
    assert financing_mix.hhi({"a": 0.5, "b": 0.503}) == pytest.approx(0.503009)
    with pytest.raises(DomainError, match=r"0\.900"):
        financing_mix.hhi({"a": 0.5, "b": 0.4})


def test_the_hand_over_has_the_columns_and_rules_of_the_dictionary() -> None:
    frame = financing_mix.financing_mix_table(financing_mix.mix(MIXED))
    assert tuple(frame.columns) == tables.table("financing_mix").column_names
    runs.checked("financing_mix", frame)
    assert frame["because"].tolist() == ["B1", "B2", "B3", "B4"]


def test_years_go_to_the_last_one_a_line_names_and_no_further() -> None:
    frame = lines(
        {"kind": "in", "category": "public", "amount": 100, "recurrence": "once", "start": "2027-03"},
        {"kind": "in", "category": "services", "amount": 10, "end": "2028-06"},
        {"kind": "in", "category": "membership", "amount": 5},
    )
    result = financing_mix.mix(frame)
    assert result.years["year"].tolist() == [2027, 2028]
    assert result.years["income"].tolist() == [100 + 120 + 60, 60 + 60]
    assert financing_mix.mix(frame, most_years=1).years["year"].tolist() == [2027]


def test_a_first_year_of_some_months_is_not_the_year_looked_at() -> None:
    frame = income(("public", 1), start="2026-09", end="2027-12", recurrence="monthly")
    result = financing_mix.mix(frame)
    assert result.years["months"].tolist() == [4, 12] and result.year == 2027


def test_income_counts_when_it_falls_due() -> None:
    frame = income(("public", 7), start="2027-12", recurrence="once", lag_months=3, end=None)
    assert financing_mix.mix(frame).rows[["year", "amount"]].values.tolist() == [[2027, 7.0]]


@pytest.mark.parametrize("frame", [None, lines(), lines({"amount": 5})])
def test_without_income_there_is_no_mix(frame: pd.DataFrame | None) -> None:
    result = financing_mix.mix(frame)
    assert result.year is None and result.share("public") is None and result.figures() is None
    runs.checked("financing_mix", financing_mix.financing_mix_table(result))


def test_income_of_zero_has_no_shares() -> None:
    result = financing_mix.mix(income(("public", 0)))
    assert result.rows["share"].isna().all() and result.share("public") is None
    runs.checked("financing_mix", financing_mix.financing_mix_table(result))


@pytest.mark.parametrize(
    ("founded", "as_of", "age"),
    [
        ("2024-03", "2027-02-01", 35 / 12),
        ("2022", "2027-01-31", 5.0),
        ("", "2027-01", None),
        ("2024", "", None),
    ],
)
def test_age(founded: str, as_of: str, age: float | None) -> None:
    assert financing_mix.mix(MIXED, founded=founded, as_of=as_of).age == age


def test_basis_is_the_weakest_of_its_lines() -> None:
    frame = lines(
        {"kind": "in", "category": "public", "amount": 1, "basis": "GUIDE"},
        {"kind": "in", "category": "public", "amount": 1, "basis": "DEFAULT"},
    )
    row = financing_mix.mix(frame).rows.iloc[0]
    assert (row["because"], row["basis"]) == ("B1;B2", "DEFAULT")


@given(st.dictionaries(st.sampled_from(budget.SOURCES), st.integers(0, 10**6), min_size=1))
@settings(max_examples=25, deadline=None)
def test_shares_add_up_to_one_and_hhi_lies_between_its_bounds(parts: dict[str, int]) -> None:
    result = financing_mix.mix(income(*((source, amount / 100) for source, amount in parts.items())))
    if sum(parts.values()):
        row = result.years.iloc[0]
        assert result.rows["share"].sum() == pytest.approx(1)
        assert 1 / len(parts) - 1e-12 <= row["hhi"] <= 1 + 1e-12
        assert row["hhi"] == pytest.approx(
            financing_mix.hhi(dict(zip(result.rows["source"], result.rows["share"], strict=True)))
        )


MENA = {
    "category": "public",
    "region": "MENA",
    "period": "2020",
    "value": 0.58,
    "basis": "GUIDE",
    "source": "g",
}


def test_published_shares_stand_beside_the_own_ones() -> None:
    own = financing_mix.mix(MIXED)
    rows = [MENA, {"category": "own income", "region": "CGER", "value": 0.4}]
    result = compared.beside(own, tables.typed("benchmarks", rows), region="Dakar")
    assert result.rows["gap"].round(6).tolist() == [-13.0, -5.0]
    assert result.without == ("membership", "services", "projects")


def test_a_row_of_the_case_replaces_the_reference() -> None:
    known = pd.DataFrame(
        [
            {k: str(v) for k, v in MENA.items()},
            {k: str(v) for k, v in MENA.items()} | {"region": "EU", "n": "90"},
        ]
    )
    case = tables.typed("benchmarks", [MENA | {"value": 0.6}])
    result = compared.beside(financing_mix.mix(MIXED), case, reference=known)
    assert result.rows[["region", "value"]].values.tolist() == [["EU", 0.58], ["MENA", 0.6]]
    assert result.rows["n"].tolist()[0] == 90


def test_nothing_published_nothing_guessed() -> None:
    result = compared.beside(financing_mix.mix(MIXED), None)
    assert result.rows.empty and len(result.without) == 4


def test_comparing_without_income_has_no_gap() -> None:
    result = compared.beside(financing_mix.mix(None), tables.typed("benchmarks", [MENA]))
    assert result.rows["gap"].isna().all() and result.without == ()


def test_hostile_names_are_carried() -> None:
    assert len(financing_mix.mix(hostile(20)).rows) >= 2
