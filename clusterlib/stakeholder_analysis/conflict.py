"""What your plans do to what connects people and to what drives them apart (Anderson: do no harm)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.cells import weakest
from clusterlib.faults import DomainError
from clusterlib.figures import COLOURS, HATCHES
from clusterlib.readings import Speaker
from clusterlib.twins import room, short, texts

#: Rows of the table, most bars.
ROWS, _BARS = 10, 20


@dataclass(frozen=True, slots=True)
class Harm:
    """Connectors and dividers under the plans.

    Attributes
    ----------
    table : DataFrame
        The factors plus points (good for living together if positive: importance × effect, turned round for
        dividers; NaN without an effect) and open (made worse without a measure), the worst first.
    net : float or None
        Sum of the points; None if no effect is known.
    basis : str
        Weakest basis of the rows.
    """

    table: pd.DataFrame
    net: float | None
    basis: str

    @property
    def open(self) -> pd.DataFrame:
        """Factors made worse without a measure."""
        return self.table[self.table["open"]]


def weigh_harm(factors: pd.DataFrame) -> Harm:
    """Weigh what the plans do to each factor.

    Parameters
    ----------
    factors : DataFrame
        Typed table: id, kind (connector, divider), text, importance 1 to 5, effect −2 to 2 (+ strengthens the
        factor), measure.

    Returns
    -------
    Harm

    Raises
    ------
    DomainError
        An importance or effect outside its scale.

    Examples
    --------
    >>> rows = [("F1", "connector", 3, 1), ("F2", "divider", 5, 1), ("F3", "divider", 4, -1)]
    >>> found = weigh_harm(pd.DataFrame(rows, columns=["id", "kind", "importance", "effect"]))
    >>> found.net, found.open["id"].tolist()
    (2.0, ['F2'])
    """
    table = factors.assign(**{c: None for c in ("measure", "basis") if c not in factors})
    importance = pd.to_numeric(table["importance"]).astype("float64")
    effect = pd.to_numeric(table["effect"]).astype("float64")
    for name, column, low, high in (("importance", importance, 1, 5), ("effect", effect, -2, 2)):
        wrong = table.loc[column.notna() & ~column.between(low, high), "id"]
        if len(wrong):
            raise DomainError(f"factors, {wrong.iloc[0]}, column {name}: outside {low} to {high}.")
    sign = table["kind"].map({"connector": 1.0, "divider": -1.0}).astype("float64")  # no rows: text
    table["points"] = importance * effect * sign
    unanswered = table["measure"].isna() | (table["measure"].astype("object").fillna("") == "")
    table["open"] = (table["points"] < 0) & unanswered
    table = table.sort_values("points", kind="stable", na_position="last").reset_index(drop=True)
    known = table["points"].dropna()
    return Harm(table, float(known.sum()) if len(known) else None, weakest(table["basis"]))


@figures.drawn
def plot_harm(result: Harm, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Bars to the left for what the plans make worse, to the right for what they make better.

    Parameters
    ----------
    result : Harm
        Result of `weigh_harm`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = result.table[result.table["points"].notna()].head(_BARS)
    ax = figures.axes(ax, width=9, height=1.8 + 0.42 * len(rows))
    if rows.empty:
        return chart_parts.empty(ax, say("No effect of the plans on a factor is recorded yet"))
    for better, look, label in (
        (False, "bad", say("worse for living together")),
        (True, "good", say("better for living together")),
    ):
        part = rows[(rows["points"] >= 0) == better]
        if len(part):
            ax.barh(
                part.index, part["points"], height=0.55, color=COLOURS[look], hatch=HATCHES[look],
                edgecolor="white", label=label,
            )  # fmt: skip
    ax.axvline(0, color=figures.INK, lw=0.8)
    names = [
        say("{kind}: {text}", kind=say.word(kind), text=short(text, 70))
        for kind, text in zip(rows["kind"], texts(rows, "text", say=say), strict=True)
    ]
    ax.set_yticks(rows.index, [figures.wrap(n, room(n, 40), lines=2) for n in names], fontsize=8.5)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(-10.5, 10.5)
    ax.set_xticks(range(-10, 11, 5))
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.set_xlabel(say("importance × effect (points, −10 to 10)"))
    chart_parts.legend_below(ax, columns=2)
    chart_parts.title(ax, _title(result, say))
    return ax


def table_harm(result: Harm, *, say: Speaker) -> pd.DataFrame:
    """The ten factors that suffer most under the plans."""
    rows = result.table.head(ROWS)
    return pd.DataFrame(
        {
            say("Factor"): texts(rows, "text", say=say),
            say("Kind"): [say.word(k) for k in rows["kind"]],
            say("Points (−10 to 10)"): [say.number(v) for v in rows["points"]],
            say("Measure"): [text or "–" for text in texts(rows, "measure", say=say)],
        }
    )


def read_harm(result: Harm, *, say: Speaker) -> str:
    """What gets worse without an answer, the balance, and what the balance hides."""
    if result.net is None:
        return say("No effect of the plans on a factor is recorded, so nothing can be weighed.")
    worse = result.table[result.table["points"] < 0]
    if worse.empty:
        parts = [say("As far as you wrote down, the plans make no factor worse.")]
    elif result.open.empty:
        parts = [
            say("The plans make {factors} worse, and a measure answers each.", factors=_quoted(worse, say))
        ]
    else:
        parts = [
            say(
                "The plans make {factors} worse, and no measure answers this. Write one before you go on.",
                factors=_quoted(result.open, say),
            )
        ]
    parts.append(
        say("The balance is {net} points: on the whole the plans help.", net=say.number(result.net))
        if result.net > 0
        else say("The balance is {net} points: on the whole the plans harm.", net=say.number(result.net))
        if result.net < 0
        else say("The balance is even.")
    )
    blank = int(result.table["points"].isna().sum())
    if blank:
        parts.append(
            say.plural(
                blank,
                "One factor has no effect yet and is left out.",
                "{n} factors have no effect yet and are left out.",
            )
        )
    parts.append(
        say("A good balance does not make up for one divider that breaks people apart; read it line by line.")
    )
    return " ".join(parts)


def _title(result: Harm, say: Speaker) -> str:
    n = len(result.open)
    if n:
        return say.plural(
            n,
            "The plans make one factor worse without an answer to it",
            "The plans make {n} factors worse without an answer to them",
        )
    if (result.table["points"] < 0).any():
        return say("A measure answers whatever the plans make worse")
    return say("The plans make no recorded factor worse")


def _quoted(rows: pd.DataFrame, say: Speaker) -> str:
    return say.names([say.quoted(short(t)) for t in texts(rows, "text", say=say)], limit=3)
