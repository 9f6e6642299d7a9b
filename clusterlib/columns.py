"""One column of the data dictionary, and how its cell ``allowed`` is read.

``allowed`` is written for people ("1 to 5", "> 0 (blank = 1)", "low | medium | high"). Its simple
parts become bounds, words, a format, a default or a comparison with another column of the row; the
clauses left over stand in `Column.also` and are checked by a rule of their own, or are remarks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Types of a column whose cells are held as text.
TEXT_TYPES = frozenset({"id", "ids", "list", "text", "choice", "yes/no", "month", "date"})
#: Types of a column whose cells are held as floating-point numbers.
FLOAT_TYPES = frozenset({"number", "money", "share"})
TYPES = TEXT_TYPES | FLOAT_TYPES | {"integer"}

_NUMBER = r"-?\d+(?:\.\d+)?"
_FORMS = {
    "YYYY-MM-DD": "YYYY-MM-DD",
    "YYYY-MM": "YYYY-MM",
    "YYYY or YYYY-MM": "YYYY or YYYY-MM",
    "YYYY-MM or YYYY": "YYYY or YYYY-MM",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A column another column may name; `soft` when a miss is only a remark."""

    table: str
    column: str
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the cell ``allowed`` of the dictionary says, as far as a machine can tell."""

    words: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    default: str | None = None
    default_when: str | None = None
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False
    compare: tuple[tuple[str, str], ...] = ()
    form: str = ""
    own_words: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    type : str
        id, ids, list, text, choice, yes/no, integer, number, money, share, month or date.
    words, words_fr : tuple of str
        Closed list of a choice (empty when any word will do).
    numbers : tuple of float
        Closed list of a number ("1 | 2 | 3").
    default : str or None
        Value of a blank cell; with `default_when` only if that other cell is filled.
    low, high : float or None
        Bounds; excluded themselves when `low_open`, `high_open`.
    compare : tuple of (sign, column)
        Bounds that stand in another cell of the row, as ``(">=", "start")``.
    form : str
        ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY or YYYY-MM`` for days and months.
    required : str
        ``yes``, ``no`` or a condition, as ``if status is done``.
    also : tuple of str
        Clauses of `allowed` that no field holds.
    """

    table: str
    name: str
    type: str
    unit: str
    allowed: str
    required: str
    references: tuple[Reference, ...]
    meaning: str
    label_en: str
    label_fr: str
    example: str
    note: str
    words_fr: tuple[str, ...]
    rule: Allowed = field(repr=False)
    lookup: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def words(self) -> tuple[str, ...]:
        """Closed list of words, in the order of the dictionary; empty when any word will do."""
        return self.rule.words

    @property
    def numbers(self) -> tuple[float, ...]:
        """Closed list of numbers; empty when bounds or nothing limit it."""
        return self.rule.numbers

    @property
    def default(self) -> str | None:
        """Value that a blank cell stands for, as text."""
        return self.rule.default

    @property
    def default_when(self) -> str | None:
        """Column that must be filled for the default to hold; None when it always holds."""
        return self.rule.default_when

    @property
    def low(self) -> float | None:
        """Lower bound."""
        return self.rule.low

    @property
    def high(self) -> float | None:
        """Upper bound."""
        return self.rule.high

    @property
    def low_open(self) -> bool:
        """Whether the lower bound itself is excluded."""
        return self.rule.low_open

    @property
    def high_open(self) -> bool:
        """Whether the upper bound itself is excluded."""
        return self.rule.high_open

    @property
    def compare(self) -> tuple[tuple[str, str], ...]:
        """Bounds that stand in other cells of the row."""
        return self.rule.compare

    @property
    def form(self) -> str:
        """How a day or month is written."""
        return self.rule.form

    @property
    def also(self) -> tuple[str, ...]:
        """What else `allowed` says."""
        return self.rule.also

    @property
    def is_text(self) -> bool:
        """Whether cells are held as text."""
        return self.type in TEXT_TYPES

    @property
    def dtype(self) -> str:
        """Name of the pandas type of the typed column."""
        if self.type == "integer":
            return "Int64"
        return "float64" if self.type in FLOAT_TYPES else "str"

    def label(self, lang: str = "en") -> str:
        """Heading of the column in a language."""
        return self.label_fr if lang == "fr" and self.label_fr else self.label_en or self.name

    def english(self, word: str) -> str | None:
        """The word of the dictionary for what was typed in English or French, any case; else None."""
        return self.lookup.get(word) or self.lookup.get(fold(word))

    def spoken(self, word: str, lang: str = "en") -> str:
        """A word of the closed list in a language; an unknown word comes back as it is."""
        if lang == "fr" and self.words_fr and word in self.words:
            return self.words_fr[self.words.index(word)]
        return word


def fold(word: str) -> str:
    """A word without regard to case, outer or doubled blanks, and the two ways to write an accent."""
    return " ".join(unicodedata.normalize("NFC", word).split()).casefold()


