"""How sure a location quotient is: a picture, a short table and sentences."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from clusterlib import chart_parts, figures
from clusterlib.mapping.range_dots import Dots, draw
from clusterlib.mapping.standardised import LEAST, WANTED
from clusterlib.mapping.standing import Standing
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

_ROWS = 10


def _stand_out(result: Standing) -> pd.DataFrame:
    """Industries of the own region whose jobs stand out for certain."""
    own = result.own
    return own[own["lq_low"] >= result.threshold * (1 - 1e-9)]


def _split(result: Standing) -> dict[str, pd.DataFrame]:
    """Those that stand out by jobs, sorted by what the firms say."""
    rows = _stand_out(result)
    said = rows[rows["why"] == "said"]
    return {
        "also": said[said["firm_lq_low"] >= result.threshold],
        "not": said[said["firm_lq_high"] < result.threshold],
        "open": said[(said["firm_lq_low"] < result.threshold) & (said["firm_lq_high"] >= result.threshold)],
    }


def headline(result: Standing, *, say: Speaker) -> str:
    """The finding in one line, as the title of a figure."""
    if result.own.empty:
        return say("The case's region is not in the table")
    if not (result.own["why"] == "said").any():
        return say("How many firms stand behind the jobs is not known")
    rows, parts = _stand_out(result), _split(result)
    if rows.empty:
        return say("No industry stands out by jobs; firms beside them")
    if len(parts["also"]) == len(rows) > 1:
        return say(
            "All {n} industries that stand out by jobs do so by firms as well", n=say.number(len(rows))
        )
    return say.plural(
        len(parts["also"]),
        "One of the {all} industries that stand out by jobs does so for certain by firms",
        "{n} of the {all} industries that stand out by jobs do so for certain by firms",
        all=say.number(len(rows)),
    )


@figures.drawn
def plot_standing(
    result: Standing, *, rows: int = 10, say: Speaker = Speaker(), ax: Axes | None = None
) -> Axes:
    """Quotients by jobs and by firms, with their ranges, for the first industries of the region.

    Parameters
    ----------
    result : Standing
        From `stand`.
    rows : int
        At most so many industries.
    say : Speaker
        Language of the words.
    ax : Axes, optional
        Where to draw.
    """
    own = result.own
    own = own[own["lq_low"].notna()].head(rows)
    if own.empty or not (own["why"] == "said").any():
        return chart_parts.empty(figures.axes(ax, width=8.0, height=1.0), headline(result, say=say))
    ax = figures.axes(ax, width=8.5, height=1.9 + 0.5 * max(len(own), 2))
    by_jobs = say("by jobs (line: what secret cells leave open)")
    by_firms = say("by firms (line: {level} confidence)", level=say.percent(result.firms.level))
    columns = [own[name].to_numpy(float) for name in ("lq_low", "lq_high", "lq")]
    firms = [own[name].to_numpy(float) for name in ("firm_lq_low", "firm_lq_high", "firm_lq")]
    draw(
        ax,
        texts(own, "industry", say=say),
        [
            Dots(columns[0], columns[1], ["main"] * len(own), {"main": by_jobs}, -0.16, columns[2]),
            Dots(firms[0], firms[1], ["warn"] * len(own), {"warn": by_firms}, 0.16, firms[2]),
        ],
    )
    ax.axvline(result.threshold, color=figures.COLOURS["bad"], linewidth=1.2, linestyle="--", zorder=1)
    ax.set_xlim(left=0)
    ax.set_xlabel(
        say(
            "Times the average share (dashed: threshold {value})",
            value=say.number(result.threshold, 2),
        )
    )
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: say.number(value, 1)))
    chart_parts.title(ax, headline(result, say=say))
    chart_parts.legend_below(ax, columns=2)
    return ax


def read_standing(result: Standing, *, say: Speaker = Speaker()) -> str:
    """Whether the firms say the same as the jobs, and whether the region is an outlier.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.mapping.standing import stand
    >>> from clusterlib.tables import typed
    >>> table = typed("employment", [])
    >>> read_standing(stand(specialise(table), table))
    'The table has no row of the case’s region, so nothing can be said of its quotients.'
    """
    if result.own.empty:
        return say("The table has no row of the case’s region, so nothing can be said of its quotients.")
    first = " ".join(part for part in (_firms(result, say), _missing(result, say)) if part)
    second = _outliers(result, say)
    return "\n\n".join(part for part in (first, second) if part)


def _names(rows: pd.DataFrame, say: Speaker, limit: int = 4) -> str:
    return say.names([short(name) for name in texts(rows, "industry", say=say)], limit=limit)


def _firms(result: Standing, say: Speaker) -> str:
    if not (result.own["why"] == "said").any():
        return say(
            "No confidence interval can be given: the table does not say how many firms stand behind the "
            "jobs. Jobs cannot be counted in their place, because they do not choose a region one by one; "
            "with them nearly everything would look certain. "
            "Fill the column of establishments, totals as well."
        )
    rows, parts = _stand_out(result), _split(result)
    if rows.empty:
        return say("No industry stands out by its jobs, so there is nothing for the firms to confirm.")
    line = say.number(result.threshold, 2)
    told = []
    if len(parts["also"]):
        told.append(
            say.plural(
                len(parts["also"]),
                "Counted in firms {names} stands out as well: the whole interval lies above {line}.",
                "Counted in firms {names} stand out as well: their whole intervals lie above {line}.",
                names=_names(parts["also"], say),
                line=line,
            )
        )
    if len(parts["open"]):
        told.append(
            say.plural(
                len(parts["open"]),
                "For {names} the interval by firms holds {line}: so few firms could be there by luck.",
                "For {names} the intervals by firms hold {line}: so few firms could be there by luck.",
                names=_names(parts["open"], say),
                line=line,
            )
        )
    if len(parts["not"]):
        told.append(
            say.plural(
                len(parts["not"]),
                "{names} stands out by jobs and not by firms: a few large ones carry it.",
                "{names} stand out by jobs and not by firms: a few large ones carry them.",
                names=_names(parts["not"], say),
            )
        )
    return " ".join(told)


def _missing(result: Standing, say: Speaker) -> str:
    rows = _stand_out(result)
    rows = rows[rows["why"].isin(["firms", "totals"])]
    if rows.empty or not (result.own["why"] == "said").any():
        return ""
    return say.plural(
        len(rows),
        "For {names} the firms, or their totals, are not in the table.",
        "For {names} the firms, or their totals, are not in the table.",
        names=_names(rows, say),
    )


def _outliers(result: Standing, say: Speaker) -> str:
    regions, line = result.regions, say.number(result.standard.line, 2)
    if regions < LEAST:
        return say.plural(
            regions,
            "Whether {region} stands apart from other regions cannot be said: the table knows one region, at "
            "least {least} are needed.",
            "Whether {region} stands apart from other regions cannot be said: {n} regions are too few, at "
            "least {least} are needed.",
            region=result.region,
            least=say.number(LEAST),
        )
    own = result.own
    apart, may = own[own["outlier"] == "certain"], own[own["outlier"] == "possible"]
    told = []
    if len(apart):
        told.append(
            say.plural(
                len(apart),
                "In {names} {region} stands apart from all other regions (more than {line} standard "
                "deviations above their mean, on a scale of ratios).",
                "In {n} industries ({names}) {region} stands apart from all other regions (more than "
                "{line} standard deviations above their mean, on a scale of ratios).",
                names=_names(apart, say),
                region=result.region,
                line=line,
            )
        )
    else:
        told.append(
            say(
                "In no industry does {region} for certain stand apart from all other regions: a high "
                "quotient is one thing, to be alone with it another.",
                region=result.region,
            )
        )
    if len(may):
        told.append(
            say.plural(
                len(may),
                "In {names} it may: quotients that are not published decide.",
                "In {n} industries ({names}) it may: quotients that are not published decide.",
                names=_names(may, say),
            )
        )
    if regions < WANTED:
        told.append(
            say(
                "With {n} regions this is a hint, no more: {wanted} are wanted.",
                n=say.number(regions),
                wanted=say.number(WANTED),
            )
        )
    return " ".join(told)


def table_standing(result: Standing, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Ten industries with their quotients by jobs and by firms, cells as text."""
    rows = result.own.head(_ROWS)
    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            say("Industry"): texts(rows, "industry", say=say),
            say("By jobs"): [span(row["lq_low"], row["lq_high"], 2, say) for row in records],
            say("By firms"): [_firm(row, say) for row in records],
            say("Standard deviations above the regions' mean"): [
                span(row["slq_low"], row["slq_high"], 1, say, open_low=True) for row in records
            ],
            say("Stands apart"): [_word(row["outlier"], say) for row in records],
        }
    )


