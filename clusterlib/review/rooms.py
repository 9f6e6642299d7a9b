"""The checks of each room on a whole case: the tools run once, the rules pick their answers.

The logic of a rule stands in its room (``mapping_checks``, ``strategy_checks`` …); this module only brings
the tables there. What a workbook was told by a parameter is told to the tool here as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd

from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.review.scene import Scene


def mapping(scene: Scene, say: Speaker) -> list[Check]:
    """Checks of workbook 01."""
    from clusterlib.mapping import mapping_checks, specialisation, swot, value_chain

    jobs = scene.tool(
        specialisation.specialise,
        "employment",
        region=scene.setting("region") or None,
        **scene.given("mapping", "threshold", "rounding", "exact_limit", "few_firms", "few_jobs"),
    )
    chain = scene.tool(value_chain.cover, "nodes", "links", "actors", "actor_nodes", "relations")
    board = scene.tool(swot.judge, "swot_items", "tows")
    tables = [scene.frame(name) for name in ("actors", "stakeholders", "demands")]
    limits = scene.given("mapping", "min_firms", "max_share")
    return mapping_checks.pitfalls(jobs, chain, board, *tables, **limits, say=say)


def stakeholders(scene: Scene, say: Speaker) -> list[Check]:
    """Checks of workbook 02."""
    from clusterlib.stakeholder_analysis import stakeholder_checks
    from clusterlib.stakeholder_analysis.stakeholders import analyse

    words = {"weak_words": "weak", "strong_words": "strong", "objectors_from": "objectors_from"}
    options = _called(scene, "stakeholders", words)
    found = scene.tool(analyse, "stakeholders", "actors", as_of=scene.as_of, **options)
    return stakeholder_checks.pitfalls(found, None, say=say)


def demands(scene: Scene, say: Speaker) -> list[Check]:
    """Checks of workbook 03."""
    from clusterlib.demand_ranking import demand_checks

    limits = _called(scene, "demand_ranking", {"few": "least", "threes_from": "ceiling"})
    return demand_checks.pitfalls(_scores(scene), None, scene.frame("stakeholders"), **limits, say=say)


def _called(scene: Scene, step: str, words: Mapping[str, str]) -> dict[str, Any]:
    """Parameters that were given, under the names that a function has for them."""
    return {words[name]: value for name, value in scene.given(step, *words).items()}


def _scores(scene: Scene) -> Any:
    from clusterlib.demand_ranking.demands import score

    options = {
        "invited": scene.settings.get("demand_ranking.invited"),
        **scene.given("demand_ranking", "participation"),
    }
    return scene.once("scores", lambda: scene.tool(score, "demands", "vote_counts", "votes", **options))


def _ranked(scene: Scene) -> tuple[Any, Any]:
    """Scores and objectives: those of the run, else computed from the votes."""
    from clusterlib.demand_ranking import demand_intervals, demand_tables, objectives

    ranked, chosen = scene.frame("demand_scores"), scene.frame("objectives")
    scores = _scores(scene)
    if scores is None or scores.voted.empty:
        return ranked, chosen
    options = scene.given("demand_ranking", "draws", "seed")
    if ranked is None:
        sure = _called(scene, "demand_ranking", {"level": "level", "few": "least"})
        ranked = demand_tables.demand_scores(demand_intervals.rank(scores, **sure, **options))
    if chosen is None:
        rule = scene.given("demand_ranking", "fewest", "most", "lower_bound", "majority")
        rule |= _called(scene, "demand_ranking", {"bound_level": "level", "few": "least"})
        chosen = demand_tables.objectives(objectives.choose(scores, **rule, **options))
    return ranked, chosen


def ranked_demands(scene: Scene) -> pd.DataFrame | None:
    """Score and place of each demand; None when nobody voted."""
    ranked, _ = scene.once("ranked", lambda: _ranked(scene))
    return cast("pd.DataFrame | None", ranked)


def strategy(scene: Scene, say: Speaker) -> list[Check]:
    """Checks of workbook 04 on goals and tree."""
    from clusterlib.strategy import goals, strategy_checks, strategy_coverage, strategy_tree

    ranked, chosen = scene.once("ranked", lambda: _ranked(scene))
    inside = Scene({**scene.frames, "demand_scores": ranked, "objectives": chosen})
    smart = inside.tool(goals.check_goals, *_OF_GOALS, as_of=_today(scene, "strategy"), limits=_limits(scene))
    tree = inside.tool(strategy_tree.check_tree, "strategy_tree", "goals", **_branches(scene))
    share = scene.given("strategy", "top_share")
    coverage = (
        None
        if inside.frame("demands") is None
        else inside.tool(strategy_coverage.cover, *_OF_COVERAGE, needs=0, **share)
    )
    tables = ("budget_lines", "stakeholders", "goals", "strategy_tree", "tasks")
    return strategy_checks.pitfalls(
        smart, tree, coverage, *(scene.frame(name) for name in tables),
        instigator=scene.setting("instigator"), strategy_date=scene.setting("strategy_date"),
        as_of=_today(scene, "strategy"), **scene.given("strategy", "renew_years"), say=say,
    )  # fmt: skip


_OF_GOALS = (
    "goals", "indicators", "observations", "strategy_tree", "demands", "objectives", "tasks", "swot_items",
)  # fmt: skip
_OF_COVERAGE = (
    "strategy_tree", "goals", "tasks", "demands", "demand_scores", "objectives", "indicators",
)  # fmt: skip


def _today(scene: Scene, step: str) -> str | None:
    from clusterlib.strategy.schedule_dates import today

    return today(str(scene.given(step, "as_of").get("as_of", "")), scene.as_of)


def _limits(scene: Scene) -> Any:
    from clusterlib.strategy.goal_points import Limits

    same = ("max_words", "more_verbs", "reach_factor", "horizon_years")
    words = {
        "fewest_goals": "fewest", "most_goals": "most", "fewest_fields": "few_fields",
        "most_fields": "many_fields", "held_within": "tolerance", "compared_from": "from_share",
    }  # fmt: skip
    return Limits(**_called(scene, "strategy", {name: name for name in same} | words))


def _branches(scene: Scene) -> dict[str, Any]:
    words = {"fewest_branches": "fewest", "most_branches": "most", "alike": "alike"}
    return _called(scene, "strategy", words)


def action_plan(scene: Scene, say: Speaker) -> list[Check]:
    """Checks of workbook 04 on tasks."""
    from clusterlib.strategy import action_plan, action_plan_checks
    from clusterlib.strategy.action_tasks import Rules

    given = scene.given("strategy", "begin", "weekdays", "holidays", "days_if_blank", "draws", "seed")
    begin = given.pop("begin", "") or scene.setting("strategy_date")
    quick = scene.given("strategy", "quick_impact", "quick_days", "first_days")
    rules = Rules(*({"quick_impact": 4, "quick_days": 60, "first_days": 90} | quick).values())
    plan = scene.tool(
        action_plan.plan, "tasks", as_of=_today(scene, "strategy"), begin=begin, rules=rules, **given
    )
    words = {
        "longest_step": "longest",
        "one_person": "one_person",
        "overdue": "overdue",
        "in_time": "in_time",
    }
    return action_plan_checks.pitfalls(plan, None, **_called(scene, "strategy", words), say=say)


def financing_mix_of(scene: Scene) -> Any:
    """The financing mix of the budget lines; None without them."""
    from clusterlib.financing import financing_mix

    options = scene.given("financing", "most_years", "first_month", "ramp_years")
    founded, today = scene.setting("founded"), scene.as_of or ""
    return scene.once(
        "mix",
        lambda: scene.tool(financing_mix.mix, "budget_lines", founded=founded, as_of=today, **options),
    )


def financing(scene: Scene, say: Speaker) -> list[Check]:
    """Checks of workbook 05."""
    from clusterlib.financing import financing_checks, liquidity

    cash = scene.settings.get("financing.opening_cash")
    given = scene.given("financing", "months_ahead", "first_month")
    span = {"count": given.get("months_ahead", 12), "first_month": given.get("first_month", "")}
    plan = scene.tool(
        liquidity.plan,
        "budget_lines",
        opening_cash=None if cash is None else float(cash),
        **scene.given("financing", "buffer_months"),
        **span,
    )
    limits = scene.given("financing", "max_share", "min_public", "min_rise")
    return financing_checks.judge(
        scene.frame("budget_lines"), plan, financing_mix_of(scene), None, None, scene.frame("task_schedule"),
        phase=scene.setting("phase"), **limits, say=say,
    )  # fmt: skip


def monitoring(scene: Scene, say: Speaker) -> list[Check]:
    """Checks of workbook 08."""
    from clusterlib.monitoring import (
        impact,
        monitoring_checks,
        results_chain,
        results_chain_care,
        results_chain_links,
    )

    today, frame = _today(scene, "monitoring"), scene.frame
    given = scene.given("monitoring", "on_track_from", "elapsed_from", "hold_tolerance")
    standing = scene.tool(results_chain.progress, "indicators", "observations", "goals", as_of=today, **given)
    chain = scene.tool(
        lambda indicators, links: results_chain_links.structure(
            indicators, links, standing, **scene.given("monitoring", "outcome_min")
        ),
        "indicators",
        "chain_links",
    )
    steady = scene.given("monitoring", "steady_from")
    care = scene.tool(results_chain_care.care, "indicators", "observations", as_of=today, **steady)
    options = scene.given("monitoring", "response_min", "smallest", "largest", "draws", "seed")
    survey = scene.tool(impact.survey, "impact_answers", currency=say.currency, **options)
    return monitoring_checks.pitfalls(
        standing, chain, care, survey,
        frame("indicators"), frame("chain_links"), frame("observations"), frame("cards"),
        founded=scene.setting("founded") or None, **scene.given("monitoring", "months_late"), say=say,
    )  # fmt: skip


def roadmapping(scene: Scene, say: Speaker) -> list[Check]:
    """Checks of workbook 11."""
    from clusterlib.roadmapping import roadmap, roadmapping_checks, trends

    strong = scene.given("roadmapping", "strong_from", "sure_from", "agree_iqr")
    foresight = scene.tool(trends.trends, "trends", "trend_votes", "cards", "services", **strong)
    road = scene.tool(
        roadmap.roadmap,
        "cards",
        "arrows",
        "recommendations",
        as_of=_today(scene, "roadmapping"),
        **scene.given("roadmapping", "bottleneck_share"),
    )
    return roadmapping_checks.pitfalls(road, None, foresight, say=say)


#: All rooms in the order of the steps.
ROOMS = (mapping, stakeholders, demands, strategy, action_plan, financing, monitoring, roadmapping)
