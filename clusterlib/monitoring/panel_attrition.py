"""Who left the panel between two periods, and did they differ from those who stayed? (method T32)"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clusterlib.monitoring.panel import Panel
from clusterlib.readings import Speaker


@dataclass(frozen=True, slots=True)
class Attrition:
    """Firms of each group that began, stayed, left and came.

    Attributes
    ----------
    table : DataFrame
        One row per group: group, began (firms with a value before), stayed (with both), left, came (with the
        value after only), stayed_mean, left_mean (mean value before; NaN where fewer than `smallest` firms
        stayed or left).
    before, after : str
        The two periods.
    smallest : int
        No mean rests on fewer firms.
    """

    table: pd.DataFrame
    before: str
    after: str
    smallest: int


def lose(panel: pd.DataFrame, compared: Panel) -> Attrition:
    """Count the firms that are in only one of the two periods, by group.

    Parameters
    ----------
    panel : DataFrame
        Typed table.
    compared : Panel
        Result of `panel.compare`; gives the periods and the limit.

    Returns
    -------
    Attrition
    """
    wide = panel.pivot_table(
        index=["respondent_id", "group"], columns="period", values="value", aggfunc="first"
    ).reindex(columns=[compared.before, compared.after])
    rows = []
    for group in ("cluster", "comparison"):
        part = wide[wide.index.get_level_values("group") == group].to_numpy(dtype=float)
        first, last = (~pd.isna(part[:, i]) for i in (0, 1))
        stay, left = part[first & last, 0], part[first & ~last, 0]
        shown = min(len(stay), len(left)) >= max(1, compared.smallest)
        rows.append(
            {
                "group": group,
                "began": int(first.sum()),
                "stayed": len(stay),
                "left": len(left),
                "came": int((~first & last).sum()),
                "stayed_mean": float(stay.mean()) if shown else float("nan"),
                "left_mean": float(left.mean()) if shown else float("nan"),
            }
        )
    return Attrition(pd.DataFrame(rows), compared.before, compared.after, compared.smallest)


def table_attrition(result: Attrition, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Firms of each group that began, stayed, left and came."""
    rows = result.table
    groups = {"cluster": say("in the cluster"), "comparison": say("for comparison")}
    return pd.DataFrame(
        {
            say("Firms"): [groups[word] for word in rows["group"]],
            say("Asked before"): [say.number(n) for n in rows["began"]],
            say("Asked again"): [say.number(n) for n in rows["stayed"]],
            say("Left"): [
                say.share(left, began) if began else "–"
                for left, began in zip(rows["left"].tolist(), rows["began"].tolist(), strict=True)
            ],
            say("Came later"): [say.number(n) for n in rows["came"]],
            say("Mean before, stayed"): [say.number(v, 1) for v in rows["stayed_mean"]],
            say("Mean before, left"): [say.number(v, 1) for v in rows["left_mean"]],
        }
    )


def read_attrition(result: Attrition, *, say: Speaker = Speaker()) -> str:
    """Whether more firms were lost on one side, and what that may hide.

    Parameters
    ----------
    result : Attrition
        From `lose`.
    say : Speaker
        Language of the reader.
    """
    rows = result.table
    if not result.after or not int(rows["began"].sum()):
        return say("No firm has a value before, so nobody can have left.")
    lost = [(int(row["left"]), int(row["began"])) for row in rows.to_dict("records")]
    if not any(left for left, _ in lost):
        return say("Every firm that was asked before was asked again.")
    ours, others = (
        say("{part} of {whole}", part=say.number(left), whole=say.number(began)) for left, began in lost
    )
    text = say(
        "Lost on the way: {ours} firms in the cluster, {others} for comparison.", ours=ours, others=others
    )
    shares = [left / began for left, began in lost if began]
    if len(shares) == 2 and abs(shares[0] - shares[1]) > 0.1 and max(left for left, _ in lost) > 1:
        text += " " + say("The sides lost firms unequally, so part of any difference may come from that.")
    if rows["left_mean"].notna().any():
        return text
    return (
        text
        + " "
        + say(
            "With fewer than {limit} firms that left, nobody can tell whether they were larger or smaller.",
            limit=say.number(result.smallest),
        )
    )
