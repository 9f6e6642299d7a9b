"""What a round says: the numbers of workbook 03, sentences that hold for none, one and many."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import places, tables
from clusterlib.demand_ranking import demand_intervals, demands
from clusterlib.faults import ClusterlibError
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.store.poll_results import Results
from clusterlib.store.polls import Poll
from clusterlib.voting import kinds, screen, tally

SAY = Speaker()
ITEMS = {"A": "Training", "B": "Money", "C": "Space"}


def result(
    rows: list[tuple[str, str, int]], *, round_: int = 1, low: int = 1, high: int = 3, **words
) -> Results:
    kind = words.pop("kind", kinds.DEMANDS)
    poll = Poll("id", "CODE", "?", ITEMS, low, high, 3, False, round_, True, False, kind, "case", **words)
    votes = pd.DataFrame(
        [(*row, round_) for row in rows], columns=["respondent_id", "item_id", "score", "round"]
    )
    people = len({who for who, _, _ in rows})
    counts = {
        item: {s: sum(1 for _, i, v in rows if i == item and v == s) for s in range(low, high + 1)}
        for item in ITEMS
    }
    return Results(poll, round_, people, counts, votes, {})


def ballots(*people: tuple[int, int, int]) -> list[tuple[str, str, int]]:
    return [
        (f"R{i:02d}", item, score)
        for i, votes in enumerate(people)
        for item, score in zip(ITEMS, votes, strict=True)
    ]


def test_the_numbers_are_those_of_the_workbook():
    people = [(3, 2, 1), (3, 3, 1), (2, 3, 1), (3, 1, 2), (3, 2, 2), (2, 2, 1), (3, 3, 3)]
    found = tally.count(result(ballots(*people)), draws=tally.CLOSED)
    items = tables.typed(
        "demands", [{"item_id": key, "category": "x", "text": text} for key, text in ITEMS.items()]
    )
    votes = tables.typed("votes", result(ballots(*people)).votes)
    ranking = demand_intervals.rank(demands.score(items, None, votes)).table.set_index("item_id")
    assert [line.item for line in found.lines] == ["A", "B", "C"]
    for line in found.lines:
        row = ranking.loc[line.item]
        assert line.score == row["score"] and (line.low, line.high) == (row["rank_low"], row["rank_high"])
        assert line.consensus == row["consensus"] and line.n == 7
    assert found.lines[0].score == pytest.approx(19 / 7) and found.lines[2].score == pytest.approx(11 / 7)


def test_a_scale_of_five_is_counted_by_the_same_functions():
    found = tally.count(
        result(ballots((5, 1, 3), (5, 5, 3), (4, 1, 3), (5, 5, 3), (5, 3, 3)), high=5, kind=kinds.TRENDS)
    )
    assert [(line.item, line.score) for line in found.lines] == [("A", 4.8), ("B", 3.0), ("C", 3.0)]
    agreement = {line.item: line.consensus for line in found.lines}
    assert agreement["C"] == 1 and agreement["B"] < 0.4 < agreement["A"]
    assert "4.8 of 5" in tally.read(found, SAY)[1]
    split = demands.consensus(pd.DataFrame([[3, 0, 0, 0, 3]]).to_numpy(), scale=(1, 2, 3, 4, 5))
    assert split[0] == 0


def test_a_second_round_is_laid_beside_the_first():
    one = result(ballots((1, 2, 3), (3, 2, 1), (2, 2, 2)))
    two = result(ballots((3, 2, 1), (3, 2, 1), (3, 2, 1)), round_=2)
    found = tally.count(two, (one,))
    assert [line.before for line in found.lines] == [2, 2, 2] and found.rounds.verdict == "agreed"
    assert any("Agreement on the order went from" in line for line in tally.read(found, SAY))
    shown = screen.results(found, SAY)
    assert shown["delphi"] and [line["before"] for line in shown["lines"]] == ["2.0", "2.0", "2.0"]


@pytest.mark.parametrize(
    ("people", "words", "said"),
    [
        ([], {}, ["Nobody has voted in this round yet."]),
        (
            [(3, 1, 1)],
            {},
            ["One person has voted.", "“Training” has the highest mean", "Fewer than 5 people"],
        ),
        ([(2, 2, 2)] * 6, {}, ["6 people have voted.", "share one score, 2.0 of 3"]),
        ([(3, 3, 1)] * 2, {}, ["“Training” and “Money” share the highest mean"]),
        ([(3, 2, 1)] * 6, {"invited": 10}, ["6 of 10 people asked have voted; below 70 %"]),
        ([(3, 2, 1)] * 7, {"invited": 10}, ["7 of 10 people asked have voted."]),
        ([(3, 2, 1)] * 7, {"invited": 5}, ["7 ballots came from 5 people asked"]),
        ([(3, 2, 1), (1, 2, 3)] * 3, {}, ["Opinions differ most about “Training” and “Space”"]),
    ],
)
def test_the_sentences_hold_for_none_one_and_many(people, words, said):
    lines = tally.read(tally.count(result(ballots(*people), **words)), SAY)
    for part in said:
        assert part in " ".join(lines)
    assert "nan" not in " ".join(lines)
    french = tally.read(tally.count(result(ballots(*people), **words)), Speaker("fr"))
    assert len(french) == len(lines) and french[0] != lines[0]


@settings(max_examples=25, deadline=None)
@given(
    votes=st.lists(st.lists(st.sampled_from([0, 1, 2, 3]), min_size=3, max_size=3), max_size=9),
    lang=st.sampled_from(["en", "fr"]),
)
def test_any_ballots_can_be_counted_and_shown(votes, lang):
    """Also those with gaps (0: no answer): counts add up, intervals hold the place, pictures their frame."""
    rows = [row for row in ballots(*(tuple(vote) for vote in votes)) if row[2]]
    found = tally.count(result(rows), draws=50)
    assert sum(line.n for line in found.lines) == len(rows)
    scores = [line.score for line in found.lines if line.n]
    assert scores == sorted(scores, reverse=True) and not any(math.isnan(score) for score in scores)
    shown = screen.results(found, Speaker(lang))
    for line, drawn in zip(found.lines, shown["lines"], strict=True):
        if line.low is not None:
            assert line.low <= line.place <= line.high
            assert 10 <= drawn["range"]["low"] <= drawn["range"]["place"] <= drawn["range"]["high"] <= 130
        assert sum(part["width"] for part in drawn["bar"]) == pytest.approx(300 if line.n else 0, abs=0.1)
        assert "nan" not in str(drawn)


def test_a_case_offers_what_it_has_and_says_what_it_lacks(make_case):
    full = {kind.id: kind for kind in kinds.offered(cases.open_case(places.shipped_case()), Speaker("fr"))}
    assert len(full["demands"].items) == 11 and full["demands"].items["E1"] == "Cours de formation"
    assert full["services"].items and full["trends"].items and not full["list"].missing
    many = "item_id,category,text\n" + "".join(f"D{i},x,Text {i}\n" for i in range(61))
    bare = {
        kind.id: kind
        for kind in kinds.offered(
            cases.open_case(make_case({"demands.csv": many, "trends.csv": "id,name\n,x\n"})), SAY
        )
    }
    assert "61 rows" in bare["demands"].missing and "nothing in the table" in bare["services"].missing
    assert "has faults" in bare["trends"].missing and bare["trends"].items == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" \n\t\n", "one item a line"),
        ("x" * 201, "201 characters"),
        ("\n".join(map(str, range(61))), "61 items"),
    ],
)
def test_an_own_list_that_is_none_is_said(text, said):
    with pytest.raises(ClusterlibError, match=said):
        kinds.own_list(text, SAY)
    assert kinds.own_list("\u2028a\r\nb\r\n a", SAY) == {"I1": "a", "I2": "b"}
