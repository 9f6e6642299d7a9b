from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from clusterlib import figures, tables
from clusterlib.financing import service_margins
from clusterlib.readings import Speaker

COURSE = {"id": "S1", "name": "Course", "payment": "charged", "price": 100, "variable_cost": 40,
          "staff_hours": 3, "hourly_rate": 10, "volume": 8, "capacity": 10}  # fmt: skip


def _services(*rows: dict[str, Any]) -> pd.DataFrame:
    return tables.typed("services", [COURSE | {"id": f"S{i}"} | row for i, row in enumerate(rows, 1)])


def test_a_service_by_hand() -> None:
    row = service_margins.margins(_services({})).rows.iloc[0]
    numbers = ("margin", "full_margin", "margin_year", "full_year", "per_hour", "break_even", "rank")
    assert [float(row[name]) for name in numbers] == [60.0, 30.0, 480.0, 240.0, 20.0, 4.0, 1.0]
    assert not row["beyond"]


@pytest.mark.parametrize("price", [40, 30])
def test_without_a_margin_there_is_no_break_even(price: float) -> None:
    result = service_margins.margins(_services({"price": price}))
    assert pd.isna(result.rows["break_even"][0])
    assert "does not earn its hours" in service_margins.read_margins(result)


def test_services_are_ranked_by_what_an_hour_leaves_and_ties_share() -> None:
    result = service_margins.margins(
        _services({"price": 40.1, "staff_hours": 0.1}, {"price": 40.3, "staff_hours": 0.3}, {"price": 400})
    )
    assert result.rows["id"].tolist() == ["S3", "S1", "S2"]
    assert result.rows["rank"].tolist() == [1.0, 2.0, 2.0]


def test_the_margin_per_hour_pays_the_hour_exactly_when_the_full_margin_is_not_negative() -> None:
    rows = service_margins.margins(_services(*({"price": 40 + 5 * i} for i in range(14)))).rows
    assert ((rows["per_hour"] >= rows["hourly_rate"]) == (rows["full_margin"] >= 0)).all()
    assert (rows["full_margin"] == 0).any()


def test_what_is_not_charged_is_a_cost_and_what_ended_is_nothing() -> None:
    result = service_margins.margins(
        _services({}, {"payment": "free"}, {"payment": "in the fee"}, {"payment": "free", "status": "ended"})
    )
    assert result.free == 2 and result.free_cost == 2 * (40 + 30) * 8
    assert len(result.rows) == 1


@pytest.mark.parametrize("gap", ["variable_cost", "staff_hours", "hourly_rate", "volume"])
def test_a_missing_number_is_not_zero(gap: str) -> None:
    result = service_margins.margins(_services({gap: None}))
    assert result.rows["break_even"].isna().all()
    assert "nan" not in service_margins.table_margins(result).to_string().lower()
    assert "nan" not in service_margins.read_margins(result)
    assert service_margins.plot_margins(result) is not None


def test_break_even_above_capacity_is_said() -> None:
    result = service_margins.margins(_services({"capacity": 3}))
    assert "above capacity for Course (S1)" in service_margins.read_margins(result)


def test_without_services() -> None:
    result = service_margins.margins(None)
    assert "No service is charged" in service_margins.read_margins(result)
    assert service_margins.table_margins(result).empty
    assert not service_margins.plot_margins(result).has_data()


@pytest.mark.parametrize("say", [Speaker("en", currency="XOF"), Speaker("fr", currency="XOF")])
@pytest.mark.parametrize("count", [1, 3, 20])
def test_pictures_keep_their_texts_apart(count: int, say: Speaker) -> None:
    names = ["$x_{", "<script>alert(1)</script>", "خدمة التدريب", "L" * 200, "{gap}"]
    frame = _services(*({"name": names[i % 5], "price": 4000 * (i + 1)} for i in range(count)))
    ax = service_margins.plot_margins(service_margins.margins(frame), say=say)
    assert figures.overlaps(ax.get_figure(root=True)) == []  # type: ignore[arg-type]
