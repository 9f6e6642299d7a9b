"""Would it have happened anyway? Firms before and after, in the cluster and outside (guide L3753-3758)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t

from clusterlib.cells import weakest
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.monitoring.impact_bounds import bootstrap
from clusterlib.monitoring.panel_power import detectable, shuffled
from clusterlib.periods import last_day
from clusterlib.signed_ranks import signed_ranks

Interval = tuple[float, float]
_GROUPS = ("cluster", "comparison")


@dataclass(frozen=True, slots=True)
class Change:
    """Firms of one group with a value before and after.

    Attributes
    ----------
    group : str
        ``cluster`` or ``comparison``.
    changes : array of float
        After less before, one per firm.
    before, after, mean : float or None
        Means; None without a firm.
    sd : float or None
        Standard deviation of the changes; None below three firms.
    interval : pair or None
        95 % bootstrap interval of the mean change; None below `smallest` firms.
    p : float or None
        Wilcoxon's signed ranks; None below `smallest` firms or when nothing changed.
    shown : bool
        Whether the group is large enough for its figures to be shown.
    detectable : float or None
        Least mean change found with the power wanted, in standard deviations of the changes.
    """

    group: str
    changes: np.ndarray
    before: float | None
    after: float | None
    mean: float | None
    sd: float | None
    interval: Interval | None
    p: float | None
    shown: bool
    detectable: float | None

    @property
    def n(self) -> int:
        """Firms with both values."""
        return len(self.changes)


@dataclass(frozen=True, slots=True)
class Difference:
    """Change of the cluster's firms less change of the others.

    Attributes
    ----------
    value : float
        Difference in differences.
    se : float or None
        Standard error, clustered by firm; None below three firms in a group.
    interval : pair or None
        95 % interval; None below `smallest` firms in a group.
    p : float or None
        Share of random deals of the groups that give a difference at least as far from zero.
    sd : float or None
        Standard deviation of the changes within the groups.
    detectable : float or None
        Least difference found with the power wanted, in standard deviations of the changes.
    shown : bool
        Whether both groups are large enough.
    """

    value: float
    se: float | None
    interval: Interval | None
    p: float | None
    sd: float | None
    detectable: float | None
    shown: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """Two periods of a panel of firms, compared.

    Attributes
    ----------
    before, after : str
        The two periods; empty when there are not two.
    between : tuple of str
        Other periods of the table; they are not used.
    cluster, comparison : Change
        The two groups.
    difference : Difference or None
        None when a group has no firm with both values.
    left_out : DataFrame
        respondent_id, group, missing (``before``, ``after`` or ``both``): every firm that is not compared.
    clusters : int
        Different clusters among the firms of the cluster group that are compared.
    power_wanted : float
        Share of studies that would find the detectable change.
    smallest : int
        No figure is shown that rests on fewer firms of a group.
    basis : str
        Weakest basis of the rows.
    """

    before: str
    after: str
    between: tuple[str, ...]
    cluster: Change
    comparison: Change
    difference: Difference | None
    left_out: pd.DataFrame
    clusters: int
    power_wanted: float
    smallest: int
    basis: str


def compare(
    panel: pd.DataFrame,
    *,
    before: str = "",
    after: str = "",
    power_wanted: float = 0.8,
    smallest: int = 5,
    draws: int = 10000,
    seed: int = 20260101,
) -> Panel:
    """Compare firms before and after, and those of the cluster with others (method T32).

    Parameters
    ----------
    panel : DataFrame
        Typed table: one row per firm and period, with its group.
    before, after : str
        The two periods; empty takes the first and the last.
    power_wanted : float
        Share of studies that should find the detectable change (DEFAULT).
    smallest : int
        Figures of fewer firms of a group are not shown, and nothing is inferred from them (DEFAULT).
    draws, seed : int
        Random samples and deals, and their start.

    Returns
    -------
    Panel

    Raises
    ------
    IntegrityError
        If a firm stands in both groups, or twice in a period.
    DomainError
        If a period is not in the table, or the first is not before the second.

    Examples
    --------
    >>> from clusterlib import tables
    >>> rows = [("a", 2024, "cluster", 100), ("a", 2026, "cluster", 130),
    ...         ("b", 2024, "comparison", 100), ("b", 2026, "comparison", 110)]
    >>> names = ["respondent_id", "period", "group", "value"]
    >>> made = [{**dict(zip(names, row)), "period": str(row[1])} for row in rows]
    >>> compare(tables.typed("panel", made), draws=100).difference.value
    20.0
    """
    _refuse(panel)
    order = sorted(set(panel["period"]), key=lambda text: (last_day(text), text))
    first, last = _chosen(order, before, after)
    wide, left_out = _pairs(panel, first, last)
    ours, others = (_change(name, wide, power_wanted, smallest, draws, seed) for name in _GROUPS)
    return Panel(
        before=first,
        after=last,
        between=tuple(period for period in order if last and period not in (first, last)),
        cluster=ours,
        comparison=others,
        difference=_difference(ours, others, power_wanted, draws, seed),
        left_out=left_out,
        clusters=_clusters(panel, wide),
        power_wanted=power_wanted,
        smallest=smallest,
        basis=weakest(panel["basis"]),
    )


def _clusters(panel: pd.DataFrame, wide: pd.DataFrame) -> int:
    """Different clusters among the firms of the cluster group that are compared; unnamed ones are one."""
    known = set(wide.loc[wide["group"] == "cluster", "respondent_id"])
    names = panel.loc[panel["respondent_id"].isin(known), "cluster"].dropna()
    return max(1, names.nunique()) if known else 0


def _refuse(panel: pd.DataFrame) -> None:
    sides = panel.groupby("respondent_id")["group"].nunique()
    both = sorted(sides.index[sides > 1])
    if both:
        raise IntegrityError(
            f"panel: {', '.join(both)} in both groups. A firm is in the cluster or for comparison, in all "
            "its periods: correct the column group."
        )
    twice = panel[panel.duplicated(["respondent_id", "period"])]
    if len(twice):
        named = ", ".join(sorted(set(twice["respondent_id"])))
        raise IntegrityError(f"panel: {named} twice in one period. Keep one row per firm and period.")


def _chosen(order: list[str], before: str, after: str) -> tuple[str, str]:
    for wanted in (before, after):
        if wanted and wanted not in order:
            raise DomainError(f"panel has no period {wanted}; it has {', '.join(order) or 'none'}.")
    if len(order) < 2:
        return (order[0] if order else "", "")
    first, last = before or order[0], after or order[-1]
    if order.index(first) >= order.index(last):
        raise DomainError(f"panel: {first} is not before {last}. Choose an earlier and a later period.")
    return first, last


def _pairs(panel: pd.DataFrame, first: str, last: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Firms with both values, and those that lack one, by id."""
    firms = panel.drop_duplicates("respondent_id").sort_values("respondent_id", kind="stable")
    values = {
        name: panel[panel["period"] == period].set_index("respondent_id")["value"].astype(float)
        for name, period in (("before", first), ("after", last))
    }
    wide = pd.DataFrame(
        {
            "respondent_id": firms["respondent_id"].to_numpy(),
            "group": firms["group"].to_numpy(),
            "before": firms["respondent_id"].map(values["before"]).to_numpy(dtype=float),
            "after": firms["respondent_id"].map(values["after"]).to_numpy(dtype=float),
        }
    )
    blank = wide[["before", "after"]].isna()
    words = np.select(
        [blank.all(axis=1), blank["before"], blank["after"]], ["both", "before", "after"], default=""
    )
    lacking = words != ""
    left_out = wide.loc[lacking, ["respondent_id", "group"]].assign(missing=words[lacking])
    return wide[~lacking].reset_index(drop=True), left_out.reset_index(drop=True)