def span(low: Any, high: Any, digits: int, say: Speaker, *, open_low: bool = False) -> str:
    """A number, its range, or where it begins; a dash where nothing is known."""
    if pd.isna(low) and pd.isna(high):
        return "–"
    if pd.isna(high):
        return say("{low} or more", low=say.number(low, digits))
    if pd.isna(low):
        return say("{high} or less", high=say.number(high, digits)) if open_low else "–"
    first, last = say.number(low, digits), say.number(high, digits)
    return first if first == last else say("{low} to {high}", low=first, high=last)


def _word(word: Any, say: Speaker) -> str:
    return say.word(word) if isinstance(word, str) else say("cannot be said")


def _firm(row: dict[Hashable, Any], say: Speaker) -> str:
    if row["why"] == "said":
        return say(
            "{value} ({low} to {high})",
            value=say.number(row["firm_lq"], 2),
            low=say.number(row["firm_lq_low"], 2),
            high=say.number(row["firm_lq_high"], 2),
        )
    words = {
        "firms": say("firms not given"),
        "none": say("no firm"),
        "totals": say("totals not given"),
    }
    return words[str(row["why"])]


def listing(result: object) -> str:
    """Quotients by firms as plain text: what a test compares; a sentence for a tool left out."""
    if not isinstance(result, Standing) or result.own.empty:
        return "no intervals"
    rows = result.own.head(5)[["industry", "firm_lq", "firm_lq_low", "firm_lq_high", "slq", "outlier"]]
    return rows.round(3).to_string(index=False)
