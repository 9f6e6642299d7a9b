"""Rounds of votes on trends: who moved, what settled, sentences."""

from __future__ import annotations

import pandas as pd
import pytest

from clusterlib import tables
from clusterlib.readings import Speaker
from clusterlib.roadmapping import trend_rounds

TRENDS = tables.typed("trends", [{"id": f"T{i}", "name": f"Trend {i}"} for i in range(3)])


def votes(marks: dict[int, list[tuple[str, str, int, int]]]) -> pd.DataFrame:
    return tables.typed(
        "trend_votes",
        [
            {"respondent_id": who, "trend_id": trend, "impact": a, "certainty": b, "round": number}
            for number, given in marks.items()
            for who, trend, a, b in given
        ],
    )


def moved(first: list[int], last: list[int], **options: float) -> pd.Series:
    marks = {
        number: [(f"r{i}", "T0", mark, 3) for i, mark in enumerate(values)]
        for number, values in ((1, first), (2, last))
    }
    return trend_rounds.rounds(TRENDS, votes(marks), **options).frame.loc[0]


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        ([1, 5, 3, 3], [3, 3, 3, 4], "settled"),
        ([1, 1, 5, 5], [1, 2, 5, 4], "closer"),
        ([3, 3, 3, 3], [1, 1, 5, 5], "apart"),
        ([1, 1, 5, 5], [5, 5, 1, 1], "open"),
        ([2, 2, 2, 2], [4, 4, 4, 4], "open"),
        ([2, 5], [4, 4], "few"),
    ],
)
def test_states(first: list[int], last: list[int], state: str) -> None:
    assert moved(first, last)["state"] == state


def test_limits_are_parameters() -> None:
    assert moved([2, 2, 2, 2], [4, 4, 4, 4], stable_move=2)["state"] == "settled"
    assert moved([3, 3, 3, 3], [1, 1, 5, 5], agree_iqr=4)["state"] == "settled"


def test_worked_spread() -> None:
    row = moved([1, 5, 3], [3, 4, 3])
    assert (row["impact_iqr_before"], row["impact_iqr_after"], row["changed"]) == (2, 0.5, 2)


def test_only_those_in_both_rounds_count() -> None:
    marks = {
        1: [("a", "T0", 1, 1), ("b", "T0", 2, 2), ("gone", "T0", 5, 5)],
        2: [("a", "T0", 1, 1), ("b", "T0", 2, 2), ("new", "T0", 5, 5)],
    }
    found = trend_rounds.rounds(TRENDS, votes(marks))
    assert (found.stayed, found.left, found.joined) == (2, 1, 1)
    assert found.frame.loc[0, "raters"] == 2
    assert found.frame.loc[0, "changed"] == 0


def test_the_last_two_rounds_are_compared() -> None:
    marks = {n: [(f"r{i}", "T0", n, n) for i in range(3)] for n in (1, 3, 4)}
    found = trend_rounds.rounds(TRENDS, votes(marks))
    assert (found.before, found.after, found.frame.loc[0, "impact_before"]) == (3, 4, 3)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_views_read_well(lang: str) -> None:
    say = Speaker(lang)
    cases = [
        votes({1: []}),
        votes({1: [("a", "T0", 1, 1)]}),
        votes({1: [("a", "T0", 1, 1)], 2: [("b", "T0", 1, 1)]}),
        votes(
            {
                n: [(f"r{i}", f"T{k}", 1 + (i * n + k) % 5, 3) for i in range(5) for k in range(3)]
                for n in (1, 2)
            }
        ),
    ]
    for case in cases:
        found = trend_rounds.rounds(TRENDS, case)
        text = trend_rounds.read_rounds(found, say=say)
        assert text.endswith(".")
        assert "nan" not in text + trend_rounds.table_rounds(found, say=say).to_string()
        assert trend_rounds.printed(found)
