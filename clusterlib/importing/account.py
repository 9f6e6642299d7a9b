"""The account of an import: printed, or written beside the case as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clusterlib import atomic
from clusterlib.faults import ClusterlibError, visible
from clusterlib.importing.lengthen import TOTAL, LeftOut
from clusterlib.importing.run import Imported
from clusterlib.inputs.csv_text import guard
from clusterlib.printed import columns_of
from clusterlib.readings import Speaker

#: So many unified names and left-out rules are printed; the report holds all.
SHOWN = 8


def lines(found: Imported, *, say: Speaker) -> Iterator[str]:
    """The account of an import in sentences.

    Parameters
    ----------
    found : Imported
        What was read.
    say : Speaker
        Language of the sentences.
    """
    for item in found.faults:
        yield f"✗ {item.sentence(say)}"
    yield from (say("What became of the published tables"), "")
    yield say.plural(len(found.files), "One file was read.", "{n} files were read.")
    yield say("Profile: {name}.", name=found.profile.name)
    yield ""
    yield from _rows(found, say)
    if len(found.employment):
        yield ""
        yield from _cells(found, say)
    more = [*_marks(found, say), *_names(found, say), *([] if found.faults else _totals(found, say))]
    yield from ("", *more) if more else ()
    for item in found.remarks:
        yield f"· {item.sentence(say)}"


def _rows(found: Imported, say: Speaker) -> Iterator[str]:
    """Rows and cells that were read, left out by each rule, and written; and the first that were left out."""
    tally, blank = found.tally, found.cells.statuses["left out"]
    entries = sorted(tally.left_out.values(), key=lambda entry: -entry.rows)
    table = [("", say("rows"), say("cells")), (say("read"), say.number(tally.rows), say.number(tally.cells))]
    for entry in entries:
        count = say.number(entry.rows)
        counts = ("", count) if entry.what == "cells" else (count, "")
        table.append((say("left out: {reason}", reason=reason(entry, say)), *counts))
    if blank:
        table.append((say("left out: {reason}", reason=say("blank cells")), "", say.number(blank)))
    table.append((say("in the table"), "", say.number(len(found.employment))))
    yield from columns_of(table)
    for entry in entries[:SHOWN]:
        place = say("{file}, row {line}", file=entry.file, line=entry.line)
        yield say(
            "First left out by {reason}: “{found}” ({place}).",
            reason=reason(entry, say),
            found=visible(entry.found),
            place=place,
        )


def _cells(found: Imported, say: Speaker) -> Iterator[str]:
    """Cells and totals of each kind."""
    frame = found.employment
    total = frame["region"].eq(TOTAL) | frame["industry"].eq(TOTAL)
    table = [("", say("cells"), say("totals"))]
    for word in ("value", "nil", "suppressed", "missing"):
        same = frame["status"].eq(word)
        if same.any():
            inner, outer = int((same & ~total).sum()), int((same & total).sum())
            table.append((say.word(word), say.number(inner), say.number(outer)))
    yield from columns_of(table)


def _marks(found: Imported, say: Speaker) -> Iterator[str]:
    if found.cells.flagged:
        marks = [f"{word} ({say.number(n)})" for word, n in sorted(found.cells.flagged.items())]
        yield say("Marked by the office, kept in the column note: {listed}.", listed=say.names(marks))
    if found.cells.hidden:
        n = found.cells.hidden
        yield say.plural(
            n,
            "One secret cell has a number beside its mark; the number was not taken.",
            "{n} secret cells have a number beside their mark; the numbers were not taken.",
        )


def reason(entry: LeftOut, say: Speaker) -> str:
    """Why a rule left rows out, as a person says it."""
    if entry.rule == "no-name":
        return say("no name of a region or industry")
    if entry.rule == "no-value":
        return say("no cell filled in")
    return say("rule {rule} of the profile", rule=entry.rule)


def _names(found: Imported, say: Speaker) -> Iterator[str]:
    pairs = [(old, new) for (_, old, new) in found.tally.unified]
    for old, new in pairs[:SHOWN]:
        yield say("Name written otherwise: “{old}” became “{new}”.", old=visible(old), new=visible(new))
    if len(pairs) > SHOWN:
        rest = len(pairs) - SHOWN
        yield say.plural(
            rest, "One more name was written otherwise.", "{n} more names were written otherwise."
        )


def _totals(found: Imported, say: Speaker) -> Iterator[str]:
    totals = found.totals
    n = len(totals.frame)
    if not n:
        yield say(
            "No published total stands beside its parts, so the denominators will be sums of visible cells."
        )
        return
    half = _short(totals.half_step, say)
    told = [
        (totals.count("equal"), say("{n} equal", n=say.number(totals.count("equal")))),
        (totals.count("rounding"), say("{n} within rounding", n=say.number(totals.count("rounding")))),
        (
            totals.count("secret"),
            say("{n} with secret cells that make up the difference", n=say.number(totals.count("secret"))),
        ),
    ]
    apart = len(totals.beyond)
    far = say("{n} further apart", n=say.number(apart)) if apart else say("none further apart")
    compared = say.plural(
        n, "One published total compared with its parts", "{n} published totals compared with their parts"
    )
    yield say("{compared}: {listed}.", compared=compared, listed=say.names([*(t for k, t in told if k), far]))
    yield say(
        "Rounding explains up to {half} jobs for each number, the total and its parts.",
        half=half,
    )


def _short(number: float, say: Speaker) -> str:
    """A number with as many decimals as it needs, at most four."""
    digits = next((d for d in range(4) if round(number, d) == number), 4)
    return say.number(number, digits)


# ------------------------------------------------------------------ the report as a file
def write(found: Imported, path: Path | str, *, say: Speaker) -> Path:
    """Write the account as CSV or JSON, by the ending of the file.

    Raises
    ------
    ClusterlibError
        If the file has another ending or cannot be written.
    """
    target = Path(path)
    kind = target.suffix.casefold()
    if kind not in (".csv", ".json"):
        raise ClusterlibError(
            f"The report {target.name!r} ends in neither .csv nor .json. Choose one of them."
        )
    rows = list(records(found, say=say))
    if kind == ".json":
        text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
        return atomic.write_text(target, text)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([_safe(row.get(column, "")) for column in _COLUMNS])
    return atomic.write_text(target, stream.getvalue())


_COLUMNS = (
    "kind",
    "what",
    "region",
    "industry",
    "year",
    "published",
    "visible",
    "difference",
    "tolerance",
    "count",
    "file",
    "sheet",
    "row",
    "said",
)


def _safe(value: Any) -> Any:
    return guard(value) if isinstance(value, str) else value


def records(found: Imported, *, say: Speaker) -> Iterator[dict[str, Any]]:
    """The account as rows: files, statuses, rules, names, totals, faults and remarks."""
    for file in found.files:
        yield {"kind": "file", "what": found.profile.name, "file": file}
    yield {"kind": "rows read", "count": found.tally.rows}
    for status, n in sorted(found.cells.statuses.items()):
        yield {"kind": "cells", "what": status, "count": n}
    for word, n in sorted(found.cells.flagged.items()):
        yield {"kind": "flag", "what": word, "count": n}
    for entry in found.tally.left_out.values():
        yield {
            "kind": "left out",
            "what": entry.rule,
            "count": entry.rows,
            "file": entry.file,
            "sheet": entry.sheet or "",
            "row": entry.line,
            "said": entry.found,
        }
    for (axis, old, new), n in found.tally.unified.items():
        yield {"kind": "name", "what": axis, "said": f"{old} → {new}", "count": n}
    for row in found.totals.frame.itertuples(index=False):
        yield {
            "kind": "total",
            "what": row.verdict,
            "region": row.region,
            "industry": row.industry,
            "year": row.year,
            "published": row.published,
            "visible": row.visible,
            "difference": row.difference,
            "tolerance": row.tolerance,
            "count": row.parts,
        }
    for item in (*found.faults, *found.remarks):
        yield {
            "kind": item.severity,
            "what": item.code,
            "file": item.file,
            "sheet": item.sheet or "",
            "row": item.row or "",
            "said": item.sentence(say),
        }
