"""No label lies on another in the pictures of workbooks 01 to 03, in any shipped case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from matplotlib.axes import Axes

from clusterlib import figures, places
from clusterlib.demand_ranking import (
    demand_intervals,
    demand_pair_views,
    demand_pairs,
    demand_plots,
    demands,
    forced_choice,
    forced_choice_views,
    objectives,
    voting_rule_views,
    voting_rules,
)
from clusterlib.inputs import cases
from clusterlib.mapping import (
    specialisation,
    specialisation_bubbles,
    specialisation_plots,
    swot,
    swot_group,
    swot_group_views,
    swot_plots,
    value_chain,
    value_chain_plots,
)
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis import (
    interests,
    interests_views,
    interplay,
    interplay_views,
    power,
    power_views,
    stakeholder_circle,
    stakeholder_plots,
    stakeholders,
    ties,
    ties_views,
)

CASES = ("dakar-ict", "cotedivoire-plastics", "tunisia-automotive")


class Tables:
    """Tables of a shipped case; None for one that it lacks."""

    def __init__(self, name: str) -> None:
        self.case = cases.open_case(places.shipped_case().parent / name)

    def __getitem__(self, name: str):  # type: ignore[no-untyped-def]
        return self.case.table(name) if self.case.has(name) else None


def _mapping(t: Tables, say: Speaker) -> Iterator[Axes]:
    jobs = specialisation.specialise(t["employment"], region=t.case.setting("region"))
    yield specialisation_plots.plot_sectors(jobs, say=say)
    yield specialisation_bubbles.plot_bubbles(jobs, say=say)
    chain = value_chain.cover(t["nodes"], t["links"], t["actors"], t["actor_nodes"], t["relations"])
    yield value_chain_plots.plot_chain(chain, say=say)
    yield value_chain_plots.plot_coverage(chain, say=say)
    yield swot_plots.plot_board(swot.judge(t["swot_items"], t["tows"]), say=say)
    yield swot_group_views.plot_group(swot_group.gather(t["swot_items"], t["swot_votes"], t["tows"]), say=say)


def _stakeholders(t: Tables, say: Speaker) -> Iterator[Axes]:
    found = stakeholders.analyse(t["stakeholders"], t["actors"], as_of=t.case.as_of)
    yield stakeholder_plots.plot_grid(found, say=say)
    yield stakeholder_plots.plot_support(found, say=say)
    yield power_views.plot_power(power.place(found), say=say)
    yield stakeholder_circle.plot_circle(stakeholder_circle.trace(t["actors"], as_of=t.case.as_of), say=say)
    if t["relations"] is not None:
        people = (t["stakeholders"], t["actors"])
        yield ties_views.plot_ties(ties.weave(t["relations"], *people), say=say)
        plays = interplay.play(t["relations"], t["positions"], *people)
        yield interplay_views.plot_plane(plays, say=say)
        yield interplay_views.plot_fronts(plays, say=say)
    if t["interests"] is not None:
        yield interests_views.plot_interests(interests.map_interests(t["interests"], t["actors"]), say=say)


def _demands(t: Tables, say: Speaker) -> Iterator[Axes]:
    scores = demands.score(t["demands"], t["vote_counts"], t["votes"])
    yield demand_plots.plot_votes(scores, say=say)
    yield demand_plots.plot_places(demand_intervals.rank(scores, draws=200), say=say)
    yield demand_plots.plot_groups(objectives.choose(scores, draws=200), say=say)
    yield voting_rule_views.plot_rules(voting_rules.compare(scores), say=say)
    yield demand_pair_views.plot_pairs(demand_pairs.tell_apart(scores), say=say)
    if t["rankings"] is not None:
        chosen = forced_choice.from_rankings(t["demands"], t["rankings"], scores, draws=200)
        yield forced_choice_views.plot_forced(chosen, say=say)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("pictures", [_mapping, _stakeholders, _demands])
def test_no_label_lies_on_another(name: str, pictures) -> None:  # type: ignore[no-untyped-def]
    for lang in ("en", "fr") if name == "dakar-ict" else ("fr",):
        for ax in pictures(Tables(name), Speaker(lang)):
            figure = ax.get_figure(root=True)
            assert figures.overlaps(figure) == [], ax.get_title(loc="left")