def _change(
    name: str, wide: pd.DataFrame, power_wanted: float, smallest: int, draws: int, seed: int
) -> Change:
    rows = wide[wide["group"] == name]
    changes = (rows["after"] - rows["before"]).to_numpy(dtype=float)
    n = len(changes)
    enough = n >= max(smallest, 1)
    return Change(
        group=name,
        changes=changes,
        before=float(rows["before"].mean()) if n else None,
        after=float(rows["after"].mean()) if n else None,
        mean=float(changes.mean()) if n else None,
        sd=float(changes.std(ddof=1)) if n >= 3 else None,
        interval=bootstrap(changes, "mean", draws=draws, seed=seed) if enough else None,
        p=signed_ranks(changes) if enough else None,
        shown=enough,
        detectable=detectable(n, power_wanted=power_wanted),
    )


def _difference(a: Change, b: Change, power_wanted: float, draws: int, seed: int) -> Difference | None:
    if a.mean is None or b.mean is None:
        return None
    shown = a.shown and b.shown
    se = standard_error(a.changes, b.changes)
    inside = None
    if a.sd is not None and b.sd is not None:
        inside = math.sqrt(((a.n - 1) * a.sd**2 + (b.n - 1) * b.sd**2) / (a.n + b.n - 2))
    value = a.mean - b.mean
    reach = _reach(a, b, se) if shown else None
    return Difference(
        value=value,
        se=se,
        interval=None if reach is None else (value - reach, value + reach),
        p=shuffled(a.changes, b.changes, draws=draws, seed=seed) if shown else None,
        sd=inside,
        detectable=detectable(a.n, b.n, power_wanted=power_wanted),
        shown=shown,
    )


