from __future__ import annotations

from typing import Any

import pytest
from rule_sheets import found, sheets

from clusterlib.inputs import rules_surveys as rules


def counts(item: str, *n: int | None) -> dict[str, Any]:
    return dict(zip(("n1", "n2", "n3", "n"), n, strict=True)) | {"item_id": item}


def votes(item: str, *scores: int) -> list[dict[str, Any]]:
    return [{"respondent_id": f"r{i}", "item_id": item, "score": score} for i, score in enumerate(scores)]


def test_no_more_votes_than_people() -> None:
    rows = [counts("A", 0, 1, 6, 7), counts("B", 1, 1, 6, 7), counts("C", None, 1, 6, 7)]
    assert found(rules.votes_sum, vote_counts=rows) == [("votes-sum", 3, "n")]


def test_different_numbers_of_votes_are_remarked() -> None:
    items = list(
        rules.votes_sum(sheets(vote_counts=[counts("A", 0, 1, 6, None), counts("B", 0, 1, 5, None)]))
    )
    assert [(item.code, item.severity, item.values["list"]) for item in items] == [
        ("votes-unequal", "remark", "6: B; 7: A")
    ]


def test_votes_and_counts_agree() -> None:
    given: dict[str, Any] = {"votes": votes("A", 3, 3, 2), "vote_counts": [counts("A", 0, 1, 2, 3)]}
    assert found(rules.votes_agree, **given) == []
    given["vote_counts"] = [counts("A", None, 1, 1, 3)]
    assert found(rules.votes_agree, **given) == [("votes-differ", 2, "n3")]
    given["votes"] += votes("B", 1)
    assert ("votes-uncounted", None, "item_id") in found(rules.votes_agree, **given)


def test_a_refused_vote_does_not_blame_the_counts() -> None:
    assert found(rules.votes_agree, votes=votes("A", 3, 4), vote_counts=[counts("A", 0, 0, 2, 2)]) == []


@pytest.mark.parametrize(
    ("weights", "faults"), [((60, 40), 0), ((60, 40.5), 0), ((60, 40.6), 1), ((100,), 0), ((60, 300), 0)]
)
def test_weights_add_up_to_a_hundred(weights: tuple[float, ...], faults: int) -> None:
    rows = [{"actor_id": "a", "topic": f"t{i}", "weight": weight} for i, weight in enumerate(weights)]
    assert len(found(rules.points, interests=rows)) == faults


def test_points_add_up_per_person_and_round() -> None:
    rows = [
        {"respondent_id": r, "item_id": i, "points": p, "round": n}
        for r, i, p, n in (("a", "A", 50, 1), ("a", "B", 50, 1), ("a", "A", 90, 2), ("b", "A", None, 1))
    ]
    assert found(rules.points, rankings=rows) == [("points-sum", 4, "points")]


def test_a_firm_stays_in_its_group() -> None:
    rows = [
        {"respondent_id": r, "period": p, "group": g}
        for r, p, g in (
            ("a", "2024", "cluster"),
            ("b", "2024", "comparison"),
            ("a", "2026", "comparison"),
            ("b", "2026", "comparison"),
        )
    ]
    assert found(rules.one_group, panel=rows) == [("group-changes", 4, "group")]


def test_each_place_once_per_person() -> None:
    rows = [
        {"respondent_id": r, "item_id": i, "place": p}
        for r, i, p in (("a", "A", 1), ("a", "B", 1), ("b", "A", 1))
    ]
    assert found(rules.places, rankings=rows) == [("place-twice", 3, "place")]


@pytest.mark.parametrize(
    ("shown", "best", "worst", "codes"),
    [
        ("A;B;C", "A", "B", []),
        ("A;B", "A", "B", ["shown-few"]),
        ("A;B;C", "D", "B", ["best-not-shown"]),
        ("A;B;C", "A", "A", ["best-is-worst"]),
        ("A;A;B", "A", "B", ["shown-few"]),
    ],
)
def test_best_and_worst(shown: str, best: str, worst: str, codes: list[str]) -> None:
    row = {"respondent_id": "r", "set": 1, "shown": shown, "best": best, "worst": worst}
    assert [code for code, *_ in found(rules.best_and_worst, best_worst=[row])] == codes


def test_trends_nobody_rated_are_remarked() -> None:
    trends = [
        {"id": "T1", "name": "AI", "impact": None, "certainty": 3},
        {"id": "T2", "name": "x", "impact": 1, "certainty": 3},
    ]
    items = list(rules.trends_rated(sheets(trends=trends)))
    assert [(item.code, item.severity, item.values["list"]) for item in items] == [
        ("unrated", "remark", "AI")
    ]
    vote = {"respondent_id": "r", "trend_id": "T1", "impact": 1, "certainty": 1}
    assert found(rules.trends_rated, trends=trends, trend_votes=[vote]) == []
