"""Whose claim counts, as three circles: power, a rightful claim, urgency (Mitchell, Agle and Wood 1997)."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from clusterlib import boxes, chart_parts, figures
from clusterlib.figures import COLOURS
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.power import Power
from clusterlib.stakeholder_analysis.power_views import claim_name
from clusterlib.twins import texts

#: Where the circles stand, in inches from the lower left corner, and how wide they are.
_CIRCLES = {"power": (1.9, 2.95, "main"), "claim": (1.25, 1.87, "good"), "urgency": (2.55, 1.87, "warn")}
_RADIUS, _WIDTH, _LIST = 1.2, 9.0, 4.3
#: Where the numbers of each class stand: the more circles meet, the nearer to the middle.
_SPOTS = {
    "definitive": (1.9, 2.25),
    "dominant": (1.18, 2.62),
    "dangerous": (2.62, 2.62),
    "dependent": (1.9, 1.27),
    "dormant": (1.9, 3.62),
    "discretionary": (0.62, 1.47),
    "demanding": (3.18, 1.47),
    "none": (3.75, 3.75),
}
#: Classes in the order in which they want an answer.
_ORDER = ("definitive", "dangerous", "dominant", "dependent", "dormant", "demanding", "discretionary", "none")
#: Numbers in one spot; height of a line and of the circles, in inches; most lines of names.
_NUMBERS, _LINE, _TALL, _MOST = 6, 0.24, 4.55, 26


@figures.drawn
def plot_claims(result: Power, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Three circles with the numbers of the queue in them, and the names beside.

    Parameters
    ----------
    result : Power
        Result of `power.place`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    known = result.table[result.table["claim"].notna()]
    lines = _lines(known, say)
    high = max(_TALL, _LINE * len(lines) + 0.2)
    ax = figures.axes(ax, width=_WIDTH, height=high + 0.5)
    if known.empty:
        return chart_parts.empty(ax, say("No stakeholder is rated for power, legitimacy and urgency yet"))
    ax.set_axis_off()
    ax.set(xlim=(0, _WIDTH), ylim=(0, high))
    lift = high - _TALL
    for x, y, look in _CIRCLES.values():
        ax.add_patch(Circle((x, y + lift), _RADIUS, fc=COLOURS[look], ec=COLOURS[look], alpha=0.22, lw=1.5))
    for text, x, y in (
        (say("power"), 1.9, 4.3), (say("rightful claim"), 0.75, 0.45), (say("urgency"), 3.05, 0.45),
    ):  # fmt: skip
        ax.text(x, y + lift, text, ha="center", va="center", fontsize=9, weight="bold")
    for claim, (x, y) in _SPOTS.items():
        ax.text(x, y + lift, _numbers(known, claim, say), ha="center", va="center", fontsize=9)
    for i, (text, bold) in enumerate(lines):
        weight = "bold" if bold else "normal"
        ax.text(_LIST, high - 0.15 - _LINE * i, text, va="center", fontsize=8.5, weight=weight)
    chart_parts.title(ax, _title(known, say))
    return ax


def _numbers(known: pd.DataFrame, claim: str, say: Speaker) -> str:
    """Places in the queue, at most six, in lines of three; what is left over is counted."""
    places = [say.number(place) for place in known.loc[known["claim"] == claim, "place"]]
    shown = places[:_NUMBERS]
    if len(places) > _NUMBERS:
        shown = [*places[: _NUMBERS - 1], f"+{say.number(len(places) - _NUMBERS + 1)}"]
    return "\n".join(", ".join(shown[i : i + 3]) for i in range(0, len(shown), 3))


def _lines(known: pd.DataFrame, say: Speaker) -> list[tuple[str, bool]]:
    """Classes with the names in them, one line each; beyond the last line the rest is counted."""
    lines: list[tuple[str, bool]] = []
    for claim in _ORDER:
        rows = known[known["claim"] == claim]
        if rows.empty:
            continue
        lines.append((claim_name(claim, say=say), True))
        names = zip(rows["place"], texts(rows, "name", say=say), strict=True)
        width = _WIDTH - _LIST - 0.1
        lines += [
            (boxes.fit(f"{say.number(n)} {name}", width, size=8.5, lines=1), False) for n, name in names
        ]
    left = len(lines) - _MOST
    if left <= 0:
        return lines
    return [*lines[:_MOST], (say.plural(left, "… one more line", "… {n} more lines"), False)]


def _title(known: pd.DataFrame, say: Speaker) -> str:
    n = int((known["claim"] == "definitive").sum())
    if not n:
        return say("In nobody do power, a rightful claim and urgency come together")
    return say.plural(
        n,
        "Power, a rightful claim and urgency come together in one of {k} stakeholders",
        "Power, a rightful claim and urgency come together in {n} of {k} stakeholders",
        k=say.number(len(known)),
    )
