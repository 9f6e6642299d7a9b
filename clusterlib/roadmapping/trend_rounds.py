"""Did talking bring the raters closer? Marks of trends from one round to the next (guide L4220-4246)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.signed_ranks import signed_ranks
from clusterlib.twins import texts


@dataclass(frozen=True, slots=True)
class Rounds:
    """Last two rounds of votes on trends, by those who took part in both.

    Attributes
    ----------
    frame : DataFrame
        One row per trend with raters in both rounds: id, name, raters, changed (raters with another mark),
        for impact and certainty the median before and after (``impact_before`` …), the range of the middle
        half before and after (``impact_iqr_before`` …; NaN with too few raters) and the p-value of the
        signed ranks (``impact_p``), and state: ``settled``, ``closer``, ``apart``, ``open`` or ``few``.
    before, after : int
        Numbers of the two rounds; 0 when there are not two.
    stayed, left, joined : int
        People in both rounds, only in the first, only in the second.
    """

    frame: pd.DataFrame
    before: int
    after: int
    stayed: int
    left: int
    joined: int


_MARKS = ("impact", "certainty")
_COLUMNS = ["id", "name", "name_fr", "raters", "changed"] + [
    f"{mark}_{part}" for mark in _MARKS for part in ("before", "after", "iqr_before", "iqr_after", "p")
]


def rounds(
    trends: pd.DataFrame,
    trend_votes: pd.DataFrame,
    *,
    agree_iqr: float = 1.0,
    stable_move: float = 0.5,
    spread_from: int = 3,
) -> Rounds:
    """Compare the last two rounds, each rater with himself (method T42, Delphi).

    A trend is *settled* when raters agree in the last round, on impact and certainty, and no median moved
    further than `stable_move`. Otherwise it is *closer* when the wider of the two ranges became smaller,
    *apart* when it grew, and *open* when it stayed.

    Parameters
    ----------
    trends, trend_votes : DataFrame
        Typed tables.
    agree_iqr : float
        Raters agree when the middle half of them lies within this range.
    stable_move : float
        A median that moved no further counts as stable (DEFAULT).
    spread_from : int
        Fewer raters give no spread.

    Returns
    -------
    Rounds

    Examples
    --------
    >>> from clusterlib import tables
    >>> t = tables.typed("trends", [{"id": "T", "name": "AI"}])
    >>> marks = [(1, 1), (1, 5), (1, 3), (2, 3), (2, 4), (2, 3)]
    >>> v = tables.typed("trend_votes", [{"respondent_id": f"r{i % 3}", "trend_id": "T", "impact": m,
    ...                  "certainty": 3, "round": r} for i, (r, m) in enumerate(marks)])
    >>> row = rounds(t, v).frame.loc[0]
    >>> print(*row[["impact_iqr_before", "impact_iqr_after", "changed", "state"]])
    2.0 0.5 2 settled
    """
    numbers = sorted({int(number) for number in trend_votes["round"]})
    if len(numbers) < 2:
        return Rounds(pd.DataFrame(columns=[*_COLUMNS, "state"]), 0, 0, 0, 0, 0)
    first, last = numbers[-2:]
    old, new = (trend_votes[trend_votes["round"] == number] for number in (first, last))
    both = old.merge(new, on=["respondent_id", "trend_id"], suffixes=("_old", "_new"))
    rows = []
    for trend in trends.to_dict("records"):
        mine = both[both["trend_id"] == trend["id"]]
        if len(mine):
            named = {"id": trend["id"], "name": trend["name"], "name_fr": trend.get("name_fr")}
            rows.append(named | _moved(mine, agree_iqr, stable_move, spread_from))
    people = set(old["respondent_id"]), set(new["respondent_id"])
    return Rounds(
        pd.DataFrame(rows, columns=[*_COLUMNS, "state"]),
        first,
        last,
        len(people[0] & people[1]),
        len(people[0] - people[1]),
        len(people[1] - people[0]),
    )


def _moved(mine: pd.DataFrame, agree_iqr: float, stable_move: float, spread_from: int) -> dict[str, object]:
    found: dict[str, object] = {"raters": len(mine)}
    changed = np.zeros(len(mine), dtype=bool)
    wide, moves = {"before": [0.0], "after": [0.0]}, [0.0]
    for mark in _MARKS:
        old, new = (mine[f"{mark}_{when}"].to_numpy(dtype=float) for when in ("old", "new"))
        changed |= old != new
        moves.append(abs(float(np.median(new) - np.median(old))))
        for when, values in (("before", old), ("after", new)):
            found[f"{mark}_{when}"] = float(np.median(values))
            spread = float(np.subtract(*np.quantile(values, [0.75, 0.25])))
            found[f"{mark}_iqr_{when}"] = spread if len(mine) >= spread_from else float("nan")
            wide[when].append(spread)
        p = signed_ranks(new - old) if len(mine) >= spread_from else None
        found[f"{mark}_p"] = float("nan") if p is None else p
    before, after = max(wide["before"]), max(wide["after"])
    if len(mine) < spread_from:
        state = "few"
    elif after <= agree_iqr + 1e-12 and max(moves) <= stable_move + 1e-12:
        state = "settled"
    else:
        state = "closer" if after < before - 1e-12 else "apart" if after > before + 1e-12 else "open"
    return found | {"changed": int(changed.sum()), "state": state}


def table_rounds(result: Rounds, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """At most ten trends, those that are not settled first."""
    order = {"apart": 0, "open": 1, "closer": 2, "few": 3, "settled": 4}
    frame = result.frame.assign(shown=texts(result.frame, "name", say=say))
    frame = frame.assign(place=frame["state"].map(order)).sort_values("place", kind="stable")
    rows = frame.head(10).to_dict("records")
    words = {
        "settled": say("settled"),
        "closer": say("closer, not settled"),
        "apart": say("further apart"),
        "open": say("as far apart as before"),
        "few": say("too few raters"),
    }
    return pd.DataFrame(
        {
            say("Trend"): [row["shown"] for row in rows],
            say("Impact"): [_from_to(row, "impact", say) for row in rows],
            say("Spread of impact"): [_from_to(row, "impact_iqr", say) for row in rows],
            say("Certainty"): [_from_to(row, "certainty", say) for row in rows],
            say("Spread of certainty"): [_from_to(row, "certainty_iqr", say) for row in rows],
            say("Changed a mark"): [say.share(int(row["changed"]), int(row["raters"])) for row in rows],
            say("State"): [words[str(row["state"])] for row in rows],
        }
    )


def _from_to(row: dict[Any, Any], name: str, say: Speaker) -> str:
    old, new = row[f"{name}_before"], row[f"{name}_after"]
    digits = [0 if pd.isna(value) or float(value).is_integer() else 1 for value in (old, new)]
    return f"{say.number(old, digits[0])} → {say.number(new, digits[1])}"


def read_rounds(result: Rounds, *, say: Speaker = Speaker()) -> str:
    """Whether another round is worth the time."""
    if not result.after:
        return say(
            "The trends were rated once. A second round, after a talk about those rated differently, would "
            "show whether opinions settle."
        )
    frame = result.frame.assign(shown=texts(result.frame, "name", say=say))
    if frame.empty:
        return say("Nobody rated the same trend in the last two rounds, so they cannot be compared.")
    settled, unsure = (
        frame[frame["state"] == "settled"],
        frame[frame["state"].isin(["closer", "apart", "open"])],
    )
    parts = [
        say(
            "Between round {first} and round {last}, opinions settled on {share} trends.",
            first=say.number(result.before),
            last=say.number(result.after),
            share=say.share(len(settled), len(frame)),
        )
    ]
    if len(unsure):
        names = say.names(map(say.quoted, unsure["shown"]), limit=3)
        parts.append(say("A further round is worth its time only for {names}.", names=names))
    elif len(settled) == len(frame):
        parts.append(say("A further round would hardly change them."))
    if result.left or result.joined:
        parts.append(
            say(
                "Only people in both rounds count; only in the first: {left}, only in the second: {joined}.",
                left=say.number(result.left),
                joined=say.number(result.joined),
            )
        )
    parts.append(
        say("That opinions come closer does not make them right: people also follow the loudest voice.")
    )
    return " ".join(parts)


def printed(result: object) -> str:
    """Trends and their state as plain text, for a check; a dash when the tool could not run."""
    if not isinstance(result, Rounds):
        return "–"
    if result.frame.empty:
        return "one round"
    columns = ["id", "raters", "changed", "impact_iqr_before", "impact_iqr_after"]
    columns += ["certainty_iqr_before", "certainty_iqr_after", "state"]
    return result.frame[columns].round(4).to_string(index=False)
