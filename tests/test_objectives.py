"""Key objectives from votes: the rule on the guide's table, ties at the cut, the hand-over."""

from __future__ import annotations

import pandas as pd
import pytest
from test_demands import ballots, dakar

from clusterlib import tables
from clusterlib.demand_ranking import demands
from clusterlib.demand_ranking.demand_tables import demands_of, objectives
from clusterlib.demand_ranking.objectives import Choice, choose
from clusterlib.faults import DomainError


@pytest.fixture(scope="module")
def dakars() -> Choice:
    return choose(demands.score(*dakar()))


def test_dakar_category_means_and_order(dakars: Choice) -> None:
    table = dakars.table.set_index("id")
    means = {"O-C1": 2.6786, "O-A1": 2.6667, "O-B1": 2.6429, "O-D1": 2.5714, "O-E1": 2.5714}
    assert dakars.table["id"].tolist() == list(means)
    assert table["score"].to_dict() == pytest.approx(means, abs=1e-4)
    assert table["rank"].tolist() == [1, 2, 3, 4, 4]


def test_dakar_lower_bounds(dakars: Choice) -> None:
    lower = dakars.table.set_index("id")["lower"]
    expected = {"O-A1": 2.48, "O-B1": 2.36, "O-C1": 2.54, "O-D1": 2.29, "O-E1": 2.29}
    assert lower.to_dict() == pytest.approx(expected, abs=0.012)


def test_dakar_three_objectives_not_four(dakars: Choice) -> None:
    assert dakars.kept["id"].tolist() == ["O-C1", "O-A1", "O-B1"]
    failed = dakars.table[~dakars.table["kept"]]
    assert (
        (failed["wanted"] == 4).all() and not failed["high_enough"].any() and not failed["many_enough"].any()
    )
    assert dakars.split_by(4) == ["Innovation", "Skills"]
    assert [dakars.split_by(cut) for cut in (0, 3, 5, 9)] == [[], [], [], []]


def test_counts_give_a_lower_limit_and_single_votes_the_number() -> None:
    rows: list[list[int | None]] = [[3, 0, 0, 2], [2, 0, 0, 3], [3, 0, 0, 2], [2, 0, 0, 3], [1, 0, 0, 3]]
    rows = [[a, 1, 1, d] for a, _, _, d in rows]
    items, votes = ballots(rows)  # X0 and X3 are one group
    raw = choose(demands.score(items, None, votes)).table.set_index("id").loc["O-X0"]
    assert (raw["wanted"], raw["asked"], raw["exact"]) == (5, 5, True)
    scores = demands.score(items, None, votes)
    counts = pd.DataFrame(
        {
            "item_id": items["item_id"],
            **{c: scores.ballot.counts[:, j] for j, c in enumerate(("n1", "n2", "n3"))},
        }
    )
    only = choose(demands.score(items, tables.typed("vote_counts", counts))).table.set_index("id").loc["O-X0"]
    assert (only["wanted"], only["asked"], only["exact"]) == (3, 5, False)


def _groups(*threes: int, n: int = 20) -> Choice:
    """One demand per group, `threes` of n people gave a 3, the others a 2."""
    ids = [f"G{i}" for i in range(len(threes))]
    items = tables.typed("demands", [{"item_id": i, "category": f"group {i}", "text": i} for i in ids])
    rows = [{"item_id": i, "n1": 0, "n2": n - t, "n3": t} for i, t in zip(ids, threes, strict=True)]
    return choose(demands.score(items, tables.typed("vote_counts", rows)), most=2, fewest=1)


def test_ties_at_the_cut_are_kept_and_marked() -> None:
    choice = _groups(20, 18, 18, 15)
    assert choice.table["kept"].tolist() == [True, True, True, False]
    assert choice.table["at_cut"].tolist() == [False, True, True, False]
    assert choice.split_by(2) == ["group G1", "group G2"]


def test_no_tie_at_the_cut() -> None:
    choice = _groups(20, 19, 18)
    assert choice.table["kept"].tolist() == [True, True, False] and not choice.table["at_cut"].any()


def test_limits_are_met_by_equality() -> None:
    items = tables.typed("demands", [{"item_id": "A", "category": "a", "text": "a"}])
    counts = tables.typed("vote_counts", [{"item_id": "A", "n1": 0, "n2": 3, "n3": 7}])
    row = choose(demands.score(items, counts), majority=0.7, lower_bound=1.0).table.iloc[0]
    assert row["many_enough"] and row["passes"]
    all_threes = tables.typed("vote_counts", [{"item_id": "A", "n1": 0, "n2": 0, "n3": 7}])
    assert choose(demands.score(items, all_threes), lower_bound=3.0).table.iloc[0]["high_enough"]


def test_small_votes_are_not_judged() -> None:
    items, votes = ballots([[3, 3], [3, 3], [3, 3], [3, 3]])
    choice = choose(demands.score(items, None, votes))
    assert not choice.judged and choice.kept.empty
    assert choice.table["high_enough"].isna().all() and choice.table["lower"].isna().all()


def test_order_of_rows_changes_nothing() -> None:
    items, counts = dakar()
    mixed = choose(demands.score(items.iloc[::-1], counts.iloc[::-1]))
    pd.testing.assert_frame_equal(choose(demands.score(items, counts)).table, mixed.table)


def test_unknown_scores_leave_the_group_without_a_place() -> None:
    items, counts = dakar()
    counts = counts[counts["item_id"] != "E1"]
    table = choose(demands.score(items, counts)).table.set_index("id")
    assert pd.isna(table.loc["O-E1", "score"]) and pd.isna(table.loc["O-E1", "rank"])
    assert not table.loc["O-E1", "passes"]


def test_empty_table() -> None:
    choice = choose(demands.score(tables.empty("demands")))
    assert choice.table.empty and not choice.judged and objectives(choice).empty


@pytest.mark.parametrize("options", [{"fewest": 6}, {"lower_bound": 3.1}, {"majority": 1.1}, {"level": 1.0}])
def test_impossible_options(options: dict[str, float]) -> None:
    with pytest.raises(DomainError):
        choose(demands.score(*dakar()), **options)  # type: ignore[arg-type]


def test_hand_over(dakars: Choice) -> None:
    frame = objectives(dakars)
    assert frame.columns.tolist() == list(tables.table("objectives").column_names)
    assert frame.loc[0, "because"] == "C1;C2;C3;C4"
    assert frame.loc[0, "rule"].startswith("lower bound 2.54 >= 2.3; at least 6 of 7 gave a 3")
    assert frame.loc[0, "score"] == 75 / 28
    assert demands_of(dakars)["O-B1"] == ["B1", "B2"]
    assert tables.from_csv("objectives", tables.canonical_csv("objectives", frame)).shape == frame.shape
