from __future__ import annotations

import pytest

from clusterlib import tables
from clusterlib.columns import fold, read_allowed

#: What `allowed` says beyond bounds, words, formats, defaults and comparisons: the rule that checks it,
#: or "said" where it is a remark for people or follows from how a workbook computes.
SAID_ELSEWHERE = {
    "one of the settings": "inputs.settings.check",
    "any table name": "schemas.build",
    "a rule of the review": "said",
    '"total" = published total of all regions': "inputs.parsing._text, rules_evidence.totals",
    '"total" = published total of all industries': "inputs.parsing._text, rules_evidence.totals",
    "blank = not asked": "said",
    "blank = not known": "inputs.checking._column",
    "blank = not said": "said",
    "blank = the cluster": "said",
    "blank = the manager": "said",
    "blank = nobody known yet": "said",
    "blank = due of the goal": "said",
    "blank = open end": "said",
    "once = start": "said",
    "strength 3–4": "inputs.rules_evidence.swot_ratings",
    "weakness 1–2": "inputs.rules_evidence.swot_ratings",
    "ties share": "said",
    "higher is more urgent": "said",
    "as in actors when the id stands there": "inputs.rules_evidence.names_agree",
    "not the same as from": "inputs.rules_rows.different_ends",
    "same words in each row": "said",
    "+ strengthens it": "said",
    "sum 100 per actor": "inputs.rules_surveys.points",
    "sum 100 per person": "inputs.rules_surveys.points",
    "less important, important, very important": "said",
    ">= n1 + n2 + n3": "inputs.rules_surveys.votes_sum",
    "each once per person": "inputs.rules_surveys.places",
    "3 or more": "inputs.rules_surveys.best_and_worst",
    "one of shown": "inputs.rules_surveys.best_and_worst",
    "not best": "inputs.rules_surveys.best_and_worst",
    "empty when n = 0": "said",
    "O- and the smallest item_id of the group": "said",
    'text: "2.10" is not "2.1"': "said",
    "1 = first": "said",
    "one person": "inputs.rules_plans.one_person",
    "no cycle": "inputs.rules_references.circles",
    "o <= m <= p": "inputs.rules_rows.orders",
    "as written in tasks": "said",
    "in: public … projects, other": "inputs.rules_plans.categories",
    "out: personnel … events, other": "inputs.rules_plans.categories",
    "a refund is negative": "said",
    "several allowed": "said",
    "empty when there is no income": "said",
    "not the baseline when direction is up or down": "inputs.rules_evidence.targets",
    "one level higher": "inputs.rules_evidence.chain_levels",
    "not before baseline_period": "inputs.rules_evidence.observed_after_baseline",
    "one row per invited member": "said",
    "empty when it may not be said": "said",
    "= January": "inputs.rules_rows._first",
    "= December": "inputs.rules_rows._last",
    tables.table("checks").column("list_id").allowed: "said",  # an open list
    "each list names its words": "said",
    "1 = top": "said",
    "1 = left": "said",
    "blank = the cluster as a whole": "said",
}

COLUMNS = [column for name in tables.names() for column in tables.table(name).columns]
FREE_TYPES = {"id", "ids", "text", "list", "number", "money", "share", "integer"}


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.table}.{column.name}")
def test_every_clause_of_allowed_is_understood(column: tables.Column) -> None:
    unknown = [clause for clause in column.also if clause not in SAID_ELSEWHERE]
    assert unknown == []
    rule = column.rule
    read = (
        rule.words
        or rule.numbers
        or rule.form
        or rule.own_words
        or rule.compare
        or column.also
        or rule.low is not None
        or rule.high is not None
    )
    assert read or (column.allowed == "" and column.type in FREE_TYPES)


def test_no_clause_is_listed_for_nothing() -> None:
    used = {clause for column in COLUMNS for clause in column.also}
    assert set(SAID_ELSEWHERE) - used == set()


@pytest.mark.parametrize("name", sorted({rule.split(",")[0] for rule in SAID_ELSEWHERE.values()} - {"said"}))
def test_the_rules_named_here_exist(name: str) -> None:
    import importlib

    module, function = name.rsplit(".", 1)
    assert callable(getattr(importlib.import_module(f"clusterlib.{module}"), function))


@pytest.mark.parametrize(
    ("text", "kind", "low", "high", "low_open", "default"),
    [
        ("1 to 5", "integer", 1, 5, False, None),
        (">= 0", "number", 0, None, False, None),
        ("> 0 (blank = 1)", "number", 0, None, True, "1"),
        ("-2 to 2; + strengthens it", "integer", -2, 2, False, None),
        (">= 0 (blank = 0)", "integer", 0, None, False, "0"),
        ("0 to 100; sum 100 per actor", "number", 0, 100, False, None),
        ("1 to 4 (strength 3–4; weakness 1–2)", "integer", 1, 4, False, None),
        ("1 | 2 | 3 (1 = first)", "number", 1, 3, False, None),
    ],
)
def test_bounds_and_defaults(
    text: str, kind: str, low: float, high: float | None, low_open: bool, default: str | None
) -> None:
    rule = read_allowed(text, kind)
    assert (rule.low, rule.high, rule.low_open, rule.default) == (low, high, low_open, default)


def test_a_default_may_wait_for_another_cell() -> None:
    status = tables.table("employment").column("status")
    assert (status.default, status.default_when) == ("value", "employment")


def test_words_in_both_languages_any_case() -> None:
    column = tables.table("stakeholders").column("influence")
    assert [column.english(word) for word in ("HIGH", " Élevé ", "e\u0301leve\u0301", "moyen")] == [
        "high",
        "high",
        "high",
        "medium",
    ]
    assert column.english("huge") is None
    assert column.spoken("medium", "fr") == "moyenne"
    assert [column.english(word) for word in ("élevée", "moyenne", "moyen")] == ["high", "medium", "medium"]


def test_types_keep_their_written_case() -> None:
    assert tables.table("actors").column("type").english("sme") == "SME"


def test_french_words_match_the_english_ones() -> None:
    for column in COLUMNS:
        if column.words_fr:
            assert len(column.words_fr) == len(column.words), column
            assert len({fold(word) for word in column.words_fr}) == len(column.words_fr), column
        elif column.words and column.table != "case":
            pytest.fail(f"{column.table}.{column.name} has no French words")


def test_references_are_read_with_their_softness() -> None:
    because = tables.table("goals").column("because")
    assert [(r.table, r.column) for r in because.references][:2] == [
        ("demands", "item_id"),
        ("strategy_tree", "id"),
    ]
    assert not any(reference.soft for reference in because.references)
    assert tables.table("votes").column("respondent_id").references[0].soft
