"""Sheet, table and sentences on the three levels of the baseline."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import boxes, chart_parts, figures
from clusterlib.figures import COLOURS
from clusterlib.monitoring.baseline import LEVELS, Baseline
from clusterlib.monitoring.panel_views import signed
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

#: Rows of the table and of one column of the sheet.
ROWS, _FIELDS = 13, 8
#: Inches of a column of the sheet.
_WIDE = 3.0


@figures.drawn
def plot_baseline(result: Baseline, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Three columns, one per level, with each field's first and last value; units stay apart.

    Parameters
    ----------
    result : Baseline
        From `baseline.compare`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    rows = max((len(result.of(level)) for level in LEVELS), default=0)
    shown = min(rows, _FIELDS)
    ax = figures.axes(ax, width=3 * _WIDE + 0.3, height=1.3 + 0.78 * max(1, shown))
    if not rows:
        return chart_parts.empty(ax, say("No figure of the beginning is recorded yet"))
    ax.set_axis_off()
    ax.set_xlim(0, 3)
    ax.set_ylim(shown + 0.02, -0.62)
    for x, level in enumerate(LEVELS):
        ax.add_patch(Rectangle((x + 0.02, -0.55), 0.96, 0.42, color=COLOURS["main"], lw=0))
        ax.text(
            x + 0.5, -0.34, level_name(level, say), ha="center", va="center", color="white", fontweight="bold"
        )
        part = result.of(level).head(_FIELDS)
        if part.empty:
            ax.text(x + 0.06, 0.25, say("nothing recorded"), fontsize=9, color="#52606D", va="center")
        for y, (row, name) in enumerate(
            zip(part.to_dict("records"), texts(part, "text", say=say), strict=True)
        ):
            edge = COLOURS["warn"] if row["few"] else COLOURS["quiet"]
            ax.add_patch(Rectangle((x + 0.02, y + 0.06), 0.96, 0.88, fill=False, ec=edge, lw=1.2))
            ax.text(
                x + 0.06,
                y + 0.3,
                boxes.fit(name, _WIDE * 0.88, size=9, lines=1, bold=True),
                fontsize=9,
                fontweight="bold",
                va="center",
            )
            told = _values(row, result, say)
            if row["few"]:
                told = say("{values} (n = {n})", values=told, n=say.number(_fewest(row)))
            told = boxes.fit(told, _WIDE * 0.88, size=8.5, lines=2)
            ax.text(x + 0.06, y + 0.66, told, fontsize=8.5, va="center", linespacing=1.15)
    ax.set_title(figures.wrap(_title(result, say), 84))
    return ax


def _fewest(row: dict[Any, Any]) -> int:
    """Least number of firms a value rests on."""
    return min(int(n) for n in (row["n"], row["n_last"]) if not pd.isna(n))


def level_name(level: str, say: Speaker) -> str:
    """A level in words."""
    return {
        "organisation": say("the cluster office"),
        "actors": say("the firms"),
        "framework": say("the framework"),
    }[level]


def _unit(row: dict[Any, Any], name: str, say: Speaker) -> str:
    """A unit in the reader's language where it has a twin."""
    found = next((row[c] for c in (f"{name}_{say.lang}", name) if isinstance(row.get(c), str) and row[c]), "")
    return str(found)


def _values(row: dict[Any, Any], result: Baseline, say: Speaker) -> str:
    unit = _unit(row, "unit", say)
    first, last = (_number(row[c], say) for c in ("first", "last"))
    if not result.twice:
        return say("{first} {unit}", first=first, unit=unit)
    if row["other_unit"]:
        return say(
            "{first} {unit}, then {last} {other}",
            first=first,
            unit=unit,
            last=last,
            other=_unit(row, "other_unit", say),
        )
    return say("{first} → {last} {unit}", first=first, last=last, unit=unit)


def _number(value: float, say: Speaker) -> str:
    return say.number(value, 0 if pd.isna(value) or float(value).is_integer() or abs(value) >= 100 else 1)


