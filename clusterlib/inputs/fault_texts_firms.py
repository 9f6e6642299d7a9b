"""Sentences of faults in files of firm rows, which are counted and told with examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterlib.inputs.fault_texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clusterlib.readings import Speaker


def _so(say: Speaker, v: Mapping[str, str]) -> str:
    """How many rows are so, and where a few of them stand."""
    count = say.plural(int(v["n"]), "One row is so.", "{n} rows are so.")
    return f"{count} {say('Others are: {also}.', **v)}" if v.get("also") else count


FAULTS: dict[str, Texts] = {
    "firm-file": lambda say, v: (
        say("The file cannot be read: {found}.", **v),
        say("Firm rows stand in Parquet files, or in CSV files of one encoding."),
        say("Correct it, leave it out, or say --encoding latin-1."),
    ),
    "firm-column": lambda say, v: (
        say("The file has no such column; it has: {columns}.", **v),
        say("Every file has the same columns for region, industry, year and jobs."),
        say("Name the columns, for example: --columns region=Bezirk,jobs=ETP."),
    ),
    "firm-column-twice": lambda say, v: (
        say("Two columns of the file are called so."),
        say("Each column has its own name."),
        say("Rename one of them."),
    ),
    "firm-line": lambda say, v: (
        say('"{found}" does not fit the columns of its file. {so}', found=v["found"], so=_so(say, v)),
        say("Every line has as many cells as the heading, in the encoding of the file."),
        say("Correct the lines, or say --encoding latin-1 if letters with accents are the trouble."),
    ),
    "firm-repeat": lambda say, v: (
        say('The firm "{found}" stands in one year more than once. {so}', found=v["found"], so=_so(say, v)),
        say("A firm has one row a year."),
        say("Keep the right row; or say --sites if the rows are sites of firms."),
    ),
    "firm-region": lambda say, v: (
        say("The row names no region. {so}", so=_so(say, v)),
        say("Every row names its region."),
        say("Fill it in, or give such rows a region of their own, as 'not known'."),
    ),
    "firm-industry": lambda say, v: (
        say("The row names no industry. {so}", so=_so(say, v)),
        say("Every row names its industry."),
        say("Fill it in, or give such rows an industry of their own, as 'not known'."),
    ),
    "firm-year": lambda say, v: (
        say('"{found}" is no year. {so}', found=v["found"], so=_so(say, v)),
        say("Allowed are the years 1900 to 2100."),
        say("Correct the year."),
    ),
    "firm-total": lambda say, v: (
        say('"{found}" is the word for totals. {so}', found=v["found"], so=_so(say, v)),
        say("Rows are firms or sites; totals are added up from them."),
        say("Take rows of totals out, or give the region or industry another name."),
    ),
    "firm-odd": lambda say, v: (
        say('"{found}" holds a hidden character or is too long. {so}', found=v["found"], so=_so(say, v)),
        say("A name of a region or industry is a short visible text."),
        say("Type the name anew."),
    ),
    "firm-firm": lambda say, v: (
        say("The row names no firm. {so}", so=_so(say, v)),
        say("Where rows are sites, each names its firm, so that the firms of a cell can be counted."),
        say("Fill it in."),
    ),
    "firm-blank": lambda say, v: (
        say("The row gives no jobs. {so}", so=_so(say, v)),
        say("Every row gives its jobs, 0 where there are none."),
        say("Fill them in, or take the rows out."),
    ),
    "firm-negative": lambda say, v: (
        say("{found} is negative. {so}", found=v["found"], so=_so(say, v)),
        say("Jobs are 0 or more."),
        say("Correct the number."),
    ),
    "firm-ambiguous": lambda say, v: (
        say(
            '"{found}" can be read with a decimal point or with a point between thousands. {so}',
            found=v["found"],
            so=_so(say, v),
        ),
        say("A point before exactly three digits is clear only if the style is declared."),
        say("Say --number-style 1.234,5 (thousands) or --number-style 1234.5 (decimals)."),
    ),
    "firm-class": lambda say, v: (
        say('"{found}" is no size class. {so}', found=v["found"], so=_so(say, v)),
        say("A size class is written 10-19, 250+ or 7."),
        say("Write it so."),
    ),
    "firm-text": lambda say, v: (
        say('"{found}" is no number. {so}', found=v["found"], so=_so(say, v)),
        say("Jobs are numbers, in digits, in one style."),
        say("Correct them, name another column with --columns, or declare the --number-style."),
    ),
}

REMARKS: dict[str, Texts] = {
    "firm-outside": lambda say, v: (
        say("The row lies outside the years that were asked for. {so}", so=_so(say, v)),
        "",
        "",
    ),
}
