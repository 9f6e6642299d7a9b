"""What must hold for every plan: amounts scale, the order of rows is nothing, the worse is never first."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import tables
from clusterlib.financing import (
    actuals,
    actuals_views,
    chances,
    chances_readings,
    fees,
    fees_readings,
    financing_mix,
    financing_mix_readings,
    levers,
    levers_views,
    liquidity,
    liquidity_costs,
    liquidity_readings,
    price_range,
    price_range_views,
    security,
    security_views,
    service_margins,
    willingness,
    willingness_views,
)
from clusterlib.monitoring import (
    impact,
    impact_areas,
    impact_cost,
    impact_cost_views,
    impact_readings,
    impact_silence,
    impact_trend,
    impact_trend_views,
    impact_weights,
    indicator_marks,
    panel,
    panel_attrition,
    panel_event_views,
    panel_events,
    panel_views,
    results_chain,
    results_chain_care,
    results_chain_links,
    results_chain_readings,
)
from clusterlib.readings import Speaker
from clusterlib.roadmapping import (
    cross_impact,
    cross_impact_views,
    innovation,
    innovation_views,
    roadmap,
    roadmap_readings,
    team_mix,
    team_mix_views,
    trend_exposure,
    trend_exposure_views,
    trend_links,
    trend_rounds,
    trend_views,
    trends,
)
from clusterlib.strategy import (
    action_plan,
    action_plan_readings,
    canvas,
    canvas_readings,
    goal_process,
    strategy_tree,
    strategy_tree_readings,
)

BUDGET = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["in", "out"]),
            "amount": st.integers(0, 5000),
            "recurrence": st.sampled_from(["monthly", "quarterly", "once"]),
            "start": st.sampled_from(["2027-01", "2027-04", "2027-07"]),
            "probability": st.sampled_from([0.25, 0.5, 1.0]),
            "lag_months": st.integers(0, 3),
            "committed": st.sampled_from(["yes", "no"]),
            "fixed": st.sampled_from(["yes", "no"]),
        }
    ),
    min_size=1,
    max_size=6,
)
NUMBERS = ["inflow", "outflow", "committed_inflow", "change", "course", "committed_course"]


def budget(rows: list[dict[str, Any]]) -> pd.DataFrame:
    side = {"in": "public", "out": "other"}
    return tables.typed(
        "budget_lines",
        [{"line_id": f"B{i}", "category": side[row["kind"]]} | row for i, row in enumerate(rows)],
    )


@settings(max_examples=20, deadline=None)
@given(BUDGET, st.integers(-2000, 9000), st.sampled_from([0.01, 0.5, 3.0, 1000.0]))
def test_scaling_all_amounts_scales_liquidity(rows: list[dict[str, Any]], cash: int, factor: float) -> None:
    one = liquidity.plan(budget(rows), opening_cash=cash)
    large = liquidity.plan(
        budget([row | {"amount": row["amount"] * factor} for row in rows]), opening_cash=cash * factor
    )
    assert large.months[NUMBERS].to_numpy() == pytest.approx(one.months[NUMBERS].to_numpy() * factor)
    assert (one.runway, one.committed_runway) == (large.runway, large.committed_runway)
    assert large.fixed_cost == pytest.approx(one.fixed_cost * factor)


@settings(max_examples=20, deadline=None)
@given(BUDGET, st.randoms(use_true_random=False))
def test_the_order_of_budget_lines_changes_nothing(rows: list[dict[str, Any]], source: Any) -> None:
    frame = budget(rows)
    order = list(range(len(frame)))
    source.shuffle(order)
    turned = frame.iloc[order].reset_index(drop=True)
    plans = [liquidity.plan(part, opening_cash=100) for part in (frame, turned)]
    assert plans[0].months[NUMBERS].equals(plans[1].months[NUMBERS])
    assert plans[0].runway == plans[1].runway
    mixes = [financing_mix.mix(part).share("public") for part in (frame, turned)]
    assert mixes[0] == mixes[1]
    safe = [security.security(part) for part in (frame, turned)]
    assert safe[0].level == safe[1].level and safe[0].rows.equals(safe[1].rows)


SERVICE = st.fixed_dictionaries(
    {
        "price": st.integers(1, 500),
        "variable_cost": st.integers(0, 300),
        "staff_hours": st.integers(1, 40),
        "hourly_rate": st.integers(1, 50),
        "volume": st.integers(1, 50),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(SERVICE, min_size=1, max_size=5), st.integers(0, 4), st.integers(1, 50))
def test_a_dominated_service_is_never_first(rows: list[dict[str, Any]], at: int, worse: int) -> None:
    better = rows[at % len(rows)]
    dominated = better | {
        "price": max(0, better["price"] - worse),
        "variable_cost": better["variable_cost"] + worse,
        "staff_hours": better["staff_hours"] + 1,
    }
    listed = [
        {"id": f"S{i}", "name": "x", "payment": "charged"} | row for i, row in enumerate([*rows, dominated])
    ]
    ranked = service_margins.margins(tables.typed("services", listed)).rows.set_index("id")
    mine, other = ranked.loc[f"S{len(rows)}"], ranked.loc[f"S{at % len(rows)}"]
    gains = better["price"] > better["variable_cost"]
    if gains:
        assert mine["rank"] != 1 and other["rank"] < mine["rank"]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_trends_and_cards_changes_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = [{"id": f"T{i}", "name": "x", "impact": int(a), "certainty": int(b)}
            for i, (a, b) in enumerate(rng.integers(1, 6, (6, 2)))]  # fmt: skip
    order = rng.permutation(6)
    frame = tables.typed("trends", rows)
    found = [
        trends.trends(part).frame.set_index("id")["quadrant"].to_dict() for part in (frame, frame.iloc[order])
    ]
    assert found[0] == found[1]
    lanes = roadmap.LANES
    cards = [{"id": f"C{i}", "lane": lanes[i % 4], "text": "x", "start": str(2027 + i)} for i in range(6)]
    arrows = [
        {"from": f"C{a}", "to": f"C{b}", "kind": "enables"}
        for a in range(6)
        for b in range(a + 1, 6)
        if rng.random() < 0.4
    ]
    roads = []
    for turn in (range(6), order):
        road = roadmap.roadmap(
            tables.typed("cards", [cards[i] for i in turn]), tables.typed("arrows", arrows), None
        )
        roads.append(road.cards.set_index("id")[["bottleneck", "on_chain"]].sort_index())
    assert roads[0].equals(roads[1])


def _said(*parts: Any) -> str:
    text = " ".join(part.to_string() if isinstance(part, pd.DataFrame) else part for part in parts)
    assert text.strip() and not re.search(r"\bnan\b|\bNone\b(?! of)|<NA>|\binf\b", text)
    return text


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_empty_tables_give_sentences_in_every_tool_of_the_three_workbooks(lang: str) -> None:
    say, none = Speaker(lang, currency="EUR"), tables.empty
    lines = none("budget_lines")
    plan = liquidity.plan(lines, opening_cash=0)
    _said(liquidity_readings.read_plan(plan, say=say))
    _said(liquidity_readings.read_costs(liquidity_costs.costs(lines), say=say))
    _said(chances_readings.read_chances(chances.simulate(plan, draws=100), say=say))
    _said(financing_mix_readings.read_mix(financing_mix.mix(lines), say=say))
    _said(security_views.read_security(security.security(lines), say=say))
    _said(fees_readings.read_need(fees.need(lines), say=say))
    _said(actuals_views.read_books(actuals.compare(lines, none("actuals")), say=say))
    _said(levers_views.read_levers(levers.weigh(none("levers"), plan), say=say))
    _said(willingness_views.read_demand(willingness.willingness(none("wtp"), none("services")), say=say))
    _said(price_range_views.read_ranges(price_range.price_ranges(none("wtp"), none("services")), say=say))
    _said(service_margins.read_margins(service_margins.margins(none("services")), say=say))
    foresight = trends.trends(none("trends"), none("trend_votes"), none("cards"))
    exposed = trend_exposure.exposure(foresight, none("trends"), none("actors"), none("actor_nodes"))
    _said(trend_views.read_trends(foresight, say=say))
    _said(trend_exposure_views.read_exposure(exposed, say=say))
    _said(trend_links.read_links(trend_links.translate(exposed, none("trend_links")), say=say))
    _said(trend_rounds.read_rounds(trend_rounds.rounds(none("trends"), none("trend_votes")), say=say))
    _said(innovation_views.read_grid(innovation.grid(none("innovation_methods")), say=say))
    _said(team_mix_views.read_team(team_mix.mix(none("skills"), none("staff")), say=say))
    _said(cross_impact_views.read_cross(cross_impact.cross(none("trends"), none("cross_impacts")), say=say))
    _said(roadmap_readings.read_roadmap(roadmap.roadmap(none("cards"), none("arrows"), None), say=say))
    _said(
        strategy_tree_readings.read_tree(
            strategy_tree.check_tree(none("strategy_tree"), none("goals")), say=say
        )
    )
    _said(canvas_readings.read_canvas(canvas.check_canvas(none("canvas"), None, None, None), say=say))
    _said(action_plan_readings.read_plan(action_plan.plan(none("tasks"), draws=100), say=say))
    _said(
        goal_process.read_process(goal_process.process(none("goals"), none("checks"), none("tasks")), say=say)
    )


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_empty_tables_give_sentences_in_every_tool_of_monitoring(lang: str) -> None:
    say, none = Speaker(lang, currency="EUR"), tables.empty
    standing = results_chain.progress(none("indicators"), none("observations"), none("goals"))
    chain = results_chain_links.structure(none("indicators"), none("chain_links"), standing)
    _said(results_chain_readings.read_progress(standing, say=say))
    _said(results_chain_readings.read_chain(chain, say=say))
    _said(results_chain_readings.read_care(results_chain_care.care(none("indicators")), say=say))
    _said(indicator_marks.read_marks(indicator_marks.mark(none("indicators"), standing), say=say))
    answers = none("impact_answers")
    _said(impact_readings.read_impact(impact.survey(answers, draws=10), say=say))
    _said(impact_silence.read_silence(impact_silence.silence(answers, none("respondents")), say=say))
    _said(impact_weights.read_weighted(impact_weights.reweigh(answers, none("respondents")), say=say))
    _said(impact_areas.read_areas(impact_areas.areas(answers), say=say))
    _said(impact_trend_views.read_trend(impact_trend.trend(answers, draws=10), say=say))
    _said(impact_cost_views.read_cost(impact_cost.benefit_cost(answers, draws=10), say=say))
    compared = panel.compare(none("panel"), draws=10)
    _said(panel_views.read_panel(compared, say=say))
    _said(panel_attrition.read_attrition(panel_attrition.lose(none("panel"), compared), say=say))
    _said(panel_event_views.read_events(panel_events.trace(none("panel"), draws=10), say=say))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 900), st.booleans()), min_size=6, max_size=12),
    st.randoms(use_true_random=False),
)
def test_the_order_of_answers_changes_nothing(rows: list[tuple[int, int, bool]], source: Any) -> None:
    frame = tables.typed(
        "impact_answers",
        [
            {"respondent_id": f"m{i:02}", "period": "2026", "answered": "yes", "commitment": level,
             "benefit": benefit, "hours": 2, "share_attributed": 0.5 if shared else 1.0, "benefit_area": "x"}
            for i, (level, benefit, shared) in enumerate(rows)
        ],
    )  # fmt: skip
    order = list(range(len(frame)))
    source.shuffle(order)
    both = [frame, frame.iloc[order].reset_index(drop=True)]
    surveys = [impact.impact_table(impact.survey(part, draws=20)) for part in both]
    assert surveys[0].equals(surveys[1])
    costs = [impact_cost.benefit_cost(part, rate=5, fee=1, draws=20) for part in both]
    assert repr(costs[0]) == repr(costs[1])
    assert impact_areas.areas(both[0]).frame.equals(impact_areas.areas(both[1]).frame)


def test_no_fixed_cost_only_costs_and_refunds_alone_give_sentences() -> None:
    say = Speaker("en", currency="EUR")
    loose = budget([{"kind": "out", "amount": 50, "recurrence": "monthly", "start": "2027-01"}])
    _said(security_views.read_security(security.security(loose), say=say))
    red = liquidity.plan(loose, opening_cash=-500)
    assert red.runway == "2027-01"
    _said(
        liquidity_readings.read_plan(red, say=say),
        chances_readings.read_chances(chances.simulate(red, draws=100), say=say),
    )
    refunds = tables.typed(
        "actuals", [{"line_id": "B0", "month": f"2027-0{m}", "amount": -10} for m in (1, 2)]
    )
    books = actuals.compare(loose, refunds)
    assert books.forecast_out == 10 * 50 - 20
    _said(actuals_views.read_books(books, say=say), actuals_views.table_deviations(books, say=say))


def test_a_roadmap_in_pieces_is_said_piece_by_piece() -> None:
    cards = [
        {"id": f"C{i}", "lane": lane, "text": "x", "start": "2027"} for i, lane in enumerate(roadmap.LANES)
    ]
    road = roadmap.roadmap(tables.typed("cards", cards), None, None)
    _said(roadmap_readings.read_roadmap(road), roadmap_readings.table_roadmap(road))
