"""What an Excel sheet says of itself: a note at each heading, and the sheet that explains the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clusterlib import tables
from clusterlib.columns import Column
from clusterlib.readings import Speaker

#: What the note of an example row says; such rows are passed over when a case is opened.
EXAMPLE = {"en": "example", "fr": "exemple"}
#: Longest text that Excel keeps in a cell or a note, in UTF-16 units.
LONGEST = 32_767


def column_note(column: Column, say: Speaker) -> str:
    """The note at the heading of a column: meaning, unit, what is allowed, whether it is required.

    Examples
    --------
    >>> print(column_note(tables.table("nodes").column("order"), Speaker()).splitlines()[2])
    Allowed: at least 1
    """
    lines = [column.label(say.locale), say(column.meaning)]
    if column.unit:
        lines.append(say("Unit: {unit}", unit=say(column.unit)))
    if allowed := allowed_text(column, say):
        lines.append(say("Allowed: {allowed}", allowed=allowed))
    lines += _conditions(column, say)
    if column.default is not None:
        lines.append(say("Blank means: {value}", value=column.spoken(column.default, say.locale)))
    lines.append(required_text(column, say))
    if column.example:
        lines.append(say("Example: {example}", example=spoken(column, column.example, say.locale)))
    return "\n".join(line for line in lines if line)


def _conditions(column: Column, say: Speaker) -> Iterator[str]:
    """What other cells, rows and tables ask of a cell."""
    named = dict.fromkeys(r.table for r in column.references if r.table != "*")
    if named:
        yield say("Names a row of: {tables}", tables=", ".join(named))
    for sign, other in column.compare:
        low = sign == ">="
        yield say("Not below {column}", column=other) if low else say("Not above {column}", column=other)
    for clause in column.also:
        if clause != "several allowed":
            yield say("Also: {clause}", clause=say(clause))


def required_text(column: Column, say: Speaker) -> str:
    """Whether a cell must be filled, in words."""
    if column.required == "yes":
        return say("Must be filled.")
    if column.required == "no":
        return say("May stay blank.")
    return say("Must be filled {condition}.", condition=say(column.required))


def allowed_text(column: Column, say: Speaker) -> str:
    """What a cell may hold, in words; empty when anything may stand there.

    Examples
    --------
    >>> say = Speaker()
    >>> allowed_text(tables.table("votes").column("score"), say)
    '1, 2 or 3'
    >>> allowed_text(tables.table("cards").column("start"), say)
    'a month such as 2027-03, or a year such as 2027'
    """
    if column.words:
        words = [column.spoken(word, say.locale) for word in column.words]
        if column.type == "list":
            return say("one or several of {words}, separated by ;", words=", ".join(words))
        return either(words, say)
    if column.numbers:
        return either([say.number(number, 1 if number % 1 else 0) for number in column.numbers], say)
    forms = {
        "date": say("a day such as 2027-03-31"),
        "month": say("a month such as 2027-03"),
        "ids": say("ids, separated by ;"),
        "id": say("a short id without ;"),
        "list": say("words, separated by ;"),
    }
    if column.form == "YYYY or YYYY-MM":
        return say("a month such as 2027-03, or a year such as 2027")
    return forms.get(column.type) or bounds_text(column, say)


def bounds_text(column: Column, say: Speaker) -> str:
    """Bounds of a number in words; for a number without bounds what kind of number it is."""
    if column.is_text:
        return ""
    low, high = (None if bound is None else _plain(bound, say) for bound in (column.low, column.high))
    if low is not None and high is not None and not (column.low_open or column.high_open):
        return say("from {low} to {high}", low=low, high=high)
    parts = []
    if low is not None:
        parts.append(say("more than {low}", low=low) if column.low_open else say("at least {low}", low=low))
    if high is not None:
        parts.append(
            say("less than {high}", high=high) if column.high_open else say("at most {high}", high=high)
        )
    if parts:
        return ", ".join(parts)
    return say("a whole number") if column.type == "integer" else say("a number")


def either(words: Iterable[str], say: Speaker) -> str:
    """``a, b or c`` in the reader's language."""
    *first, last = words
    return say("{first} or {last}", first=", ".join(first), last=last) if first else last


def spoken(column: Column, text: str, lang: str) -> str:
    """A cell of a closed list in a language; several words keep their order."""
    if column.type == "list":
        return ";".join(column.spoken(part.strip(), lang) for part in text.split(";"))
    return column.spoken(text, lang)


def read_me(names: Iterable[str], say: Speaker) -> list[tuple[str, ...]]:
    """Rows of the sheet that explains the file; the first two are titles, then rules, then sheets."""
    rules = (
        say("One sheet is one table. Row 1 holds the names of the columns: do not rename them."),
        say("A dark heading must be filled, a blue one sometimes, a grey one may stay blank."),
        say("Point at a heading to read what it means and what is allowed."),
        say(
            "The grey row is an example. It is ignored as long as its note says: {word}.",
            word=EXAMPLE[say.locale],
        ),
        say("Several ids in one cell are separated by a semicolon: A1;B2."),
        say("A month is written 2027-03, a day 2027-03-31; numbers have no unit and no thousands mark."),
        say("Leave a cell blank when you do not know: blank is not zero."),
        say("A sheet you do not need may stay as it is, or be deleted."),
    )
    heading = (say("Sheet"), say("Title"), say("One row is"), say("Workbook"), say("Needed for"))
    rows = [(say("How to fill in this file"),), *((rule,) for rule in rules), (), heading]
    for name in names:
        table = tables.table(name)
        needed = "" if table.required_for in ("optional", "–") else say(table.required_for)
        rows.append((name, table.label(say.locale), say(table.row_is), table.workbook, needed))
    return rows


def _plain(bound: float, say: Speaker) -> str:
    return say.number(bound, 0 if float(bound).is_integer() else 2)
