"""From the answer of the engine to cells with clean names, and what a name or year left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from clusterlib.columns import fold
from clusterlib.faults import DomainError, visible
from clusterlib.firms.secret_rules import SCALE, Whole
from clusterlib.inputs.parsing import LONGEST
from clusterlib.tables import table

if TYPE_CHECKING:
    import pyarrow as pa

TOTAL = "total"
_YEAR = re.compile(r"\s*(\d{4})(\.0+)?\s*", re.ASCII)
_MOST_NAMES = 1_000_000


@dataclass(frozen=True, slots=True)
class Left:
    """Rows that are in no cell, for one reason."""

    rows: int
    jobs: int


@dataclass(frozen=True, slots=True)
class Counted:
    """All cells that have rows.

    Attributes
    ----------
    regions, industries : tuple of str
        Names in the order of their letters.
    years : tuple of int
        In order.
    place : tuple of arrays of int
        Region, industry and year of each cell, as places in these lists; cells are in this order.
    rows, firms : array of int64
        Rows (firms or sites) with usable jobs, and firms.
    jobs, largest, second : array of int64
        In thousandths of a job.
    squares : array of float64
        Sum of the squared jobs of the rows, in jobs squared; empty if not asked for.
    most, open : array of int64
        For size classes: the most the jobs can be, in thousandths, and rows without a most; empty otherwise.
    left : mapping of str to Left
        Rows left out because of their name or year, by reason.
    wrong : mapping of str to list
        Region, industry or year as spelled in the files → those that were refused, None for blank.
    twins : tuple of tuple of str
        Names that differ only in capitals or blanks: they stay apart.
    unusable : int
        Rows whose place is right but whose jobs are not.
    meant : mapping of str to mapping
        Region, industry or year as spelled in the files → its name in the table.
    """

    regions: tuple[str, ...]
    industries: tuple[str, ...]
    years: tuple[int, ...]
    place: tuple[Whole, Whole, Whole]
    rows: Whole
    firms: Whole
    jobs: Whole
    largest: Whole
    second: Whole
    squares: np.ndarray
    most: Whole
    open: Whole
    left: Mapping[str, Left]
    wrong: Mapping[str, list[Any]]
    twins: tuple[tuple[str, ...], ...]
    unusable: int
    meant: Mapping[str, Mapping[Any, Any]] = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class _Names:
    """The spellings of one key, what each means, and why some are refused."""

    spelled: dict[Any, int] = field(default_factory=dict)
    meant: list[Any] = field(default_factory=list)
    reason: list[str] = field(default_factory=list)

    def codes(self, column: pa.Array, judge: Any) -> np.ndarray:
        """Place of each cell's spelling; new spellings are judged once."""
        packed = column.dictionary_encode()
        own = []
        for value in packed.dictionary.to_pylist():
            known = self.spelled.get(value)
            own.append(self._code(value, judge) if known is None else known)
        places = packed.indices
        if places.null_count:
            places = places.fill_null(len(own))
            own.append(self._code(None, judge))
        return np.asarray(np.array(own or [0], np.int32)[places.to_numpy(zero_copy_only=False)])

    def _code(self, value: Any, judge: Any) -> int:
        found = self.spelled.get(value)
        if found is None:
            found = self.spelled[value] = len(self.meant)
            meant, reason = judge(value)
            self.meant.append(meant)
            self.reason.append(reason)
            if found > _MOST_NAMES:
                raise DomainError(
                    f"There are more than {_MOST_NAMES:,} names of regions or industries. "
                    "Name the right columns with --columns."
                )
        return found


def judge_name(value: Any) -> tuple[str, str]:
    """What a region or industry is called, and why it is refused (blank if it is not).

    Examples
    --------
    >>> judge_name(" Dakar "), judge_name("Total"), judge_name("  ")
    (('Dakar', ''), ('Total', 'total'), ('', 'blank'))
    """
    name = unicodedata.normalize("NFC", "" if value is None else str(value)).strip()
    if not name:
        return "", "blank"
    if fold(name) == TOTAL:
        return name, "total"
    odd = not name.isprintable() and any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name)
    return name, "odd" if odd or len(name) > LONGEST else ""


def judge_year(value: Any) -> tuple[int, str]:
    """A year as a number, and why it is refused.

    Examples
    --------
    >>> judge_year("2020"), judge_year(20200), judge_year("last year"), judge_year(None)
    ((2020, ''), (0, 'year'), (0, 'year'), (0, 'year'))
    """
    rule = table("employment").column("year")
    match = _YEAR.fullmatch("" if value is None else str(value))
    if match and (rule.low or 0) <= int(match[1]) <= (rule.high or 9999):
        return int(match[1]), ""
    return 0, "year"


_REASONS = (
    ("region", "blank", "region"),
    ("industry", "blank", "industry"),
    ("year", "year", "year"),
    ("year", "outside", "outside"),
    ("region", "total", "total"),
    ("industry", "total", "total"),
    ("region", "odd", "odd"),
    ("industry", "odd", "odd"),
)


