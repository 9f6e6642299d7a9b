"""What one cell of a table holds: ids in a list, months, and how well a row is founded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

#: From the weakest ground a row can stand on to the firmest.
BASES = ("ILLUSTRATIVE", "DEFAULT", "INFERRED", "USER", "PUBLIC", "GUIDE")


def split_ids(cell: Any) -> list[str]:
    """Ids of a cell in their order, without blanks and without repeats.

    Examples
    --------
    >>> split_ids("A1; B2;A1")
    ['A1', 'B2']
    >>> split_ids(None)
    []
    """
    if cell is None or pd.isna(cell):
        return []
    parts = (part.strip() for part in str(cell).split(";"))
    return list(dict.fromkeys(part for part in parts if part))


def join_ids(ids: Iterable[str]) -> str | None:
    """One cell from several ids; None when there is none.

    Examples
    --------
    >>> join_ids(["A1", "B2", "A1"])
    'A1;B2'
    >>> join_ids([]) is None
    True
    """
    unique = dict.fromkeys(str(item) for item in ids)
    return ";".join(unique) or None


def weakest(*bases: Iterable[Any]) -> str:
    """Weakest basis among all rows a result rests on; USER when there is none.

    Parameters
    ----------
    *bases : iterables of str
        Columns ``basis`` of the tables used; blanks count as USER.

    Examples
    --------
    >>> weakest(["GUIDE", "USER"], ["ILLUSTRATIVE"])
    'ILLUSTRATIVE'
    >>> weakest([])
    'USER'
    """
    found = {str(b) if pd.notna(b) and b else "USER" for group in bases for b in group}
    return next((basis for basis in BASES if basis in found), "USER")
