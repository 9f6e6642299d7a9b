"""How files of firm rows are to be read: all choices of one aggregation in one place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from clusterlib.faults import WrongUse, visible
from clusterlib.firms.firm_columns import Columns


@dataclass(frozen=True, slots=True)
class Reading:
    """How files of firm rows are to be read.

    Attributes
    ----------
    columns : Columns
        Names of the columns.
    sites : bool
        Rows are sites, and a firm may have several; otherwise a firm that stands in a year more than once is
        a fault.
    size_classes : bool
        The jobs column holds size classes ("10-19"), so that cells have a least and a most.
    number_style, encoding : str
        How text is written.
    years : (int, int), optional
        The first and the last year wanted.
    squares : bool
        Also the sum of squares, for the concentration of plants.
    """

    columns: Columns = field(default_factory=Columns)
    sites: bool = False
    size_classes: bool = False
    number_style: str = ""
    encoding: str = "utf-8"
    years: tuple[int, int] | None = None
    squares: bool = False


def read_years(text: str) -> tuple[int, int] | None:
    """The first and the last year wanted; None for all.

    Raises
    ------
    WrongUse
        If the text names no years.

    Examples
    --------
    >>> read_years("2015-2020"), read_years("2020"), read_years("")
    ((2015, 2020), (2020, 2020), None)
    """
    if not text.strip():
        return None
    match = re.fullmatch(r"\s*(\d{4})(?:\s*-\s*(\d{4}))?\s*", text, re.ASCII)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if first > last:
        raise WrongUse(f"{visible(text)!r} names no years. Write 2020 or 2015-2020.")
    return first, last
