"""Pictures, sentences, checks of the demand ranking: small, typical, large and hostile votes."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from test_demands import ballots, dakar

from clusterlib import figures, tables
from clusterlib.demand_ranking import demands
from clusterlib.demand_ranking.demand_agreement import agree
from clusterlib.demand_ranking.demand_checks import answers, pitfalls
from clusterlib.demand_ranking.demand_intervals import rank
from clusterlib.demand_ranking.demand_order_readings import read_agreement, read_ranking
from clusterlib.demand_ranking.demand_plots import plot_places, plot_votes
from clusterlib.demand_ranking.demand_prints import compare, contradictions, read_prints, table_prints
from clusterlib.demand_ranking.demand_readings import read_scores
from clusterlib.demand_ranking.demand_rounds import follow, read_rounds, table_rounds
from clusterlib.demand_ranking.demand_tables import table_agreement, table_choice, table_ranking, table_scores
from clusterlib.demand_ranking.objective_plots import plot_groups
from clusterlib.demand_ranking.objective_readings import read_choice
from clusterlib.demand_ranking.objectives import choose
from clusterlib.readings import Speaker

SAY, FR = Speaker(), Speaker("fr")
HOSTILE = ["$x_{", "<script>alert(1)</script>", "W" * 200, "التدريب والتأهيل", "a\nb", "=1+1", "%s {name}"]


def vote(items: int, people: int, *, hostile: bool = False, seed: int = 1) -> demands.Scores:
    rows = np.random.default_rng(seed).integers(1, 4, size=(people, items)).tolist()
    frame, votes = ballots(rows)
    if hostile:
        frame["text"] = [f"{HOSTILE[i % 7]} {i}" for i in range(items)]
        frame["category"] = [HOSTILE[i % 7] for i in range(items)]
    else:
        frame["text"] = [f"A demand of a usual length with its number {i}" for i in range(items)]
    return demands.score(frame, None, votes)


def edge_cases() -> dict[str, demands.Scores]:
    items, counts = dakar()
    few, votes = ballots([[3, 1, 2]])
    equal, same = ballots([[2, 2, 2]] * 6)
    return {
        "no demand": demands.score(tables.empty("demands")),
        "no vote": demands.score(items, counts.iloc[:0]),
        "one demand": demands.score(items.head(1), counts.head(1)),
        "one person": demands.score(few, None, votes),
        "all equal": demands.score(equal, None, same),
        "unknown count": demands.score(items, counts.assign(n=pd.array([None] * 11, dtype="Int64"))),
        "dakar": demands.score(items, counts, invited=10),
        "typical": vote(8, 12),
        "large": vote(20, 60),
        "hostile": vote(8, 30, hostile=True),
    }


CASES = edge_cases()


@pytest.mark.parametrize("name", CASES)
def test_no_overlaps_and_a_title(name: str) -> None:
    scores = CASES[name]
    for ax in (
        plot_votes(scores),
        plot_places(rank(scores, draws=200)),
        plot_groups(choose(scores, draws=200)),
    ):
        assert figures.overlaps(ax.get_figure(root=True)) == []
        assert ax.get_title(loc="left")


@pytest.mark.parametrize("name", CASES)
def test_sentences_are_whole(name: str) -> None:
    scores = CASES[name]
    texts = [
        read_scores(scores, say=SAY),
        read_ranking(rank(scores, draws=200), say=SAY),
        read_agreement(agree(scores, shuffles=50), say=SAY),
        read_choice(choose(scores, draws=200), say=SAY),
        *[c.finding for c in pitfalls(scores, choose(scores, draws=200), say=SAY)],
        *[a.answer for a in answers(scores, choose(scores, draws=200), say=SAY)],
    ]
    for text in texts:
        assert text.strip().endswith("."), text
        plain = text.replace("$x_{", "").replace("{name}", "")
        assert not re.search(r"\bnan\b|<NA>|\binf\b|None\b(?! of)|[{}]", plain), text


@pytest.mark.parametrize("name", CASES)
def test_tables_have_at_most_ten_rows_and_no_nan(name: str) -> None:
    scores = CASES[name]
    for frame in (
        table_scores(scores, say=SAY),
        table_ranking(rank(scores, draws=200), say=SAY),
        table_agreement(agree(scores, shuffles=50), say=SAY),
        table_choice(choose(scores, draws=200), say=SAY),
    ):
        assert len(frame) <= 10
        assert not frame.astype(str).isin(["nan", "<NA>", "None"]).any().any()


def test_bars_hold_the_counts() -> None:
    ax = plot_votes(CASES["dakar"])
    inside = [t.get_text() for t in ax.texts if t.get_text().isdigit()]
    assert sum(map(int, inside)) == 77
    widths = sum(p.get_width() for p in ax.patches)
    assert widths == pytest.approx(77)


def test_bars_are_centred_on_the_middle_answer() -> None:
    ax = plot_votes(CASES["dakar"])
    starts = {(round(p.get_x(), 3), round(p.get_width(), 3)) for p in ax.patches if p.get_width()}
    assert (-0.5, 1.0) in starts and (0.5, 6.0) in starts  # C3: one 2, six 3


def test_titles_say_the_finding() -> None:
    assert (
        plot_votes(CASES["dakar"])
        .get_title(loc="left")
        .replace("\n", " ")
        .startswith("demand C3 has the highest")
    )
    assert "2 demands share" in plot_votes(_tied()).get_title(loc="left")
    assert "No place is settled" in plot_places(rank(CASES["dakar"])).get_title(loc="left")
    assert "3 groups of 5" in plot_groups(choose(CASES["dakar"])).get_title(loc="left")
    assert "All 3 demands have one score" in plot_votes(CASES["all equal"]).get_title(loc="left")


def _tied() -> demands.Scores:
    items, votes = ballots([[3, 3, 1]] * 6)
    return demands.score(items, None, votes)


def test_texts_come_in_the_readers_language() -> None:
    items, counts = dakar()
    items = items.assign(text_fr=[f"besoin {i}" for i in items["item_id"]])
    scores = demands.score(items, counts)
    assert table_scores(scores, say=FR).iloc[0, 1] == "besoin C3"
    assert table_scores(scores, say=SAY).iloc[0, 1] == "demand C3"


def test_dakar_reading_names_doubt_and_ties() -> None:
    text = read_ranking(rank(CASES["dakar"]), say=SAY)
    assert "“demand C3” has the highest score, 2.9 of 3, but 7 votes do not settle its place" in text
    assert "anywhere from 1 to 7" in text and "The next 4 demands share one score" in text
    assert "all 11 demands matter to nearly everybody, the lowest score is 2.6" in text
    assert "approximate" in text


def test_reading_of_a_clear_vote() -> None:
    items, votes = ballots([[3, 2, 1]] * 12)
    scores = demands.score(items, None, votes)
    text = read_ranking(rank(scores, draws=200), say=SAY)
    assert "stays first" in text and "upper half" in text and "lower half" in text
    assert "nearly the same order" in read_agreement(agree(scores, shuffles=200), say=SAY)


def test_reading_of_dissent() -> None:
    rows: list[list[int | None]] = [[3, 1, 2], [1, 3, 2], [2, 1, 3], [1, 2, 3], [3, 2, 1], [2, 3, 1]]
    items, votes = ballots(rows)
    text = read_agreement(agree(demands.score(items, None, votes), shuffles=200), say=SAY)
    assert "do not show a common order" in text


def test_choice_reading_of_dakar() -> None:
    text = read_choice(choose(CASES["dakar"]), say=SAY)
    assert "Of 5 groups the votes support 3 as key objectives" in text
    assert "A plain cut after 4 groups would part “Innovation” and “Skills”" in text


@pytest.mark.parametrize(
    ("second", "verdict", "words"),
    [
        ([[3, 2, 1]] * 6, "agreed", "enough"),
        ([[3, 2, 1], [1, 2, 3], [3, 1, 2], [2, 3, 1], [3, 2, 1], [2, 1, 3]], "still", "hardly moved"),
        ([[3, 2, 1], [3, 2, 1], [3, 1, 2], [2, 3, 1], [3, 2, 1], [2, 1, 3]], "go on", "one more round"),
        ([[2, 2, 2]] * 6, "unknown", "not compared"),
    ],
)
def test_rounds(second: list[list[int | None]], verdict: str, words: str) -> None:
    first: list[list[int | None]] = [[3, 2, 1], [1, 2, 3], [3, 1, 2], [2, 3, 1], [3, 2, 1], [2, 1, 3]]
    items, one = ballots(first)
    two = ballots(second)[1].assign(round=2)
    rounds = follow(items, pd.concat([one, two], ignore_index=True))
    assert rounds.verdict == verdict and words in read_rounds(rounds, say=SAY)
    assert len(table_rounds(rounds, say=SAY)) == 2


def test_one_round_has_nothing_to_compare() -> None:
    rounds = follow(dakar()[0], None)
    assert rounds.verdict == "one round" and table_rounds(rounds, say=SAY).empty
    assert "no two rounds" in read_rounds(rounds, say=SAY)


def printed() -> pd.DataFrame:
    scores = ["2,7", "2,6", "2,7", "2,7", "2,6", "2,6", "2,6", "2,9", "2,7", "2,6", "2,6"]
    ids = dakar()[0]["item_id"]
    return pd.DataFrame(
        {"item_id": ids, "score_printed": scores, "lines": [str(1617 + i) for i in range(11)]}
    )


def test_printed_scores_are_found_again() -> None:
    prints = compare(CASES["dakar"], printed=printed())
    assert prints.applies and prints.table["equal"].all()
    assert (prints.table["cut"] != prints.table["printed"]).sum() == 7
    text = read_prints(prints, say=SAY)
    assert "All 11 printed scores" in text and "in 7 rows" in text
    assert table_prints(prints, say=SAY).shape == (11, 7)


def test_printed_scores_of_another_case_are_not_compared() -> None:
    prints = compare(CASES["typical"], printed=printed())
    assert not prints.applies and table_prints(prints, say=SAY).empty
    assert "Dakar" in read_prints(prints, say=SAY)
    own = CASES["dakar"]
    items, counts = dakar(basis="USER")
    assert not compare(demands.score(items.assign(basis="USER"), counts), printed=printed()).applies
    assert compare(own, printed=printed()).applies


def test_contradictions_of_the_guide_on_dakar_only() -> None:
    scores = CASES["dakar"]
    found = contradictions(scores, choose(scores), compare(scores, printed=printed()), say=SAY)
    assert [(c.rule_id, c.status) for c in found] == [
        ("E1", "finding"), ("E2", "finding"), ("E3", "not judged"), ("E4", "finding"),
    ]  # fmt: skip
    assert "7 of 10" in found[0].finding and "“Innovation” and “Skills”" in found[1].finding
    other = contradictions(CASES["typical"], None, compare(CASES["typical"], printed=printed()), say=SAY)
    assert [c.status for c in other] == ["not judged"]


def states(scores: demands.Scores, stakeholders: pd.DataFrame | None = None) -> dict[str, str]:
    return {c.rule_id: c.status for c in pitfalls(scores, choose(scores, draws=200), stakeholders, say=SAY)}


def test_pitfalls_of_dakar() -> None:
    assert states(CASES["dakar"]) == {
        "R12": "not judged", "03-invited": "fine", "03-full-scale": "finding", "03-one-thing": "fine",
        "03-sectors": "not judged", "03-groups": "finding",
    }  # fmt: skip


def test_pitfalls_trip_and_do_not() -> None:
    powerful = tables.typed(
        "stakeholders",
        [{"id": f"s{i}", "name": "x", "assessment": "neutral", "influence": "high"} for i in range(15)],
    )
    assert states(CASES["dakar"], powerful)["R12"] == "finding"
    assert states(CASES["dakar"], powerful.head(14))["R12"] == "fine"
    assert states(CASES["one person"], powerful.head(1))["R12"] == "finding"
    items, counts = dakar()
    low = demands.score(items, counts, invited=11)
    assert states(low)["03-invited"] == "finding"
    assert states(CASES["typical"])["03-full-scale"] == "fine"
    double = demands.score(items.assign(text="Fairs and training"), counts)
    assert states(double)["03-one-thing"] == "finding"


def test_answers() -> None:
    scores = CASES["dakar"]
    known = [a.known for a in answers(scores, choose(scores), say=SAY)]
    assert known == [True, True, True, True]
    assert not any(a.known for a in answers(None, None, say=SAY))
