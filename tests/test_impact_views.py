"""Pictures, tables and sentences of the survey; who kept silent."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from clusterlib import figures, tables
from clusterlib.monitoring import impact, impact_plots, impact_readings, impact_silence
from clusterlib.readings import Speaker

SAY = Speaker("en", currency="XOF")


def frame(
    n: int, silent: int, *, spread: float = 1.6, zero: float = 0.3, period: str = "2026"
) -> pd.DataFrame:
    rng = np.random.default_rng(n)
    rows: list[dict[str, Any]] = []
    for i in range(n):
        benefit = 0.0 if rng.random() < zero else float(np.round(rng.lognormal(13, spread), -3))
        rows.append(
            {
                "respondent_id": f"m{i}",
                "period": period,
                "answered": "yes",
                "benefit": benefit,
                "commitment": int(rng.integers(1, 6)),
                "share_attributed": 0.5,
            }
        )
    rows += [{"respondent_id": f"s{i}", "period": period, "answered": "no"} for i in range(silent)]
    return tables.typed("impact_answers", rows)


CASES = {
    "small": frame(7, 3),
    "typical": frame(35, 15),
    "large": frame(190, 110),
    "close": frame(12, 3, spread=0.2, zero=0),
    "tiny": frame(3, 2),
    "zero": frame(10, 2).assign(benefit=0.0),
    "equal": frame(10, 2).assign(benefit=500000.0),
    "nobody answered": frame(0, 6),
    "nobody asked": tables.empty("impact_answers"),
}
PLOTS = (impact_plots.plot_response, impact_plots.plot_benefits, impact_plots.plot_bounds)


def survey(name: str, **options: Any) -> impact.Impact:
    data = tables.typed("impact_answers", CASES[name])
    data.loc[data["answered"] == "no", ["benefit", "commitment"]] = [np.nan, pd.NA]
    return impact.survey(data, currency="XOF", draws=100, **options)


@pytest.mark.parametrize("name", list(CASES))
@pytest.mark.parametrize("plot", PLOTS)
def test_nothing_overlaps_and_titles_fit(name: str, plot: Any) -> None:
    ax = plot(survey(name), say=SAY)
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    assert figures.overlaps(figure) == []
    title = ax.title if ax.title.get_text() else ax._left_title
    assert ax.get_title(loc="left") or ax.get_title()
    box = title.get_window_extent()
    assert box.x1 <= figure.bbox.x1 + 2


@pytest.mark.parametrize("name", list(CASES))
def test_readings_are_whole_sentences(name: str) -> None:
    text = impact_readings.read_impact(survey(name), say=SAY)
    assert text.rstrip().endswith(".")
    assert "nan" not in text.lower()
    assert "None" not in text
    assert "–" not in text
    assert len(impact_readings.table_impact(survey(name), say=SAY)) <= 10


def test_few_answers_are_nowhere_in_figures_tables_or_words() -> None:
    result = survey("tiny")
    values = [f"{v:,.0f}" for v in CASES["tiny"]["benefit"].dropna() if v]
    shown = (
        impact_readings.read_impact(result, say=SAY)
        + impact_readings.table_impact(result, say=SAY).to_string()
    )
    for plot in PLOTS:
        ax = plot(result, say=SAY)
        shown += " ".join(
            t.get_text() for t in ax.get_figure(root=True).findobj(match=lambda a: hasattr(a, "get_text"))
        )
    assert values
    assert not [v for v in values if v in shown]


def test_below_the_rule_no_mean_is_drawn_or_said() -> None:
    result = survey("large")
    rows = impact_readings.table_impact(result, say=SAY).set_index("Figure")
    assert rows.loc["Mean benefit", "Value"] == "–"
    assert "Sum of what was said" not in rows.index
    labels = [t.get_text() for t in impact_plots.plot_bounds(result, say=SAY).get_yticklabels()]
    assert not [label for label in labels if "mean of those" in label.replace("\n", " ")]


def test_every_answer_is_a_point_and_zeros_are_seen() -> None:
    result = survey("typical")
    assert result.last is not None
    ax = impact_plots.plot_benefits(result, say=SAY)
    points = [line for line in ax.lines if line.get_linestyle() == "None"]
    assert sum(len(line.get_xdata()) for line in points) == result.last.said
    zeros = result.last.said - result.last.positive
    assert any(text.get_text() == f"{zeros}: none" for text in ax.texts)


def test_rule_is_drawn_where_it_is() -> None:
    ax = impact_plots.plot_response(survey("typical", response_min=0.6), say=SAY)
    assert [line.get_xdata()[0] for line in ax.lines] == [0.6]


def test_association_is_never_called_an_effect() -> None:
    rows = frame(20, 0)
    rows["commitment"] = pd.array([1 + i // 4 for i in range(20)], dtype="Int64")
    rows["benefit"] = [float(i) for i in range(20)]
    text = impact_readings.read_impact(impact.survey(rows, draws=500), say=SAY)
    assert "More committed members name more benefit" in text
    assert "nobody was assigned" in text


def members(sizes: list[str], answered: list[bool]) -> tuple[pd.DataFrame, pd.DataFrame]:
    ids = [f"m{i}" for i in range(len(sizes))]
    a = [
        {"respondent_id": m, "period": "2026", "answered": "yes" if y else "no"}
        for m, y in zip(ids, answered, strict=True)
    ]
    r = [{"respondent_id": m, "size": s} for m, s in zip(ids, sizes, strict=True)]
    return tables.typed("impact_answers", a), tables.typed("respondents", r)


def test_small_groups_are_counted_not_shown() -> None:
    a, r = members(["small"] * 6 + ["large"] * 6 + ["micro"] * 5, [True] * 6 + [False] * 3 + [True] * 8)
    found = impact_silence.silence(a, r)
    assert list(found.frame["group"]) == ["large", "micro", "small"]
    text = impact_silence.read_silence(found)
    assert "“large” answered least (3 of 6)" in text


def test_a_group_that_could_be_worked_out_hides_a_second_one() -> None:
    a, r = members(["small"] * 8 + ["large"] * 6 + ["micro"] * 2, [True] * 16)
    found = impact_silence.silence(a, r)
    assert list(found.frame["group"]) == ["small"]
    assert found.hidden == 2


def test_silence_without_traits() -> None:
    a, _ = members(["small"] * 6, [True] * 6)
    assert not impact_silence.silence(a, None).known
    assert not impact_silence.silence(tables.empty("impact_answers"), None).known
    unknown = tables.typed("respondents", [{"respondent_id": "m0"}])
    assert not impact_silence.silence(a, unknown).known
    assert impact_silence.read_silence(impact_silence.silence(a, None)).endswith(".")
