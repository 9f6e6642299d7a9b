"""Other ways of counting the same votes: the picture, the table and the sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import chart_parts, figures
from clusterlib.demand_ranking.demand_readings import quoted
from clusterlib.demand_ranking.voting_rules import RULES, Rules
from clusterlib.figures import COLOURS, HATCHES
from clusterlib.readings import Speaker
from clusterlib.twins import room, texts


@figures.drawn
def plot_rules(rules: Rules, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Place of each demand under each rule; a hatched cell is another place than under the mean.

    Parameters
    ----------
    rules : Rules
        Result of `voting_rules.compare`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows, names = rules.table, ["mean", *RULES]
    ax = figures.axes(ax, width=9, height=1.7 + 0.36 * max(1, len(rows)))
    if rows.empty:
        return chart_parts.empty(ax, say("No demand has a score yet"))
    for y, row in enumerate(rows.to_dict("records")):
        for x, name in enumerate(names):
            _cell(ax, x, y, row[name], row["mean"], rules.within, say)
    ax.set_xlim(-0.5, len(names) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    labels = texts(rows, "text", say=say)
    ax.set_yticks(range(len(rows)), [figures.wrap(t, room(t, 40), lines=2) for t in labels], fontsize=8.5)
    ax.set_xticks(range(len(names)), [figures.wrap(_name(n, say), 13) for n in names], fontsize=8.5)
    ax.tick_params(length=0)
    ax.spines[["bottom", "left"]].set_visible(False)
    ax.set_xlabel(
        say("place under each rule (hatched: another place than under the mean; –: needs single votes)"),
        fontsize=8.5,
    )
    chart_parts.title(ax, _headline(rules, say))
    return ax


def table_rules(rules: Rules, *, say: Speaker) -> pd.DataFrame:
    """One row per rule: what it looks at, and how near its order is to that of the mean."""
    if rules.table.empty:
        return pd.DataFrame()
    looks = {
        "borda": say("each person's order has one voice"),
        "copeland": say("head to head: wins less losses"),
        "median": say("the middle vote"),
        "top_box": say("share of threes"),
        "trimmed": say("mean without the {share} highest and lowest votes", share=say.percent(rules.trim)),
    }
    same = rules.table[list(RULES)].sub(rules.table["mean"], axis=0).abs() <= rules.within + 1e-9
    return pd.DataFrame(
        {
            say("Rule"): [_name(name, say) for name in RULES],
            say("It looks at"): [looks[name] for name in RULES],
            say("Order like that of the mean (1 the same, 0 no relation)"): [
                say("cannot be said") if need and not rules.joint else say.number(rules.tau[name], 2)
                for name, need in RULES.items()
            ],
            say("Demands that keep their place"): [
                say.share(int(same[name].sum()), len(same)) if not need or rules.joint else "–"
                for name, need in RULES.items()
            ],
        }
    )


def read_rules(rules: Rules, *, say: Speaker) -> str:
    """Sentences on which places do not depend on the way of counting.

    Parameters
    ----------
    rules : Rules
        Result of `voting_rules.compare`.
    say : Speaker
        Language of the reader.
    """
    rows = rules.table
    if len(rows) < 2:
        return say("Fewer than two demands have a score, so every rule gives the same order.")
    told = [_kept(rules, say) if rules.joint else _counts_only(rules, say), _circles(rules, say)]
    if rows["median"].nunique() == 1:
        told.append(
            say(
                "The middle vote is the same for all demands: with three answers and many high votes it "
                "cannot"
                " tell them apart."
            )
        )
    told.append(
        say(
            "Say before the vote by which rule you count; a rule chosen afterwards is a choice of the winner."
        )
    )
    return " ".join(part for part in told if part)


def _kept(rules: Rules, say: Speaker) -> str:
    rows, robust = rules.table, rules.robust
    enough = say.number(rules.enough)
    if robust.empty:
        return say(
            "No demand keeps its place under {enough} of the five rules: the order depends on how you count.",
            enough=enough,
        )
    if len(robust) == len(rows):
        return say(
            "All {k} demands keep the place that the mean gives them, within {within} up or down, under "
            "at least"
            " {enough} of five other rules: the order does not hang on the way of counting.",
            k=len(rows),
            within=say.number(rules.within),
            enough=enough,
        )
    lost = rows[[value is not True for value in rows["robust"]]]
    return say.plural(
        len(robust),
        "One of {k} demands keeps its place, within {within} up or down, under at least {enough} of five "
        "other"
        " rules. The place hangs on the way of counting for {names}.",
        "{n} of {k} demands keep their place, within {within} up or down, under at least {enough} of "
        "five other"
        " rules. The place hangs on the way of counting for {names}.",
        k=len(rows),
        within=say.number(rules.within),
        enough=enough,
        names=quoted(lost, say=say),
    )


def _counts_only(rules: Rules, say: Speaker) -> str:
    lost = rules.table[[value is False for value in rules.table["robust"]]]
    told = say(
        "Only totals are known, so two of the five rules (Borda and head to head) cannot be counted, and "
        "whether"
        " a place is robust cannot be said."
    )
    if lost.empty:
        return told
    return f"{told} " + say.plural(
        len(lost),
        "Surely not robust is the place of {names}: too few of the other rules keep it.",
        "Surely not robust are the places of {names}: too few of the other rules keep them.",
        names=quoted(lost, say=say),
    )


def _circles(rules: Rules, say: Speaker) -> str:
    if not rules.joint:
        return ""
    if rules.cycles:
        rows = rules.table[rules.table["item_id"].isin(rules.cycles[0])]
        return say(
            "Head to head there is a circle: {names} beat each other in turn, so no order of them "
            "follows from"
            " the votes, whoever counts.",
            names=quoted(rows, say=say),
        )
    if rules.winner is not None:
        row = rules.table[rules.table["item_id"] == rules.winner]
        return say("Head to head {name} beats every other demand.", name=quoted(row, say=say))
    return say("Head to head no demand beats all others, and there is no circle.")


def _headline(rules: Rules, say: Speaker) -> str:
    if not rules.joint:
        return say("With totals only, three of five other rules can be counted")
    return say.plural(
        len(rules.robust),
        "One of {k} places stays under other rules of counting",
        "{n} of {k} places stay under other rules of counting",
        k=len(rules.table),
    )


def _name(rule: str, say: Speaker) -> str:
    names = {
        "mean": say("Mean"),
        "borda": say("Borda"),
        "copeland": say("Head to head (Copeland)"),
        "median": say("Median"),
        "top_box": say("Share of threes"),
        "trimmed": say("Trimmed mean"),
    }
    return names[rule]


def _cell(ax: Axes, x: int, y: int, place: float, mean: float, within: float, say: Speaker) -> None:
    """One place as a cell: plain where it is that of the mean, hatched where it is another."""
    far = not np.isnan(place) and abs(place - mean) > within + 1e-9
    kind = "warn" if far else "quiet"
    look = (
        {"facecolor": COLOURS[kind], "alpha": 0.55} if x and not np.isnan(place) else {"facecolor": "white"}
    )
    hatch = HATCHES["warn"] if far else ""
    ax.add_patch(Rectangle((x - 0.47, y - 0.44), 0.94, 0.88, edgecolor="white", hatch=hatch, lw=0, **look))
    digits = 0 if np.isnan(place) or float(place).is_integer() else 1
    ax.text(
        x,
        y,
        say.number(place, digits),
        ha="center",
        va="center",
        fontsize=9,
        bbox={"fc": "white", "ec": "none", "pad": 1.0, "alpha": 0.85} if far else None,
    )
