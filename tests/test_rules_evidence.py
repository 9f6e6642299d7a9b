from __future__ import annotations

from typing import Any

import pytest
from rule_sheets import found, sheets

from clusterlib.inputs import rules_evidence as rules


def cell(region: str, industry: str, jobs: float | None, **more: Any) -> dict[str, Any]:
    return {"region": region, "industry": industry, "year": 2022, "employment": jobs, **more}


@pytest.mark.parametrize(("total", "faults"), [(100, 0), (98.5, 0), (98.0, 1), (200, 0)])
def test_parts_may_exceed_a_total_by_half_a_unit_per_cell(total: float, faults: int) -> None:
    rows = [cell("a", "x", 60), cell("b", "x", 40), cell("total", "x", total)]
    assert len(found(rules.totals, employment=rows)) == faults


def test_secret_cells_count_with_their_lower_bound() -> None:
    rows = [cell("a", "x", 90), cell("b", "x", None, status="suppressed", low=10), cell("total", "x", 95)]
    items = list(rules.totals(sheets(employment=rows)))
    assert [(item.code, item.row, item.column) for item in items] == [("parts-above-total", 4, "employment")]
    assert (items[0].values["sum"], items[0].values["slack"]) == ("100", "1.5")


def test_totals_hold_along_both_axes_and_per_year() -> None:
    rows = [cell("a", "x", 60), cell("a", "y", 60), cell("a", "total", 100), cell("total", "total", 500)]
    assert found(rules.totals, employment=rows) == [("parts-above-total", 4, "employment")]
    rows[0]["year"] = 2021
    assert found(rules.totals, employment=rows) == []


def test_two_totals_are_one_key() -> None:
    from clusterlib.inputs.rules_rows import keys

    rows = [cell("total", "x", 5), cell("Total", "x", 6)]
    assert found(keys, employment=rows) == [("key-twice", 3, "region")]


def test_names_that_are_almost_alike_are_remarked_not_merged() -> None:
    actors = [
        {"actor_id": a, "name": b} for a, b in (("a", "Société ABC "), ("b", "societe a.b.c"), ("c", "Other"))
    ]
    stakeholders = [{"id": "s", "name": "OTHER", "assessment": "neutral", "influence": "low"}]
    items = list(rules.similar_names(sheets(actors=actors, stakeholders=stakeholders)))
    assert [(item.table, item.row, item.severity) for item in items] == [
        ("actors", 3, "remark"),
        ("stakeholders", 2, "remark"),
    ]


def test_one_organisation_has_one_name() -> None:
    stakeholders = [{"id": "a", "name": "ABC Ltd", "assessment": "neutral", "influence": "low"}]
    given: dict[str, Any] = {"actors": [{"actor_id": "a", "name": "ABC"}], "stakeholders": stakeholders}
    assert found(rules.names_agree, **given) == [("name-differs", 2, "name")]
    stakeholders[0]["name"] = "ABC"
    assert found(rules.names_agree, **given) == []


@pytest.mark.parametrize(
    ("quadrant", "rating", "faults"),
    [
        ("strength", 3, 0),
        ("strength", 2, 1),
        ("weakness", 2, 0),
        ("weakness", 3, 1),
        ("threat", 1, 0),
        ("opportunity", 4, 0),
        ("strength", None, 0),
    ],
)
def test_a_rating_fits_its_field(quadrant: str, rating: int | None, faults: int) -> None:
    row = {"id": "S", "quadrant": quadrant, "text": "x", "rating": rating}
    assert len(found(rules.swot_ratings, swot_items=[row])) == faults


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "codes"),
    [
        ("up", 4, 4, ["target-baseline"]),
        ("down", 4, 4, ["target-baseline"]),
        ("hold", 4, 4, []),
        ("up", 4, 3, ["target-direction"]),
        ("down", 4, 3, []),
        ("up", None, 3, []),
        (None, 4, 4, []),
    ],
)
def test_targets(direction: str | None, baseline: float | None, target: float, codes: list[str]) -> None:
    row = {
        "id": "K",
        "name": "x",
        "level": "output",
        "direction": direction,
        "baseline": baseline,
        "target": target,
    }
    assert [code for code, *_ in found(rules.targets, indicators=[row])] == codes


@pytest.mark.parametrize(
    ("baseline", "period", "faults"),
    [
        ("2026-06", "2026-05", 1),
        ("2026-06", "2026-06", 0),
        ("2026-06", "2026", 0),
        ("2026", "2026-01", 0),
        ("2026", "2025-12", 1),
        ("2026", "2025", 1),
    ],
)
def test_values_are_not_older_than_the_baseline(baseline: str, period: str, faults: int) -> None:
    given = {
        "indicators": [{"id": "K", "name": "x", "level": "output", "baseline_period": baseline}],
        "observations": [{"indicator_id": "K", "period": period, "value": 1}],
    }
    assert len(found(rules.observed_after_baseline, **given)) == faults


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("input", "output", ""),
        ("input", "outcome", "chain-skip"),
        ("outcome", "output", "chain-level"),
        ("output", "output", "chain-level"),
    ],
)
def test_links_lead_one_level_up(start: str, end: str, code: str) -> None:
    indicators = [{"id": "K1", "name": "x", "level": start}, {"id": "K2", "name": "y", "level": end}]
    assert [
        c
        for c, *_ in found(
            rules.chain_levels, indicators=indicators, chain_links=[{"from": "K1", "to": "K2"}]
        )
    ] == [code] * bool(code)
