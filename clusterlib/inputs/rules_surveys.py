"""Rules about what people answered: votes, counts, rankings, points."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from clusterlib.cells import split_ids
from clusterlib.faults import Fault
from clusterlib.inputs.checking import Sheet, shown
from clusterlib.inputs.rules import Rule, Sheets

#: Points of one person may miss 100 by so much.
SLACK = 0.5
_COUNTS = ("n1", "n2", "n3")


def votes_sum(sheets: Sheets) -> Iterator[Fault]:
    """No more votes than people; demands with fewer votes than others are remarked."""
    sheet = sheets.get("vote_counts")
    if sheet is None:
        return
    columns = [sheet.cells(name) for name in (*_COUNTS, "n")]
    totals: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    rounds, items = sheet.cells("round"), sheet.cells("item_id")
    for i, (*votes, people) in enumerate(zip(*columns, strict=True)):
        if any((i, name) in sheet.bad for name in (*_COUNTS, "n")):
            continue
        given = [vote for vote in votes if vote is not None]
        if people is not None and sum(given) > people:
            yield sheet.at("votes-sum", i, "n", people, sum=sum(given))
        if given and items[i] is not None:
            totals[str(rounds[i])][sum(given) if people is None else people].append(items[i])
    for by_number in totals.values():
        if len(by_number) > 1:
            listed = "; ".join(f"{n}: {', '.join(names[:5])}" for n, names in sorted(by_number.items()))
            yield sheet.at("votes-unequal", None, "n", "", list=listed)


def votes_agree(sheets: Sheets) -> Iterator[Fault]:
    """Where votes and counts are both given, they say the same."""
    votes, counts = sheets.get("votes"), sheets.get("vote_counts")
    if votes is None or counts is None or not len(votes.lines) or not len(counts.lines):
        return
    counted, unsure = _counted(votes)
    rows = counts.rows("item_id", "round")
    for value, name in enumerate(_COUNTS, start=1):
        for i, cell in enumerate(counts.cells(name)):
            item, number = rows[i][0], counted.get(rows[i], Counter())[value]
            if None not in (cell, item) and cell != number and not unsure & {None, item}:
                yield counts.at("votes-differ", i, name, cell, counted=number)
    absent = sorted({str(item) for item, _ in counted} - {str(item) for item, _ in rows})
    if absent:
        yield counts.at("votes-uncounted", None, "item_id", absent[0], list=", ".join(absent))


def _counted(votes: Sheet) -> tuple[dict[tuple[Any, Any], Counter[int]], set[Any]]:
    """Votes of each demand and round by their value, and the demands of which a cell was refused."""
    counted: dict[tuple[Any, Any], Counter[int]] = defaultdict(Counter)
    unsure: set[Any] = set()
    columns = [votes.cells(name) for name in ("item_id", "score", "round")]
    for i, (item, score, number) in enumerate(zip(*columns, strict=True)):
        if any((i, name) in votes.bad for name in ("item_id", "score", "round")):
            unsure.add(item)
        elif item is not None and score is not None:
            counted[(item, number)][int(score)] += 1
    return dict(counted), unsure


def points(sheets: Sheets) -> Iterator[Fault]:
    """Points of one person, or weights of one actor, add up to 100."""
    for name, who, column in (
        ("interests", ("actor_id",), "weight"),
        ("rankings", ("respondent_id", "round"), "points"),
    ):
        if name in sheets:
            yield from _hundred(sheets[name], who, column)


def _hundred(sheet: Sheet, who: tuple[str, ...], column: str) -> Iterator[Fault]:
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for i, person in enumerate(sheet.rows(*who)):
        groups[person].append(i)
    cells = sheet.cells(column)
    for person, rows in groups.items():
        given = [cells[i] for i in rows if cells[i] is not None]
        refused = any((i, column) in sheet.bad for i in rows)
        if given and person[0] is not None and not refused and abs(sum(given) - 100) > SLACK + 1e-9:
            yield sheet.at("points-sum", rows[0], column, round(sum(given), 6), who=person[0])


def places(sheets: Sheets) -> Iterator[Fault]:
    """A person gives each place once in a round."""
    sheet = sheets.get("rankings")
    if sheet is None:
        return
    first: dict[tuple[Any, ...], int] = {}
    columns = ("respondent_id", "round", "place")
    for i, row in enumerate(sheet.rows(*columns)):
        if None not in row and first.setdefault(row, i) != i:
            yield sheet.at("place-twice", i, "place", row[2], who=row[0], first=sheet.lines[first[row]])


def best_and_worst(sheets: Sheets) -> Iterator[Fault]:
    """Best and worst are two of the three or more demands that were shown."""
    sheet = sheets.get("best_worst")
    if sheet is None:
        return
    columns = sheet.rows("shown", "best", "worst")
    for i, (cell, best, worst) in enumerate(columns):
        if cell is None:
            continue
        seen = split_ids(cell)
        if len(seen) < 3:
            yield sheet.at("shown-few", i, "shown", cell, n=len(seen))
        for name, choice in (("best", best), ("worst", worst)):
            if choice is not None and choice not in seen:
                yield sheet.at("best-not-shown", i, name, choice, words=", ".join(seen))
        if best is not None and best == worst:
            yield sheet.at("best-is-worst", i, "worst", worst)


def trends_rated(sheets: Sheets) -> Iterator[Fault]:
    """A trend without marks, on which nobody voted either, is remarked."""
    trends = sheets.get("trends")
    if trends is None or "trend_votes" in sheets:
        return
    columns = ("name", "impact", "certainty")
    rows = [row for row in trends.rows(*columns) if row[0] is not None]
    bare = [shown(name) for name, *marks in rows if None in marks]
    if bare:
        yield trends.at("unrated", None, "impact", bare[0], list=", ".join(bare[:8]))


def one_group(sheets: Sheets) -> Iterator[Fault]:
    """A firm of the panel stays in its group in all periods."""
    sheet = sheets.get("panel")
    if sheet is None:
        return
    first: dict[Any, tuple[int, Any]] = {}
    for i, (firm, group) in enumerate(sheet.rows("respondent_id", "group")):
        if firm is None or group is None or (i, "group") in sheet.bad:
            continue
        line, before = first.setdefault(firm, (i, group))
        if before != group:
            yield sheet.at("group-changes", i, "group", group, who=firm, first=sheet.lines[line])


RULES: tuple[Rule, ...] = (votes_sum, votes_agree, points, places, best_and_worst, trends_rated, one_group)
