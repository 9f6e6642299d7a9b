"""Rows that are left out: how many for which reason, and where the first of them stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clusterlib.faults import Fault, fault, visible
from clusterlib.firms.firm_cells import Counted, Left, judge_name, judge_year
from clusterlib.firms.firm_query import AMBIGUOUS, KEYS
from clusterlib.firms.firm_reading import Reading

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Reasons in the order in which they are told, with the column that is at fault.
REASONS: Mapping[str, str] = {
    "line": "",
    "repeat": "firm",
    "region": "region",
    "industry": "industry",
    "year": "year",
    "outside": "year",
    "total": "region",
    "odd": "region",
    "firm": "firm",
    "blank": "jobs",
    "negative": "jobs",
    "ambiguous": "jobs",
    "class": "jobs",
    "text": "jobs",
}
#: Reasons that nobody has to correct.
WANTED = frozenset({"outside"})
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Found:
    """Rows left out for one reason, and examples of them.

    Attributes
    ----------
    reason : str
        One of `REASONS`.
    rows : int
        How many.
    jobs : int or None
        Jobs they carry, in thousandths; None where their jobs are no number.
    examples : tuple of (file, row, cell)
        Where the first stand; row 0 where it cannot be told.
    """

    reason: str
    rows: int
    jobs: int | None
    examples: tuple[tuple[str, int, str], ...] = ()

    def fault(self, columns: Mapping[str, str]) -> Fault:
        """The fault a person sees; `columns` gives the names in the files."""
        file, row, cell = self.examples[0] if self.examples else ("", 0, "")
        role = REASONS[self.reason]
        also = "; ".join(f"{f}, {r}" if not c else f"{f}, {r}: {visible(c)}" for f, r, c in self.examples[1:])
        return fault(
            f"firm-{self.reason}",
            file=file,
            row=row or None,
            column=columns.get(role) or None,
            found=cell,
            n=self.rows,
            also=also,
        )


def judged(table: ir.Table, reading: Reading) -> ir.Table:
    """Rows whose jobs (or firm) are at fault, each with its reason.

    Parameters
    ----------
    table : ibis table
        From `firm_query.rows`.
    reading : Reading
        Whether a row needs its firm, and how jobs are written.
    """
    import ibis

    said = table["said"]
    cases = [((said.isnull() | (said.strip() == "")), "blank")]
    if reading.size_classes:
        cases.append((table["jobs"].isnull(), "class"))
    elif not reading.number_style:
        cases.append((table["jobs"].isnull() & said.strip().re_search(AMBIGUOUS), "ambiguous"))
    cases += [(table["jobs"].isnull(), "text"), (table["jobs"] < 0, "negative")]
    if reading.sites:
        cases.insert(0, (table["firm"].isnull(), "firm"))
    return table.mutate(reason=ibis.cases(*cases, else_="")).filter(lambda t: t["reason"] != "")


def in_place(table: ir.Table, wrong: Mapping[str, Sequence[Any]]) -> ir.Table:
    """Rows whose region, industry and year were not refused."""
    for key in KEYS:
        table = table.filter(table[key].notnull())
        known = [value for value in wrong[key] if value is not None]
        if known:
            table = table.filter(table[key].notin(known))
    return table


def misplaced(table: ir.Table, reason: str, counted: Counted) -> ir.Table | None:
    """Rows that were refused because of their region, industry or year; None if the reason is another."""
    import ibis

    keys: tuple[str, ...]
    judge: Callable[[Any], tuple[Any, str]]
    if reason == "year":
        keys, judge, code = ("year",), judge_year, "year"
    elif reason in ("region", "industry"):
        keys, judge, code = (reason,), judge_name, "blank"
    elif reason in ("total", "odd"):
        keys, judge, code = ("region", "industry"), judge_name, reason
    else:
        return None
    hits = []
    for key in keys:
        values = [value for value in counted.wrong[key] if judge(value)[1] == code]
        known = [value for value in values if value is not None]
        if known:
            hits.append(table[key].isin(known))
        if len(known) < len(values):
            hits.append(table[key].isnull())
    return table.filter(ibis.or_(*hits)) if hits else None


def told(reason: str, left: Left) -> Found:
    """A reason with its counts, before examples are looked for."""
    unknown = reason in ("line", "blank", "text", "ambiguous", "class", "negative")
    return Found(reason, left.rows, None if unknown else left.jobs)
