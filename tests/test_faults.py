from __future__ import annotations

import re

import pytest

from clusterlib import faults
from clusterlib.faults import fault, visible
from clusterlib.inputs import (
    fault_texts,
    fault_texts_cells,
    fault_texts_excel,
    fault_texts_files,
    fault_texts_firms,
    fault_texts_import,
    fault_texts_rules,
)
from clusterlib.readings import Speaker

SAY = Speaker()
GAPS = [
    "found",
    "n",
    "limit",
    "size",
    "columns",
    "cells",
    "reason",
    "others",
    "name",
    "nearest",
    "headings",
    "number",
    "meaning",
    "where",
    "known",
    "samples",
    "length",
    "character",
    "words",
    "style",
    "whole",
    "low",
    "high",
    "year",
    "other",
    "value",
    "first",
    "key",
    "targets",
    "example",
    "circle",
    "bound",
    "sum",
    "counted",
    "names",
    "parent",
    "level",
    "kind",
    "order",
    "quadrant",
    "who",
    "indicator",
    "before",
    "what",
    "slack",
    "list",
    "place",
    "direction",
    "error",
    "near",
    "expected",
    "letter",
    "max_rows",
    "max_columns",
    "rows",
    "allowed",
    "pattern",
    "gap",
    "rule",
    "also",
]


def test_the_example_of_the_house() -> None:
    found = fault(
        "two-people", file="tasks.csv", table="tasks", row=7, column="responsible", found="Awa; Moussa"
    )
    assert found.sentence(SAY) == (
        'tasks.csv, row 7, column `responsible`: "Awa; Moussa" names two people. '
        "One person answers for a task. Put the other into `support`."
    )
    assert found.beside(SAY).startswith('"Awa; Moussa" names')


def test_settings_have_lines_and_names() -> None:
    found = fault("currency", file="case.yml", table="case", row=3, column="currency", found="CFA")
    assert found.where(SAY) == "case.yml, line 3, setting `currency`"
    in_excel = fault(
        "currency", file="a.xlsx", table="case", sheet="case", row=3, column="entry", found="CFA"
    )
    assert in_excel.where(SAY) == "a.xlsx, sheet case, row 3, column `entry`"


@pytest.mark.parametrize("code", fault_texts.codes())
def test_every_code_speaks_in_whole_sentences(code: str) -> None:
    item = fault(
        code,
        file="x.csv",
        found="7",
        **({gap: "7" for gap in GAPS if gap != "found"} | {"meaning": "Seven.", "meaning_fr": "Sept."}),
    )
    found, allowed, cure = item.texts(SAY)
    assert found
    for text in (found, allowed, cure):
        assert not re.search(r"\{\w*\}", text), text
        assert not text or text[-1] in ".?:", text
    assert item.severity in ("fault", "remark")
    if item.severity == "fault":
        assert cure, "a fault says what to do"


def test_codes_are_given_once() -> None:
    modules = (
        fault_texts_files,
        fault_texts_cells,
        fault_texts_excel,
        fault_texts_rules,
        fault_texts_firms,
        fault_texts_import,
    )
    codes = [code for module in modules for group in (module.FAULTS, module.REMARKS) for code in group]
    assert len(codes) == len(set(codes)) == len(fault_texts.codes())


def test_codes_used_in_the_library_have_sentences() -> None:
    from pathlib import Path

    readers = ("rules*.py", "c[ahs]*.py", "settings.py", "parsing.py", "number_style.py", "excel_*.py")
    paths = [p for pattern in readers for p in Path(fault_texts.__file__).parent.glob(pattern)]
    paths += Path(fault_texts.__file__).parents[1].glob("importing/*.py")
    source = "\n".join(path.read_text("utf-8") for path in paths)
    used = set(re.findall(r'(?:\.at|fault|Refused|_Broken|NumberError|_at)\(\s*"([a-z][a-z0-9-]+)"', source))
    assert used - set(fault_texts.codes()) == set()
    assert len(used) > 60


def test_cells_are_shown_cut_and_with_their_hidden_characters() -> None:
    assert visible("a\x00b\u202ec\u00a0d") == "a\\u0000b\\u202ec\\u00a0d"
    shown = fault("word", file="x.csv", found="x" * 500, words="a", nearest="").found
    assert len(shown) == faults.SHOWN and shown.endswith("…")


def test_braces_in_a_cell_are_no_gaps() -> None:
    text = fault("word", file="x.csv", found="{words} {0} $x_{", words="a | b", nearest="").sentence(SAY)
    assert '"{words} {0} $x_{" is not in the list.' in text


def test_faults_as_a_table() -> None:
    frame = faults.as_frame([fault("file-empty", file="votes.csv", table="votes")], SAY)
    assert list(frame.columns) == ["file", "sheet", "row", "column", "found", "allowed", "cure"]
    assert frame.loc[0, "row"] == "" and frame.loc[0, "cure"].startswith("Fill it in")
    assert list(faults.as_frame([], SAY).columns) == list(frame.columns)


def test_the_same_fault_is_listed_once() -> None:
    one = fault("file-empty", file="votes.csv")
    assert faults.unique([one, fault("file-empty", file="votes.csv"), fault("file-empty", file="tasks.csv")])[
        1:
    ] == [fault("file-empty", file="tasks.csv")]
