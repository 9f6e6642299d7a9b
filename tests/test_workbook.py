from __future__ import annotations

import pandas as pd
import pytest
import small_chain

from clusterlib import blocks, figures, tables, workbook
from clusterlib.checks import Answer, Check
from clusterlib.faults import ClusterlibError, SchemaError


@pytest.fixture
def begin(tmp_path, monkeypatch):
    """Open a step of a small case, on paper or as a lesson, without a screen."""
    monkeypatch.setenv("CLUSTERLIB_WORKBOOKS", str(small_chain.write(tmp_path / "workbooks")))
    monkeypatch.delenv("CLUSTERLIB_STAGING", raising=False)
    monkeypatch.delenv("CLUSTERLIB_HANDED", raising=False)
    case = small_chain.case(tmp_path / "case")

    def opened(mode: str) -> workbook.Step:
        monkeypatch.setenv("CLUSTERLIB_MODE", mode)
        return workbook.start("aims", case=str(case), out=str(tmp_path / "run"), lang="en")

    return opened


@pytest.fixture
def step(begin):
    return begin("batch")


@pytest.fixture
def lesson(begin):
    """A step in which a person can enter something; entries are kept in memory."""
    return begin("lesson")


def count(goals):
    return len(goals)


def reading(value, *, say):
    return say("Seen: {n} <b>.", n=value)


def test_a_result_is_computed_from_tables_and_said(step):
    shown = step.show(count, "goals", reading=reading)
    assert shown.value == 1
    assert "Seen: 1 &lt;b&gt;." in shown.html()


def test_a_missing_table_gives_a_sentence_and_none_to_those_that_build_on_it(step):
    shown = step.show(count, "demand_scores", needs=("demand_scores",), adds="It would say more.")
    assert "Demand scores" in shown.html() and "It would say more." in shown.html()
    assert "Left out" in step.show(count, shown).html()
    assert step.show(count, shown, again=False).html() == ""
    own = step.show(count, "demand_scores", needs=("demand_scores",), again=False)
    assert "Left out" in own.html()


def test_only_declared_tables_are_read_and_written(step):
    with pytest.raises(ClusterlibError, match="does not declare that it reads stakeholders"):
        step.table("stakeholders")
    with pytest.raises(ClusterlibError, match="does not declare that it writes thread"):
        step.hand_over("thread", step.show(count, "goals"), lambda value: tables.empty("thread"))


def test_a_hand_over_is_held_against_the_dictionary(step):
    shown = step.show(count, "goals")
    with pytest.raises(SchemaError, match="other columns"):
        step.hand_over("goals_checked", shown, lambda value: pd.DataFrame({"id": ["G1"]}))
    bad = {
        "id": "G1",
        "text": "x",
        "specific": "perhaps",
        "measurable": "no",
        "achievable": "no",
        "relevant": "no",
        "timed": "no",
        "smart": 9,
    }
    with pytest.raises(SchemaError, match="smart"):
        step.hand_over(
            "goals_checked", shown, lambda value: tables.typed("goals_checked", [{**bad, "specific": "yes"}])
        )


def test_an_edit_shows_again_what_rests_on_it_and_only_that(lesson):
    calls = []

    def noted(goals):
        calls.append(len(goals))
        return len(goals)

    first = lesson.show(noted, "goals", reading=reading)
    second = lesson.show(lambda value: value * 10, first)
    other = lesson.show(lambda scores: calls.append("scores"), "demand_scores")
    text = pd.DataFrame({"id": ["G1", "G2"], "text": ["Raise funding", "Train members"]}, dtype="str")
    lesson.replace("goals", text)
    assert (first.value, second.value, calls) == (2, 20, [1, "scores", 2])
    assert other.value is None


def test_an_edit_with_a_fault_leaves_the_last_good_result(lesson):
    shown = lesson.show(count, "goals")
    lesson.replace("goals", pd.DataFrame({"id": ["G1", "G1"], "text": ["a", "b"]}, dtype="str"))
    assert lesson.case.faulty("goals")
    assert shown.value == 1


def test_on_paper_nothing_is_entered(step):
    with pytest.raises(ClusterlibError, match="On paper nothing can be entered"):
        step.replace("goals", step.case.text("goals"))


def test_a_figure_is_saved_with_alt_text_and_source(step, tmp_path):
    @figures.drawn
    def plot(value, *, say):
        ax = figures.axes(None)
        ax.set_title(f"{value} goal")
        return ax

    shown = step.show(count, "goals", figures={"my goals": (plot, "Bars of goals")})
    html = shown.html()
    assert 'alt="Bars of goals: 1 goal"' in html
    assert "Small case" in html and "n = 1" in html and "USER" in html
    assert {p.name for p in (tmp_path / "run" / "figures").iterdir()} == {
        "04_my-goals.svg",
        "04_my-goals.png",
    }


def test_checks_and_questions_escape_what_they_say(step):
    checks = step.check(lambda goals, *, say: [Check("R", "finding", "red", "<script>", "cure")], "goals")
    answers = step.questions(lambda goals, *, say: [Answer("Who?", "<img src=x>", known=False)], "goals")
    assert "<script>" not in checks.html() and "&lt;script&gt;" in checks.html()
    assert "<img" not in answers.html() and "Open." in answers.html()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "[x](javascript:alert(1))"]
)
def test_every_block_escapes(text):
    frame = pd.DataFrame({text: [text]})
    from clusterlib.readings import Speaker

    made = [
        blocks.reading(text),
        blocks.missing(text),
        blocks.table(frame, caption=text),
        blocks.checks([Check("R", "finding", "amber", text, text)], Speaker()),
        blocks.answers([Answer(text, text)], Speaker()),
    ]
    assert not any("<script" in block or "<img" in block for block in made)


def test_numbers_in_a_display_table_are_set_right():
    html = blocks.table(pd.DataFrame({"name": ["A"], "n": ["1,200"], "blank": [None]}))
    assert '<td class="n"><bdi>1,200</bdi></td>' in html
    assert "<td><bdi></bdi></td>" in html


def test_a_second_case_and_outlines_are_opened_only_when_named(step, tmp_path):
    assert step.beside("") is None and step.shapes("") is None
    other = step.beside("dakar-ict", "goals", "votes")
    assert "SenStartup" in other.name and len(other.tables["goals"]) and other.tables["votes"] is None
    with pytest.raises(ClusterlibError, match="compare_with"):
        step.beside("../case", "goals")
