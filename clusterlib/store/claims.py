"""What a row says of its origin when somebody changes it: it goes on claiming no source it no longer has.

A row from the guide or from a public source is the person's own once a value in it was changed by hand.
Rows of a weaker basis stay as they are: they claim less than an own entry does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from clusterlib.cells import BASES
from clusterlib.readings import Speaker
from clusterlib.store.changes import Cells, Edit
from clusterlib.store.reading import KeptTable

#: Columns that say where a row comes from.
ORIGIN = ("basis", "source", "note")
#: The basis of what a person entered.
OWN = "USER"


def own(edits: Iterable[Edit], table: KeptTable, say: Speaker) -> list[Edit]:
    """Edits by hand, of which those that change a claimed value also say so in their row.

    Parameters
    ----------
    edits : iterable of Edit
        Of one table.
    table : KeptTable
        As the person saw it.
    say : Speaker
        Language of the note.

    Returns
    -------
    list of Edit
        The same, in the same order; a row that claimed a stronger basis has the basis USER, no source, and
        a note that names what it was. It is one change with the entry, so that undo takes both back.

    Examples
    --------
    >>> from clusterlib.store.changes import Row
    >>> cells = {"text": "Money", "basis": "GUIDE", "source": "L1617"}
    >>> kept = KeptTable("demands", ("text", *ORIGIN), ("text", *ORIGIN), (Row("r1", 1, cells),))
    >>> made = own([Edit("demands", "r1", {"text": "Funds"}, seen=1)], kept, Speaker())[0].cells
    >>> made["basis"], made["source"], made["note"]
    ('USER', '', 'Changed by hand; it was GUIDE before (L1617).')
    """
    rows = {row.id: row.cells for row in table.rows}
    return [_own(edit, rows.get(edit.row), table, say) for edit in edits]


def _own(edit: Edit, before: Cells | None, table: KeptTable, say: Speaker) -> Edit:
    if edit.cells is None or before is None or set(ORIGIN) & set(edit.cells):
        return edit
    basis = before.get("basis", "").strip().upper()
    same = all(before.get(name, "") == text for name, text in edit.cells.items())
    if same or not claims_more(basis):
        return edit
    source = before.get("source", "").strip()
    told = (
        say("Changed by hand; it was {basis} before ({source}).", basis=basis, source=source)
        if source
        else say("Changed by hand; it was {basis} before.", basis=basis)
    )
    note = " ".join(part for part in (before.get("note", "").strip(), told) if part)
    said = {"basis": OWN, "source": "", "note": note}
    return replace(edit, cells={**edit.cells, **{name: said[name] for name in ORIGIN if name in table.keys}})


def claims_more(basis: str) -> bool:
    """Whether a basis is stronger than an own entry.

    Examples
    --------
    >>> [claims_more(word) for word in ("GUIDE", "PUBLIC", "USER", "ILLUSTRATIVE", "")]
    [True, True, False, False, False]
    """
    return basis in BASES[BASES.index(OWN) + 1 :]
