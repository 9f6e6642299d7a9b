from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterlib.readings import Speaker, half_up

EN, FR = Speaker("en", currency="XOF"), Speaker("fr", currency="XOF")


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (2.25, 1, "2.3"),
        (2.65, 1, "2.7"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (Fraction(19, 7), 1, "2.7"),
        (0.125, 2, "0.13"),
    ],
)
def test_a_half_goes_away_from_zero(value, digits, expected):
    assert half_up(value, digits) == Decimal(expected)


@given(st.fractions(min_value=1, max_value=3, max_denominator=60))
def test_half_up_is_never_further_than_half_a_unit(value):
    assert abs(Fraction(half_up(value, 1)) - value) <= Fraction(1, 20) + Fraction(1, 10**9)


def test_numbers_follow_the_language():
    assert EN.number(945000) == "945,000"
    assert FR.number(2.6, 1) == "2,6"
    assert EN.number(-0.04, 1) == "0.0"
    assert EN.number(-1200) == "−1,200" and EN.money(-5.5, "EUR") == "EUR −5.50"  # a minus, not a hyphen
    assert EN.number(None) == EN.number(float("nan")) == "–"


def test_money_shows_decimals_only_where_the_currency_has_them():
    assert EN.money(450000.4) == "XOF 450,000"
    assert EN.money(12.5, "TND") == "TND 12.50"
    assert EN.money(12, "TND") == "TND 12"
    assert FR.money(450000).endswith("000 XOF")


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (3, 7, "3 of 7"),
        (0, 7, "none of the 7"),
        (9, 20, "9 of 20 (45 %)"),
        (0, 0, "0 of 0"),
        (0, 1, "0 of 1"),
    ],
)
def test_a_share_is_a_percentage_only_from_twenty_on(part, whole, expected):
    assert EN.share(part, whole) == expected


def test_a_long_list_of_names_is_counted():
    assert EN.names(["A", "B", "C"]) == "A, B, and C"
    assert EN.names(["A", "B", "C", "D", "E"], limit=2) == "A, B, and 3 more"
    assert EN.names([]) == ""


def test_a_value_is_never_read_as_a_message():
    assert EN("{name} leads.", name="{score} <b>$x_{") == "{score} <b>$x_{ leads."


def test_months_and_days_are_written_out():
    assert EN.month("2027-03") == "March 2027"
    assert FR.month("2027-03") == "mars 2027"
    assert EN.month("2027") == "2027"
    assert EN.day("2027-03-31") == "31 March 2027"
    assert Speaker("fr").day("2026-11-01") == "1er novembre 2026"


def test_an_unknown_language_falls_back_to_english():
    assert Speaker("xx")("Open.") == "Open."


def test_words_of_the_dictionary_are_translated():
    assert FR.word("white spot") == "maillon absent"
    assert EN.word("white spot") == "white spot"
