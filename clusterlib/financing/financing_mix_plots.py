"""Figures of the financing mix: who pays, year by year, and what is published of others."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter

from clusterlib import chart_parts, figures
from clusterlib.financing import budget
from clusterlib.financing.financing_mix import Mix
from clusterlib.financing.financing_mix_beside import Beside
from clusterlib.financing.financing_mix_readings import number_of, region
from clusterlib.readings import Speaker

#: Private sources share a colour and differ by hatch, so that the private part is seen as one.
_LOOKS = {
    "public": ("main", ""),
    "membership": ("good", ""),
    "services": ("good", "//"),
    "sponsoring": ("good", "xx"),
    "projects": ("warn", ""),
    "other": ("quiet", ".."),
}
#: Where a bar ends and its text begins, in shares.
_TEXT_AT = 1.03


@figures.drawn
def plot_mix(result: Mix, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """One stacked bar of income per year."""
    years = result.years[result.years["income"] > 0]
    ax = figures.axes(ax, width=9.0, height=1.7 + 0.75 * max(1, len(years)))
    now = result.figures()
    if years.empty or now is None:
        return chart_parts.empty(ax, say("There is no income to draw yet."))
    drawn: set[str] = set()
    for place, year in enumerate(years["year"]):
        left = 0.0
        for row in result.rows[result.rows["year"] == year].itertuples(index=False):
            _segment(ax, place, left, row, "" if row.source in drawn else say.word(str(row.source)), say)
            drawn.add(str(row.source))
            left += float(row.share)
        ax.text(_TEXT_AT, place, say.money(years["income"].iloc[place]), va="center", fontsize=9)
    ax.set_yticks(range(len(years)), [str(int(year)) for year in years["year"]])
    ax.set_ylim(len(years) - 0.5, -0.5)
    _share_axis(ax, say, right=1.32)
    ax.set_xlabel(say("share of the year's income"))
    chart_parts.legend_below(ax, columns=6, order=[say.word(source) for source in budget.SOURCES])
    chart_parts.title(ax, _title(result, now, say))
    return ax


def _title(result: Mix, now: pd.Series, say: Speaker) -> str:
    if pd.isna(now["largest_share"]):
        return say("No income in {year}", year=result.year)
    return say(
        "In {year}, {share} of the income comes from one source: {source}",
        year=result.year,
        share=say.percent(now["largest_share"]),
        source=say.word(now["largest"]),
    )


def _segment(ax: Axes, place: int, left: float, row: object, label: str, say: Speaker) -> None:
    share, source = float(row.share), str(row.source)  # type: ignore[attr-defined]
    look, hatch = _LOOKS[source]
    ax.barh(
        place, share, 0.6, left=left, color=figures.COLOURS[look], hatch=hatch, edgecolor="white",
        label=label or None,
    )  # fmt: skip
    if share >= 0.07:
        ax.text(
            left + share / 2, place, say.percent(share), ha="center", va="center", fontsize=9,
            color="white" if look in ("main", "good") else figures.INK,
            bbox={"facecolor": figures.COLOURS[look], "edgecolor": "none", "pad": 1.0},
        )  # fmt: skip


def _share_axis(ax: Axes, say: Speaker, *, right: float) -> None:
    ax.set_xlim(-0.02, right)
    ax.xaxis.set_major_locator(FixedLocator([0, 0.2, 0.4, 0.6, 0.8, 1]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: say.percent(round(v, 4))))
    ax.grid(axis="x")


@figures.drawn
def plot_beside(result: Beside, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Own share and published share of each kind of income, with period, source and n."""
    rows = result.rows
    ax = figures.axes(ax, width=9.0, height=1.7 + 0.62 * max(1, len(rows)))
    if rows.empty:
        return chart_parts.empty(ax, say("No published share is at hand."))
    y = np.arange(len(rows))
    ax.hlines(
        y, rows[["own", "value"]].min(axis=1), rows[["own", "value"]].max(axis=1), color="#8A939E", lw=2
    )
    ax.plot(rows["own"], y, "o", color=figures.COLOURS["main"], ms=12, label=say("own plan"))
    ax.plot(rows["value"], y, "D", color=figures.INK, mec="white", ms=7, label=say("published"))
    for place in range(len(rows)):
        row = rows.iloc[place]
        source = row["source"] if isinstance(row["source"], str) else say("source not given")
        text = f"{figures.wrap(str(source), 34, lines=2)}\n{number_of(row, say)}"
        ax.text(_TEXT_AT, place, text, va="center", fontsize=8.5, linespacing=1.15)
    names = [
        f"{say.word(row['category'])}\n{figures.wrap(region(row, say), 26, lines=1)}"
        for _, row in rows.iterrows()
    ]
    ax.set_yticks(y, names, fontsize=9)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    _share_axis(ax, say, right=1.5)
    ax.set_xlabel(say("share of the income of {year}", year=result.mix.year or "–"))
    chart_parts.legend_below(ax)
    chart_parts.title(ax, _beside_title(rows, say))
    return ax


def _beside_title(rows: pd.DataFrame, say: Speaker) -> str:
    known = rows.dropna(subset=["own"]).reset_index(drop=True)
    if known.empty:
        return say("Published shares; the plan has no income to put beside them")
    if not (known["gap"].abs() >= 0.5).any():
        return say("The plan is within one percentage point of every published share")
    widest = known.iloc[int(known["gap"].abs().argmax())]
    gap, kind = say.number(abs(float(widest["gap"]))), say.word(str(widest["category"]))
    if widest["gap"] > 0:
        return say(
            "Widest gap: {kind}, {gap} points above {place}", kind=kind, gap=gap, place=region(widest, say)
        )
    return say(
        "Widest gap: {kind}, {gap} points below {place}", kind=kind, gap=gap, place=region(widest, say)
    )
