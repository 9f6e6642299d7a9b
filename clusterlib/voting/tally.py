"""What a round says: score, places, agreement and participation, by the functions of workbook 03.

The votes are handed over as the table ``votes`` of the dictionary, and the items as ``demands``; so a vote
on the screen and the same vote in the workbook have the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from clusterlib.demand_ranking import demand_intervals, demand_rounds, demands
from clusterlib.readings import Speaker
from clusterlib.store.poll_results import Results
from clusterlib.voting.kinds import DEMANDS

#: Draws while votes still come in, and once they are all there (as in workbook 03).
LIVE, CLOSED = 1000, 10_000
#: Share of the invited from which on a vote speaks for them.
WANTED = 0.7


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a poll.

    Attributes
    ----------
    item, text : str
        Its id, and what voters read.
    counts : mapping of int to int
        Answer to how many gave it.
    n : int
        How many answered.
    score : float
        Mean; NaN where nobody answered.
    place : int or None
        Its place; ties share the best one.
    low, high : int or None
        Best and worst place it may have; None where too few answered.
    consensus : float
        1 all the same, 0 split in two; NaN where too few answered.
    before : float
        Mean of the round before; NaN if there is none.
    """

    item: str
    text: str
    counts: Mapping[int, int]
    n: int
    score: float
    place: int | None
    low: int | None
    high: int | None
    consensus: float
    before: float


@dataclass(frozen=True, slots=True)
class Tally:
    """One round, counted.

    Attributes
    ----------
    results : Results
        The ballots.
    lines : tuple of Line
        Items, the highest score first; ties in the order of the list.
    scores : Scores or None
        As workbook 03 has them; None when nobody voted.
    ranking : Ranking or None
        With the places; None when nobody voted.
    rounds : Rounds or None
        Agreement round by round; None in a first round.
    """

    results: Results
    lines: tuple[Line, ...]
    scores: demands.Scores | None
    ranking: demand_intervals.Ranking | None
    rounds: demand_rounds.Rounds | None


def count(results: Results, earlier: tuple[Results, ...] = (), *, draws: int = LIVE) -> Tally:
    """Count a round.

    Parameters
    ----------
    results : Results
        The ballots of the round.
    earlier : tuple of Results
        Those of the rounds before, oldest first.
    draws : int
        Draws for the places; fewer are quicker and less sharp.

    Returns
    -------
    Tally

    Examples
    --------
    >>> from clusterlib.store.polls import Poll
    >>> poll = Poll("", "", "?", {"A": "Fairs", "B": "Training"}, 1, 3, 2, False, 1, True, False)
    >>> votes = pd.DataFrame({"respondent_id": ["R1", "R1", "R2"], "item_id": ["A", "B", "B"],
    ...                       "score": [1, 3, 2], "round": 1})
    >>> made = count(Results(poll, 1, 2, {"A": {1: 1, 2: 0, 3: 0}, "B": {1: 0, 2: 1, 3: 1}}, votes, {}))
    >>> [(line.item, line.n, line.score) for line in made.lines]
    [('B', 2, 2.5), ('A', 1, 1.0)]
    """
    poll = results.poll
    places = {item: i for i, item in enumerate(poll.items)}
    items = pd.DataFrame({"item_id": list(poll.items), "category": "–", "text": list(poll.items.values())})
    before = _means(earlier[-1]) if earlier else {}
    if results.votes.empty:
        lines = [_line(results, item, before, None) for item in poll.items]
        return Tally(results, tuple(lines), None, None, None)
    scale = tuple(range(poll.low, poll.high + 1))
    invited = poll.invited if poll.invited and poll.invited >= results.ballots else None
    scores = demands.score(items, None, results.votes, invited=invited, participation=WANTED, scale=scale)
    ranking = demand_intervals.rank(scores, draws=draws)
    rows = {str(row["item_id"]): row for row in ranking.table.to_dict("records")}
    lines = [_line(results, item, before, rows[item]) for item in poll.items]
    lines.sort(key=lambda line: (-line.score if line.n else 0.0, places[line.item]))
    rounds = None
    if earlier and scale == (1, 2, 3):
        together = pd.concat([part.votes for part in (*earlier, results)], ignore_index=True)
        rounds = demand_rounds.follow(items, together)
    return Tally(results, tuple(lines), scores, ranking, rounds)


