"""The workbooks as files: built from their sources, short cells, known tags, nothing from outside."""

from __future__ import annotations

import ast
import json
import re

import nbformat
import pytest
from babel.messages.pofile import read_po

from clusterlib import places, tables
from clusterlib.running import build, catalogue, declared, order

SOURCES = build.sources()
BOOKS = declared.workbooks()
STEPS = ["mapping", "stakeholders", "demand_ranking", "strategy", "financing", "monitoring", "roadmapping"]


def cells(path) -> list[dict]:
    return json.loads(path.read_text("utf-8"))["cells"]


def text(cell) -> str:
    return "".join(cell["source"])


def code_lines(cell) -> list[str]:
    return [line for line in text(cell).split("\n") if line.strip() and not line.strip().startswith("#")]


def test_there_are_seven_in_the_order_of_the_guide():
    assert [book.step for book in BOOKS] == STEPS
    assert [book.number for book in BOOKS] == ["01", "02", "03", "04", "05", "08", "11"]
    assert [book.step for book in order.in_order(BOOKS)] == STEPS


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_notebook_equals_its_source(source):
    target = places.workbooks() / f"{source.stem}.ipynb"
    known = nbformat.read(target, as_version=4)
    assert target.read_text("utf-8") == build.text(build.with_outputs(build.notebook(source), known)), (
        "run `make build`"
    )
    assert build.text(build.notebook(source)) == build.text(build.notebook(source))


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.path.stem)
def test_cells_are_short_tagged_and_clean(book):
    found = cells(book.path)
    assert len({cell["id"] for cell in found}) == len(found)
    for cell in found:
        tags = set(cell["metadata"].get("tags", ()))
        assert tags and tags <= build.TAGS, (cell["id"], tags)
        if cell["cell_type"] != "code":
            continue
        assert len(code_lines(cell)) <= 15, cell["id"]
        assert not re.search(r"https?://|^\s*[!%]", text(cell), re.MULTILINE), cell["id"]
        loops = (ast.FunctionDef, ast.For, ast.While, ast.ClassDef)
        assert not any(isinstance(node, loops) for node in ast.walk(ast.parse(text(cell)))), cell["id"]
        if "nbval-check-output" not in tags:
            assert cell["outputs"] == [] and cell["execution_count"] is None, cell["id"]
        else:
            assert cell["outputs"] and all(o["output_type"] == "stream" for o in cell["outputs"]), cell["id"]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.path.stem)
def test_each_has_the_parts_of_a_workbook(book):
    found = cells(book.path)
    first, last = text(found[0]), text(found[-1])
    assert first.startswith(f"# {book.number} ") and "L" in first and "inutes" in first
    assert "step.close()" in last
    headings = [line for cell in found if cell["cell_type"] == "markdown" for line in text(cell).split("\n")]
    assert sum(line.startswith("# ") for line in headings) == 1, "one title; all else is a section below it"
    tags = [set(cell["metadata"]["tags"]) for cell in found]
    assert sum("parameters" in t for t in tags) == 1
    kinds = [kind for t in tags for kind in ("defaults", "parameters") if kind in t]
    assert kinds[-1] == "parameters", "what is injected after the parameters must win over the defaults"
    for wanted in ("trainer-note", "exercise", "hand-over", "check", "nbval-check-output"):
        assert any(wanted in t for t in tags), wanted
    whole = "\n".join(text(cell) for cell in found)
    for call in ("step.edit(", "step.show(", "step.hand_over(", "step.check(", "step.questions("):
        assert call in whole, call
    for name in ("case", "out", "lang"):
        assert book.parameters[name].kind == "str"
    assert all(parameter.help for parameter in book.parameters.values())


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.path.stem)
def test_declared_tables_exist_and_are_used(book):
    whole = "\n".join(text(cell) for cell in cells(book.path) if cell["cell_type"] == "code")
    for name in (*book.all_reads, *book.writes):
        assert tables.table(name).first_release
        assert f'"{name}"' in whole, f"{book.path.name} declares {name} and never names it"
    assert all(tables.table(name).kind == "hand-over" for name in book.writes)


def test_every_hand_over_has_one_writer():
    writers = [name for book in BOOKS for name in book.writes]
    assert len(writers) == len(set(writers))


def test_every_sentence_has_a_good_french_translation():
    assert list(catalogue.lacking("fr")) == []


def test_a_translation_names_the_same_lines_of_the_guide_as_its_original():
    with (places.STATIC.parent / "locale" / "fr.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    lines = re.compile(r"\bL\d+(?:-\d+)?")
    pairs = [
        (message.id, message.string) if isinstance(message.id, str) else (message.id[-1], message.string[-1])
        for message in messages
    ]
    assert sum(bool(lines.search(original)) for original, _ in pairs) > 100
    wrong = [o[:80] for o, translated in pairs if set(lines.findall(o)) != set(lines.findall(translated))]
    assert wrong == []
