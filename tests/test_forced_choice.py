"""Places, points, best and worst: values by hand, invariants, the Dakar rows, views."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_demands import dakar

from clusterlib import figures, tables
from clusterlib.demand_ranking import demands
from clusterlib.demand_ranking.forced_choice import Forced, from_best_worst, from_rankings
from clusterlib.demand_ranking.forced_choice_views import plot_forced, read_forced, table_forced
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.readings import Speaker

SAY = Speaker()
HOSTILE = ["$x_{", "<script>", "W" * 200, "التدريب"]


def listed(width: int, *, hostile: bool = False) -> pd.DataFrame:
    return tables.typed(
        "demands",
        [
            {"item_id": f"X{j}", "category": "g", "text": f"{HOSTILE[j % 4] if hostile else 'demand'} {j}"}
            for j in range(width)
        ],
    )


def placed(orders: list[list[int]]) -> pd.DataFrame:
    """Each order lists the demands from the first place on."""
    return tables.typed(
        "rankings",
        [
            {"respondent_id": f"r{i}", "item_id": f"X{j}", "place": p}
            for i, order in enumerate(orders)
            for p, j in enumerate(order, 1)
        ],
    )


def sets(rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    return tables.typed(
        "best_worst",
        [
            {"respondent_id": r, "set": i, "shown": shown, "best": best, "worst": worst}
            for i, (r, shown, best, worst) in enumerate(rows, 1)
        ],
    )


def test_mean_places_and_middle_by_hand() -> None:
    found = from_rankings(listed(3), placed([[0, 1, 2], [0, 2, 1], [1, 0, 2]]))
    table = found.table.set_index("item_id")
    assert table["value"].to_dict() == pytest.approx({"X0": 4 / 3, "X1": 2, "X2": 8 / 3})
    assert found.middle == 2 and table["rank"].tolist() == [1, 2, 3]
    assert found.w == pytest.approx(12 * (2**2 + 0 + 2**2) / (9 * 24)) and not found.judged


def test_unplaced_demands_share_the_places_left() -> None:
    table = from_rankings(listed(4), placed([[2]])).table.set_index("item_id")
    assert table["value"].to_dict() == {"X2": 1, "X0": 3, "X1": 3, "X3": 3}


def test_points_are_means_of_a_hundred_and_the_other_kind_is_left_out() -> None:
    rows = [("a", "X0", 70, None), ("a", "X1", 30, None), ("b", "X0", 100, None), ("c", "X0", None, 1)]
    frame = tables.typed(
        "rankings",
        [{"respondent_id": r, "item_id": i, "points": p, "place": q} for r, i, p, q in rows],
    )
    found = from_rankings(listed(2), frame)
    assert found.kind == "points" and found.left_out == 1 and found.middle == 50
    assert found.table["value"].tolist() == [85, 15]
    assert "left out" in read_forced(found, say=SAY)


def test_best_less_worst_by_times_shown() -> None:
    found = from_best_worst(listed(4), sets([("a", "X0;X1;X2", "X0", "X2"), ("b", "X0;X1;X2", "X1", "X2")]))
    assert found.table.set_index("item_id")["value"].to_dict() == {"X0": 0.5, "X1": 0.5, "X2": -1}
    assert found.table["rank"].tolist() == [1, 1, 3] and found.balanced
    with pytest.raises(IntegrityError, match="shown"):
        from_best_worst(listed(4), sets([("a", "X0;X1;X2", "X3", "X2")]))


def test_one_mind_is_sure_and_shows_where_votes_could_not() -> None:
    scores = demands.score(*dakar())
    items = scores.table[["item_id", "text", "category"]]
    keys = items["item_id"].tolist()
    rows = [
        {"respondent_id": f"r{i}", "item_id": key, "place": p}
        for i in range(6)
        for p, key in enumerate(keys, 1)
    ]
    found = from_rankings(items, tables.typed("rankings", rows), scores, draws=200)
    assert found.w == 1 and found.high_votes
    assert found.table["side"].tolist() == ["above"] * 5 + ["open"] + ["below"] * 5
    assert (found.table["low"] == found.table["value"]).all()
    assert "high for everything" in read_forced(found, say=SAY)


def test_the_latest_round_counts() -> None:
    first, second = placed([[0, 1]]), placed([[1, 0]]).assign(round=2)
    found = from_rankings(listed(2), pd.concat([first, second], ignore_index=True))
    assert found.table["item_id"].tolist() == ["X1", "X0"]


@pytest.mark.parametrize("options", [{"level": 1}, {"least": 0}, {"draws": 0}])
def test_options_have_bounds(options: dict[str, float]) -> None:
    with pytest.raises(DomainError):
        from_rankings(listed(2), placed([[0, 1]]), **options)  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.permutations(range(5)), min_size=1, max_size=9))
def test_mean_places_add_up_and_lie_in_their_interval(orders: list[list[int]]) -> None:
    found = from_rankings(listed(5), placed(orders), draws=200)
    assert found.table["value"].sum() == pytest.approx(15)
    assert found.judged is (len(orders) >= 5)
    known = found.table.dropna(subset="low")
    assert (known["low"] <= known["high"]).all() and known["first"].between(0, 1).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.permutations(range(5)), min_size=1, max_size=9))
def test_best_and_worst_cancel_out(orders: list[list[int]]) -> None:
    rows = [
        (f"r{i}", ";".join(f"X{j}" for j in range(5)), f"X{order[0]}", f"X{order[-1]}")
        for i, order in enumerate(orders)
    ]
    table = from_best_worst(listed(5), sets(rows), draws=50).table
    assert (table["value"] * table["shown"]).sum() == pytest.approx(0)
    assert table["value"].between(-1, 1).all()


def views() -> dict[str, Forced]:
    rng = np.random.default_rng(4)

    def some(width: int, people: int, hostile: bool = False) -> Forced:
        orders = [rng.permutation(width).tolist() for _ in range(people)]
        return from_rankings(listed(width, hostile=hostile), placed(orders), draws=100)

    return {
        "nobody": from_rankings(listed(3), None),
        "nobody, sets": from_best_worst(listed(3), None),
        "no demand": from_rankings(tables.empty("demands"), None),
        "one demand": some(1, 6),
        "few": some(4, 2),
        "typical": some(8, 12),
        "large": some(20, 40),
        "hostile": some(8, 9, hostile=True),
    }


@pytest.mark.parametrize("name", list(views()))
def test_views_hold(name: str) -> None:
    found = views()[name]
    ax = plot_forced(found)
    assert figures.overlaps(ax.get_figure(root=True)) == []
    assert ax.get_title(loc="left") or ax.get_title()
    text = read_forced(found, say=SAY)
    assert text.endswith(".") and "nan" not in text and "None" not in text
    frame = table_forced(found, say=SAY)
    assert len(frame) <= 10 and not frame.astype(str).isin(["nan", "<NA>"]).any().any()
