"""The guide's Dakar table, recomputed; scores and their invariants."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import tables
from clusterlib.demand_ranking import demands
from clusterlib.demand_ranking.demand_readings import read_scores
from clusterlib.demand_ranking.demand_votes import collect, natural
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.readings import Speaker, half_up

ITEMS = ["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "D1", "E1"]
VOTES = [(None, 2, 5), (1, 1, 5), (0, 2, 5), (1, 0, 6), (0, 3, 4), (0, 3, 4), (0, 3, 4), (0, 1, 6), (0, 2, 5),
         (0, 3, 4), (0, 3, 4)]  # fmt: skip
PRINTED = ["2.7", "2.6", "2.7", "2.7", "2.6", "2.6", "2.6", "2.9", "2.7", "2.6", "2.6"]
GROUPS = {
    "A": "Public relations",
    "B": "Networking",
    "C": "Start-up support",
    "D": "Innovation",
    "E": "Skills",
}


def dakar(**cells: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Demands and counts of guide L1609-1631."""
    items = tables.typed(
        "demands",
        [{"item_id": i, "category": GROUPS[i[0]], "text": f"demand {i}", "basis": "GUIDE"} for i in ITEMS],
    )
    counts = tables.typed(
        "vote_counts",
        [
            {"item_id": i, "n1": a, "n2": b, "n3": c, "n": 7, "basis": "GUIDE", **cells}
            for i, (a, b, c) in zip(ITEMS, VOTES, strict=True)
        ],
    )
    return items, counts


