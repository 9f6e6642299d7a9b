from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from budgets import balanced_year, hostile, lines
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import figures, places
from clusterlib.faults import DomainError
from clusterlib.financing import security, security_views
from clusterlib.readings import Speaker


def _grant(end: str | None, amount: float = 90, **more: object) -> pd.DataFrame:
    grant = {"kind": "in", "category": "public", "amount": amount, "committed": "yes", "end": end, **more}
    return lines(grant, {"amount": 100, "fixed": "yes", "category": "personnel"})


@pytest.mark.parametrize(
    ("end", "coverage", "level"),
    [
        ("2027-06", [0.45, 0.225, 0.15], "none"),
        ("2027-12", [0.9, 0.45, 0.3], "short"),
        ("2028-12", [0.9, 0.9, 0.6], "medium"),
        (None, [0.9, 0.9, 0.9], "long"),
    ],
)
def test_the_class_follows_the_promise_month_by_month(
    end: str | None, coverage: list[float], level: str
) -> None:
    result = security.security(_grant(end))
    assert result.rows["coverage"].tolist() == pytest.approx(coverage)
    assert result.level == level
    assert result.hhi == 1 and result.dependent


def test_a_longer_class_requires_the_shorter_ones() -> None:
    late = lines(
        {"kind": "in", "category": "public", "amount": 9000, "committed": "yes", "start": "2028-01"},
        {"amount": 100, "fixed": "yes"},
    )
    result = security.security(late)
    assert result.rows["coverage"].iloc[2] > 1 and result.level == "none" and result.hhi is None


def test_the_mark_itself_is_enough_in_exact_numbers() -> None:
    assert security.security(_grant(None, amount=80)).level == "long"
    assert security.level([(Fraction(3), Fraction(24, 10))], enough=0.8) == "short"


def test_probabilities_count_in_the_weighted_variant_only() -> None:
    result = security.security(_grant(None, probability=0.5))
    assert (result.level, result.weighted_level) == ("long", "none")
    assert "If each promise counts by its probability, it is not secured." in security_views.read_security(
        result
    )


def test_only_fixed_costs_and_promised_income_count() -> None:
    frame = balanced_year()
    row = security.security(frame).rows.iloc[0]
    assert (row["fixed_cost"], row["promised"], row["expected"]) == (108000.0, 60000.0, 108000.0)


def test_many_sources_are_not_a_dependence() -> None:
    kinds = ("public", "membership", "services", "projects")
    frame = lines(
        *({"kind": "in", "category": kind, "amount": 25, "committed": "yes"} for kind in kinds),
        {"amount": 100, "fixed": "yes"},
    )
    result = security.security(frame)
    assert result.hhi == pytest.approx(0.25) and not result.dependent
    assert "dependent" not in security_views.read_security(result)


@pytest.mark.parametrize("frame", [None, lines({"amount": 5})])
def test_without_fixed_cost_nothing_is_said(frame: pd.DataFrame | None) -> None:
    result = security.security(frame)
    assert result.level is None and result.rows["coverage"].isna().all()
    text = security_views.read_security(result) + security_views.read_beside(security_views.beside(result))
    assert "nan" not in text
    assert not security_views.plot_security(result).has_data()


def test_limits_outside_their_range_are_refused() -> None:
    with pytest.raises(DomainError, match="enough"):
        security.security(None, enough=0)
    with pytest.raises(DomainError, match="high_hhi"):
        security.security(None, high_hhi=2)


@pytest.mark.parametrize("say", [Speaker("en", currency="XOF"), Speaker("fr", currency="XOF")])
@pytest.mark.parametrize("frame", [balanced_year(), hostile(20), _grant(None), _grant("2027-06", 0)])
def test_pictures_keep_their_texts_apart(frame: pd.DataFrame, say: Speaker) -> None:
    ax = security_views.plot_security(security.security(frame), say=say)
    assert figures.overlaps(ax.get_figure(root=True)) == []  # type: ignore[arg-type]


def test_the_printed_shares_stand_beside_the_own_class() -> None:
    reference = places.reference("financing_security")
    result = security_views.beside(security.security(_grant("2027-12")), reference=reference)
    table = security_views.table_beside(result)
    assert table["Share"].tolist() == ["50 %", "29 %", "21 %", "–", "–", "–"]
    assert table["This case"].tolist() == ["", "here", "", "", "", ""]
    assert "29 %" in security_views.read_beside(result)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 200), st.integers(1, 200), st.integers(2, 9))
def test_coverage_does_not_hang_on_the_currency(income: int, cost: int, factor: int) -> None:
    def rows(scale: int) -> security.Security:
        grant = {"kind": "in", "category": "public", "amount": income * scale, "committed": "yes"}
        return security.security(lines(grant, {"amount": cost * scale, "fixed": "yes"}))

    one, many = rows(1), rows(factor)
    assert one.level == many.level
    assert one.rows["coverage"].tolist() == pytest.approx(many.rows["coverage"].tolist())
