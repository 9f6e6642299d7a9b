"""One industry in all regions: what a map shows, and the classes it is shown in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from clusterlib.faults import DomainError
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.specialisation_cells import Floats
from clusterlib.readings import Speaker
from clusterlib.twins import texts

#: Where one class of location quotients ends and the next begins: half, four fifths, five quarters, double.
LIMITS = (0.5, 0.8, 1.25, 2.0)
#: Far below, below, about, above, far above the average; apart for colour-blind readers and in grey.
COLOURS = ("#8C510A", "#DFC27D", "#F4F4F1", "#8DBBE0", "#1F5A99")
_WHITE_LETTERS = (0, 4)
#: Secret cells are hatched, whatever their colour.
HATCH = "////"
#: Ground of a cell for which the table has no row at all.
NO_ROW = "#D5D9DE"


@dataclass(frozen=True, slots=True)
class RegionValues:
    """Location quotients of one industry in all regions, in one year.

    Attributes
    ----------
    frame : DataFrame
        One row per region, in the order of the table: region, lq, lq_low, lq_high, verdict, status
        (value, nil, suppressed, missing, or blank where the table has no row), employment, own, and
        ``region_fr`` where the table has it.
    industry : str or None
        The industry; None when the table has none.
    label : DataFrame
        One row with the industry and its twins, for the reader's language.
    why : str
        Why this one: ``asked``, ``sector`` or ``first``.
    year : int or None
        The latest year of the own region, else of the table.
    region : str or None
        The case's own region.
    limits : tuple of float
        Ends of the classes.
    """

    frame: pd.DataFrame
    industry: str | None
    label: pd.DataFrame
    why: str
    year: int | None
    region: str | None
    limits: tuple[float, ...]


def across_regions(
    jobs: Specialisation,
    *,
    industry: str = "",
    sector: str | None = None,
    limits: Sequence[float] = LIMITS,
) -> RegionValues:
    """One industry in all regions, in the latest year.

    Parameters
    ----------
    jobs : Specialisation
        From `specialise`.
    industry : str
        As the statistics office spells it; blank: the case's sector if the table has it, else the industry
        in which the own region stands out most.
    sector : str, optional
        What the case calls its sector.
    limits : sequence of float
        Where one class of quotients ends and the next begins; four, rising.

    Raises
    ------
    DomainError
        If the industry asked for is not in the table, or the limits are not four rising numbers above 0.
    """
    ends = tuple(float(limit) for limit in limits)
    if len(ends) != len(LIMITS) or ends[0] <= 0 or any(a >= b for a, b in pairwise(ends)):
        raise DomainError(f"limits {ends}: four rising numbers above 0 are needed, as in {LIMITS}.")
    name, why = _chosen(jobs, industry, sector)
    years = jobs.narrowed.cells.years
    year = jobs.year if jobs.year is not None else (int(years[-1]) if len(years) else None)
    rows = jobs.frame[(jobs.frame["industry"] == name) & (jobs.frame["year"] == year)]
    regions = pd.DataFrame({"region": pd.Series(list(jobs.narrowed.cells.regions), dtype="str")})
    if "region_fr" in jobs.frame:
        regions = regions.merge(jobs.frame[["region", "region_fr"]].drop_duplicates("region"), how="left")
    keep = ["region", "lq", "lq_low", "lq_high", "verdict", "status", "employment"]
    frame = regions.merge(rows[keep], on="region", how="left")
    frame["own"] = frame["region"] == jobs.region
    twins = [column for column in ("industry", "industry_fr") if column in jobs.frame]
    label = jobs.frame.loc[jobs.frame["industry"] == name, twins].head(1).reset_index(drop=True)
    return RegionValues(frame, name, label, why, year, jobs.region, ends)


def _chosen(jobs: Specialisation, asked: str, sector: str | None) -> tuple[str | None, str]:
    names = {name.strip().casefold(): name for name in jobs.narrowed.cells.industries}
    if asked.strip():
        if asked.strip().casefold() not in names:
            raise DomainError(
                f"industry {asked!r} is not in the table employment. It knows: {', '.join(names.values())}."
            )
        return names[asked.strip().casefold()], "asked"
    order = in_order(jobs, sector)
    own = (sector or "").strip().casefold()
    return next(iter(order), None), "sector" if own in names else "first"


def in_order(jobs: Specialisation, sector: str | None) -> list[str]:
    """Industries as they are worth a look: the sector, then those of the own region, then all others."""
    names = {name.strip().casefold(): name for name in jobs.narrowed.cells.industries}
    first = names.get((sector or "").strip().casefold())
    return list(dict.fromkeys([*([first] if first else []), *jobs.own["industry"], *names.values()]))


def industry_name(values: RegionValues, say: Speaker) -> str:
    """The industry in the reader's language."""
    return texts(values.label, "industry", say=say)[0] if len(values.label) else ""