def ballots(rows: list[list[int | None]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Demands and single votes; one row per person."""
    width = len(rows[0])
    items = tables.typed(
        "demands",
        [{"item_id": f"X{j}", "category": f"g{j % 3}", "text": f"demand {j}"} for j in range(width)],
    )
    votes = [
        {"respondent_id": f"r{i}", "item_id": f"X{j}", "score": v}
        for i, row in enumerate(rows)
        for j, v in enumerate(row)
        if v is not None
    ]
    return items, tables.typed("votes", votes)


def test_dakar_sums_and_printed_scores() -> None:
    table = demands.score(*dakar()).table
    assert table["item_id"].tolist() == ITEMS
    assert table["total"].tolist() == [19, 18, 19, 19, 18, 18, 18, 20, 19, 18, 18]
    assert [str(half_up(Fraction(int(t), 7), 1)) for t in table["total"]] == PRINTED


def test_dakar_truncation_would_fail_for_seven_rows() -> None:
    table = demands.score(*dakar()).table
    cut = [str(Decimal(int(t) * 10 // 7) / 10) for t in table["total"]]
    assert sum(a != b for a, b in zip(cut, PRINTED, strict=True)) == 7


def test_dakar_level_consensus_and_shares() -> None:
    table = demands.score(*dakar()).table.set_index("item_id")
    expected = {"A1": 0.6590, "A2": 0.3647, "B1": 0.4083, "B2": 0.5931, "C3": 0.7930}
    assert {k: table.loc[k, "consensus"] for k in expected} == pytest.approx(expected, abs=1e-4)
    assert table.loc["C3", "top_box"] == pytest.approx(6 / 7)
    assert table.loc["A2", "net"] == pytest.approx(4 / 7)
    assert table["n3"].sum() + table["n2"].sum() + table["n1"].sum() == 77
    assert table["total"].sum() / 77 == pytest.approx(2.6494, abs=1e-4)


def test_dakar_three_distinct_scores_and_exact_ties() -> None:
    table = demands.score(*dakar()).table
    assert sorted(table["score"].unique()) == pytest.approx([18 / 7, 19 / 7, 20 / 7])
    assert table["rank"].tolist() == [2, 6, 2, 2, 6, 6, 6, 1, 2, 6, 6]


def test_ties_stay_exact_with_different_numbers_of_voters() -> None:
    items = tables.typed("demands", [{"item_id": i, "category": "x", "text": i} for i in "abc"])
    counts = tables.typed(
        "vote_counts",
        [{"item_id": i, "n1": n, "n2": n, "n3": n * 5} for i, n in zip("abc", (1, 3, 7), strict=True)],
    )
    assert demands.score(items, counts).table["rank"].tolist() == [1, 1, 1]


def test_blank_count_is_zero_only_when_the_rest_adds_up() -> None:
    assert demands.score(*dakar()).ballot.completed == ("A1",)
    items, counts = dakar(n=8)
    scores = demands.score(items, counts)
    assert scores.ballot.unknown == ("A1",)
    row = scores.table.set_index("item_id").loc["A1"]
    assert pd.isna(row["score"]) and pd.isna(row["n"]) and pd.isna(row["rank"])
    items, counts = dakar(n=None)
    assert demands.score(items, counts).ballot.unknown == ("A1",)


def test_no_votes_is_no_score_not_zero() -> None:
    items, counts = dakar()
    counts.loc[counts["item_id"] == "D1", ["n1", "n2", "n3", "n"]] = 0
    row = demands.score(items, counts).table.set_index("item_id").loc["D1"]
    assert row["n"] == 0 and np.isnan(row["score"]) and np.isnan(row["consensus"])


@pytest.mark.parametrize(("invited", "enough"), [(10, True), (11, False), (7, True), (None, None)])
def test_seventy_percent_rule_by_equality(invited: int | None, enough: bool | None) -> None:
    assert demands.score(*dakar(), invited=invited).enough is enough


def test_more_votes_than_invited_is_refused() -> None:
    with pytest.raises(DomainError, match="invited"):
        demands.score(*dakar(), invited=6)


@pytest.mark.parametrize("empty", [None, "typed"])
def test_nobody_voted(empty: str | None) -> None:
    items, counts = dakar()
    frame = None if empty is None else counts.iloc[:0]
    scores = demands.score(items, frame, frame)
    assert scores.voted.empty and scores.persons == 0 and len(scores.table) == 11


def test_no_demand_at_all() -> None:
    scores = demands.score(tables.empty("demands"), None, None)
    assert scores.table.empty and scores.persons == 0


def test_consensus_needs_three_votes() -> None:
    assert np.isnan(demands.consensus(np.array([[0, 0, 2]]))[0])


def test_bad_input_is_named() -> None:
    items, counts = dakar()
    with pytest.raises(DomainError, match="4"):
        collect(items, None, tables.typed("votes", [{"respondent_id": "r", "item_id": "A1", "score": 4}]))
    vote = {"respondent_id": "r", "item_id": "A1", "score": 3}
    with pytest.raises(IntegrityError, match="twice"):
        collect(items, None, tables.typed("votes", [vote, vote]))
    with pytest.raises(IntegrityError, match="Z9"):
        collect(items, None, tables.typed("votes", [{**vote, "item_id": "Z9"}]))
    with pytest.raises(IntegrityError, match="A1"):
        collect(pd.concat([items, items.head(1)], ignore_index=True), counts)
    with pytest.raises(IntegrityError, match="twice"):
        collect(items, pd.concat([counts, counts.head(1)], ignore_index=True))
    with pytest.raises(DomainError, match="below 0"):
        collect(items, counts.assign(n2=-1))
    with pytest.raises(DomainError, match=r"A1: a count of 2\.5 is below 0 or not whole"):
        collect(items, counts.assign(n2=2.5))


def test_demands_with_fewer_votes_are_named() -> None:
    text = read_scores(_scored([[3, 2, 1], [3, None, 2], [2, None, None]]), say=Speaker())
    assert "most votes on one are 3, fewer have “demand 1” and “demand 2”, down to 1." in text
    assert "Not everybody" not in read_scores(_scored([[3, 2], [3, 1]]), say=Speaker())


def test_single_votes_win_over_counts_and_the_difference_is_told() -> None:
    items, votes = ballots([[3, 2], [3, 1], [3, 3]])
    counts = tables.typed(
        "vote_counts",
        [{"item_id": "X0", "n1": 0, "n2": 0, "n3": 3}, {"item_id": "X1", "n1": 3, "n2": 0, "n3": 0}],
    )
    ballot = collect(items, counts, votes)
    assert ballot.counts.tolist() == [[0, 0, 3], [1, 1, 1]]
    assert ballot.disagree == ("X1",)


def test_rounds_are_never_mixed() -> None:
    items, votes = ballots([[3, 2], [3, 1]])
    later = votes.assign(round=2, score=1.0)
    both = pd.concat([votes, later], ignore_index=True)
    assert collect(items, None, both).counts.tolist() == [[2, 0, 0], [2, 0, 0]]
    assert collect(items, None, both, voting_round=1).counts.tolist() == [[0, 0, 2], [1, 1, 0]]
    assert collect(items, None, both).rounds == (1, 2)


def test_basis_is_the_weakest_of_demand_and_votes() -> None:
    items, counts = dakar(basis="ILLUSTRATIVE")
    assert set(collect(items, counts).items["basis"]) == {"ILLUSTRATIVE"}


def test_natural_order_of_ids() -> None:
    assert sorted(["D10", "D2", "D1", "10", "9"], key=natural) == ["9", "10", "D1", "D2", "D10"]


grid = st.integers(2, 6).flatmap(
    lambda k: st.lists(
        st.lists(st.sampled_from([1, 2, 3, None]), min_size=k, max_size=k), min_size=1, max_size=8
    )
)


@settings(max_examples=25, deadline=None)
@given(grid)
def test_one_more_three_never_lowers_a_score(rows: list[list[int | None]]) -> None:
    before = _scored(rows).table["score"].to_numpy()
    after = _scored([*rows, [3] * len(rows[0])]).table["score"].to_numpy()
    assert np.all((after >= before) | np.isnan(before))


@settings(max_examples=25, deadline=None)
@given(grid, st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(rows: list[list[int | None]], chance: object) -> None:
    items, votes = ballots(rows)
    seed = chance.randrange(1000)  # type: ignore[attr-defined]
    mixed = demands.score(
        items.sample(frac=1, random_state=seed), None, votes.sample(frac=1, random_state=seed)
    )
    pd.testing.assert_frame_equal(demands.score(items, None, votes).table, mixed.table)


@settings(max_examples=25, deadline=None)
@given(grid)
def test_counts_and_single_votes_agree(rows: list[list[int | None]]) -> None:
    items, votes = ballots(rows)
    raw = demands.score(items, None, votes)
    counts = pd.DataFrame(
        {
            "item_id": raw.table["item_id"],
            **{c: raw.ballot.counts[:, j] for j, c in enumerate(("n1", "n2", "n3"))},
        }
    )
    again = demands.score(items, tables.typed("vote_counts", counts), None)
    columns = ["total", "score", "rank", "consensus", "net", "top_box"]
    pd.testing.assert_frame_equal(raw.table[columns], again.table[columns])


def _scored(rows: list[list[int | None]]) -> demands.Scores:
    items, votes = ballots(rows)
    return demands.score(items, None, votes)


@settings(max_examples=25, deadline=None)
@given(grid)
def test_scores_stay_on_the_scale(rows: list[list[int | None]]) -> None:
    items, votes = ballots(rows)
    table = demands.score(items, None, votes).table
    known = table[table["score"].notna()]
    assert ((known["score"] >= 1) & (known["score"] <= 3)).all()
    assert ((known["consensus"].dropna() >= 0) & (known["consensus"].dropna() <= 1)).all()
    assert known.empty or known["rank"].min() == 1