def table_baseline(result: Baseline, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """One row per field: values of both waves, change where the unit is the same, firms it rests on."""
    rows = result.table.head(ROWS)
    cells = rows.to_dict("records")
    frame = {
        say("Level"): [level_name(row["level"], say) for row in cells],
        say("Field"): [short(name, 60) for name in texts(rows, "text", say=say)],
        say("Unit"): [_unit(row, "unit", say) or "–" for row in cells],
        _head(result, 0, say): [_number(row["first"], say) for row in cells],
    }
    if result.twice:
        frame[_head(result, -1, say)] = [_number(row["last"], say) for row in cells]
        frame[say("Change")] = [
            say("other unit") if row["other_unit"] else _signed(row["change"], say) for row in cells
        ]
    frame[say("Rests on")] = [_rests(row, say) for row in cells]
    return pd.DataFrame(frame)


def _head(result: Baseline, end: int, say: Speaker) -> str:
    return say.month(result.waves[end]) if result.waves else say("Value")


def _signed(value: float, say: Speaker) -> str:
    if value == 0:
        return "0"
    return signed(value, say, 0 if math.isnan(value) or value.is_integer() else 1)


def _rests(row: dict[Any, Any], say: Speaker) -> str:
    known = [say.number(n) for n in dict.fromkeys(n for n in (row["n"], row["n_last"]) if not pd.isna(n))]
    return say("n = {n}", n=say.names(known)) if known else "–"


def read_baseline(result: Baseline, *, say: Speaker = Speaker()) -> str:
    """What is recorded, what moved, how much could be seen at all, and whom the firms stand for.

    Parameters
    ----------
    result : Baseline
        From `baseline.compare`.
    say : Speaker
        Language of the reader.
    """
    if result.table.empty:
        return say("No figure of the beginning is recorded yet. Without it no change can ever be shown.")
    parts = [
        _recorded(result, say),
        _moved(result, say),
        _sure(result, say),
        _apart(result, say),
        _whom(result, say),
    ]
    return " ".join(part for part in parts if part)


def _recorded(result: Baseline, say: Speaker) -> str:
    counts = say.names(
        [
            say("{level} {n}", level=level_name(level, say), n=say.number(len(result.of(level))))
            for level in LEVELS
        ]
    )
    text = say("Fields with a figure: {counts}.", counts=counts)
    if not len(result.missing):
        return text
    names = say.names([say.quoted(name) for name in texts(result.missing, "text", say=say)], limit=3)
    lost = say.plural(
        len(result.missing),
        "Of the guide's {k} fields one has no value from the beginning: {names}.",
        "Of the guide's {k} fields {n} have no value from the beginning: {names}.",
        k=say.number(result.asked_for),
        names=names,
    )
    return f"{text} {lost}"


def _moved(result: Baseline, say: Speaker) -> str:
    if not result.twice:
        return say("There is one wave; ask the same firms again, in the same words and units.")
    both = result.table[result.table["change"].notna()]
    up, down = int((both["change"] > 0).sum()), int((both["change"] < 0).sum())
    text = say(
        "From {first} to {last} {up} rose, {down} fell and {same} stayed the same; levels and fields are "
        "never added.",
        first=say.month(result.waves[0]),
        last=say.month(result.waves[-1]),
        up=say.plural(up, "one field", "{n} fields"),
        down=say.number(down),
        same=say.number(len(both) - up - down),
    )
    other = result.table[result.table["other_unit"] != ""]
    if other.empty:
        return text
    names = say.names([say.quoted(name) for name in texts(other, "text", say=say)], limit=3)
    return (
        text
        + " "
        + say.plural(
            len(other),
            "Not compared, because the unit changed: {names}.",
            "Not compared, because the units changed: {names}.",
            names=names,
        )
    )


def _sure(result: Baseline, say: Speaker) -> str:
    if result.detectable is None:
        return say(
            "How many firms were asked is not recorded, so it is not known which change could be seen."
        )
    text = say(
        "With so few firms a change of the firms' mean is seen in {often} of cases only from {factor} "
        "standard deviations on.",
        often=say.percent(result.power_wanted),
        factor=say.number(result.detectable, 2),
    )
    if not result.table["few"].any():
        return text
    return (
        text
        + " "
        + say(
            "Some figures rest on fewer than {firms} firms, the least that the guide asks for.",
            firms=say.number(result.firms),
        )
    )


def _apart(result: Baseline, say: Speaker) -> str:
    if result.apart is None or result.apart >= 4:
        return ""
    return say(
        "The waves lie {years} years apart. The guide repeats a baseline after two years in one place "
        "(L3758) and looks for impact after four to six in another (L3553): read early changes as "
        "beginnings.",
        years=say.number(result.apart, 0 if abs(result.apart - round(result.apart)) < 0.05 else 1),
    )


def _whom(result: Baseline, say: Speaker) -> str:
    """Whether the firms asked are of the sizes of the members."""
    if result.sample.empty:
        return ""
    gap = (result.sample["asked"] - result.sample["members"]).abs()
    row = result.sample.iloc[int(gap.to_numpy().argmax())]
    if gap.max() < 0.005:
        return say("The firms asked are of the same sizes as the members.")
    return say(
        "By size the firms asked differ most among “{size}”: {asked} of them, {members} of the members.",
        size=say.word(str(row["size"])),
        asked=say.percent(row["asked"]),
        members=say.percent(row["members"]),
    )


def _title(result: Baseline, say: Speaker) -> str:
    if not result.twice:
        return say("The state at the beginning, on three levels")
    both = result.table[result.table["change"].notna()]
    return say.plural(
        int((both["change"] != 0).sum()),
        "One of {k} fields measured twice has moved",
        "{n} of {k} fields measured twice have moved",
        k=say.number(len(both)),
    )
