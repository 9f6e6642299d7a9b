"""The three shipped cases: sound, honest about what is made up, and worth teaching with."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import networkx as nx
import pandas as pd
import pytest

from clusterlib import places, tables
from clusterlib.cells import BASES, split_ids
from clusterlib.financing import liquidity
from clusterlib.inputs import cases
from clusterlib.mapping import specialisation

NAMES = ("dakar-ict", "tunisia-automotive", "cotedivoire-plastics")
TAUGHT = "made up for teaching"
CORE = [name for name in tables.names("input") if tables.table(name).core_sheet and name != "case"]
#: What a case does without on purpose, so that its workbooks say what they could not do.
LACKING = {
    "dakar-ict": {"votes", "region_neighbours"},
    "tunisia-automotive": {
        "answers",
        "tows",
        "diamond",
        "relations",
        "positions",
        "contributions",
        "vote_counts",
        "rankings",
        "best_worst",
        "capacity",
        "actuals",
        "wtp",
        "trend_votes",
        "cross_impacts",
        "alliance_talks",
    },
    "cotedivoire-plastics": {
        "region_neighbours",
        "swot_votes",
        "tows",
        "forces",
        "positions",
        "factors",
        "interests",
        "contributions",
        "votes",
        "rankings",
        "best_worst",
        "capacity",
        "actuals",
        "tiers",
        "wtp",
        "panel",
        "recommendations",
        "innovation_methods",
        "cross_impacts",
    },
}


@lru_cache(maxsize=3)
def opened(name: str) -> cases.Case:
    return cases.open_case(places.shipped_case(name))


def frame(name: str, table: str) -> pd.DataFrame:
    return opened(name).table(table)


def raw(name: str) -> dict[str, pd.DataFrame]:
    folder = places.shipped_case(name)
    return {p.stem: pd.read_csv(p, dtype=str, keep_default_na=False) for p in sorted(folder.glob("*.csv"))}


each = pytest.mark.parametrize("name", NAMES)


# ------------------------------------------------------------------ sound
@each
def test_opens_without_a_fault(name):
    case = opened(name)
    assert case.faults == ()
    assert case.as_of and case.currency in {"XOF", "TND"}


@each
def test_tables_are_the_core_and_what_is_not_lacking_on_purpose(name):
    there = set(raw(name))
    optional = {n for n in tables.names("input") if n not in ("case", "services")}
    assert there - {"services"} == optional - LACKING[name]
    assert {n for n in CORE if n not in ("votes", "vote_counts", "employment")} <= there
    assert len(there & {"votes", "vote_counts"}) == 1


@each
def test_columns_are_those_of_the_dictionary_and_none_is_empty(name):
    for table, rows in raw(name).items():
        spec = tables.table(table)
        known = [c.name for c in spec.columns]
        assert [c for c in rows if c in known] == [c for c in known if c in rows.columns], table
        assert list(rows.columns[-3:]) == ["basis", "source", "note"], table
        for column in rows.columns[:-3]:
            assert column in known or spec.is_twin(column), f"{table}.{column}"
            required = column in known and spec.column(column).required == "yes"
            assert required or rows[column].ne("").any(), f"{table}.{column} is empty in all rows"


@each
def test_every_row_says_where_it_comes_from(name):
    for table, rows in raw(name).items():
        assert set(rows["basis"]) <= set(BASES), table
        needs = rows["basis"].isin(["GUIDE", "PUBLIC"])
        assert rows.loc[needs, "source"].ne("").all(), table
        assert rows.loc[rows["basis"] == "GUIDE", "source"].str.fullmatch(r"guide L\d+").all(), table
        assert (rows.loc[rows["basis"] == "ILLUSTRATIVE", "source"] == TAUGHT).all(), table
        assert rows.loc[rows["basis"] == "INFERRED", "note"].ne("").all(), table


@each
def test_all_ids_in_because_exist_once(name):
    found = raw(name)
    for table, rows in found.items():
        if "because" not in rows:
            continue
        references = tables.table(table).column("because").references
        ids: Counter[str] = Counter()
        for target in {r.table for r in references} & set(found):
            ids.update(found[target][tables.table(target).key[0]])
        for cell in rows["because"]:
            for one in split_ids(cell or None):
                assert ids[one] == 1, f"{table}: {one} is named and found {ids[one]} times"


@each
def test_reasons_never_run_in_a_circle(name):
    graph = nx.DiGraph()
    for table, rows in raw(name).items():
        if "because" in rows:
            key = tables.table(table).key[0]
            graph.add_edges_from(
                (own, other)
                for own, cell in zip(rows[key], rows["because"], strict=True)
                for other in split_ids(cell or None)
            )
    assert nx.is_directed_acyclic_graph(graph)


@each
def test_some_budget_line_leads_back_to_a_demand(name):
    found = raw(name)
    reasons: dict[str, list[str]] = {}
    for table, rows in found.items():
        if "because" in rows:
            key = tables.table(table).key[0]
            for own, cell in zip(rows[key], rows["because"], strict=True):
                reasons.setdefault(own, []).extend(split_ids(cell or None))
    for own, parent in zip(found["strategy_tree"]["id"], found["strategy_tree"]["parent_id"], strict=True):
        if parent and not reasons.get(own):
            reasons[own] = [parent]
    graph = nx.DiGraph((a, b) for a, others in reasons.items() for b in others)
    wanted = set(found["demands"]["item_id"])
    costs = found["budget_lines"].query("kind == 'out'")["line_id"]
    reached = [line for line in costs if line in graph and wanted & nx.descendants(graph, line)]
    assert len(reached) >= 5
    assert any(not reasons[line] for line in costs), "one cost without a reason, for the finding"


# ------------------------------------------------------------------ the numbers fit
@each
def test_published_totals_leave_room_for_the_hidden_cells(name):
    rows = frame(name, "employment")
    assert set(rows["status"]) == {"value", "nil", "suppressed", "missing"}
    for (_, year), part in rows.groupby(["region", "year"]):
        _room(part, "industry", year)
    for (_, year), part in rows.groupby(["industry", "year"]):
        _room(part, "region", year)


def _room(part: pd.DataFrame, over: str, year: int) -> None:
    total = part.loc[part[over] == "total", "employment"].item()
    cells = part[part[over] != "total"]
    left = total - cells["employment"].sum()
    hidden = cells[cells["status"].isin(["suppressed", "missing"])]
    assert len(hidden) != 1, f"one hidden cell could be worked out at once ({year})"
    if hidden.empty:
        assert left == 0
    assert hidden["low"].fillna(0).sum() <= left
    if hidden["high"].notna().all():
        assert left <= hidden["high"].sum()


@each
def test_the_sector_of_the_case_stands_out_in_its_region(name):
    case = opened(name)
    result = specialisation.specialisation_table(specialisation.specialise(frame(name, "employment")))
    last = result[result["year"] == result["year"].max()]
    here = last[(last["region"] == case.setting("region")) & (last["industry"] == case.setting("sector"))]
    assert here["lq"].item() > 2 and here["verdict"].item() == "certain"
    assert here["lq"].item() == last.loc[last["industry"] == case.setting("sector"), "lq"].max()
    assert {"certain", "possible", "no"} <= set(last["verdict"].dropna())


@each
def test_establishments_never_exceed_jobs(name):
    rows = frame(name, "employment")
    known = rows[rows["employment"].notna() & rows["establishments"].notna()]
    assert (known["establishments"] <= known["employment"]).all()


def cash(name: str) -> pd.DataFrame:
    opening = float(opened(name).setting("financing.opening_cash"))
    plan = liquidity.plan(frame(name, "budget_lines"), opening_cash=opening)
    return liquidity.liquidity_table(plan)


def test_dakar_liquidity_is_nearly_nil_in_march_and_negative_on_promises_alone():
    table = cash("dakar-ict").set_index("month")
    assert table["balance"].idxmin() == "2027-03"
    assert table["balance"].min() == pytest.approx(76_000)
    assert table.loc["2027-03", "committed_balance"] == pytest.approx(-284_000)
    assert table.loc["2027-04", "balance"] > 6_000_000


def test_tunisia_runs_out_of_money_in_autumn():
    table = cash("tunisia-automotive")
    assert table.loc[table["balance"] < 0, "month"].iloc[0] == "2027-09"


@pytest.mark.parametrize(
    ("name", "period", "yes", "invited"),
    [
        ("dakar-ict", "2026", 14, 20),
        ("tunisia-automotive", "2025", 14, 18),
        ("cotedivoire-plastics", "2026", 17, 25),
    ],
)
def test_response_exactly_at_above_and_below_70_percent(name, period, yes, invited):
    rows = frame(name, "impact_answers").query("period == @period")
    assert (len(rows), (rows["answered"] == "yes").sum()) == (invited, yes)
    answered = rows[rows["answered"] == "yes"]
    assert (answered["benefit"] == 0).any()
    assert answered["benefit"].mean() > 2 * answered["benefit"].median()
    assert rows.loc[rows["answered"] == "no", ["benefit", "hours", "commitment"]].isna().all(axis=None)


# ------------------------------------------------------------------ what the guide says
def test_dakar_votes_are_the_guides():
    counts = frame("dakar-ict", "vote_counts")
    assert (counts["basis"] == "GUIDE").all() and (counts["n"] == 7).all()
    assert pd.isna(counts["n1"].iloc[0]) and counts["n1"].iloc[1:].notna().all()
    sums = (counts["n1"].fillna(0) + 2 * counts["n2"] + 3 * counts["n3"]).tolist()
    assert sums == [19, 18, 19, 19, 18, 18, 18, 20, 19, 18, 18]
    assert counts["item_id"].tolist() == ["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "D1", "E1"]
    assert opened("dakar-ict").setting("demand_ranking.invited") == 10


def test_dakar_demands_and_votes_equal_the_reference():
    printed = places.reference("senstartup_votes")
    found = raw("dakar-ict")
    for column in ("item_id", "category", "text", "text_fr"):
        assert found["demands"][column].tolist() == printed[column].tolist()
    for column in ("n1", "n2", "n3", "n"):
        assert found["vote_counts"][column].tolist() == printed[column].tolist()
    assert ("guide L" + printed["lines"]).tolist() == found["vote_counts"]["source"].tolist()


def test_tunisia_swot_is_the_guides():
    items = raw("tunisia-automotive")["swot_items"]
    printed = places.reference("swot_abc")
    assert Counter(items["quadrant"]) == {"strength": 6, "weakness": 6, "opportunity": 4, "threat": 4}
    assert set(items["basis"]) == {"GUIDE"}
    assert items[["id", "quadrant", "text"]].equals(printed[["id", "quadrant", "text"]])
    pairs = dict(zip(items["id"], items["contradicts"], strict=True))
    assert {k: v for k, v in pairs.items() if v} == {"S1": "W2", "W2": "S1", "S3": "W4", "W4": "S3"}
    assert items.loc[items["contradicts"] != "", "note"].str.contains("INFERRED").all()
    assert not {"importance", "rating"} & set(items.columns), "the guide prints no numbers"


def test_cotedivoire_tree_is_the_guides():
    found = raw("cotedivoire-plastics")
    tree, goals = found["strategy_tree"], found["goals"]
    assert Counter(tree["level"]) == {
        "vision": 1,
        "objective": 3,
        "initiative": 4,
        "enabling": 1,
        "intervention": 14,
    }
    assert Counter(tree.loc[tree["level"] == "intervention", "basis"]) == {"GUIDE": 12, "INFERRED": 2}
    assert len(goals) == 14 and (goals["basis"] == "INFERRED").sum() == 3
    initiatives = tree[tree["level"].isin(["initiative", "enabling"])]
    named = [one for cell in initiatives["because"] for one in split_ids(cell)]
    assert sorted(named) == sorted(goals["id"]) and len(set(named)) == 14
    printed = places.reference("strategy_cotedivoire").set_index("id")
    for row in pd.concat([tree, goals]).itertuples():
        assert printed.loc[row.id, "text"] == row.text
        assert row.basis == printed.loc[row.id, "basis"]
        assert row.basis != "GUIDE" or row.source == f"guide L{printed.loc[row.id, 'lines']}"


def test_cotedivoire_gaps_are_those_the_guide_names():
    nodes = frame("cotedivoire-plastics", "nodes")
    gaps = nodes.loc[nodes["basis"] == "GUIDE", "node_id"].tolist()
    placed = set(frame("cotedivoire-plastics", "actor_nodes")["node_id"])
    assert gaps == ["N1", "N2"] and not placed & set(gaps)


@each
def test_nothing_else_claims_to_be_the_guides(name):
    allowed = {
        "dakar-ict": {"demands", "vote_counts", "benchmarks"},
        "tunisia-automotive": {"swot_items", "benchmarks"},
        "cotedivoire-plastics": {"strategy_tree", "goals", "nodes", "benchmarks"},
    }
    claimed = {t for t, rows in raw(name).items() if rows["basis"].isin(["GUIDE", "PUBLIC"]).any()}
    assert claimed == allowed[name]


@each
def test_benchmarks_are_only_those_that_may_be_shipped(name):
    shipped = places.reference("financing_benchmarks")
    known = set(zip(shipped["category"], shipped["region"], shipped["period"], shipped["value"], strict=True))
    rows = raw(name)["benchmarks"].reindex(columns=["category", "region", "period", "value"], fill_value="")
    assert set(rows.itertuples(index=False, name=None)) <= known


# ------------------------------------------------------------------ worth teaching with
@each
def test_texts_that_people_see_have_a_french_twin(name):
    twins = {
        "demands": "text_fr",
        "swot_items": "text_fr",
        "goals": "text_fr",
        "strategy_tree": "text_fr",
        "tasks": "task_fr",
        "nodes": "name_fr",
        "indicators": "name_fr",
        "cards": "text_fr",
        "trends": "name_fr",
        "services": "name_fr",
        "budget_lines": "text_fr",
        "canvas": "text_fr",
        "stakeholders": "name_fr",
    }
    found = raw(name)
    for table, twin in twins.items():
        assert found[table][twin].ne("").all(), f"{table}.{twin}"


@each
def test_canvas_leaves_some_of_the_21_questions_open(name):
    asked = places.reference("canvas_questions")
    known = set(zip(asked["block"], asked["question"].astype(int), strict=True))
    notes = frame(name, "canvas")
    answered = set(zip(notes["block"], notes["question"].astype(int), strict=True))
    assert answered <= known and 17 <= len(answered) < 21


def test_dakar_shows_every_state_of_a_link():
    actors = frame("dakar-ict", "actors").set_index("actor_id")
    work = frame("dakar-ict", "actor_nodes")
    local = work[work["actor_id"].map(actors["local"]) == "yes"]
    n = local.groupby("node_id").size()
    members = local[local["actor_id"].map(actors["member"]) == "yes"].groupby("node_id").size()
    nodes = frame("dakar-ict", "nodes").set_index("node_id")
    assert [k for k in nodes.index if k not in n] == ["N3", "N7"]
    assert n["N8"] == 1 and "N8" not in members
    assert n["N6"] < nodes.loc["N6", "min_actors"]
    assert n["N2"] == 1 == nodes.loc["N2", "min_actors"] and nodes.loc["N2", "criticality"] == "high"
    assert n["N4"] >= nodes.loc["N4", "min_actors"]


def test_stakeholder_weaknesses_are_planted():
    dakar = frame("dakar-ict", "stakeholders").set_index("id")
    told = dakar.loc["cap-cloud"]
    assert (told["assessment"], told["influence"]) == ("neutral", "high")
    assert "Keep informed" in told["measure"]
    against = dakar.loc["it-federation"]
    assert (against["assessment"], against["influence"]) == ("critical", "high")
    assert pd.isna(against["owner"])
    assert "critical" not in set(frame("tunisia-automotive", "stakeholders")["assessment"])
    assert not {"association", "chamber"} & set(frame("cotedivoire-plastics", "stakeholders")["type"])


def test_plan_weaknesses_are_planted():
    tunisia, ivory = frame("tunisia-automotive", "tasks"), frame("cotedivoire-plastics", "tasks")
    days = (tunisia["o"] + 4 * tunisia["m"] + tunisia["p"]) / 6
    quick = tunisia[(tunisia["impact"] >= 4) & (days <= 60) & tunisia["predecessors"].isna()]
    assert quick.empty, "no quick win"
    open_ = tunisia[tunisia["status"] == "open"]
    assert open_["responsible"].isna().sum() == 1 and open_["deadline"].isna().sum() == 1
    assert ivory["responsible"].value_counts(normalize=True).iloc[0] > 0.5
    dakar = frame("dakar-ict", "tasks")
    assert "2.10" in set(dakar["no"]) and "2.1" in set(dakar["no"])
    assert dakar["because"].isna().sum() == 1
    goals, measured = frame("dakar-ict", "goals"), frame("dakar-ict", "indicators")["because"]
    assert set(goals["id"]) - {i for cell in measured for i in split_ids(cell)} == {"G5"}


def test_roadmap_weaknesses_are_planted():
    cards, arrows = frame("dakar-ict", "cards"), frame("dakar-ict", "arrows")
    lanes = cards.set_index("id")["lane"]
    driven = set(arrows.loc[arrows["from"].map(lanes).isin(["socio-economic", "enabling technology"]), "to"])
    undriven = [i for i in lanes.index[lanes == "development"] if i not in driven]
    assert undriven == ["M16"]
    for name in NAMES:
        assert (frame(name, "arrows")["kind"] == "blocks").sum() == 1
        assert set(frame(name, "cards")["lane"]) == set(lanes)


def test_surveys_of_dakar_are_whole():
    points = frame("dakar-ict", "interests").groupby("actor_id")["weight"].sum()
    assert (points == 100).all()
    for _, ballot in frame("dakar-ict", "rankings").groupby("respondent_id"):
        assert sorted(ballot["place"]) == list(range(1, 12))
    sets = frame("dakar-ict", "best_worst")
    for row in sets.itertuples():
        assert {row.best, row.worst} <= set(split_ids(row.shown)) and row.best != row.worst
    together = Counter(
        frozenset((a, b))
        for cell in sets.loc[sets["respondent_id"] == "r01", "shown"]
        for i, a in enumerate(split_ids(cell))
        for b in split_ids(cell)[i + 1 :]
    )
    assert len(together) == 55 and set(together.values()) == {2}, "each pair of demands is shown twice"


def test_tunisian_votes_come_in_two_rounds_and_four_sub_sectors():
    votes = frame("tunisia-automotive", "votes")
    people = votes.groupby("round")["respondent_id"].nunique()
    assert people.to_dict() == {1: 16, 2: 12}
    assert 16 / opened("tunisia-automotive").setting("demand_ranking.invited") < 0.7
    sectors = frame("tunisia-automotive", "respondents").set_index("respondent_id")["sub_sector"]
    assert sectors.reindex(votes["respondent_id"].unique()).nunique() == 4
    assert len(votes[votes["round"] == 1]) == 16 * 12 - 3, "three votes were not given; blank is not zero"