def counted(
    batches: Iterable[pa.RecordBatch],
    *,
    units: int,
    spread: bool = False,
    years: tuple[int, int] | None = None,
) -> Counted:
    """Cells from the rows that `firm_query.cells` answers with.

    Parameters
    ----------
    batches : iterable of record batches
        region, industry, year, rows, good, jobs, largest; and firms, second, squares where asked for.
    units : {1, 1000}
        1 where jobs are whole numbers, 1000 where they are thousandths already.
    spread : bool
        Whether a firm may stand in several cells.
    years : (int, int), optional
        The first and the last year wanted.
    """

    def year(value: Any) -> tuple[int, str]:
        meant, reason = judge_year(value)
        outside = years is not None and not reason and not years[0] <= meant <= years[1]
        return meant, "outside" if outside else reason

    names = {"region": _Names(), "industry": _Names(), "year": _Names()}
    judges = {"region": judge_name, "industry": judge_name, "year": year}
    columns: dict[str, list[np.ndarray]] = {}
    for batch in batches:
        for name in batch.schema.names:
            if name in names:
                values = names[name].codes(batch.column(name), judges[name])
            else:
                kind = {"squares": np.float64, "rows": np.int32, "good": np.int32}.get(name, np.int64)
                column = batch.column(name)
                whole = column.fill_null(0) if column.null_count else column
                values = whole.to_numpy(zero_copy_only=False).astype(kind)
            columns.setdefault(name, []).append(values)
    raw = {name: np.concatenate(columns.pop(name)) for name in list(columns)}
    if not raw:
        raw = {name: np.zeros(0, np.int64) for name in (*names, "rows", "good", "jobs", "largest")}
    return _clean(raw, names, SCALE // units, spread)


def _clean(raw: dict[str, np.ndarray], names: dict[str, _Names], scale: int, spread: bool) -> Counted:
    bad = np.zeros(len(raw["rows"]), np.bool_)
    left: dict[str, Left] = {}
    for key, reason, called in _REASONS:
        if reason not in names[key].reason or not len(bad):
            continue
        hit = np.array([found == reason for found in names[key].reason])[raw[key]] & ~bad
        if hit.any():
            before = left.get(called, Left(0, 0))
            jobs = int(raw["jobs"][hit].sum()) * scale
            left[called] = Left(before.rows + int(raw["rows"][hit].sum()), before.jobs + jobs)
        bad |= hit
    unusable = int((raw["rows"] - raw["good"])[~bad].sum())
    kept = ~bad & (raw["good"] > 0)
    if not kept.all():
        raw = {name: raw.pop(name)[kept] for name in list(raw)}
    ordered, place = {}, []
    for key, found in names.items():
        spelled = raw.pop(key)
        used = np.flatnonzero(np.bincount(spelled, minlength=1))
        ordered[key] = tuple(sorted({found.meant[k] for k in used}))
        order = {name: k for k, name in enumerate(ordered[key])}
        lookup = np.array([order.get(meant, -1) for meant in found.meant] or [-1], np.int32)
        place.append(lookup[spelled])
    sums = _merged(place, raw, spread)
    wrong = {
        key: [value for value, code in found.spelled.items() if found.reason[code]]
        for key, found in names.items()
    }
    return Counted(
        regions=ordered["region"],
        industries=ordered["industry"],
        years=ordered["year"],
        place=(sums["region"], sums["industry"], sums["year"]),
        rows=sums["good"],
        firms=sums.get("firms", sums["good"]),
        jobs=sums["jobs"] * scale,
        largest=sums["largest"] * scale,
        second=sums["second"].astype(np.int64) * scale,
        squares=sums.get("squares", np.zeros(0)) * (scale / SCALE) ** 2,
        most=sums.get("most", np.zeros(0, np.int64)) * scale,
        open=sums.get("open", np.zeros(0, np.int64)),
        left=left,
        wrong=wrong,
        twins=(*_twins(ordered["region"]), *_twins(ordered["industry"])),
        unusable=unusable,
        meant={
            key: {value: found.meant[code] for value, code in found.spelled.items() if not found.reason[code]}
            for key, found in names.items()
        },
    )


def _merged(place: list[np.ndarray], values: dict[str, np.ndarray], spread: bool) -> dict[str, np.ndarray]:
    """Cells in order; those whose names differed only in outer blanks become one. Empties `values`."""
    key = np.zeros(len(values["largest"]), np.int64)
    for axis in place:
        key *= int(axis.max(initial=0)) + 1
        key += axis
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = key[1:] != key[:-1]
    again = not first.all()
    if again:
        order = order[np.lexsort((-values["largest"][order], key))]
    starts = np.flatnonzero(first)
    sums: dict[str, np.ndarray] = dict(
        zip(("region", "industry", "year"), (axis[order][first] for axis in place), strict=True)
    )
    values.setdefault("second", np.zeros(len(order), np.int64 if again else np.int8))
    beside = values["largest"][order] if again else np.zeros(0, np.int64)
    beside[starts if again else []] = 0  # what is left are the largest firms of further spellings
    for name in list(values):
        column = values.pop(name)[order]
        many = name in ("largest", "second") or (spread and name == "firms")
        if again:
            column = (np.maximum if many else np.add).reduceat(column, starts)
        sums[name] = column.astype(np.int64) if column.dtype == np.int32 else column
    if again:
        np.maximum(sums["second"], np.maximum.reduceat(beside, starts), out=sums["second"])
    return sums


def _twins(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Names that differ only in capitals or doubled blanks."""
    same: dict[str, list[str]] = {}
    for name in names:
        same.setdefault(fold(name), []).append(name)
    return [tuple(map(visible, found)) for found in same.values() if len(found) > 1]
