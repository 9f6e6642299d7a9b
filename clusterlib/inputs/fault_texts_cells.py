"""Sentences of faults in single cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterlib.inputs.fault_texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clusterlib.readings import Speaker


def _nearest(say: Speaker, v: Mapping[str, str]) -> str:
    if v.get("nearest"):
        return say('Perhaps "{nearest}" is meant.', **v)
    return say("Write one of these words.")


def _other_style(say: Speaker, v: Mapping[str, str]) -> tuple[str, str, str]:
    return (
        say('"{found}" is not written in the number style of the case.', **v),
        say("Decimals follow a point and thousands carry no mark, unless the case says otherwise."),
        say("Write it so, or declare the setting `number_style: {style}`.", **v),
    )


FAULTS: dict[str, Texts] = {
    "blank": lambda say, v: (
        say("The cell is blank."),
        say("Every row needs it: {meaning}", **v),
        say("Fill it in or remove the row."),
    ),
    "blank-if-is": lambda say, v: (
        say("The cell is blank."),
        say("It is needed because `{other}` is {value}: {meaning}", **v),
        say("Fill it in."),
    ),
    "blank-if-not": lambda say, v: (
        say("The cell is blank."),
        say("It is needed because `{other}` is {value}: {meaning}", **v),
        say("Fill it in."),
    ),
    "blank-if-given": lambda say, v: (
        say("The cell is blank."),
        say("It is needed because `{other}` is filled in: {meaning}", **v),
        say("Fill it in."),
    ),
    "blank-if-empty": lambda say, v: (
        say("The cell is blank."),
        say("It is needed because `{other}` is blank too: {meaning}", **v),
        say("Fill in one of the two."),
    ),
    "column-missing-if": lambda say, v: (
        say.plural(
            int(v["n"]),
            "The column is missing, and one row needs it.",
            "The column is missing, and {n} rows need it.",
        ),
        say("It says: {meaning}", **v),
        say("Add the column."),
    ),
    "more": lambda say, v: (
        say.plural(int(v["n"]), "One more cell has the same fault.", "{n} more cells have the same fault."),
        "",
        say("Correct them in the same way."),
    ),
    "control": lambda say, v: (
        say('"{found}" holds a hidden character ({character}).', **v),
        say("Only visible characters are allowed."),
        say("Type the text anew."),
    ),
    "too-long": lambda say, v: (
        say("The text has {length} characters.", **v),
        say("A cell holds at most {limit}.", **v),
        say("Shorten it."),
    ),
    "excel-error": lambda say, v: (
        say('"{found}" is an error of the spreadsheet.', **v),
        say("A cell holds a value or nothing."),
        say("Correct the formula or write the value itself."),
    ),
    "bool": lambda say, v: (
        say("The cell holds the logical value {found}.", **v),
        say("Here stands a text."),
        say("Format the column as text and type the words."),
    ),
    "id-semicolon": lambda say, v: (
        say('"{found}" holds a semicolon.', **v),
        say("Here stands one short name, without semicolon."),
        say("Use one row for each of them."),
    ),
    "id-kind": lambda say, v: (
        say("The cell holds {found}, which is no name.", **v),
        say("Here stands a short name."),
        say("Format the column as text and type the name."),
    ),
    "id-number": lambda say, v: (
        say("The cell holds the number {found}, so that 2.10 and 2.1 cannot be told apart.", **v),
        say("Here stands a short name, written as text."),
        say("Format the column as text and type it again."),
    ),
    "word": lambda say, v: (
        say('"{found}" is not in the list.', **v),
        say("Allowed are: {words}.", **v),
        _nearest(say, v),
    ),
    "number-text": lambda say, v: (
        say('"{found}" is no number.', **v),
        say("Here stands a number, without unit, blanks or words."),
        say("Write the digits only; leave the cell blank if it is not known."),
    ),
    "number-date": lambda say, v: (
        say("The cell holds a day ({found}).", **v),
        say("Here stands a number."),
        say("Format the cell as a number and type it again."),
    ),
    "number-style": _other_style,
    "number-ambiguous": lambda say, v: (
        say('"{found}" can be read with a decimal point or with a point between thousands.', **v),
        say("A point before exactly three digits is clear only if the case declares its number style."),
        say("Declare the setting `number_style: 1.234,5` (thousands) or `number_style: 1234.5` (decimals)."),
    ),
    "number-percent": lambda say, v: (
        say('"{found}" is a percentage.', **v),
        say("Shares are written from 0 to 1."),
        say("Write 0.6 for 60 %."),
    ),
    "number-exponent": lambda say, v: (
        say('"{found}" is written with an exponent.', **v),
        say("Numbers are written out in full."),
        say("Widen the column in your spreadsheet, or format it as a number, and save again."),
    ),
    "number-large": lambda say, v: (
        say("{found} has more than fifteen digits.", **v),
        say("So large a number cannot be held exactly."),
        say("Check it; is it a name rather than a number?"),
    ),
    "number-whole": lambda say, v: (
        say("{found} is not a whole number.", **v),
        say("Here stands a whole number."),
        say("Count again; do not round an average."),
    ),
    "number-decimals": lambda say, v: (
        say("{found} is written with decimals.", **v),
        say("Here stands a whole number."),
        say("Write {whole}.", **v),
    ),
    "number-list": lambda say, v: (
        say("{found} is not in the list.", **v),
        say("Allowed are: {words}.", **v),
        say("Choose one of these numbers."),
    ),
    "bound-range": lambda say, v: (
        say("{found} is out of range.", **v),
        say("Allowed is {low} to {high}.", **v),
        say("Correct the number."),
    ),
    "bound-from": lambda say, v: (
        say("{found} is too low.", **v),
        say("Allowed is {low} or more.", **v),
        say("Correct the number."),
    ),
    "bound-above": lambda say, v: (
        say("{found} is too low.", **v),
        say("Allowed is any number above {low}.", **v),
        say("Correct the number."),
    ),
    "bound-up-to": lambda say, v: (
        say("{found} is too high.", **v),
        say("Allowed is {high} or less.", **v),
        say("Correct the number."),
    ),
    "share": lambda say, v: (
        say("{found} is out of range.", **v),
        say("A share lies between 0 and 1."),
        say("Write 0.6 for 60 %."),
    ),
    "date": lambda say, v: (
        say('"{found}" is not written as a day of the kind 2027-03-31.', **v),
        say("Allowed is year-month-day, because 03/04 means different days in different countries."),
        say("Write it so."),
    ),
    "date-calendar": lambda say, v: (
        say("{found} is not in the calendar.", **v),
        say("Allowed are real days."),
        say("Correct the day."),
    ),
    "date-time": lambda say, v: (
        say("The cell holds a time of day ({found}).", **v),
        say("Here stands a day only."),
        say("Remove the time."),
    ),
    "month": lambda say, v: (
        say('"{found}" is not written as a month of the kind 2027-03.', **v),
        say("Allowed is year-month."),
        say("Write it so."),
    ),
    "month-or-year": lambda say, v: (
        say('"{found}" is not written as a month of the kind 2027-03 or a year of the kind 2027.', **v),
        say("Allowed is year-month or a year."),
        say("Write it so."),
    ),
    "month-year": lambda say, v: (
        say("{found} is a year.", **v),
        say("Here stands a month."),
        say("Write for example {year}-01.", **v),
    ),
    "month-day": lambda say, v: (
        say("The cell holds a day ({found}).", **v),
        say("Here stands a month; a day is taken only if it is the first of a month."),
        say("Format the column as text and write for example 2027-03."),
    ),
    "year": lambda say, v: (
        say("{found} lies too far away.", **v),
        say("Allowed are the years {low} to {high}.", **v),
        say("Correct the year."),
    ),
}

REMARKS: dict[str, Texts] = {
    "more-remarks": lambda say, v: (
        say.plural(int(v["n"]), "The same holds for one more cell.", "The same holds for {n} more cells."),
        "",
        "",
    ),
}
