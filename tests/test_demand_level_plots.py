"""Scores with what they may be, and agreement on level and order."""

from __future__ import annotations

import pytest
from test_demand_plots import CASES
from test_demands import ballots, dakar

from clusterlib import figures
from clusterlib.demand_ranking import demands
from clusterlib.demand_ranking.demand_agreement import agree
from clusterlib.demand_ranking.demand_intervals import rank
from clusterlib.demand_ranking.demand_level_plots import plot_agreement, plot_scores
from clusterlib.demand_ranking.demand_tables import table_agreement, table_ranking
from clusterlib.readings import Speaker


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", CASES)
def test_pictures_hold(name: str, lang: str) -> None:
    say = Speaker(lang)
    for ax in (
        plot_scores(rank(CASES[name], draws=50), say=say),
        plot_agreement(agree(CASES[name], shuffles=50), say=say),
    ):
        assert figures.overlaps(ax.get_figure(root=True)) == []
        assert ax.get_title(loc="left") or ax.texts


def test_the_interval_holds_the_score_and_shrinks_with_people() -> None:
    few = rank(demands.score(*dakar()), draws=2000).table
    assert (few["score_low"] <= few["score"]).all() and (few["score"] <= few["score_high"]).all()
    items, counts = dakar()
    many = counts.assign(**{c: counts[c] * 20 for c in ("n1", "n2", "n3", "n")})
    wide = rank(demands.score(items, many), draws=2000).table
    assert ((wide["score_high"] - wide["score_low"]) < (few["score_high"] - few["score_low"])).all()
    table = table_ranking(rank(demands.score(*dakar()), draws=2000), say=Speaker())
    assert table.loc[0, "Score it may have (1 to 3)"] == "2.6 to 3.0"


def test_titles_say_what_the_votes_allow() -> None:
    items, votes = ballots([[3, 2, 1]] * 8)
    same = demands.score(items, None, votes)
    assert plot_scores(rank(same, draws=50)).get_title(loc="left").startswith("No other demand reaches")
    assert "more on the order than" in plot_agreement(agree(same, shuffles=200)).get_title(loc="left")
    level = plot_agreement(agree(demands.score(*dakar()), shuffles=50)).get_title(loc="left")
    assert level == "Agreement on the level runs from 0.4 to 0.8; on the order it is not known"
    rows = [[3, 3, 3], [3, 3, 2], [3, 2, 3], [2, 3, 3], [3, 3, 3], [2, 3, 3], [3, 2, 3], [3, 3, 2]]
    items, votes = ballots(rows)
    flat = agree(demands.score(items, None, votes), shuffles=200)
    assert flat.p is not None and flat.p > 0.5 and flat.chance is not None
    assert flat.result is not None and flat.chance[0] <= flat.result.w <= flat.chance[1]
    assert "no more than chance" in plot_agreement(flat).get_title(loc="left")
    told = dict(table_agreement(flat, say=Speaker()).to_numpy().tolist())
    assert told["Krippendorff's alpha, all answers (1 the same votes, 0 as by chance)"].startswith("−")


def test_w_by_chance_is_that_of_shuffled_ballots() -> None:
    items, votes = ballots([[3, 2, 1], [2, 3, 1], [3, 1, 2], [1, 2, 3], [3, 2, 1]])
    found = agree(demands.score(items, None, votes), shuffles=500)
    assert found.chance is not None and 0 <= found.chance[0] < found.chance[1] <= 1
