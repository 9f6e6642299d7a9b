from __future__ import annotations

import json
import re
import shutil

import pytest
import small_chain

from clusterlib import places
from clusterlib.faults import ClusterlibError, WrongUse
from clusterlib.inputs.cases import open_case
from clusterlib.readings import Speaker
from clusterlib.reports import document as d
from clusterlib.running import chain, strategy_report
from clusterlib.strategy import strategy_document as sections


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A small case that was run once."""
    folder = tmp_path_factory.mktemp("strategy")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLUSTERLIB_WORKBOOKS", str(small_chain.write(folder / "workbooks")))
        chain.run(open_case(small_chain.case(folder / "case")), folder / "run")
    return folder


@pytest.fixture
def ran(once, tmp_path):
    """A copy of case and run folder, which a test may change."""
    case, run = tmp_path / "case", tmp_path / "run"
    shutil.copytree(once / "case", case)
    shutil.copytree(once / "run", run)
    record = json.loads((run / "run.json").read_text("utf-8"))
    record["case"]["path"] = str(case)
    (run / "run.json").write_text(json.dumps(record), "utf-8")
    return case, run


def bare(path) -> str:
    return re.sub(r"<style>.*?</style>", "", path.read_text("utf-8"), flags=re.DOTALL)


def test_a_run_gives_the_document_and_a_changed_table_marks_what_rests_on_it(ran):
    case, run = ran
    fresh = bare(strategy_report.write(run, to="html"))
    assert "older than its data" not in fresh and "Goals checked" in fresh
    goals = case / "goals.csv"
    goals.write_text(goals.read_text("utf-8").replace("Raise funding", "Raise more"), "utf-8")
    ground = strategy_report.gather(run)
    assert ground.stale == {"goals_checked"}
    assert "older than its data" in bare(strategy_report.write(run, to="html"))
    demands = case / "demands.csv"
    demands.write_text(demands.read_text("utf-8") + "C1,Skills,Courses\n", "utf-8")
    assert strategy_report.gather(run).stale == {"goals_checked", "demand_scores"}


def test_a_change_below_reaches_what_is_read_through_others(ran):
    case, run = ran
    demands = case / "demands.csv"
    demands.write_text(demands.read_text("utf-8") + "C1,Skills,Courses\n", "utf-8")
    assert strategy_report.gather(run).stale == {"demand_scores", "goals_checked"}


def test_case_and_run_give_the_same_document(ran):
    case, run = ran
    first = strategy_report.write(run, to="html").read_bytes()
    assert strategy_report.write(case, to="html", run=run).read_bytes() == first
    shutil.move(case, case.with_name("moved"))
    with pytest.raises(ClusterlibError, match="no longer where it was"):
        strategy_report.write(run, to="html")


def test_ten_sections_the_action_plan_and_one_page(tmp_path):
    case = places.shipped_case("cotedivoire-plastics")
    ground = strategy_report.gather(case, run=None)
    made = strategy_report.document(ground, say=Speaker("en", currency="XOF"))
    assert len(made.parts) == len(sections.SECTIONS) == 10
    assert [part.title.split(" ", 1)[0] for part in made.parts] == [str(n) for n in range(1, 11)]
    headings = [d.words_of(b.runs) for part in made.parts for b in part.blocks if isinstance(b, d.Heading)]
    assert headings == ["Action plan"]
    (page,) = made.first
    lines = [b for b in d.walk(page.blocks) if isinstance(b, d.Paragraph)]
    assert len(lines) == 10  # the passage that people wrote, and nine sections
    notes = {
        part.key: block.items[0] for part in made.parts for block in part.blocks if isinstance(block, d.Notes)
    }
    assert notes["s-organisation"][0] == "red"
    assert "made up for teaching" in d.words_of(notes["s-services"][1])
    every = " ".join(text for part in made.parts for text in d.texts(part.blocks))
    assert "12 interventions carry the strategy" in every and "(services.csv), 5 rows" in every
    assert "has not been run" in " ".join(line for _, lines in made.facts for line in lines)


@pytest.mark.parametrize("to", ["docx", "pdf", "html"])
def test_every_kind_is_written_and_is_the_same_twice(tmp_path, to):
    case = places.shipped_case("cotedivoire-plastics")
    first = strategy_report.write(case, to=to, out=tmp_path / f"a.{to}", lang="fr").read_bytes()
    assert strategy_report.write(case, to=to, out=tmp_path / f"b.{to}", lang="fr").read_bytes() == first
    assert first[:4] == {"docx": b"PK\x03\x04", "pdf": b"%PDF", "html": b"<!DO"}[to]


def test_passages_stay_text_and_an_empty_case_gives_the_skeleton(tmp_path):
    case = tmp_path / "case"
    case.mkdir()
    (case / "case.yml").write_text("name: Empty <b>\n", "utf-8")
    text = bare(strategy_report.write(case, to="html", out=tmp_path / "a.html"))
    assert text.count("Missing.") == 10 and "Empty &lt;b&gt;" in text
    (case / "texts.csv").write_text(
        'section,text,author\nmoney,"<script>x</script> $y$ #z",<i>A</i>\n', "utf-8"
    )
    text = bare(strategy_report.write(case, to="html", out=tmp_path / "a.html"))
    assert "&lt;script&gt;x&lt;/script&gt; $y$ #z" in text and "<script" not in text
    assert text.count("Missing.") == 8  # money has a passage, and so a summary can begin


def test_what_cannot_be_done_is_said(tmp_path):
    case = places.shipped_case("dakar-ict")
    with pytest.raises(WrongUse, match="no kind"):
        strategy_report.write(case, to="odt")
    with pytest.raises(ClusterlibError, match="holds no run"):
        strategy_report.write(case, run=tmp_path)
