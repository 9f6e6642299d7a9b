from __future__ import annotations

import dataclasses
import json
import re

import pytest
import small_chain

from clusterlib import doubts, places
from clusterlib.faults import ClusterlibError, WrongUse
from clusterlib.inputs.cases import open_case
from clusterlib.readings import Speaker
from clusterlib.reports import document as d
from clusterlib.running import chain, report, report_content, report_findings

HOSTILE = "$x$ #eval(1) <script>alert(1)</script> \\\\input{a} შპს شركة"

SHOWN = f"""
from clusterlib import blocks, figures, live
import pandas as pd
def table(value, *, say):
    return pd.DataFrame({{"Name": [{HOSTILE!r}, "b"], "n": [1, 2]}})
def plot(value, *, say):
    ax = figures.axes(width=4, height=2)
    ax.bar([0, 1], [1, 2])
    ax.set_title("Two stand out")
    return ax
def reading(value, *, say):
    return "Two stakeholders stand out, and that is all there is to say today. The rest does not."
step.edit("stakeholders")
step.show(lambda stakeholders: stakeholders, "stakeholders", table=table, reading=reading,
          figures={{"bars": (plot, "Bars")}})
from clusterlib.checks import Answer, Check
step.check(lambda stakeholders, *, say: [
    Check("X1", "finding", "red", "Red <b>.", "Cure it."), Check("X2", "finding", "amber", "Amber.", ""),
    Check("X3", "finding", "note", "Note.", ""), Check("X4", "fine", "note", "Fine.")], "stakeholders")
step.questions(lambda stakeholders, *, say: [
    Answer("Who knows?", "Nobody yet.", False), Answer("Who else?", "Awa.")], "stakeholders")
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """One run of the small chain, with a hostile name and one table at fault."""
    folder = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLUSTERLIB_WORKBOOKS", str(small_chain.write(folder / "workbooks", others=SHOWN)))
        case = small_chain.case(folder / "case")
        settings = case / "case.yml"
        settings.write_text(
            settings.read_text("utf-8") + "sources: Survey of 2026;Guide\nregion: Dakar\n", "utf-8"
        )
        (case / "goals.csv").write_text("id,text\nG1,Raise\nG1,Again\n", "utf-8")
        chain.run(open_case(case), folder / "run")
    return folder / "run"


def made(run, **options) -> d.Document:
    return report_content.document(run, json.loads((run / "run.json").read_text("utf-8")), **options)


def said(blocks) -> str:
    return "\n".join(d.texts(blocks))


def test_the_title_page_says_date_basis_and_sources(run):
    document = made(run)
    facts = dict(document.facts)
    assert document.title == "Small case" and document.place == "Dakar"
    assert facts["Sources"] == ("Survey of 2026", "Guide")
    assert facts["State of knowledge"] == ("The case names no date.",)
    assert facts["What it rests on"][0].startswith("Weakest basis: USER")
    assert facts["Steps with a result"] == ("2 of 3",)
    assert document.made == json.loads((run / "run.json").read_text("utf-8"))["finished"]


def test_it_opens_with_what_needs_the_reader_first(run):
    top, more = made(run).first
    assert said(top.blocks).index("G1") < said(top.blocks).index("Red <b>.")
    assert "Amber." not in said(top.blocks) and "What the steps found" in said(top.blocks)
    assert "Two stakeholders stand out, and that is all there is to say today." in said(top.blocks)
    assert "The rest does not." not in said(top.blocks)
    folds = [block.title for block in more.blocks if isinstance(block, d.Folded)]
    assert any("before the next step" in title for title in folds)
    assert any("good to know" in title for title in folds) and any(
        "open question" in title for title in folds
    )
    assert "Who knows?" in said(more.blocks) and "Who else?" not in said(more.blocks)


def test_a_chapter_holds_what_its_cells_showed(run):
    part = next(part for part in made(run).parts if part.key == "others")
    kinds = {type(block).__name__ for block in part.blocks}
    assert {"Heading", "Figure", "Grid", "Reading", "Notes", "Pairs", "Folded"} <= kinds
    grid = next(block for block in part.blocks if isinstance(block, d.Grid))
    assert grid.rows[0] == (HOSTILE, "1") and grid.numeric == (False, True)
    figure = next(block for block in part.blocks if isinstance(block, d.Figure))
    assert figure.alt == "Bars: Two stand out" and figure.caption.startswith("Source: Small case")
    assert figure.data == (run / "figures" / "05_bars.svg").read_bytes()
    folded = next(block for block in part.blocks if isinstance(block, d.Folded))
    assert folded.annex and folded.title == "Stakeholders: 2 rows"
    (opened,), annex = d.on_paper((part,))
    assert "(in the tables at the end)" in said(opened.blocks)
    assert sum(isinstance(block, d.Grid) for block in annex) == 1


def test_one_step_alone(run):
    document = made(run, step="others")
    assert document.subtitle == "Report of one step: 05 Others"
    assert [part.key for part in document.parts] == ["others"]
    assert "Red <b>." in said(document.first[0].blocks)
    assert report.write(run, step="05", to="html").name == "report-others.html"


@pytest.mark.parametrize("to", ["html", "docx", "pdf"])
def test_every_kind_is_written_with_progress_and_the_same_twice(run, tmp_path, to):
    seen = []
    first = report.write(run, to=to, out=tmp_path / f"new/a.{to}", tick=lambda *told: seen.append(told))
    second = report.write(run, to=to, out=tmp_path / f"b.{to}")
    assert first.read_bytes() == second.read_bytes()
    assert ("workbooks", 3, 3) in seen and (to == "html" or ("pages", 1, 1) in seen)


def test_the_page_shows_hostile_names_as_text(run):
    text = report.write(run).read_text("utf-8")
    assert "<script" not in text and "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "შპს شركة" in text
    assert not re.search(r'(src|href)="(?!data:image/|#)', text)


def test_a_run_folder_that_lost_files_is_refused(run, tmp_path):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(run, copy)
    notebook = copy / "05_others.ipynb"
    notebook.write_text(notebook.read_text("utf-8") + " ", "utf-8")
    with pytest.raises(ClusterlibError, match=r"not complete: 05_others.ipynb was changed .* Run the case"):
        report.write(copy, to="pdf")
    notebook.unlink()
    (copy / "figures" / "05_bars.png").unlink()
    with pytest.raises(ClusterlibError, match=r"05_others.ipynb is missing.*05_bars.png is missing"):
        report.write(copy, to="docx")


def test_what_cannot_be_done_is_said(run, tmp_path):
    with pytest.raises(WrongUse, match="html, docx and pdf"):
        report.write(run, to="odt")
    with pytest.raises(WrongUse, match="Did you mean others"):
        report.write(run, step="other")
    with pytest.raises(ClusterlibError, match=r"aims has no result in this run: .*goals"):
        report.write(run, step="aims", to="pdf")
    with pytest.raises(ClusterlibError, match="holds no run"):
        report.write(tmp_path)


def test_the_first_sentence_is_never_a_fragment():
    def chapter(text):
        return (d.Reading((d.Paragraph(d.plain(text)),)),)

    long = "Start-up funding has the highest score, 2.9 of 3, but seven votes cannot settle it. Ask again."
    assert report_findings.first_sentence(chapter(long)) == long.removesuffix(" Ask again.")
    assert (
        report_findings.first_sentence(chapter("Two lead. None follows. More.")) == "Two lead. None follows."
    )
    assert report_findings.first_sentence(()) == ""


def test_nothing_found_is_said():
    record = {"faults": [], "review": {}}
    top, more = report_findings.first_parts(record, {}, [], Speaker(), alone=False)
    assert said(top.blocks) == "Nothing asks for a decision this week." and more.blocks == ()


def test_what_is_said_beside_a_finding_and_asked_twice_stands_once() -> None:
    facts = doubts.doubts(contradictions=places.reference("contradictions"), ids="E9;E14")
    notes = [{**dataclasses.asdict(check), "doubt": ""} for check in facts]
    said = doubts.beside(["E9"])
    ruled = {"rule_id": "R24", "status": "finding", "severity": "amber", "finding": "None.", "cure": ""}
    answers = [{**ruled, "doubt": said, "later": False}]
    record = {"faults": [], "review": {"covers": [], "answers": answers}}
    asked = [{"question": "Who knows?", "answer": "Nobody.", "known": False}]
    steps = {
        "strategy": {"title": "Strategy", "status": "done", "checks": notes, "answers": asked},
        "financing": {"title": "Financing", "status": "done", "checks": [], "answers": asked},
    }
    chapters = [d.Part(name, name, ()) for name in steps]
    text = str(report_findings.first_parts(record, steps, chapters, Speaker(), alone=False))
    assert text.count(str(facts[0].finding.partition(" (")[0])) == 1
    assert text.count(facts[1].finding) == 1
    assert text.count("Who knows?") == 1 and text.count("Nobody.") == 2
