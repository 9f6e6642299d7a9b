"""What became of every row and every job, and how well what is hidden is kept: the page beside the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from clusterlib.faults import visible
from clusterlib.firms import firm_table
from clusterlib.firms.firm_aggregate import Aggregated
from clusterlib.firms.secret_rules import SCALE
from clusterlib.printed import columns_of
from clusterlib.readings import Speaker

_SHOWN_TWINS = 10


def lines(
    made: Aggregated, counts: Mapping[tuple[bool, str], int], *, nil: bool = True, say: Speaker
) -> list[str]:
    """The reconciliation, line by line.

    Parameters
    ----------
    made : Aggregated
        What came of the files.
    counts : mapping of (total?, status) to int
        Rows written, as `firm_table.csv_chunks` counted them.
    nil : bool
        Whether empty cells were written.
    say : Speaker
        Language of the reader.
    """
    found = [say("What became of the firm rows"), ""]
    found += [
        *_files(made, say),
        "",
        *_rows(made, say),
        "",
        *_cells(counts, nil, say),
        "",
        *_secrecy(made, say),
    ]
    twins = made.cells.twins if made.cells is not None else ()
    if twins:
        listed = "; ".join(" / ".join(names) for names in twins[:_SHOWN_TWINS])
        found += ["", say.plural(
            len(twins),
            "One name stands in several spellings, which stay apart: {listed}.",
            "{n} names stand in several spellings, which stay apart: {listed}.",
            listed=listed,
        )]  # fmt: skip
    return found


def _jobs(thousandths: int | None, say: Speaker) -> str:
    if thousandths is None:
        return "–"
    exact = Decimal(thousandths) / SCALE
    return say.number(exact, 0 if thousandths % SCALE == 0 else 3)


def _files(made: Aggregated, say: Speaker) -> list[str]:
    count = len(made.files.files)
    found = [say.plural(count, "One file was read.", "{n} files were read.")]
    over = made.files.passed_over
    if over:
        listed = say.names([visible(name) for name in over], limit=5)
        found.append(say("Passed over, as their ending is not known: {listed}.", listed=listed))
    named = made.reading.columns.named()
    texts = [f"{role} = {visible(name)}" for role, name in named.items()]
    found.append(say("Columns: {listed}.", listed="; ".join(texts)))
    if "firm" not in named:
        found.append(say("No column names the firm, so a firm that stands twice could not be found."))
    return found


def reason_label(reason: str, say: Speaker) -> str:
    """Why rows were left out, in a few words."""
    labels = {
        "line": say("left out: the line does not fit its columns"),
        "repeat": say("left out: the firm stands twice in a year"),
        "region": say("left out: no region"),
        "industry": say("left out: no industry"),
        "year": say("left out: no year"),
        "outside": say("left out: outside the years asked for"),
        "total": say("left out: a row of totals"),
        "odd": say("left out: a name with hidden characters"),
        "firm": say("left out: no firm"),
        "blank": say("left out: no jobs given"),
        "negative": say("left out: negative jobs"),
        "ambiguous": say("left out: jobs that can be read in two ways"),
        "class": say("left out: no size class"),
        "text": say("left out: jobs that are no number"),
    }
    return labels[reason]


def _rows(made: Aggregated, say: Speaker) -> list[str]:
    cells = made.cells
    kept = 0 if cells is None else int(cells.rows.sum())
    table = [("", say("rows"), say("jobs")), (say("read"), say.number(made.rows), "")]
    for item in made.found:
        table.append((reason_label(item.reason, say), say.number(item.rows), _jobs(item.jobs, say)))
    table.append((say("in the table"), say.number(kept), _jobs(firm_table.jobs_of(made), say)))
    return columns_of(table)


def _cells(counts: Mapping[tuple[bool, str], int], nil: bool, say: Speaker) -> list[str]:
    held = Counter(counts)
    words = [
        word for word in ("value", "nil", "suppressed", "missing") if held[False, word] or held[True, word]
    ]
    table = [("", say("cells"), say("totals"))]
    table += [(say.word(word), say.number(held[False, word]), say.number(held[True, word])) for word in words]
    found = columns_of(table)
    if nil:
        found.append(say("A cell without any firm is a true zero, as the files are taken to list all firms."))
    else:
        found.append(say("A cell without any firm has no row: nothing is said of it."))
    return found


def _secrecy(made: Aggregated, say: Speaker) -> list[str]:
    rules = made.rules
    if not rules.any:
        return [say("No rule of secrecy was asked for: every number is in the table. Do not publish it.")]
    found = [_rules(made, say)]
    if made.reading.size_classes:
        found.append(
            say(
                "The cells hold sums of size classes, from the least to the most; so do suppressed cells, as "
                "size classes of firms are taken to be public. Nothing else was hidden."
            )
        )
        return found
    hidden = sum(item.hidden for item in made.audits)
    protected = sum(item.protected for item in made.audits)
    if not hidden:
        return [*found, say("No cell and no total had to be suppressed.")]
    found.append(
        say.plural(
            hidden,
            "One cell or total is suppressed.",
            "{n} cells and totals are suppressed, {protected} because they must be protected and the others "
            "so that these cannot be worked out.",
            protected=say.number(protected),
        )
    )
    return [*found, *_audit(made, say)]


def _rules(made: Aggregated, say: Speaker) -> str:
    rules = made.rules
    parts = []
    if rules.min_firms > 1:
        parts.append(say("fewer than {n} firms", n=say.number(rules.min_firms)))
    if rules.dominance < 100 and not made.reading.size_classes:
        share = say.number(rules.dominance, 0 if rules.dominance == int(rules.dominance) else 1)
        parts.append(
            say.plural(
                rules.dominant_firms,
                "one firm with more than {share} % of the jobs",
                "{n} firms with more than {share} % of the jobs",
                share=share,
            )
        )
    if rules.p_percent > 0 and not made.reading.size_classes:
        digits = 0 if rules.p_percent == int(rules.p_percent) else 1
        parts.append(
            say(
                "a largest firm that the second could work out to within {p} %",
                p=say.number(rules.p_percent, digits),
            )
        )
    return say("Secret is a cell or total of: {listed}.", listed="; ".join(parts) or "–")


def _audit(made: Aggregated, say: Speaker) -> list[str]:
    share = say.number(made.rules.protection, 0 if made.rules.protection == int(made.rules.protection) else 1)
    found = [
        say(
            "No protected cell can be narrowed from the published numbers to closer than one job and "
            "{share} % of its value, up or down. A firm that knows its own jobs learns no more of other "
            "cells.",
            share=share,
        )
    ]
    years = made.cells.years if made.cells is not None else ()
    whole = [str(year) for year, item in zip(years, made.audits, strict=True) if item.everything]
    judged = [item for item in made.audits if item.protected and not item.everything]
    exact = [item for item in judged if item.exact]
    if exact:
        found.append(
            say.plural(
                len(exact),
                "In one year this was also found by linear programmes, which give all that can be inferred.",
                "In {n} years this was also found by linear programmes, which give all that can be inferred.",
            )
        )
    if len(judged) > len(exact):
        found.append(
            say.plural(
                len(judged) - len(exact),
                "In one year it rests on other tables with the same published numbers, two for each cell.",
                "In {n} years it rests on other tables with the same published numbers, two for each cell.",
            )
        )
    widths = [item.closest for item in judged if item.closest is not None]
    if widths:
        found.append(
            say("The narrowest range left open is {jobs} wide.", jobs=_wide(min(widths), say)),
        )
    if whole:
        found.append(say("So few cells are left that all of {years} is hidden.", years=say.names(whole)))
    return found


def _wide(jobs: float, say: Speaker) -> str:
    return say.plural(int(jobs), "one job", "{n} jobs")
