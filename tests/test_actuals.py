from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from budgets import hostile, lines

from clusterlib import figures, tables
from clusterlib.financing import actuals
from clusterlib.financing import actuals_views as views
from clusterlib.readings import Speaker

EUR = Speaker("en", currency="EUR")
PLAN = lines({"category": "rent", "amount": 100, "end": "2027-03"})


def booked(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Typed bookings: line, month, amount."""
    return tables.typed(
        "actuals", [dict(zip(("line_id", "month", "amount"), row, strict=True)) for row in rows]
    )


def test_worked_example_of_the_method() -> None:
    books = actuals.compare(PLAN, booked(("B1", "2027-01", 90), ("B1", "2027-02", 130)), count=3)
    assert books.rows["deviation"].tolist()[:2] == [-10.0, 30.0] and np.isnan(books.rows["deviation"][2])
    assert books.rows["status"].tolist() == ["booked", "booked", "to come"]
    line = books.lines.iloc[0]
    assert (line["plan"], line["actual"], line["deviation"], line["percent"]) == (200.0, 220.0, 20.0, 0.1)
    assert (books.forecast_out, books.plan_out) == (320.0, 300.0)


def test_a_month_without_booking_is_not_booked_and_not_zero() -> None:
    books = actuals.compare(PLAN, booked(("B1", "2027-01", 90)), as_of="2027-03-15", count=3)
    assert books.rows["status"].tolist() == ["booked", "not booked", "to come"]
    assert books.forecast_out == 290.0
    assert (books.booked, books.due, books.past) == (1, 2, ("2027-01", "2027-02"))


def test_no_plan_has_no_percent_and_a_refund_is_allowed() -> None:
    frame = lines({"category": "rent", "amount": 50, "recurrence": "once"})
    books = actuals.compare(frame, booked(("B1", "2027-01", -5), ("B1", "2027-02", 7)), count=3)
    assert books.rows["status"].tolist() == ["booked", "not planned"]
    assert books.rows["percent"].tolist()[0] == -1.1 and np.isnan(books.rows["percent"][1])
    assert books.forecast_out == 2.0


def test_a_booking_without_line_is_listed_and_not_summed() -> None:
    books = actuals.compare(PLAN, booked(("X", "2027-01", 70)), count=3)
    assert books.unknown == ("X",) and books.forecast_out == 300.0
    assert "Booked, but in no plan: X" in views.read_books(books, say=EUR)


def test_more_income_is_better_and_more_cost_is_not() -> None:
    frame = lines({"amount": 10}, {"kind": "in", "category": "public", "amount": 10})
    books = actuals.compare(frame, booked(("B1", "2027-01", 12), ("B2", "2027-01", 12)), count=1)
    assert books.lines["better"].tolist() == [False, True]


def test_the_plan_counts_lag_and_probability_as_in_the_liquidity_plan() -> None:
    row = {
        "kind": "in",
        "category": "public",
        "amount": 100,
        "recurrence": "once",
        "lag_months": 1,
        "probability": 0.6,
    }
    books = actuals.compare(lines(row), booked(("B1", "2027-02", 100)), count=3)
    assert books.rows[["month", "plan", "deviation"]].values.tolist() == [["2027-02", 60.0, 40.0]]


@pytest.mark.parametrize("plan", [None, lines(), PLAN])
@pytest.mark.parametrize("paid", [None, booked()])
def test_nothing_booked(plan: pd.DataFrame | None, paid: pd.DataFrame | None) -> None:
    books = actuals.compare(plan, paid)
    assert books.booked == 0 and "Nothing is booked yet" in views.read_books(books)
    assert views.table_deviations(books).empty
    assert "Nothing is booked yet" in views.plot_deviations(books).get_title(loc="left")


def test_reading() -> None:
    paid = booked(("B1", "2027-01", 90), ("B1", "2027-02", 130))
    said = views.read_books(actuals.compare(PLAN, paid, as_of="2027-04-01", count=3), say=EUR)
    assert "Up to March 2027, 2 of 3 planned payments are booked" in said
    assert "Not booked, which is not the same as nothing: rent (B1)" in said
    assert "rent (B1): EUR 20 more than planned" in said
    assert "EUR 320 out" in said and "EUR 300" in said


def test_everything_as_planned() -> None:
    books = actuals.compare(PLAN, booked(("B1", "2027-01", 100)), count=1)
    assert "as planned" in views.read_books(books)
    assert "as planned" in views.plot_deviations(books).get_title(loc="left")


@pytest.mark.parametrize("count", [1, 8, 30])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_figure_and_table_stay_readable(count: int, lang: str) -> None:
    frame = hostile(count)
    paid = booked(*((name, "2027-01", 5_000.0 * i) for i, name in enumerate(frame["line_id"])))
    books, say = actuals.compare(frame, paid), Speaker(lang, currency="XOF")
    ax = views.plot_deviations(books, say=say)
    assert figures.overlaps(ax.figure) == [] and ax.get_title(loc="left").strip()
    assert len(ax.patches) <= 8 and len(views.table_deviations(books, say=say)) <= 5