def column_from(row: dict[str, str]) -> Column:
    """Build a column from one line of the dictionary."""
    rule = read_allowed(row["allowed"], row["type"])
    french = tuple(word.strip() for word in row["allowed_fr"].split("|")) if row["allowed_fr"] else ()
    if row["type"] == "yes/no":
        french = ("oui", "non")
    references = tuple(_reference(part) for part in row["references"].split("|") if part.strip())
    return Column(
        table=row["table"],
        name=row["column"],
        type=row["type"],
        unit=row["unit"],
        allowed=row["allowed"],
        required=row["required"],
        references=references,
        meaning=row["meaning"],
        label_en=row["label_en"],
        label_fr=row["label_fr"],
        example=row["example"],
        note=row["note"],
        words_fr=french if rule.words else (),
        rule=rule,
        lookup=_lookup(rule.words, french),
    )


def _lookup(words: tuple[str, ...], french: tuple[str, ...]) -> dict[str, str]:
    """Every way to write a word: as it is and folded, English before French.

    A French adjective may be written as masculine or as feminine: *élevé* and *élevée* say the same.

    Examples
    --------
    >>> known = _lookup(("low", "high"), ("faible", "élevée"))
    >>> known["élevé"], known["élevée"]
    ('high', 'high')
    >>> "faibl" in known
    False
    """
    spellings = {fold(other): word for word, other in zip(words, french, strict=False)}
    turned = {_other_gender(said): word for said, word in spellings.items()}
    return turned | spellings | {fold(word): word for word in words} | {word: word for word in words}


def _other_gender(adjective: str) -> str:
    """A French adjective as it agrees with the other gender; any other word as it is: no typo passes."""
    for masculine, feminine in (("en", "enne"), ("if", "ive"), ("é", "ée")):
        if adjective.endswith(feminine):
            return adjective.removesuffix(feminine) + masculine
        if adjective.endswith(masculine):
            return adjective.removesuffix(masculine) + feminine
    return adjective


def _reference(text: str) -> Reference:
    name, soft = text.strip().removesuffix("?"), text.strip().endswith("?")
    if name == "*":
        return Reference("*", "", soft)
    table, _, column = name.partition(".")
    return Reference(table, column, soft)


def read_allowed(text: str, kind: str) -> Allowed:
    """Read one cell ``allowed``.

    Examples
    --------
    >>> read_allowed("> 0 (blank = 1)", "number").default
    '1'
    >>> rule = read_allowed("1 to 5", "integer")
    >>> rule.low, rule.high
    (1.0, 5.0)
    >>> rule = read_allowed("> 0 to 1", "share")
    >>> rule.low, rule.low_open, rule.high
    (0.0, True, 1.0)
    >>> read_allowed("low | medium | high (blank = medium)", "choice").words
    ('low', 'medium', 'high')
    >>> read_allowed(">= start (blank = open end; once = start)", "month").compare
    (('>=', 'start'),)
    """
    found: dict[str, Any] = {"compare": [], "also": []}
    if kind == "yes/no":
        found["words"] = ("yes", "no")
    for clause in _clauses(text):
        if not _read_clause(clause, kind, found):
            found["also"].append(clause)
    return Allowed(**(found | {"compare": tuple(found["compare"]), "also": tuple(found["also"])}))


def _clauses(text: str) -> list[str]:
    inner = re.findall(r"\(([^)]*)\)", text)
    outer = re.sub(r"\s*\([^)]*\)", "", text)
    parts = [part for piece in (outer, *inner) for part in piece.split(";")]
    pieces = [re.split(r",\s+(?=each|not)", part) if " | " not in part else [part] for part in parts]
    return [piece.strip() for group in pieces for piece in group if piece.strip()]


def _read_clause(clause: str, kind: str, found: dict[str, Any]) -> bool:
    if clause in _FORMS:
        found["form"] = _FORMS[clause]
    elif clause == "own words" or clause.endswith(", or own words"):  # those named before are an example
        found["own_words"] = True
    elif " | " in clause and not clause.endswith("…"):
        return _read_list(clause, kind, found)
    elif match := re.fullmatch(r"blank = (.+?)(?: when (\w+) is filled)?", clause):
        return _read_default(match[1], match[2], kind, found)
    elif match := re.fullmatch(rf"(> )?({_NUMBER}) to ({_NUMBER})", clause):
        found["low"], found["high"] = float(match[2]), float(match[3])
        if match[1]:
            found["low_open"] = True
    elif match := re.fullmatch(rf"(>=|>|<=|<) ({_NUMBER})", clause):
        side = "low" if match[1][0] == ">" else "high"
        found[side], found[f"{side}_open"] = float(match[2]), len(match[1]) == 1
    elif match := re.fullmatch(r"(>=|<=) ([a-z]\w*)", clause):
        found["compare"].append((match[1], match[2]))
    else:
        return False
    return True


def _read_list(clause: str, kind: str, found: dict[str, Any]) -> bool:
    words = tuple(word.strip() for word in clause.split(" | "))
    if kind in ("number", "integer") and all(re.fullmatch(_NUMBER, word) for word in words):
        found["numbers"] = tuple(float(word) for word in words)
        found["low"], found["high"] = min(found["numbers"]), max(found["numbers"])
        return True
    if kind in ("choice", "list", "text", "yes/no"):
        found["words"] = words
        return True
    return False


def _read_default(value: str, when: str | None, kind: str, found: dict[str, Any]) -> bool:
    words = found.get("words", ())
    literal = value in words if words else bool(re.fullmatch(_NUMBER, value)) and kind not in TEXT_TYPES
    if not literal:
        return False
    found["default"], found["default_when"] = value, when
    return True
