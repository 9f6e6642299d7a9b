"""What the money is for: costs by the initiative or service they serve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from clusterlib import twins
from clusterlib.cells import join_ids, split_ids
from clusterlib.financing import budget
from clusterlib.financing.money import total
from clusterlib.readings import Speaker

#: Levels of the strategy tree at which a cost is shown.
_SHOWN = ("initiative", "enabling", "objective", "vision")


@dataclass(frozen=True, slots=True, eq=False)
class Reasons:
    """Costs by what they serve.

    Attributes
    ----------
    rows : DataFrame
        id, name and name_fr (NaN where the id stands in none of the tables), amount, share, planned
        (budget of the initiative in the strategy, NaN when it has none), because; largest first.
    unnamed : float
        Costs of lines without a reason.
    total : float
        All costs of the months looked at.
    split : tuple of str
        Lines that serve several things and are divided evenly between them.
    titles : mapping of id to (str, str)
        What the lines are called, in the language of the case and in French.
    """

    rows: pd.DataFrame
    unnamed: float
    total: float
    split: tuple[str, ...]
    titles: Mapping[str, tuple[str, str]]


def reasons(
    budget_lines: pd.DataFrame | None,
    tasks: pd.DataFrame | None,
    strategy_tree: pd.DataFrame | None,
    services: pd.DataFrame | None,
    *,
    count: int = 12,
    first_month: str = "",
) -> Reasons:
    """Sum the costs of a period by the initiative, service or task in their column ``because``.

    A task counts for the initiative it serves, and an intervention for the initiative above it. A line
    with several reasons is divided evenly.

    Parameters
    ----------
    budget_lines, tasks, strategy_tree, services : DataFrame or None
        Typed tables of these names.
    count : int
        Months to look at.
    first_month : str
        ``YYYY-MM``; empty: the earliest start of all lines.

    Examples
    --------
    >>> from clusterlib import tables
    >>> line = {"line_id": "B1", "kind": "out", "category": "events", "amount": 90, "recurrence": "once",
    ...         "start": "2027-01", "because": "2.4"}
    >>> tree = [{"id": "IN1", "level": "initiative", "text": "Investor readiness"}]
    >>> result = reasons(tables.typed("budget_lines", [line]),
    ...                  tables.typed("tasks", [{"no": "2.4", "task": "Investor day", "because": "IN1"}]),
    ...                  tables.typed("strategy_tree", tree), None)
    >>> result.rows[["id", "name", "amount"]].values.tolist()
    [['IN1', 'Investor readiness', 90.0]]
    """
    spread = budget.schedule(budget_lines, count=count, first_month=first_month)
    lines = spread.lines
    climb = _Climber(tasks, strategy_tree)
    sums: dict[str, Fraction] = {}
    rests: dict[str, list[str]] = {}
    unnamed, split = Fraction(0), []
    for i in np.flatnonzero(~budget.is_in(lines) & spread.moves()):
        amount = spread.values[i] * int(spread.counts[i].sum())
        ids = list(dict.fromkeys(climb(name) for name in split_ids(lines["because"].iloc[i])))
        unnamed += 0 if ids else amount
        if len(ids) > 1:
            split.append(str(lines["line_id"].iloc[i]))
        for name in ids:
            sums[name] = sums.get(name, Fraction(0)) + amount / len(ids)
            rests.setdefault(name, []).append(str(lines["line_id"].iloc[i]))
    whole = total(sums.values()) + unnamed
    names = _names(tasks, strategy_tree, services)
    order = sorted(sums, key=lambda name: -sums[name])
    found = [
        (name, *names.get(name, (None, None, np.nan)), float(sums[name]),
         float(sums[name] / whole) if whole else np.nan, join_ids(rests[name]))
        for name in order
    ]  # fmt: skip
    columns = ["id", "name", "name_fr", "planned", "amount", "share", "because"]
    frame, called = pd.DataFrame(found, columns=columns), twins.titles(lines, "line_id", "text")
    return Reasons(frame, float(unnamed), float(whole), tuple(split), called)


class _Climber:
    """From a task or intervention to the initiative it belongs to."""

    def __init__(self, tasks: pd.DataFrame | None, tree: pd.DataFrame | None) -> None:
        self.tasks = {} if tasks is None else dict(zip(tasks["no"], tasks["because"], strict=True))
        self.level = {} if tree is None else dict(zip(tree["id"], tree["level"], strict=True))
        self.parent = {} if tree is None else dict(zip(tree["id"], tree["parent_id"], strict=True))

    def __call__(self, name: str) -> str:
        if name in self.tasks and name not in self.level:
            served = [other for other in split_ids(self.tasks[name]) if other in self.level]
            name = served[0] if served else name
        seen = {name}
        while name in self.level and self.level[name] not in _SHOWN and isinstance(self.parent[name], str):
            name = str(self.parent[name])
            if name in seen:
                break
            seen.add(name)
        return name


def _names(
    tasks: pd.DataFrame | None, tree: pd.DataFrame | None, services: pd.DataFrame | None
) -> dict[str, tuple[str | None, str | None, float]]:
    found: dict[str, tuple[str | None, str | None, float]] = {}
    for frame, key, column in ((services, "id", "name"), (tree, "id", "text"), (tasks, "no", "task")):
        if frame is None:
            continue
        english, french = (twins.texts(frame, column, say=Speaker(lang)) for lang in ("en", "fr"))
        money = frame["budget"].tolist() if "budget" in frame.columns else [np.nan] * len(frame)
        for name, one, other, planned in zip(frame[key], english, french, money, strict=True):
            found.setdefault(str(name), (one or None, other or None, float(planned)))
    return found


def _label(row: pd.Series, say: Speaker) -> str:
    name = row["name_fr"] if say.lang == "fr" else row["name"]
    return f"{name} ({row['id']})" if isinstance(name, str) else str(row["id"])


def table_reasons(result: Reasons, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Costs by what they serve, at most ten rows, with the budget the strategy gives."""
    rows = result.rows.head(9 if result.unnamed else 10)
    labels = [_label(rows.iloc[place], say) for place in range(len(rows))]
    amounts, shares = rows["amount"].tolist(), rows["share"].tolist()
    planned, lines = rows["planned"].tolist(), rows["because"].tolist()
    if result.unnamed:
        labels.append(say("no reason given"))
        amounts.append(result.unnamed)
        shares.append(result.unnamed / result.total)
        planned.append(np.nan)
        lines.append("")
    return pd.DataFrame(
        {
            say("Serves"): labels,
            say("Costs"): [say.money(value) for value in amounts],
            say("Share"): [say.percent(value) for value in shares],
            say("Budget in the strategy"): [say.money(value) for value in planned],
            say("Lines"): [str(ids).replace(";", ", ") for ids in lines],
        }
    )


