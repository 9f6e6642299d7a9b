from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import tables
from clusterlib.inputs.number_style import STYLES, UNDECLARED, NumberStyle
from clusterlib.inputs.parsing import LONGEST, Refused, as_text, nearest, parse

BY_TYPE = {
    "id": ("tasks", "no"),
    "ids": ("goals", "because"),
    "text": ("demands", "text"),
    "list": ("services", "effort"),
    "choice": ("stakeholders", "influence"),
    "own words": ("demands", "category"),
    "yes/no": ("actors", "member"),
    "integer": ("vote_counts", "n1"),
    "number": ("tasks", "m"),
    "money": ("canvas", "amount"),
    "share": ("positions", "probability"),
    "date": ("tasks", "deadline"),
    "month": ("capacity", "month"),
    "period": ("observations", "period"),
    "vote": ("votes", "score"),
}


def column(kind: str) -> tables.Column:
    table, name = BY_TYPE[kind]
    return tables.table(table).column(name)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("id", "007", "007"),
        ("id", "NA", "NA"),
        ("id", 7, "7"),
        ("id", 7.0, "7"),
        ("id", " A1 ", "A1"),
        ("id", "2.10", "2.10"),
        ("id", "../x", "../x"),
        ("id", "$x_{", "$x_{"),
        ("ids", "A1; B2;;A1", "A1;B2"),
        ("ids", "tasks:1", "tasks:1"),
        ("ids", 3, "3"),
        ("text", "None", "None"),
        ("text", "null", "null"),
        ("text", "=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("text", "a\r\nb", "a\nb"),
        ("text", 2025, "2025"),
        ("text", 2.722, "2.722"),
        ("text", dt.date(2027, 3, 4), "2027-03-04"),
        ("text", "Socie\u0301te\u0301", "Société"),
        ("text", "<script>", "<script>"),
        ("choice", "HIGH", "high"),
        ("choice", "élevé", "high"),
        ("own words", "Start-up Support", "Start-up Support"),
        ("list", "High; medium", "high;medium"),
        ("yes/no", "Oui", "yes"),
        ("yes/no", True, "yes"),
        ("yes/no", "no", "no"),
        ("integer", "3", 3),
        ("integer", 3.0, 3),
        ("integer", "0", 0),
        ("number", "2.6", 2.6),
        ("number", 945.000, 945.0),
        ("money", "450000", 450000.0),
        ("share", "0.857", 0.857),
        ("vote", "3", 3.0),
        ("date", "2027-03-31", "2027-03-31"),
        ("date", dt.datetime(2027, 3, 31), "2027-03-31"),
        ("month", "2027-03", "2027-03"),
        ("month", dt.date(2027, 3, 1), "2027-03"),
        ("period", "2027", "2027"),
        ("period", 2027, "2027"),
        ("period", 2027.0, "2027"),
    ],
)
def test_cells_are_understood(kind: str, cell: Any, value: Any) -> None:
    found = parse(column(kind), cell)
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize("kind", BY_TYPE)
@pytest.mark.parametrize("cell", [None, "", "   ", "\u00a0", math.nan])
def test_blank_is_blank_and_never_zero(kind: str, cell: Any) -> None:
    assert parse(column(kind), cell) is None


@pytest.mark.parametrize(
    ("kind", "cell", "code"),
    [
        ("id", "N1;N2", "id-semicolon"),
        ("id", 2.1, "id-number"),
        ("id", True, "id-kind"),
        ("id", 1e20, "id-number"),
        ("id", "a\nb", "control"),
        ("ids", 2.1, "id-number"),
        ("text", "a\x0bb", "control"),
        ("text", "a\ud800", "control"),
        ("text", "x" * (LONGEST + 1), "too-long"),
        ("text", True, "bool"),
        ("text", "#REF!", "excel-error"),
        ("choice", "huge", "word"),
        ("choice", 3, "word"),
        ("yes/no", "x", "word"),
        ("list", "high;huge", "word"),
        ("integer", "3.0", "number-decimals"),
        ("integer", "2.5", "number-whole"),
        ("integer", 2.5, "number-whole"),
        ("integer", "5 000", "number-style"),
        ("integer", "945.000", "number-ambiguous"),
        ("number", "2,6", "number-style"),
        ("number", "very important", "number-text"),
        ("number", "nan", "number-text"),
        ("number", "1e400", "number-exponent"),
        ("number", math.inf, "number-text"),
        ("number", 1e20, "number-large"),
        ("number", "9" * 20, "number-large"),
        ("number", dt.datetime(2020, 1, 1), "number-date"),
        ("money", True, "number-text"),
        ("share", "60 %", "number-percent"),
        ("vote", "4", "number-list"),
        ("vote", "2.6", "number-list"),
        ("date", "03/04/2020", "date"),
        ("date", "2027-02-30", "date-calendar"),
        ("date", 44000, "date"),
        ("date", "2027-3-1", "date"),
        ("date", dt.datetime(2027, 3, 31, 8), "date-time"),
        ("date", "20220-01-01", "date"),
        ("date", "1066-01-01", "year"),
        ("month", "2027", "month-year"),
        ("month", "03/2027", "month"),
        ("month", "2027-13", "month"),
        ("month", "2027-3", "month"),
        ("month", dt.date(2027, 3, 2), "month-day"),
        ("period", "20220", "month-or-year"),
        ("period", "1066", "year"),
    ],
)
def test_cells_are_refused_with_a_reason(kind: str, cell: Any, code: str) -> None:
    with pytest.raises(Refused) as caught:
        parse(column(kind), cell)
    assert caught.value.code == code


def test_the_nearest_name_is_proposed() -> None:
    assert nearest("hihg", ("low", "medium", "high")) == "high"
    assert nearest("Élevée", ("faible", "moyen", "élevé")) == "élevé"
    assert nearest("zebra", ("low", "high")) == "" and nearest("x" * 1000, ("x" * 999,)) == ""


def test_total_is_a_reserved_word() -> None:
    assert parse(tables.table("employment").column("region"), "Total") == "total"


def test_texts_of_the_longest_length_are_taken() -> None:
    assert len(parse(column("text"), "x" * LONGEST)) == LONGEST


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**16), 10**16)
    | st.floats()
    | st.text(max_size=30)
    | st.dates()
    | st.datetimes()
    | st.sampled_from(["2,6", "945.000", "NA", "3.0", "1e400", "=x", "yes", "2027-03"])
)


@settings(max_examples=300)
@given(
    st.sampled_from(sorted(BY_TYPE)),
    scalars,
    st.sampled_from([UNDECLARED, *(NumberStyle(s, True) for s in STYLES)]),
)
def test_parse_gives_a_value_or_a_reason_and_what_it_gives_can_be_written(
    kind: str, cell: Any, style: NumberStyle
) -> None:
    spec = column(kind)
    try:
        value = parse(spec, cell, style=style)
    except Refused as refused:
        from clusterlib.inputs import fault_texts

        assert refused.code in fault_texts.codes()
        return
    again = parse(spec, as_text(value, style, spec), style=style)
    assert again == value
    if not isinstance(cell, str):
        assert parse(spec, as_text(cell, style, spec), style=style) == value
    tables.typed(spec.table, [{spec.name: value}])
