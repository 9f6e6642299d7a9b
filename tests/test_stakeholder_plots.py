"""Pictures and sentences of the stakeholder analysis: small, typical, large and hostile tables."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from test_stakeholders import example, people

from clusterlib import figures, places, tables
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.stakeholder_answers import answers
from clusterlib.stakeholder_analysis.stakeholder_checks import pitfalls
from clusterlib.stakeholder_analysis.stakeholder_circle import trace
from clusterlib.stakeholder_analysis.stakeholder_plots import plot_grid, plot_support, rows_left_out
from clusterlib.stakeholder_analysis.stakeholder_readings import read_stakeholders
from clusterlib.stakeholder_analysis.stakeholders import analyse

SAY = Speaker()
HOSTILE = [
    "$x_{",
    "<script>alert(1)</script>",
    "W" * 200,
    "غرفة التجارة والصناعة",
    "a\nb",
    "=1+1",
    "%s {name}",
]


def table(n: int) -> pd.DataFrame:
    words, powers = ("critical", "neutral", "positive"), ("low", "medium", "high")
    return people(*[
        {
            "name": f"{HOSTILE[i % 7]} {i}" if i % 3 == 0 else f"Association of organisations number {i}",
            "assessment": words[i % 3], "influence": powers[(i // 3) % 3],
        }
        for i in range(n)
    ])  # fmt: skip


@pytest.mark.parametrize("plot", [plot_grid, plot_support])
@pytest.mark.parametrize("n", [1, 3, 8, 20, 90])
def test_no_overlaps(plot: object, n: int) -> None:
    ax = plot(analyse(table(n)))  # type: ignore[operator]
    assert figures.overlaps(ax.get_figure(root=True)) == []
    assert ax.get_title(loc="left")


@pytest.mark.parametrize("plot", [plot_grid, plot_support])
def test_empty_table_gives_a_sentence(plot: object) -> None:
    ax = plot(analyse(tables.empty("stakeholders")))  # type: ignore[operator]
    assert "No stakeholder" in ax.get_title(loc="left")


def test_one_crowded_field_counts_the_rest() -> None:
    crowd = people(
        *[
            {"name": f"Firm with a long name {i}", "assessment": "neutral", "influence": "high"}
            for i in range(40)
        ]
    )
    ax = plot_grid(analyse(crowd))
    cell = next(t.get_text() for t in ax.texts if t.get_text())
    shown = sum(line[:1].isdigit() for line in cell.replace("■ ", "").replace("▲ ", "").splitlines())
    assert cell.splitlines()[-1] == f"… and {40 - shown} more"


def test_names_stay_inside_their_field() -> None:
    ax = plot_grid(
        analyse(
            people(
                *[{"name": "W" * 90, "assessment": a, "influence": "high"} for a in ("critical", "neutral")]
            )
        )
    )
    ax.get_figure(root=True).canvas.draw()
    wide = ax.get_window_extent().width / 3
    assert all(t.get_window_extent().width <= wide for t in ax.texts)


def test_grid_marks_what_is_to_be_settled() -> None:
    ax = plot_grid(analyse(example()))
    assert any(t.get_text().startswith("1 Baden") and "▲ 2 SMEs" in t.get_text() for t in ax.texts)


def test_bars_show_influence_times_attitude_and_gap() -> None:
    ax = plot_support(analyse(example()))
    widths = [p.get_width() for p in ax.patches]
    assert widths.count(3) == 4 and widths.count(2) == 1
    assert sum(t.get_text() == "gap 3" for t in ax.texts) == 2
    assert rows_left_out(analyse(table(40))).shape[0] == 10


@pytest.mark.parametrize("n", [0, 1, 2, 5, 40])
def test_readings_read_well(n: int) -> None:
    result = analyse(table(n))
    text = read_stakeholders(result, say=SAY)
    assert text and not re.search(r"\bnan\b|\binf\b|\{(?!name\}|\s)", text.replace("$x_{", ""))
    assert text.rstrip().endswith((".", "?"))


def test_reading_of_the_guide_example() -> None:
    text = read_stakeholders(analyse(example()), say=SAY)
    assert "2 positive, 3 neutral, none critical" in text and "0.43" in text
    assert "“Baden-Württemberg International” and “SMEs”" in text
    assert "“SMEs” counts a lot and is only kept informed" in text
    assert "not judged which side is missing" in text


def test_reading_without_supporters() -> None:
    text = read_stakeholders(analyse(people({"assessment": "critical", "influence": "high"})), say=SAY)
    assert "no supporter" in text and "inf" not in text.lower().replace("influence", "").replace("inform", "")


def states(frame: pd.DataFrame, actors: pd.DataFrame | None = None) -> dict[str, str]:
    return {c.rule_id: c.status for c in pitfalls(analyse(frame, actors), trace(actors), say=SAY)}


def test_checks_of_the_guide_example() -> None:
    found = states(example())
    assert found == {
        "R08": "fine", "R07": "not judged", "R10": "not judged", "R09": "finding", "02-weak": "finding",
        "02-promoters": "not judged", "02-open": "not judged",
    }  # fmt: skip


def test_checks_that_trip_and_that_do_not() -> None:
    critic = {
        "type": "ministry",
        "assessment": "critical",
        "influence": "high",
        "measure": "Meet",
        "owner": "",
    }
    firm = {"type": "SME", "assessment": "positive", "influence": "high"}
    assert states(people(critic, firm))["R08"] == "finding"
    assert states(people({**critic, "owner": "Awa"}, firm))["R08"] == "fine"
    assert states(people(critic, firm))["R07"] == "finding"
    assert states(people(critic, firm, {**firm, "type": "chamber"}))["R07"] == "fine"
    assert states(people(firm, {**firm, "type": "research"}))["R10"] == "finding"
    assert states(people(firm, {**firm, "type": "agency"}))["R10"] == "fine"
    assert states(people(firm))["02-promoters"] == "finding"
    assert states(people(firm, {**firm, "type": "agency"}))["02-promoters"] == "fine"


def test_checks_and_answers_without_a_table() -> None:
    assert [c.status for c in pitfalls(None, None, say=SAY)] == ["not judged"]
    assert not any(a.known for a in answers(None, questions=places.reference("key_questions"), say=SAY))
    found = answers(analyse(example()), questions=places.reference("key_questions"), say=SAY)
    assert [a.known for a in found] == [True, False, False, False, False, True, False]
    assert found[0].answer.startswith("You can build on")
