"""The one question to the firm rows, for any engine that ibis knows: DuckDB here, Spark for more.

Nothing is computed here: tables go in, expressions come out, which an engine then runs. What names and years
are right is decided afterwards, on the few that there are; only the jobs are judged row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from clusterlib.faults import WrongUse
from clusterlib.inputs.number_style import STYLES

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from clusterlib.firms.firm_columns import Columns

KEYS = ("region", "industry", "year")
#: A point before exactly three digits, where no style is declared.
AMBIGUOUS = r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{3}$"
Classes = Mapping[str, tuple[int, int | None]]


def whole(tables: Sequence[ir.Table], columns: Columns) -> bool:
    """Whether all jobs are whole numbers by their type; otherwise they are held as whole thousandths."""
    kinds = {table[columns.jobs].type() for table in tables}
    return all(kind.is_integer() for kind in kinds)


def rows(
    tables: Sequence[ir.Table],
    columns: Columns,
    *,
    number_style: str = "",
    file: str | None = None,
    trim: bool = False,
    classes: Classes | None = None,
) -> ir.Table:
    """All rows in one shape: region, industry, year, jobs, said (the jobs cell), and firm and file if known.

    Parameters
    ----------
    tables : sequence of ibis tables
        One per shape of files; on any backend.
    columns : Columns
        Names of the columns.
    number_style : str
        How text columns write numbers, one of `clusterlib.inputs.number_style.STYLES`; undeclared if blank.
    file : str, optional
        Column that holds the path of a row's file.
    trim : bool
        Take blanks around names away here, where firms of two spellings of one name must be one; it is
        done afterwards otherwise.
    classes : mapping of str to (int, int or None), optional
        Size classes as they are written, with their least and most; `jobs` is then the least, and the columns
        `most` and `open` (1 where there is no most) are added.

    Returns
    -------
    ibis table
        `jobs` is int64 in jobs or, where `whole` is false, in thousandths; null where it is no number.
    """
    if number_style and number_style not in STYLES:
        raise WrongUse(f"The number style {number_style!r} is not known: choose {', '.join(STYLES)}.")
    units = 1 if whole(tables, columns) else 1000
    kinds = {table[columns.year].type() for table in tables}
    plain_year = all(kind.is_integer() for kind in kinds) and len(kinds) == 1
    same_jobs = len({table[columns.jobs].type() for table in tables}) == 1
    plain_firm = columns.firm is not None and len({table[columns.firm].type() for table in tables}) == 1
    shaped = []
    for table in tables:
        cells = {
            "region": _text(table[columns.region], trim),
            "industry": _text(table[columns.industry], trim),
            "year": _year(table[columns.year], plain_year),
            "jobs": _jobs(table[columns.jobs], units, number_style, same_jobs),
            "said": table[columns.jobs].cast("string"),
        }
        if classes is not None:
            cells |= _classed(cells["said"], classes)
        if columns.firm is not None:
            cells["firm"] = table[columns.firm] if plain_firm else table[columns.firm].cast("string")
        if file is not None:
            cells["file"] = table[file]
        shaped.append(table.select(**cells))
    import ibis

    return shaped[0] if len(shaped) == 1 else ibis.union(*shaped, distinct=False)


def _text(column: ir.Column, trim: bool) -> ir.Column:
    text = column if column.type().is_string() else column.cast("string")
    return text.strip() if trim else text


def _year(column: ir.Column, plain: bool) -> ir.Column:
    kind = column.type()
    if plain:
        return column
    if kind.is_date() or kind.is_timestamp():
        return column.year().cast("string")
    return column if kind.is_string() else column.cast("string")


def _jobs(column: ir.Column, units: int, style: str, same: bool) -> ir.Column:
    kind = column.type()
    if kind.is_integer():
        if units == 1 and same:
            return column
        return column.cast("int64") if units == 1 else column.cast("int64") * units
    if kind.is_numeric():
        return (column * units).round().try_cast("int64")
    return _written(column.cast("string").strip(), style, units)


def _written(text: ir.Column, style: str, units: int) -> ir.Column:
    """A number written as text, in thousandths; null if it is none in its style."""
    import ibis

    known = style or STYLES[0]
    decimal, group = known[-2], known[1] if len(known) == 7 else ""
    tail = rf"(\{decimal}[0-9]+)?$"
    pattern = rf"^[+-]?([0-9]+|[0-9]{{1,3}}(\{group}[0-9]{{3}})+){tail}" if group else rf"^[+-]?[0-9]+{tail}"
    good = text.re_search(pattern)
    if not style:
        good = good & ~text.re_search(AMBIGUOUS)
    plain = text.replace(group, "") if group else text
    number = plain.replace(decimal, ".") if decimal != "." else plain
    return ibis.ifelse(
        good, (number.try_cast("decimal(18, 3)") * units).try_cast("int64"), ibis.null("int64")
    )


def _classed(said: ir.Column, classes: Classes) -> dict[str, ir.Column]:
    """The least and the most of each row's class, and whether it is open."""
    import ibis

    none = ibis.null("int64")
    if not classes:
        return {"jobs": none, "most": none, "open": none}
    least = [(text, ibis.literal(low, "int64")) for text, (low, _) in classes.items()]
    most = [
        (text, ibis.literal(low if high is None else high, "int64")) for text, (low, high) in classes.items()
    ]
    open_ = [(text, ibis.literal(int(high is None), "int64")) for text, (_, high) in classes.items()]
    return {
        "jobs": said.cases(*least, else_=none),
        "most": said.cases(*most, else_=none),
        "open": said.cases(*open_, else_=none),
    }


