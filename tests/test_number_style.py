from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterlib.inputs.number_style import (
    PLAIN,
    STYLES,
    UNDECLARED,
    NumberError,
    NumberStyle,
    declared,
    read_number,
    write_number,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("-5", "-5"),
        ("+2", "2"),
        ("2.6", "2.6"),
        ("0.857", "0.857"),
        ("-0.500", "-0.5"),
        ("4699", "4699"),
        ("1234.567", "1234.567"),
        ("945.0000", "945"),
        ("12.34", "12.34"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_plain_numbers_are_read(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["945.000", "2.722", "-1.000", "+12.345", "100.000"])
def test_three_digits_after_a_point_are_ambiguous_until_declared(text: str) -> None:
    with pytest.raises(NumberError) as caught:
        read_number(text)
    assert caught.value.code == "number-ambiguous"
    assert read_number(text, PLAIN) == Decimal(text)
    assert read_number(text, NumberStyle("1.234,5", True)) == Decimal(text) * 1000


@pytest.mark.parametrize(
    ("text", "code", "style"),
    [
        ("2,6", "number-style", "1234,5"),
        ("1.234,5", "number-style", "1.234,5"),
        ("1,234.5", "number-style", "1,234.5"),
        ("5 000", "number-style", "1 234,5"),
        ("5\u00a0000", "number-style", "1 234,5"),
        ("60 %", "number-percent", ""),
        ("1e5", "number-exponent", ""),
        ("1E400", "number-exponent", ""),
        ("very important", "number-text", ""),
        ("inf", "number-text", ""),
        ("nan", "number-text", ""),
        ("1.2.3", "number-text", ""),
        (".5", "number-text", ""),
        ("5.", "number-text", ""),
        ("--5", "number-text", ""),
        ("٣", "number-text", ""),
        ("1_000", "number-text", ""),
        ("0x10", "number-text", ""),
        ("450000 FCFA", "number-text", ""),
        ("−5", "number-text", ""),
        ("1234567890123456", "number-large", ""),
        ("", "number-text", ""),
    ],
)
def test_refusals_say_why_and_name_a_style_that_fits(text: str, code: str, style: str) -> None:
    with pytest.raises(NumberError) as caught:
        read_number(text)
    assert (caught.value.code, caught.value.style) == (code, style)


@pytest.mark.parametrize(
    ("style", "text", "value"),
    [
        ("1.234,5", "945.000", "945000"),
        ("1.234,5", "2,6", "2.6"),
        ("1.234,5", "1234,5", "1234.5"),
        ("1 234,5", "5 000", "5000"),
        ("1 234,5", "5\u202f000,25", "5000.25"),
        ("1,234.5", "4,699", "4699"),
        ("1234,5", "2,722", "2.722"),
        ("1 234.5", "12 000.5", "12000.5"),
    ],
)
def test_declared_styles(style: str, text: str, value: str) -> None:
    found = declared(style)
    assert found is not None and read_number(text, found) == Decimal(value)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("1.234,5", "2.6"),
        ("1.234,5", "1.23,5"),
        ("1.234,5", "1234.567"),
        ("1,234.5", "12,34"),
        ("1234,5", "2.6"),
    ],
)
def test_groups_have_three_digits(style: str, text: str) -> None:
    found = declared(style)
    assert found is not None
    with pytest.raises(NumberError):
        read_number(text, found)


def test_only_listed_styles_can_be_declared() -> None:
    assert declared("12,3") is None and declared("english") is None
    assert [declared(style) is not None for style in STYLES] == [True] * len(STYLES)
    assert declared("1\u00a0234,5") == declared("1 234,5")


@given(
    st.floats(-1e14, 1e14) | st.integers(-(10**14), 10**14),
    st.sampled_from([UNDECLARED, *(NumberStyle(s, True) for s in STYLES)]),
)
def test_written_numbers_are_read_back(value: float, style: NumberStyle) -> None:
    assert float(read_number(write_number(value, style), style)) == value