def _means(results: Results) -> dict[str, float]:
    found = results.votes.groupby("item_id")["score"].mean() if len(results.votes) else pd.Series(dtype=float)
    return {str(item): float(mean) for item, mean in found.items()}


def _line(results: Results, item: str, before: Mapping[str, float], row: Mapping | None) -> Line:
    nothing = float("nan")
    counts = results.counts[item]
    place, low, high = (_whole(row, name) for name in ("rank", "rank_low", "rank_high"))
    return Line(
        item,
        results.poll.items[item],
        counts,
        sum(counts.values()),
        nothing if row is None else float(row["score"]),
        place,
        low,
        high,
        nothing if row is None else float(row["consensus"]),
        before.get(item, nothing),
    )


def _whole(row: Mapping | None, name: str) -> int | None:
    return None if row is None or pd.isna(row[name]) else int(row[name])


def read(tally: Tally, say: Speaker) -> list[str]:
    """Sentences on a round: who took part, what stands out, and how sure that is.

    Parameters
    ----------
    tally : Tally
        A counted round.
    say : Speaker
        Language of the reader.
    """
    results = tally.results
    if tally.ranking is None:
        return [say("Nobody has voted in this round yet.")]
    said = [_part(results, say), _front(tally, say)]
    split = [line for line in tally.lines if line.consensus < 0.4]
    if split:
        names = say.names([say.quoted(line.text) for line in split[:2]])
        said.append(
            say(
                "Opinions differ most about {names}: ask those who voted low why, before a second round.",
                names=names,
            )
        )
    if tally.rounds is not None and results.poll.kind == DEMANDS:
        said.append(demand_rounds.read_rounds(tally.rounds, say=say))
    return said


def _part(results: Results, say: Speaker) -> str:
    invited = results.poll.invited
    people = say.plural(results.ballots, "One person has voted.", "{n} people have voted.")
    if invited is None:
        return people
    if results.ballots > invited:
        return say(
            "{n} ballots came from {invited} people asked: somebody voted from two devices, or more came.",
            n=results.ballots, invited=invited,
        )  # fmt: skip
    numbers = {"n": say.number(results.ballots), "invited": say.number(invited)}
    if results.ballots >= Fraction(str(WANTED)) * invited:
        return say("{n} of {invited} people asked have voted.", **numbers)
    return say(
        "{n} of {invited} people asked have voted; below {wanted} the vote does not speak for the room.",
        wanted=say.percent(WANTED),
        **numbers,
    )


def _front(tally: Tally, say: Speaker) -> str:
    assert tally.ranking is not None
    answered = [line for line in tally.lines if line.n]
    top = [line for line in answered if line.score == answered[0].score]
    names = say.names([say.quoted(line.text) for line in top], limit=3)
    high = tally.results.poll.high
    score = say.number(top[0].score, demands.digits(tally.results.ballots))
    if len(top) == len(answered) and len(answered) > 1:
        return say(
            "All that were voted on share one score, {score} of {high}: the votes give no order.",
            score=score,
            high=high,
        )
    lead = say.plural(
        len(top),
        "{names} has the highest mean, {score} of {high}.",
        "{names} share the highest mean, {score} of {high}.",
        names=names, score=score, high=high,
    )  # fmt: skip
    if not tally.ranking.judged:
        few = say("Fewer than {least} people answered, so no order can be said.", least=tally.ranking.least)
        return f"{lead} {few}"
    rivals = [line for line in answered if line not in top and line.low is not None and line.low <= len(top)]
    if not rivals:
        return lead
    doubt = say.plural(
        len(rivals),
        "With other such voters one more could stand in front: the order is not settled.",
        "With other such voters {n} more could stand in front: the order is not settled.",
    )
    return f"{lead} {doubt}"