def repeats(table: ir.Table) -> ir.Table:
    """Firms that stand in a year more than once: firm, year, and in how many rows."""
    known = table.filter(table["firm"].notnull(), table["year"].notnull())
    counted = known.group_by("firm", "year").agg(rows=known.count())
    return counted.filter(counted["rows"] > 1)


def without(table: ir.Table, repeated: ir.Table) -> ir.Table:
    """Rows of firms that stand once in their year."""
    return table.anti_join(repeated, ["firm", "year"])


def cells(table: ir.Table, *, sites: bool = False, squares: bool = False, classes: bool = False) -> ir.Table:
    """One row per region, industry and year, as they are spelled: the question itself.

    Parameters
    ----------
    table : ibis table
        From `rows`.
    sites : bool
        Rows are sites, of which a firm may have several; the column firm is needed.
    squares : bool
        Also the sum of the squared jobs of the rows, for the concentration of plants.
    classes : bool
        Jobs are size classes: also the sum of the most each row can have, and how many have no most.

    Returns
    -------
    ibis table
        region, industry, year; rows (all), good (rows whose jobs count), firms, jobs, largest; squares, most,
        open where asked for.
    """
    import ibis

    good = ibis.ifelse(table["jobs"] >= 0, table["jobs"], ibis.null(table["jobs"].type()))
    if sites:
        good = ibis.ifelse(table["firm"].notnull(), good, ibis.null(table["jobs"].type()))
    counted = table.mutate(good=good)
    sums = {
        "rows": counted.count(),
        "good": counted["good"].count(),
        "jobs": counted["good"].sum().cast("int64"),
    }
    if squares:
        exact = counted["good"].cast("decimal(18, 0)")
        sums["squares"] = (exact * exact).sum().cast("float64")
    if classes:
        sums |= {name: counted[name].sum().cast("int64") for name in ("most", "open")}
    if not sites:
        return counted.group_by(*KEYS).agg(**sums, largest=counted["good"].max())
    firms = counted.group_by(*KEYS, "firm").agg(**sums)
    again = {name: firms[name].sum().cast(firms[name].type()) for name in sums}
    held = (firms["good"] > 0).ifelse(1, 0).sum().cast("int64")
    return firms.group_by(*KEYS).agg(**again, largest=firms["jobs"].max(), firms=held)


def seconds(table: ir.Table, counted: ir.Table, *, sites: bool = False) -> ir.Table:
    """Jobs of the second largest firm per cell; 0 where one firm is alone.

    Parameters
    ----------
    table : ibis table
        From `rows`.
    counted : ibis table
        From `cells` of the same rows.
    sites : bool
        As for `cells`.
    """
    held = table.filter(table["jobs"] >= 0)
    if sites:
        held = held.filter(held["firm"].notnull())
        held = held.group_by(*KEYS, "firm").agg(jobs=held["jobs"].sum().cast("int64"))
    tops = counted.select(*KEYS, "largest")
    beside = held.join(tops, list(KEYS)).select(*KEYS, "jobs", "largest")
    least = (beside["jobs"] < beside["largest"]).ifelse(beside["jobs"], 0)
    ties = (beside["jobs"] == beside["largest"]).ifelse(1, 0)
    found = beside.group_by(*KEYS).agg(below=least.max(), top=beside["largest"].max(), ties=ties.sum())
    return found.select(*KEYS, second=(found["ties"] > 1).ifelse(found["top"], found["below"]))


def spread(table: ir.Table, over: Sequence[str], wrong: Mapping[str, Sequence[object]]) -> ir.Table:
    """Totals of firms with several sites: firms, jobs of the largest and of the second largest.

    Parameters
    ----------
    table : ibis table
        From `rows`.
    over : sequence of str
        Keys that are kept: ("region", "year"), ("industry", "year") or ("year",).
    wrong : mapping of str to sequence
        Names and years that were refused; their rows are left out.
    """
    held = table.filter(table["jobs"] >= 0, table["firm"].notnull(), *(table[key].notnull() for key in KEYS))
    for key, values in wrong.items():
        known = [value for value in values if value is not None]
        if known:
            held = held.filter(held[key].notin(known))
    firms = held.group_by(*over, "firm").agg(jobs=held["jobs"].sum().cast("int64"))
    tops = firms.group_by(*over).agg(firms=firms.count(), largest=firms["jobs"].max())
    beside = firms.join(tops, list(over)).select(*over, "jobs", "largest", "firms")
    least = (beside["jobs"] < beside["largest"]).ifelse(beside["jobs"], 0)
    ties = (beside["jobs"] == beside["largest"]).ifelse(1, 0)
    found = beside.group_by(*over).agg(
        firms=beside["firms"].max(), largest=beside["largest"].max(), below=least.max(), ties=ties.sum()
    )
    second = (found["ties"] > 1).ifelse(found["largest"], found["below"])
    return found.select(*over, "firms", "largest", second=second)
