"""Methods of innovation: what firms of each size need, and what is offered (guide L4254-4295)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clusterlib.cells import split_ids, weakest

#: Sizes of firms and levels of innovation management (guide L4282-4295), in their order.
SIZES = ("micro", "small", "medium", "large")
LEVELS = ("strategy", "internal", "operative", "external", "transfer")
#: Firms for which standard methods are often too heavy (guide L4265).
SMALL = ("micro", "small")


@dataclass(frozen=True, slots=True)
class Innovation:
    """Need and offer by size of firm and level.

    Attributes
    ----------
    cells : DataFrame
        One row per cell of the grid of `LEVELS` and `SIZES` (20): level, size, methods, rated (methods with
        a need), need (their sum), coverage (share of the need that is offered; NaN without a need), high
        (methods of high need) and uncovered (of them not offered).
    methods : DataFrame
        The rows of the table with high (need of at least `high_from`), heavy (too heavy for the firm alone)
        and who: ``service`` (the cluster does it for them), ``firm`` (the firm, with a standard method),
        ``own`` (large firms have their own structures).
    high_from : float
        From this need on a method is much needed.
    basis : str
    """

    cells: pd.DataFrame
    methods: pd.DataFrame
    high_from: float
    basis: str

    @property
    def coverage(self) -> float | None:
        """Share of all need that is offered; None without a need."""
        rows = self.methods.dropna(subset=["need"])
        total = float(rows["need"].sum())
        return float(rows.loc[rows["offered"] == "yes", "need"].sum()) / total if total else None


def grid(
    innovation_methods: pd.DataFrame,
    *,
    high_from: float = 4.0,
    heavy_levels: str = "strategy;internal",
    heavy: str = "",
) -> Innovation:
    """Set need against offer for each size and level, and say who should do it (method T49).

    Standard methods are often too complex for small firms (guide L4265), and they lack people for strategy
    (L4266); large firms have their own structures (L4260). So a heavy method reaches micro and small firms
    as a service of the cluster, or not at all.

    Parameters
    ----------
    innovation_methods : DataFrame
        Typed table: one row per method and size, with level, need 1 to 5 and whether it is offered.
    high_from : float
        From this need on a method is much needed (DEFAULT).
    heavy_levels : str
        Levels whose methods count as too heavy for small firms, separated by semicolons (DEFAULT).
    heavy : str
        Further methods that are too heavy, by name, separated by semicolons.

    Returns
    -------
    Innovation

    Examples
    --------
    >>> from clusterlib import tables
    >>> rows = [("Training", 4, "yes"), ("Laboratory", 5, "no"), ("Working group", 1, "yes")]
    >>> t = tables.typed("innovation_methods", [{"method": m, "size": "small", "level": "internal",
    ...                  "need": n, "offered": o} for m, n, o in rows])
    >>> found = grid(t)
    >>> found.coverage, found.methods.loc[1, "who"]
    (0.5, 'service')
    """
    levels, named = set(split_ids(heavy_levels)), {name.casefold() for name in split_ids(heavy)}
    rows = innovation_methods.reset_index(drop=True)
    too_heavy = rows["level"].isin(levels) | rows["method"].str.casefold().isin(named)
    small = rows["size"].isin(SMALL)
    who = pd.Series("firm", index=rows.index).mask(small & too_heavy, "service")
    rows = rows.assign(
        high=(rows["need"] >= high_from).fillna(False).astype(bool),
        heavy=(small & too_heavy).astype(bool),
        who=who.mask(rows["size"] == "large", "own"),
    )
    cells = [
        {"level": level, "size": size} | _cell(rows[(rows["level"] == level) & (rows["size"] == size)])
        for level in LEVELS
        for size in SIZES
    ]
    return Innovation(pd.DataFrame(cells), rows, high_from, weakest(rows["basis"]))


def _cell(mine: pd.DataFrame) -> dict[str, object]:
    rated, offered = mine.dropna(subset=["need"]), mine["offered"] == "yes"
    need = float(rated["need"].sum())
    covered = float(mine.loc[offered, "need"].sum())
    return {
        "methods": len(mine),
        "rated": len(rated),
        "need": need,
        "coverage": covered / need if need else float("nan"),
        "high": int(mine["high"].sum()),
        "uncovered": int((mine["high"] & ~offered).sum()),
    }


def printed(result: object) -> str:
    """Cells that hold a method as plain text, for a check; a dash when the tool could not run."""
    if not isinstance(result, Innovation):
        return "–"
    full = result.cells[result.cells["methods"] > 0]
    if full.empty:
        return "no method"
    return full.round(4).to_string(index=False)
