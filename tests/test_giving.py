"""Giving and taking: the worked Gini, classes, newcomers, names that stay hidden."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_stakeholder_plots import HOSTILE

from clusterlib import figures, places, tables
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis import giving_views as views
from clusterlib.stakeholder_analysis.giving import (
    Giving,
    concentrate,
    gini,
    give_and_take,
    kind_of,
    mid_ranks,
)

SAY = Speaker()


def members(n: int, **columns: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [
        {"actor_id": f"m{i}", "period": "2026", "fee_paid": 100 * (i % 3), "hours": i, "knowledge_items": i,
         "lead_roles": i // 4, "services_used": n - i, "contacts": n - i, **columns}
        for i in range(n)
    ]  # fmt: skip
    register = [
        {"actor_id": f"m{i}", "name": f"{HOSTILE[i % 7]} {i}" if i % 2 else f"Firm number {i}", "type": "SME",
         "member": "yes", "joined": "2024-01", "employees": 5}
        for i in range(n)
    ]  # fmt: skip
    empty = tables.empty("contributions"), tables.empty("actors")
    return (tables.typed("contributions", rows), tables.typed("actors", register)) if n else empty


def test_worked_gini():
    assert gini(np.array([0, 0, 10, 20, 70])) == pytest.approx(0.64, abs=1e-4)
    assert gini(np.zeros(4)) is None
    found = concentrate(pd.Series([0, 0, 10, 20, 70.0]))
    assert (found.top, found.largest) == (1.0, 0.7)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 100), min_size=1, max_size=12), st.integers(1, 9))
def test_gini_equals_the_mean_difference_and_knows_no_unit(values, factor):
    x = np.array(values, float)
    if not x.sum():
        assert gini(x) is None
        return
    slow = np.abs(x[:, None] - x[None, :]).sum() / (2 * len(x) ** 2 * x.mean())
    assert gini(x) == pytest.approx(slow) and gini(x * factor) == pytest.approx(slow)
    assert -1e-12 <= slow < 1


def test_mid_ranks_as_for_peers():
    assert mid_ranks(pd.Series([10, 20, 20, 30, 40.0])).tolist()[1] == pytest.approx(0.4)
    assert mid_ranks(pd.Series([1, None, 3.0])).isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("k", "b", "kind"),
    [(0.67, 0, "driver"), (0.33, 1, "contributor"), (0.32, 0.67, "free rider"),
     (0.32, 0.66, "low contributor"), (0.32, 0.33, "low contributor"), (0.32, 0.32, "reactive"),
     (float("nan"), 0.5, None)],
)  # fmt: skip
def test_classes_at_their_edges(k, b, kind):
    assert kind_of(k, b) == kind


def test_under_ten_there_are_places_only():
    few = give_and_take(*members(9), show_names=True)
    assert not few.classed and few.members["kind"].isna().all()
    assert "Class" not in views.table_giving(few, say=SAY) and "too few" in views.read_giving(few, say=SAY)
    assert give_and_take(*members(10)).classed


def test_newcomers_are_not_judged_and_do_not_move_the_others():
    rows, register = members(12)
    register.loc[11, "joined"] = "2026-06"
    found = give_and_take(rows, register, as_of="2027-05-31")
    assert found.of("new")["actor_id"].tolist() == ["m11"]
    without = give_and_take(rows.iloc[:11], register, as_of="2027-05-31").members.set_index("actor_id")
    pd.testing.assert_series_equal(
        found.members.set_index("actor_id")["given"].drop("m11").sort_index(), without["given"].sort_index()
    )
    assert give_and_take(rows, register, as_of="2027-06-01").of("new").empty


def test_the_latest_year_counts_and_months_add_up():
    rows, register = members(2)
    more = tables.typed(
        "contributions", [{"actor_id": "m0", "period": p, "hours": 3} for p in ("2025-12", "2026-01")]
    )
    found = give_and_take(pd.concat([rows, more], ignore_index=True), register)
    assert found.year == "2026" and found.members.set_index("actor_id").loc["m0", "hours"] == 3


def test_size_lowers_what_counts():
    rows, register = members(10, hours=10)
    register.loc[0, "employees"] = 300
    found = give_and_take(rows, register, weights="0;1;0;0").members.set_index("actor_id")
    assert found.loc["m0", "size"] == 4 and found["given"].idxmin() == "m0"


def test_faults():
    rows, register = members(3)
    with pytest.raises(IntegrityError, match="m2"):
        give_and_take(rows, register.iloc[:2])
    with pytest.raises(DomainError, match="weights"):
        give_and_take(rows, register, weights="1;2")
    rows["hours"] = -1.0
    with pytest.raises(DomainError, match="less than 0"):
        give_and_take(rows, register)


def dakar(show_names: bool) -> Giving:
    case = cases.open_case(places.shipped_case())
    return give_and_take(
        case.table("contributions"), case.table("actors"), as_of=case.as_of, show_names=show_names
    )


def test_no_name_leaves_unless_wanted():
    hidden, shown = dakar(False), dakar(True)
    names = hidden.members["name"].tolist()
    texts = views.read_giving(hidden, say=SAY) + views.table_giving(hidden, say=SAY).to_string()
    texts += "".join(t.get_text() for t in views.plot_giving(hidden).texts)
    assert not any(name in texts for name in names)
    assert "Yonne Livraison" in views.read_giving(shown, say=SAY)
    assert shown.of("free rider")["actor_id"].tolist() == ["yonne-livre"] and len(shown.of("new")) == 2


@pytest.mark.parametrize("show_names", [False, True])
@pytest.mark.parametrize("n", [0, 1, 3, 8, 20, 50])
def test_pictures(n, show_names):
    found = give_and_take(*members(n), show_names=show_names)
    for plot in (views.plot_giving, views.plot_shares):
        ax = plot(found)
        assert figures.overlaps(ax.get_figure(root=True)) == [] and ax.get_title(loc="left")
    assert not re.search(r"\b(nan|inf)\b", views.read_giving(found, say=SAY))
    views.table_giving(found, say=SAY)


def test_blanks_everywhere():
    rows = tables.typed("contributions", [{"actor_id": f"m{i}", "period": "2026"} for i in range(12)])
    found = give_and_take(rows, members(12)[1])
    assert found.hours.gini is None and found.ranked.empty
    assert "Nobody's giving" in views.read_giving(found, say=SAY)
