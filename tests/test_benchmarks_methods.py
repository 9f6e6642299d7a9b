"""The plain loops that the benchmark measures against give the same answers as the tools."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from clusterlib import places
from clusterlib.demand_ranking import demand_intervals, demands
from clusterlib.financing import chances, liquidity
from clusterlib.inputs.cases import open_case

FOLDER = Path(__file__).parents[1] / "benchmarks"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the benchmarks are not installed")


@pytest.fixture(scope="module")
def methods() -> ModuleType:
    sys.path.insert(0, str(FOLDER))
    try:
        import methods

        return methods
    finally:
        sys.path.remove(str(FOLDER))


def test_the_loop_ranks_as_the_tool_does(methods: ModuleType) -> None:
    case = open_case(places.shipped_case("dakar-ict"))
    scores = demands.score(case.table("demands"), case.table("vote_counts"))
    drawn = np.array(methods.plain_ranking(scores, 3000))
    first = scores.table["total"].astype(float).to_numpy().argmax()
    assert (drawn[:, first] == 1).mean() == pytest.approx(0.512, abs=0.03)
    ranking = demand_intervals.rank(scores, draws=2000).table.set_index("item_id")
    assert set(drawn[:, first]) >= {1, 7} and ranking.loc["C3", "rank_high"] <= 7


def test_the_loop_draws_the_budget_as_the_tool_does(methods: ModuleType) -> None:
    lines = methods.large_budget()
    plan = liquidity.plan(lines, opening_cash=1000, count=methods.MONTHS)
    alone = chances.simulate(plan, draws=2000, correlation=0.0).chance
    assert alone is not None and methods.plain_budget(lines, 150) == pytest.approx(alone, abs=0.13)
