"""What is wrong in an input, said so that a person can put it right; and the exceptions of this library.

Faults are collected, never raised one by one. Each has a code; what is allowed and what to do stands
once per code in `fault_texts`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from clusterlib import private

if TYPE_CHECKING:
    import pandas as pd

    from clusterlib.readings import Speaker

#: So much of a cell is shown.
SHOWN = 60
#: So much of a list of names or words is shown.
_LISTED = 400


class ClusterlibError(ValueError):
    """Anything this library refuses, said in a sentence."""


class SchemaError(ClusterlibError):
    """A column or table is missing or of the wrong kind."""


class DomainError(ClusterlibError):
    """A value lies outside what is allowed."""


class IntegrityError(ClusterlibError):
    """Rows do not fit together: a key twice, an id nobody has, a circle."""


class WrongUse(ClusterlibError):
    """A step, parameter or option that does not exist: nothing was run."""


class CaseError(ClusterlibError):
    """A path is no case at all."""


def visible(value: Any, limit: int = SHOWN) -> str:
    """A cell as it can be shown: control characters written out, cut when it is long.

    Examples
    --------
    >>> visible("a\\tb"), visible("x" * 80, 10)
    ('a\\\\tb', 'xxxxxxxxx…')
    """
    text = "".join(_plain(character) for character in str(value))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _plain(character: str) -> str:
    if character in "\t\n\r":
        return {"\t": "\\t", "\n": "\\n", "\r": "\\r"}[character]
    kind = unicodedata.category(character)
    hidden = kind in ("Cc", "Cf", "Cs", "Zl", "Zp") or (kind == "Zs" and character != " ")
    return f"\\u{ord(character):04x}" if hidden else character


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, or worth a remark, at one place of an input.

    Attributes
    ----------
    code : str
        Which kind of fault; `fault_texts` says what is allowed and what to do.
    file, sheet, table, row, column
        Where; `row` as the person sees it, the heading being row 1.
    found : str
        What stands there, ready to be shown.
    values : mapping
        Further gaps of the sentences.
    """

    code: str
    file: str
    table: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    found: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """``fault`` stops the steps that read the table; ``remark`` stops nothing."""
        from clusterlib.inputs.fault_texts import is_remark

        return "remark" if is_remark(self.code) else "fault"

    def texts(self, say: Speaker) -> tuple[str, str, str]:
        """What was found, what is allowed, what to do; each a sentence, the last two may be empty."""
        from clusterlib.inputs.fault_texts import texts

        return texts(self.code, say, {**self.values, "found": self.found})

    def where(self, say: Speaker) -> str:
        """File, sheet, row and column, as far as they are known."""
        settings = self.table in ("case", "profile") and not self.sheet
        parts = [self.file] if self.file else []
        if self.sheet:
            parts.append(say("sheet {sheet}", sheet=visible(self.sheet)))
        if self.row is not None:
            parts.append(say("line {row}", row=self.row) if settings else say("row {row}", row=self.row))
        if self.column:
            name = f"`{visible(self.column)}`"
            parts.append(say("setting {name}", name=name) if settings else say("column {name}", name=name))
        return ", ".join(parts)

    def beside(self, say: Speaker) -> str:
        """What was found, what is allowed, what to do: for a reader who sees the cell."""
        return " ".join(part for part in self.texts(say) if part)

    def sentence(self, say: Speaker) -> str:
        """Where, what was found, what is allowed, what to do."""
        place = self.where(say)
        return f"{place}: {self.beside(say)}" if place else self.beside(say)


def fault(
    code: str,
    *,
    file: str,
    table: str = "",
    sheet: str | None = None,
    row: int | None = None,
    column: str | None = None,
    found: Any = "",
    **values: Any,
) -> Fault:
    """A fault with everything in it ready to be shown, and nothing in it that is private.

    Examples
    --------
    >>> fault("id-semicolon", file="nodes.csv", row=2, column="node_id", found="N1;N2").row
    2
    """
    column, found, values = private.masked(table, column, found, values)
    shown = {name: visible(value, _LISTED) for name, value in values.items()}
    return Fault(code, file, table, sheet, row, column, visible(found), shown)


def as_frame(faults: Iterable[Fault], say: Speaker) -> pd.DataFrame:
    """Faults as a table with the columns file, sheet, row, column, found, allowed, cure."""
    import pandas as pd

    rows = []
    for item in faults:
        row = "" if item.row is None else str(item.row)
        rows.append([item.file, item.sheet or "", row, item.column or "", *item.texts(say)])
    names = ["file", "sheet", "row", "column", "found", "allowed", "cure"]
    return pd.DataFrame(rows, columns=names, dtype="str")


def unique(faults: Iterable[Fault]) -> list[Fault]:
    """Faults in their order, each once."""
    seen: dict[tuple[Any, ...], Fault] = {}
    for item in faults:
        seen.setdefault((item.code, item.file, item.sheet, item.row, item.column, item.found), item)
    return list(seen.values())
