"""Picture, tables and reading of the financing security."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.financing.security import HORIZONS, Security
from clusterlib.readings import Speaker
from clusterlib.tables import is_blank
from clusterlib.twins import texts

#: The group of the guide's figures that each class falls into (guide L2135).
_GROUPS = {"long": "long", "medium": "short and medium", "short": "short and medium", "none": "rest"}


@figures.drawn
def plot_security(result: Security, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Bars of the coverage over 12, 24 and 36 months, beside the share that is asked for."""
    ax = figures.axes(ax, width=8.5, height=3.4)
    rows = result.rows
    if result.level is None:
        return chart_parts.empty(ax, say("No cost is marked as fixed: there is nothing to cover."))
    y = np.arange(len(rows))
    promised, more = rows["coverage"], (rows["expected_coverage"] - rows["coverage"]).clip(lower=0)
    ax.barh(y, promised, 0.58, color=figures.COLOURS["main"], label=say("promised in writing"))
    ax.barh(y, more, 0.58, left=promised, color=figures.COLOURS["quiet"], hatch="..", edgecolor="white",
            label=say("not promised, by its probability"))  # fmt: skip
    ends = promised + more
    for at, (share, end) in enumerate(zip(promised, ends, strict=True)):
        ax.annotate(say("{share} promised", share=say.percent(share)), (max(end, result.enough), at),
                    xytext=(6, 0), textcoords="offset points", va="center", fontsize=9)  # fmt: skip
    ax.axvline(result.enough, color=figures.INK, lw=1.2, ls="--",
               label=say("{share} of the fixed costs", share=say.percent(result.enough)))  # fmt: skip
    ax.set_xlim(0, max(float(ends.max()), result.enough) * 1.3)
    ax.set_yticks(y, [say.plural(int(m), "one month", "{n} months") for m in rows["months"]])
    ax.invert_yaxis()
    ax.xaxis.set_major_formatter(lambda value, _: say.percent(round(value, 6)))
    ax.set_xlabel(say("part of the fixed costs that is covered"))
    ax.grid(axis="x")
    chart_parts.legend_below(ax)
    chart_parts.title(ax, _title(result, say))
    return ax


def _title(result: Security, say: Speaker) -> str:
    rows = result.rows.set_index("months")["coverage"]
    if result.level == "none":
        return say("Promises cover {share} of the fixed costs of one year", share=say.percent(rows[12]))
    months = next(number for number, name in HORIZONS.items() if name == result.level)
    return say(
        "Promises cover enough of the fixed costs for {months} months",
        months=say.number(months),
    )


