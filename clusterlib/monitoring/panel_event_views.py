"""Picture, table and sentences on the periods before and after firms began."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.figures import COLOURS
from clusterlib.monitoring.panel_events import Events
from clusterlib.monitoring.panel_views import signed
from clusterlib.readings import Speaker


@figures.drawn
def plot_events(result: Events, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Difference from the firms outside, period by period; before the start it should lie at zero.

    Parameters
    ----------
    result : Events
        From `panel_events.trace`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    ax = figures.axes(ax, width=8.5, height=4.2)
    if result.silence or result.table.empty:
        return chart_parts.empty(ax, _silence(result, say))
    ax.axhline(0, color="#8A939E", lw=0.9, zorder=0)
    ax.axvline(0.5, color=figures.INK, lw=1.2, ls="--", zorder=0, label=say("start"))
    for look, marker, part, label in (
        ("quiet", "o", result.table[result.table["step"] <= 0], say("before the start (should lie at 0)")),
        ("main", "D", result.table[result.table["step"] > 0], say("after the start")),
    ):
        wide = part[part["low"].notna()]
        ax.vlines(wide["step"], wide["low"], wide["high"], color=COLOURS[look], lw=2.4, zorder=1)
        ax.plot(
            part["step"], part["gap"], marker, color=COLOURS[look], ms=8, markeredgecolor=figures.INK,
            markeredgewidth=0.6, ls="none", label=label, zorder=2,
        )  # fmt: skip
    ax.set_xticks(result.table["step"].tolist())
    ax.margins(x=0.06, y=0.12)
    ax.set_xlabel(say("periods after the last one before the start (0)"))
    ax.set_ylabel(say("change less that of the others\n(bar: 95 % interval)"))
    ax.yaxis.set_major_formatter(lambda value, _: say.number(value, 0 if float(value).is_integer() else 1))
    chart_parts.legend_below(ax, columns=3)
    chart_parts.title(ax, _title(result, say))
    return ax


def table_events(result: Events, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """One row per period from the start, at most ten; those nearest to the start are kept."""
    rows = result.table
    if len(rows) > 10:
        rows = rows.loc[rows["step"].abs().sort_values(kind="stable").index[:10]].sort_values("step")
    cells = rows.to_dict("records")
    return pd.DataFrame(
        {
            say("Periods from the start"): [signed(float(row["step"]), say, 0) for row in cells],
            say("Firms of the cluster"): [say.number(row["firms"]) for row in cells],
            say("Difference"): [signed(row["gap"], say, 1) if row["step"] else "0" for row in cells],
            say("95 % interval"): [
                "–"
                if pd.isna(row["low"])
                else say("{low} to {high}", low=signed(row["low"], say, 1), high=signed(row["high"], say, 1))
                for row in cells
            ],
        }
    )


def read_events(result: Events, *, say: Speaker = Speaker()) -> str:
    """Whether the groups moved alike before, what came after, and how far that carries.

    Parameters
    ----------
    result : Events
        From `panel_events.trace`.
    say : Speaker
        Language of the reader.
    """
    if result.silence or result.table.empty:
        return _silence(result, say)
    parts = [_before(result, say), _after(result, say), _starts(result, say), _places(result, say)]
    return " ".join(part for part in parts if part)


def _before(result: Events, say: Speaker) -> str:
    if result.steady is None:
        return say.plural(
            result.before,
            "There is one period before the start; whether the two groups moved alike before can be judged "
            "from {needed} on.",
            "There are {n} periods before the start; whether the two groups moved alike before can be judged "
            "from {needed} on.",
            needed=say.number(result.needed),
        )
    if result.steady < 0.05:
        return say(
            "Before the start the two groups did not move alike (chance alone would do it in {p} of cases), "
            "so what came after cannot be put down to the cluster.",
            p=say("less than 1 %") if result.steady < 0.01 else say.percent(result.steady),
        )
    return say(
        "In {n} periods before the start the two groups moved alike as far as can be seen; with so few firms "
        "a small drift would not be seen.",
        n=say.number(result.before),
    )


def _after(result: Events, say: Speaker) -> str:
    if result.effect is None or not result.after:
        return ""
    last = result.table.iloc[-1]
    if pd.isna(last["low"]):
        return ""
    text = say(
        "Since the start the firms of the cluster moved by {effect} more than the others on average over {n} "
        "periods; in the last one by {gap} (95 % interval {low} to {high}).",
        effect=signed(result.effect, say, 1),
        n=say.number(result.after),
        gap=signed(last["gap"], say, 1),
        low=signed(last["low"], say, 1),
        high=signed(last["high"], say, 1),
    )
    if last["low"] <= 0 <= last["high"]:
        return text + " " + say("So it cannot be said whether the two differ.")
    return text


def _starts(result: Events, say: Speaker) -> str:
    if len(result.starts) < 2:
        return ""
    return say(
        "Firms began at {n} different times. Each is set against those that never began, over its own span; "
        "firms that began earlier are no yardstick for later ones (Callaway and Sant'Anna).",
        n=say.number(len(result.starts)),
    )


def _places(result: Events, say: Speaker) -> str:
    if result.p_places is None:
        return ""
    return say(
        "The firms come from {n} places. Had lots been drawn among the places, {share} of the {ways} ways "
        "would give at least this difference; with so few places no smaller share than {least} is possible.",
        n=say.number(result.places),
        share=say.percent(result.p_places),
        ways=say.number(result.ways),
        least=say.percent(1 / result.ways, 1),
    )


def _silence(result: Events, say: Speaker) -> str:
    if result.silence == "start":
        return say(
            "When the firms began is not known (column started of the panel, or the founding of the case), "
            "so before and after cannot be told apart."
        )
    if result.silence == "before":
        return say(
            "The panel has no period before the start, so nobody can see whether the groups moved alike."
        )
    if result.silence == "after":
        return say("The panel has no period after the start yet.")
    return say(
        "Fewer than {n} firms of a group have values around the start, so no picture is drawn.",
        n=say.number(result.smallest),
    )


def _title(result: Events, say: Speaker) -> str:
    if result.steady is not None and result.steady < 0.05:
        return say("The groups did not move alike before the start")
    if result.steady is None:
        return say("Too few periods before the start to say whether the groups moved alike")
    return say("Before the start no difference can be seen between the groups")