def standard_error(cluster: np.ndarray, comparison: np.ndarray) -> float | None:
    """Standard error of the difference in differences, clustered by firm.

    With two periods, the regression on effects of firm and period is that of each firm's change on its
    group. Its errors, clustered by firm with the correction for small groups (CR2; HC2 on changes), are
    the root of the sum of variance by size over both groups.

    Parameters
    ----------
    cluster, comparison : array of float
        Changes of the firms of each group.

    Returns
    -------
    float or None
        None below three firms in a group.

    Examples
    --------
    >>> round(standard_error(np.array([1.0, 2, 3]), np.array([0.0, 0, 3])), 4)
    1.1547
    """
    if min(len(cluster), len(comparison)) < 3:
        return None
    return math.sqrt(cluster.var(ddof=1) / len(cluster) + comparison.var(ddof=1) / len(comparison))


def _reach(a: Change, b: Change, se: float | None) -> float | None:
    """Half width of the 95 % interval, with Welch's degrees of freedom."""
    if se is None or a.sd is None or b.sd is None:
        return None
    if not se:
        return 0.0
    one, other = a.sd**2 / a.n, b.sd**2 / b.n
    df = (one + other) ** 2 / (one**2 / (a.n - 1) + other**2 / (b.n - 1))
    return float(t.ppf(0.975, df)) * se


def printed(result: object) -> str:
    """The figures as plain text, for a check; a dash when the tool could not run."""
    if not isinstance(result, Panel):
        return "–"
    rows: list[dict[str, Any]] = [
        {"what": c.group, "firms": c.n, "mean": c.mean, "sd": c.sd, "detectable_sd": c.detectable}
        for c in (result.cluster, result.comparison)
        if c.shown
    ]
    if result.difference is not None and result.difference.shown:
        d = result.difference
        rows.append(
            {
                "what": "difference",
                "firms": result.cluster.n + result.comparison.n,
                "mean": d.value,
                "sd": d.sd,
                "se": d.se,
                "detectable_sd": d.detectable,
            }
        )
    missing = ", ".join(f"{r.respondent_id} ({r.missing})" for r in result.left_out.itertuples()) or "none"
    if not rows:
        return f"too few firms; left out: {missing}"
    return pd.DataFrame(rows).round(4).to_string(index=False) + f"\nleft out: {missing}"
