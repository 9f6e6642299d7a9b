from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from clusterlib.inputs.case_folder import read_folder

DEMANDS = "item_id,category,text\nA1,x,y\n"


def said(folder: Path) -> list[tuple[str, str, str]]:
    return [(item.code, item.file, item.severity) for item in read_folder(folder).faults]


@pytest.mark.parametrize(
    ("name", "code", "severity"),
    [
        ("vote.csv", "file-near", "fault"),
        ("Vote Counts.csv", "file-near", "fault"),
        ("stakeholder.txt", "file-near", "fault"),
        ("weather.csv", "file-unknown", "remark"),
        ("demand_scores.csv", "file-hand-over", "remark"),
        ("case.csv", "case-csv", "fault"),
        ("tasks.xlsx", "file-spreadsheet", "fault"),
        ("case.yaml", "file-near-yml", "fault"),
    ],
)
def test_files_with_other_names(make_case: Callable[..., Path], name: str, code: str, severity: str) -> None:
    assert said(make_case({"demands.csv": DEMANDS, name: "x\n"})) == [(code, name, severity)]


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "notes.txt",
        "map.png",
        ".~lock.votes.csv#",
        "._votes.csv",
        "~$tasks.xlsx",
        ".votes.csv.tmp",
    ],
)
def test_files_that_are_no_business_of_ours(make_case: Callable[..., Path], name: str) -> None:
    assert said(make_case({"demands.csv": DEMANDS, name: "x\n"})) == []


@pytest.mark.parametrize("name", ["demands.csv", "Demands.CSV", "demands.txt", "demands.tsv"])
def test_endings_and_capitals(make_case: Callable[..., Path], name: str) -> None:
    found = read_folder(make_case({name: DEMANDS}))
    assert found.faults == [] and found.raws["demands"].file == name


def test_two_files_for_one_table(make_case: Callable[..., Path]) -> None:
    assert said(make_case({"demands.csv": DEMANDS, "demands.txt": DEMANDS})) == [
        ("file-twice", "demands.csv", "fault")
    ]


def test_no_case_yml(make_case: Callable[..., Path]) -> None:
    assert said(make_case({"demands.csv": DEMANDS}, settings=None)) == [
        ("case-yml-missing", "case.yml", "fault")
    ]


def test_links_out_of_the_folder_are_not_followed(make_case: Callable[..., Path], tmp_path: Path) -> None:
    folder = make_case({})
    neighbour = tmp_path / "small_private"  # begins with the same letters
    neighbour.mkdir()
    (neighbour / "votes.csv").write_text("respondent_id\nsecret\n")
    (folder / "votes.csv").symlink_to(neighbour / "votes.csv")
    (folder / "tasks.csv").symlink_to(tmp_path / "nowhere.csv")
    found = read_folder(folder)
    assert [(item.code, item.table) for item in found.faults] == [
        ("file-link", "votes"),
        ("file-link", "tasks"),
    ]
    assert found.broken == {"votes", "tasks"} and "secret" not in str(found.raws)


def test_links_inside_the_folder_are_read(make_case: Callable[..., Path]) -> None:
    folder = make_case({"old.txt": DEMANDS})
    (folder / "demands.csv").symlink_to("old.txt")
    assert "demands" in read_folder(folder).raws


def test_a_folder_or_a_pipe_called_as_a_table(make_case: Callable[..., Path]) -> None:
    folder = make_case({})
    (folder / "votes.csv").mkdir()
    os.mkfifo(folder / "tasks.csv")
    assert [code for code, *_ in said(folder)] == ["file-unreadable", "file-unreadable"]
