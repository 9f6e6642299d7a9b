"""The baseline on three levels: change in one unit only, what is missing, how much could be seen."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from clusterlib import figures, places, tables
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.inputs import cases
from clusterlib.monitoring import baseline, baseline_views
from clusterlib.readings import Speaker

SAY = Speaker()
FIELDS = places.reference("baseline_fields")


def row(
    period: str, level: str, item: str, value: float, unit: str = "jobs", n: int | None = None
) -> dict[str, Any]:
    return {"period": period, "list_id": level, "item_id": item, "value": value, "unit": unit, "n": n}


def compare(*rows: dict[str, Any], **options: Any) -> baseline.Baseline:
    return baseline.compare(tables.typed("baseline_survey", list(rows)), fields=FIELDS, **options)


def both(n: int | None = 15, unit: str = "jobs") -> baseline.Baseline:
    return compare(row("2020", "actors", "jobs", 12, n=n), row("2022", "actors", "jobs", 14, unit=unit, n=n))


def test_the_guide_names_thirteen_fields_on_three_levels() -> None:
    assert FIELDS["level"].value_counts().to_dict() == {"actors": 6, "organisation": 4, "framework": 3}
    assert both().asked_for == 13
    assert len(both().missing) == 12


def test_fifteen_firms_find_only_large_changes() -> None:
    found = both()
    assert found.detectable == pytest.approx(0.778, abs=1e-3)
    assert found.table.loc[0, "change"] == 2
    assert "0.78 standard deviations" in baseline_views.read_baseline(found, say=SAY)


def test_waves_are_compared_in_one_unit_only() -> None:
    found = both(unit="jobs per 100")
    assert pd.isna(found.table.loc[0, "change"])
    assert found.table.loc[0, "other_unit"] == "jobs per 100"
    assert "Not compared, because the unit changed: “Jobs”" in baseline_views.read_baseline(found, say=SAY)
    assert "other unit" in baseline_views.table_baseline(found, say=SAY).to_numpy()
    assert both(unit=" JOBS").table.loc[0, "change"] == 2


def test_two_years_clash_with_four_to_six() -> None:
    assert "2 years apart" in baseline_views.read_baseline(both(), say=SAY)
    late = compare(row("2020", "actors", "jobs", 12), row("2025", "actors", "jobs", 14))
    assert "apart" not in baseline_views.read_baseline(late, say=SAY)


def test_fourteen_firms_are_shown_with_a_warning() -> None:
    assert both(14).table["few"].all()
    assert "fewer than 15 firms" in baseline_views.read_baseline(both(14), say=SAY)
    assert not both(15).table["few"].any()
    office = compare(row("2020", "organisation", "structure", 9, n=1))
    assert not office.table["few"].any()


def test_own_fields_stand_after_the_guides() -> None:
    found = compare(
        row("2020", "actors", "exports", 3),
        row("2020", "actors", "jobs", 4),
        row("2020", "framework", "legal", 1),
    )
    assert found.table["item_id"].tolist() == ["jobs", "exports", "legal"]


def test_bad_rows_are_refused() -> None:
    with pytest.raises(DomainError, match="planets"):
        compare(row("2020", "planets", "jobs", 1))
    with pytest.raises(IntegrityError, match="jobs twice"):
        compare(row("2020", "actors", "jobs", 1), row("2020", "actors", "jobs", 2))


def test_nothing_one_wave_and_unknown_numbers() -> None:
    assert "No figure" in baseline_views.read_baseline(compare(), say=SAY)
    baseline_views.plot_baseline(compare())
    assert baseline_views.table_baseline(compare(), say=SAY).empty
    one = compare(row("2020", "actors", "jobs", 1))
    assert not one.twice
    assert "There is one wave" in baseline_views.read_baseline(one, say=SAY)
    assert "not known which change" in baseline_views.read_baseline(both(None), say=SAY)


def test_sizes_of_the_firms_asked_beside_those_of_the_members() -> None:
    people = tables.typed(
        "respondents", [{"respondent_id": f"f{i}", "size": s} for i, s in enumerate(["micro", "large"])]
    )
    panel = tables.typed(
        "panel",
        [{"respondent_id": f"f{i}", "period": "2020", "group": "cluster", "value": 1} for i in (0, 1)],
    )
    staff = [3, 9, 10, 260]
    actors = tables.typed(
        "actors",
        [
            {"actor_id": f"a{i}", "name": "x", "type": "SME", "member": "yes", "employees": n}
            for i, n in enumerate(staff)
        ],
    )
    found = compare(row("2020", "actors", "jobs", 1), respondents=people, panel=panel, actors=actors)
    assert found.sample.to_numpy().tolist() == [["micro", 0.5, 0.5], ["small", 0, 0.25], ["large", 0.5, 0.25]]
    assert "“small”: 0 % of them, 25 % of the members" in baseline_views.read_baseline(found, say=SAY)


@pytest.mark.parametrize("case", ["dakar-ict", "tunisia-automotive", "cotedivoire-plastics"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_sheets_of_the_shipped_cases_have_no_overlap(case: str, lang: str) -> None:
    frame = cases.open_case(places.shipped_case(case)).table("baseline_survey")
    found = baseline.compare(frame, fields=FIELDS)
    figure = baseline_views.plot_baseline(found, say=Speaker(lang)).get_figure(root=True)
    assert not figures.overlaps(figure)  # type: ignore[arg-type]