def classed(values: Floats, limits: Sequence[float]) -> npt.NDArray[np.int64]:
    """Class of each quotient, 0 the lowest; −1 where there is none.

    Examples
    --------
    >>> classed(np.array([0.1, 0.5, 1.0, 1.25, 9.0, np.nan]), LIMITS).tolist()
    [0, 1, 2, 3, 4, -1]
    """
    found = np.searchsorted(np.asarray(limits), values, side="right")
    return np.where(np.isnan(values), -1, found)


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell is drawn.

    Attributes
    ----------
    face, letters : str
        Colours of the ground and of what is written on it.
    hatch : str
        Not empty where secret cells leave the class open or hide the jobs.
    """

    face: str
    letters: str
    hatch: str


def cell_looks(frame: pd.DataFrame, limits: Sequence[float]) -> list[CellLook]:
    """The look of each row: the colour of its class; hatched where the number is not sure; nil white; no
    row grey.

    Parameters
    ----------
    frame : DataFrame
        Columns lq, lq_low, lq_high, status.
    limits : sequence of float
        Ends of the classes.
    """
    low, high, point = (
        classed(frame[name].to_numpy(np.float64), limits) for name in ("lq_low", "lq_high", "lq")
    )
    looks = []
    for a, b, seen, status in zip(low, high, point, frame["status"], strict=True):
        if not isinstance(status, str):
            looks.append(CellLook(NO_ROW, "#1F2933", ""))
        elif status == "nil":
            looks.append(CellLook("white", "#1F2933", ""))
        else:
            hidden = status in ("suppressed", "missing")
            kind = a if a == b else seen
            hatch = HATCH if hidden or a != b else ""
            face = COLOURS[kind] if kind >= 0 else "white"
            looks.append(CellLook(face, _letters(int(kind), hatch), hatch))
    return looks


def _letters(kind: int, hatch: str) -> str:
    return "white" if kind in _WHITE_LETTERS and not hatch else "#1F2933"


def leading(frame: pd.DataFrame) -> int | None:
    """Place of the row whose quotient is for certain above all others; None when there is none.

    Examples
    --------
    >>> frame = pd.DataFrame({"lq_low": [2.0, 0.5], "lq_high": [2.0, 1.9]})
    >>> leading(frame), leading(frame.assign(lq_high=[2.0, 2.0]))
    (0, None)
    """
    low = frame["lq_low"].to_numpy(np.float64)
    high = np.where(frame["lq_high"].isna() & frame["lq_low"].notna(), np.inf, frame["lq_high"])
    if np.isnan(low).all():
        return None
    first = int(np.nanargmax(low))
    rest = np.delete(high, first)
    rest = rest[~np.isnan(rest)]
    return first if low[first] > 0 and (rest < low[first] * (1 - 1e-9)).all() else None


def value_text(row: Any, say: Speaker) -> str:
    """The quotient of a row as short as it can be: 1.3, 0.4–2.1, 0, or ? where nothing is known."""
    low, high = row["lq_low"], row["lq_high"]
    if row["status"] == "nil":
        return "0"
    if not isinstance(row["status"], str):
        return ""
    if pd.isna(low):
        return "?"
    first = say.number(low, 1)
    if pd.isna(high):
        return say("≥ {low}", low=first)
    last = say.number(high, 1)
    return first if first == last else f"{first}–{last}"


def handles(limits: Sequence[float], frame: pd.DataFrame, say: Speaker) -> list[Patch]:
    """Legend entries of the classes, and of what a table does not give."""
    edge = {"edgecolor": "#8A939E", "linewidth": 0.6}
    ends = [say.number(limit, 2).rstrip("0").rstrip(".,") for limit in limits]
    labels = [say("below {high}", high=ends[0])]
    labels += [say("{low} to {high}", low=a, high=b) for a, b in pairwise(ends)]
    labels.append(say("{low} and more", low=ends[-1]))
    found = [Patch(facecolor=COLOURS[k], label=label, **edge) for k, label in enumerate(labels)]  # type: ignore[arg-type]
    if any(look.hatch for look in cell_looks(frame, limits)):
        found.append(Patch(facecolor="white", hatch=HATCH, label=say("not published or not sure"), **edge))  # type: ignore[arg-type]
    if (frame["status"] == "nil").any():
        found.append(Patch(facecolor="white", label=say("0: nobody works there"), **edge))  # type: ignore[arg-type]
    if frame["status"].isna().any():
        found.append(Patch(facecolor=NO_ROW, label=say("no row in the table"), **edge))  # type: ignore[arg-type]
    return found


def legend(ax: Axes, values: RegionValues, note: str, say: Speaker) -> None:
    """The classes under the figure, headed by what is shown."""
    figure = ax.get_figure(root=True)
    figure.legend(  # type: ignore[union-attr]
        handles=handles(values.limits, values.frame, say),
        loc="outside lower left",
        ncols=4,
        fontsize=9,
        title=note,
        alignment="left",
        title_fontsize=9,
    )