def table_security(result: Security, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Coverage per horizon."""
    rows = result.rows
    return pd.DataFrame(
        {
            say("Months"): [say.number(value) for value in rows["months"]],
            say("Fixed costs"): [say.money(value) for value in rows["fixed_cost"]],
            say("Promised income"): [say.money(value) for value in rows["promised"]],
            say("Covered"): [say.percent(value) for value in rows["coverage"]],
            say("Covered, by probability"): [say.percent(value) for value in rows["weighted_coverage"]],
            say("With all income, by probability"): [
                say.percent(value) for value in rows["expected_coverage"]
            ],
        }
    )


def class_name(level: str, *, say: Speaker = Speaker()) -> str:
    """What a reader calls a class of security."""
    names = {
        "long": say("secured for the long term"),
        "medium": say("secured for the medium term"),
        "short": say("secured for the short term"),
        "none": say("not secured"),
    }
    return names[level]


def read_security(result: Security, *, say: Speaker = Speaker()) -> str:
    """For how long promises cover the fixed costs, on whom they hang, and what this leaves open."""
    if result.first_month is None:
        return say("There is no budget line yet.")
    if result.level is None:
        return say(
            "No cost of the first year is marked as fixed, so coverage cannot be said. Mark what falls due "
            "whatever happens, such as salaries and rent."
        )
    shares = [say.percent(value) for value in result.rows["coverage"]]
    parts = [
        say(
            "From {first} on, promised income covers {one} of the fixed costs of 12 months, {two} of 24 and "
            "{three} of 36. With {enough} as the mark, the office is {level}.",
            first=say.month(result.first_month),
            one=shares[0],
            two=shares[1],
            three=shares[2],
            enough=say.percent(result.enough),
            level=class_name(result.level, say=say),
        )
    ]
    if result.weighted_level is not None and result.weighted_level != result.level:
        parts.append(
            say(
                "If each promise counts by its probability, it is {level}.",
                level=class_name(result.weighted_level, say=say),
            )
        )
    parts.append(_hangs(result, say))
    parts.append(
        say(
            "A promise without an end counts as if it were kept for three years, and costs that are not "
            "fixed are left out; read it as the upper bound of your security."
        )
    )
    return " ".join(part for part in parts if part)


def _hangs(result: Security, say: Speaker) -> str:
    if result.hhi is None:
        return say("Nothing that falls due in the first year is promised in writing.")
    source = say.word(str(result.sources.index[0]))
    share = say.percent(result.sources.iloc[0] / result.sources.sum())
    if result.dependent and result.level != "none":
        return say(
            "It is secured but dependent: {share} of what is promised for the first year comes from one "
            "kind of source ({source}), and the concentration is {hhi} of 1.",
            share=share,
            source=source,
            hhi=say.number(result.hhi, 2),
        )
    return say(
        "Of what is promised for the first year, {share} comes from the largest kind of source ({source}); "
        "the concentration is {hhi} of 1.",
        share=share,
        source=source,
        hhi=say.number(result.hhi, 2),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The own class among published shares.

    Attributes
    ----------
    security : Security
        The own coverage.
    rows : DataFrame
        The published rows, all cells as text, with `own`: whether the case falls into this group.
    """

    security: Security
    rows: pd.DataFrame


def beside(result: Security, *, reference: pd.DataFrame | None = None) -> Beside:
    """The own class beside the shares of clusters that the guide prints (L2131-2137).

    Parameters
    ----------
    result : Security
        As `security.security` gives it.
    reference : DataFrame or None
        region, region_fr, class, text, text_fr, share, lines, basis, note, all cells as text.
    """
    rows = pd.DataFrame(columns=["region", "class", "text", "share"]) if reference is None else reference
    own = _GROUPS.get(result.level or "", "")
    return Beside(result, rows.assign(own=(rows["class"] == own).to_numpy(dtype=bool) if own else False))


def table_beside(result: Beside, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The guide's shares, region by region; where none is printed, none is filled in."""
    cells = []
    shares = pd.to_numeric(result.rows["share"], errors="coerce")
    regions = texts(result.rows, "region", say=say)
    for share, region, row in zip(shares, regions, result.rows.to_dict("records"), strict=True):
        text = row.get("text_fr" if say.locale == "fr" else "text")
        cells.append(
            {
                say("Region"): region,
                say("Clusters that are"): say("not printed") if is_blank(text) else str(text),
                say("Share"): say.percent(share),
                say("This case"): say("here") if row["own"] else "",
                say("Line"): f"L{row['lines']}",
                say("Basis"): say.word(str(row["basis"])),
            }
        )
    return pd.DataFrame(cells)


def read_beside(result: Beside, *, say: Speaker = Speaker()) -> str:
    """Where the own class stands among the printed shares, and what they cannot show."""
    own, rows = result.security, result.rows
    shares = pd.to_numeric(rows["share"], errors="coerce")
    if not shares.notna().any():
        return say("No share is printed, so nothing can be put beside the own class.")
    caution = say(
        "Only one region is printed, from before COVID-19, and how its clusters were sorted is not said: the "
        "classes here are defaults of this library, so the comparison is loose."
    )
    if not rows["own"].any():
        return say("The own class cannot be said yet.") + " " + caution
    place = int(np.flatnonzero(rows["own"])[0])
    text = say(
        "In {region}, {share} of the clusters were in the group in which this case falls.",
        region=texts(rows, "region", say=say)[place],
        share=say.percent(shares.iloc[place]),
    )
    assert own.level is not None
    return f"{text} {caution}"
