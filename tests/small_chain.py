# ruff: noqa: E501
"""A chain of three tiny workbooks, so that the chain can be tested without the real ones."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PARAMETERS = 'case: str = ""  # the case\nout: str = ""  # the run\nlang: str = ""  # language\nfactor: int = 1  # a factor\n'
START = 'from clusterlib import workbook\nstep = workbook.start("{step}", case=case, out=out, lang=lang)'


def notebook(
    path: Path, *, step: str, body: str, reads=(), optional=(), writes=(), parameters: str = PARAMETERS
) -> None:
    """Write one workbook whose middle cell is `body`."""
    made = new_notebook(
        cells=[
            new_markdown_cell(f"# {step}\n\n## A part"),
            new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            new_code_cell(START.format(step=step)),
            new_code_cell(body),
            new_code_cell("step.close()"),
        ]
    )
    made.metadata["clusterlib"] = {
        "step": step,
        "title": step.title(),
        "minutes": 1,
        "reads": list(reads),
        "optional": list(optional),
        "writes": list(writes),
    }
    made.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    for i, cell in enumerate(made.cells):
        cell["id"] = f"{step}-{i}"
    nbformat.write(made, path)


SCORES = """
from clusterlib import tables
import pandas as pd
def scores(demands):
    return tables.typed("demand_scores", [
        {"item_id": i, "category": c, "demand": t, "n": factor, "basis": "USER"}
        for i, c, t in zip(demands.item_id, demands.category, demands.text)])
shown = step.show(scores, "demands", needs=("demands",))
step.hand_over("demand_scores", shown, lambda frame: frame)
"""

OBJECTIVES = """
from clusterlib import tables
def goals_checked(scores, goals):
    n = 0 if scores is None else len(scores)
    return tables.typed("goals_checked", [
        {"id": g, "text": f"{t} ({n})", "specific": "yes", "measurable": "no", "achievable": "no", "relevant": "no",
         "timed": "no", "smart": 1, "basis": "USER"} for g, t in zip(goals.id, goals.text)])
shown = step.show(goals_checked, "demand_scores", "goals", needs=("goals",))
step.hand_over("goals_checked", shown, lambda frame: frame)
"""

OTHER = """
from clusterlib.checks import Check
def found(stakeholders, *, say):
    return [Check("X1", "finding", "red", f"{len(stakeholders)} stakeholders <b>", "Do it.")]
step.check(found, "stakeholders")
"""


def write(folder: Path, **bodies: str) -> Path:
    """The three workbooks: two in a row and one that stands alone. `bodies` replaces a middle cell."""
    folder.mkdir(parents=True, exist_ok=True)
    notebook(
        folder / "03_scores.ipynb",
        step="scores",
        body=bodies.get("scores", SCORES),
        reads=["demands"],
        writes=["demand_scores"],
    )
    notebook(
        folder / "04_aims.ipynb",
        step="aims",
        body=bodies.get("aims", OBJECTIVES),
        reads=["goals"],
        optional=["demand_scores"],
        writes=["goals_checked"],
    )
    notebook(
        folder / "05_others.ipynb", step="others", body=bodies.get("others", OTHER), reads=["stakeholders"]
    )
    return folder


def case(folder: Path) -> Path:
    """A case with the tables the three workbooks read."""
    folder.mkdir(parents=True)
    (folder / "case.yml").write_text("name: Small case\ncurrency: XOF\nlanguage: en\n", "utf-8")
    (folder / "demands.csv").write_text(
        "item_id,category,text\nA1,Support,Advice\nB1,Money,Funding\n", "utf-8"
    )
    (folder / "goals.csv").write_text("id,text,because\nG1,Raise funding,B1\n", "utf-8")
    (folder / "stakeholders.csv").write_text(
        "id,name,assessment,influence\nS1,Ministry,neutral,high\nS2,Chamber,positive,low\n", "utf-8"
    )
    return folder
