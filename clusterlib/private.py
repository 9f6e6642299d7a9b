"""Rows that never leave the case: what a firm keeps to itself is in no hand-over, report, export or log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

#: Tables that hold private answers. A row may be shown when its cell `may_share` says yes and it is not
#: an answer to the question what the firm keeps to itself.
TABLES = frozenset({"alliance_talks"})
#: Tables of which a report counts the rows and prints none: each says what one member gains.
COUNTED = frozenset({"impact_answers"})
#: What stands in a fault in place of a cell of such a table.
HIDDEN = "…"
#: Gaps of a fault's sentences that come from the dictionary or count rows, never from a cell.
_SAFE = frozenset({"words", "key", "first", "n", "meaning", "targets", "limit", "low", "high", "columns"})


def public(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table that may be seen outside the case; all rows of an ordinary table.

    Parameters
    ----------
    name : str
        Table of the dictionary.
    frame : DataFrame
        Its typed rows.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("offer", "yes", "a"), ("keep", "yes", "b"), ("gain", "no", "c")]
    >>> frame = pd.DataFrame(rows, columns=["question_kind", "may_share", "text"])
    >>> public("alliance_talks", frame)["text"].tolist()
    ['a']
    """
    if name not in TABLES:
        return frame
    agreed = frame["may_share"].isin(["yes", True]) & (frame["question_kind"] != "keep")
    return frame[agreed.fillna(False).astype(bool)].reset_index(drop=True)


def masked(
    table: str, column: str | None, found: Any, values: dict[str, Any]
) -> tuple[Any, Any, dict[str, Any]]:
    """Column, cell and gaps of a fault, without anything a person wrote into a private table.

    Parameters
    ----------
    table : str
        Where the fault stands.
    column : str or None
        Its column; a heading that the dictionary does not know may be an answer, too.
    found : object
        What stands there.
    values : dict
        Gaps of the sentences.

    Examples
    --------
    >>> masked("alliance_talks", "may_share", "a secret", {"words": "yes | no", "nearest": "a secret"})
    ('may_share', '…', {'words': 'yes | no', 'nearest': '…'})
    >>> masked("votes", "score", "4", {})
    ('score', '4', {})
    """
    if table not in TABLES:
        return column, found, values
    from clusterlib import tables

    known = column if column is None or column in tables.table(table).column_names else HIDDEN
    kept = {key: value if key in _SAFE else HIDDEN for key, value in values.items()}
    return known, HIDDEN if str(found) else found, kept