def read_reasons(result: Reasons, *, say: Speaker = Speaker()) -> str:
    """What takes most of the money, where plan and strategy differ, and what serves nothing."""
    if not result.total:
        return say("There is no cost in these months, so there is nothing to assign.")
    if result.rows.empty:
        return say("No cost line says what it serves. The red thread from the votes to the money ends here.")
    first = result.rows.iloc[0]
    said = [
        say(
            "{name} takes {share} of all costs, {amount}.",
            name=_label(first, say),
            share=say.percent(first["share"]),
            amount=say.money(first["amount"]),
        )
    ]
    over = result.rows[result.rows["amount"] > result.rows["planned"]]
    if len(over):
        names = [_label(over.iloc[place], say) for place in range(len(over))]
        said.append(
            say("The plan spends more than the strategy gives for {names}.", names=say.names(names, limit=3))
        )
    if result.unnamed:
        said.append(
            say(
                "{amount} serves nothing that is written down: name the reason, or ask whether it is needed.",
                amount=say.money(result.unnamed),
            )
        )
    if result.split:
        said.append(
            say(
                "Lines with several reasons are divided evenly: {lines}.",
                lines=twins.named(result.split, twins.spoken(result.titles, say=say), say=say, limit=4),
            )
        )
    return " ".join(said)
