"""Where the rows of a table stand: whole numbers with room between them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select, update

from clusterlib.store.schema import case_rows as _rows

#: Room between two rows, so that others fit between them.
GAP = 1 << 32


class Places:
    """Finds places for new rows of one case, within a transaction.

    Parameters
    ----------
    connection : Connection
        In a transaction that holds the case.
    case : str
        Id of the case.
    known : dict
        Positions by (table, row), as far as they are known; those of new rows are added.
    """

    def __init__(self, connection: Connection, case: str, known: dict[tuple[str, str], int]) -> None:
        self._connection, self._case = connection, case
        self._last: dict[str, int] = {}
        self.known = known

    def take(self, table: str, row: str, after: str | None) -> None:
        """Give a new row a place below another row, or at the end where that one is not known."""
        above = None if after is None else self.known.get((table, after))
        place = self._end(table) if above is None else self._below(table, above)
        self.known[table, row] = place
        self._last[table] = max(place, self._end(table) - GAP)

    def _end(self, table: str) -> int:
        if table not in self._last:
            asked = select(func.max(_rows.c.position)).where(*self._of(table))
            self._last[table] = max(0, self._connection.execute(asked).scalar_one_or_none() or 0)
        return self._last[table] + GAP

    def _below(self, table: str, above: int) -> int:
        asked = select(func.min(_rows.c.position)).where(*self._of(table), _rows.c.position > above)
        stored = self._connection.execute(asked).scalar_one_or_none()
        beneath = [place for (name, _), place in self.known.items() if name == table and place > above]
        beneath += [] if stored is None else [stored]
        if not beneath:
            return self._end(table)
        if min(beneath) - above < 2:
            self._move_down(table, above)
            return above + GAP // 2
        return (above + min(beneath)) // 2

    def _move_down(self, table: str, above: int) -> None:
        """Make room below a row by moving all rows under it."""
        self._end(table)
        moved = update(_rows).where(*self._of(table), _rows.c.position > above)
        self._connection.execute(moved.values(position=_rows.c.position + GAP))
        for key, place in self.known.items():
            if key[0] == table and place > above:
                self.known[key] = place + GAP
        self._last[table] += GAP

    def _of(self, table: str) -> tuple[Any, ...]:
        return _rows.c.case_id == self._case, _rows.c.table_name == table
