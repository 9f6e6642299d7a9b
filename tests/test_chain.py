# ruff: noqa: E501
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import small_chain

from clusterlib.faults import ClusterlibError, IntegrityError, SchemaError, WrongUse
from clusterlib.inputs.cases import open_case
from clusterlib.running import chain, declared, order

pytestmark = pytest.mark.slow


@pytest.fixture
def books(tmp_path: Path) -> Path:
    return small_chain.write(tmp_path / "workbooks")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return small_chain.case(tmp_path / "small case")


def go(case: Path, tmp_path: Path, books: Path, **options):
    return chain.run(open_case(case), tmp_path / "run", folder=books, **options)


def statuses(outcome) -> dict[str, str]:
    return {step: entry["status"] for step, entry in outcome.record["steps"].items()}


def test_a_run_leaves_tables_notebooks_and_a_record(case, tmp_path, books):
    outcome = go(case, tmp_path, books)
    assert statuses(outcome) == {"scores": "done", "aims": "done", "others": "done"}
    assert outcome.exit_code == 0
    record = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    assert set(record["steps"]["scores"]["writes"]) == {"03_scores.ipynb", "tables/demand_scores.csv"}
    assert "Raise funding (2)" in (tmp_path / "run" / "tables" / "goals_checked.csv").read_text("utf-8")
    assert record["steps"]["others"]["checks"][0]["finding"] == "2 stakeholders <b>"
    assert not (tmp_path / "run" / ".staging").exists()


def test_a_second_run_reruns_nothing_and_a_change_only_what_rests_on_it(case, tmp_path, books):
    go(case, tmp_path, books)
    assert go(case, tmp_path, books).reran == ()
    (case / "goals.csv").write_text("id,text,because\nG1,Raise more funding,B1\n", "utf-8")
    assert go(case, tmp_path, books).reran == ("aims",)
    (tmp_path / "run" / "tables" / "demand_scores.csv").unlink()
    assert go(case, tmp_path, books).reran == ("scores",), (
        "a lost file is made again; what it feeds is the same"
    )
    assert go(case, tmp_path, books, parameters={"scores.factor": "3"}).reran == ("scores", "aims")
    assert go(case, tmp_path, books, parameters={"scores.factor": "3"}, force=True).reran == (
        "scores",
        "aims",
        "others",
    )


def test_only_the_steps_asked_for_and_what_they_need(case, tmp_path, books):
    outcome = go(case, tmp_path, books, steps=["aims"])
    assert outcome.reran == ("scores", "aims")
    assert set(statuses(outcome)) == {"scores", "aims"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"factr": "1"}, "Did you mean factor?"),
        ({"factor": "many"}, "is not a whole number"),
        ({"factor=1\nimport os": "1"}, "is no name"),
        ({"case": "x"}, "There is no parameter 'case'"),
        ({"class": "1"}, "is no name"),
        ({"others.facto": "1"}, "Did you mean factor?"),
    ],
)
def test_parameters_are_refused_before_anything_runs(case, tmp_path, books, given, said):
    with pytest.raises(WrongUse, match=said.replace("?", r"\?")):
        go(case, tmp_path, books, parameters=given)
    assert not (tmp_path / "run" / "run.json").exists()


def test_a_parameter_of_the_case_counts_and_the_command_goes_first(case, tmp_path, books):
    text = (case / "case.yml").read_text("utf-8")
    (case / "case.yml").write_text(text + "scores:\n  factor: 5\n", "utf-8")
    assert go(case, tmp_path, books).record["steps"]["scores"]["parameters"] == {"factor": 5}
    again = go(case, tmp_path, books, parameters={"factor": 7})
    assert again.record["steps"]["scores"]["parameters"] == {"factor": 7}


def test_a_missing_table_skips_its_step_and_no_other(case, tmp_path, books):
    go(case, tmp_path, books)
    (case / "demands.csv").unlink()
    (case / "goals.csv").write_text("id,text\nG1,Raise funding\n", "utf-8")
    outcome = go(case, tmp_path, books)
    assert statuses(outcome) == {"scores": "skipped", "aims": "done", "others": "done"}
    assert "demands" in outcome.record["steps"]["scores"]["reason"]
    assert "Raise funding (0)" in (tmp_path / "run" / "tables" / "goals_checked.csv").read_text("utf-8")
    assert not (tmp_path / "run" / "tables" / "demand_scores.csv").exists(), (
        "what no longer holds is taken away"
    )
    assert outcome.exit_code == 0


def test_a_fault_blocks_the_steps_that_read_the_table_and_keeps_the_good_old_output(case, tmp_path, books):
    go(case, tmp_path, books)
    before = (tmp_path / "run" / "tables" / "goals_checked.csv").read_bytes()
    (case / "goals.csv").write_text("id,text,because\nG1,Raise funding,B9\n", "utf-8")
    outcome = go(case, tmp_path, books)
    assert statuses(outcome) == {"scores": "done", "aims": "blocked", "others": "done"}
    assert outcome.exit_code == 1
    assert any("B9" in fault for fault in outcome.record["faults"])
    assert (tmp_path / "run" / "tables" / "goals_checked.csv").read_bytes() == before
    (case / "goals.csv").write_text("id,text,because\nG1,Raise funding,B1\n", "utf-8")
    assert go(case, tmp_path, books).reran == (), "put right again, the kept result is still good"


def test_a_failing_step_blocks_only_what_depends_on_it(case, tmp_path, books):
    go(case, tmp_path, books)
    before = (tmp_path / "run" / "tables" / "demand_scores.csv").read_bytes()
    small_chain.write(books, scores=small_chain.SCORES + "\nraise RuntimeError('the sky fell')")
    outcome = go(case, tmp_path, books)
    assert statuses(outcome) == {"scores": "failed", "aims": "blocked", "others": "done"}
    assert "the sky fell" in outcome.record["steps"]["scores"]["reason"]
    assert outcome.exit_code == 3
    assert (tmp_path / "run" / "tables" / "demand_scores.csv").read_bytes() == before
    assert (tmp_path / "run" / "03_scores.failed.ipynb").is_file()
    small_chain.write(books)
    assert statuses(go(case, tmp_path, books))["scores"] == "done"
    assert not (tmp_path / "run" / "03_scores.failed.ipynb").exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "died"),
        ("import os\nos._exit(0)", "died"),
        ("import time\ntime.sleep(600)", "imeout"),
    ],
    ids=["killed", "exit", "endless"],
)
def test_a_kernel_that_dies_or_never_ends_is_failed(case, tmp_path, books, body, said):
    small_chain.write(books, others=body)
    begun = time.monotonic()
    outcome = go(case, tmp_path, books, steps=["others"], limit=4)
    assert statuses(outcome) == {"others": "failed"}
    assert said.lower() in outcome.record["steps"]["others"]["reason"].lower()
    assert time.monotonic() - begun < 60


def test_a_killed_run_goes_on_where_it_stood(case, tmp_path, books):
    note = tmp_path / "pid"
    small_chain.write(
        books, others=f"import os, time\nopen({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    )
    code = (
        "import sys; from clusterlib.running import chain; from clusterlib.inputs.cases import open_case; from pathlib import Path\n"
        "chain.run(open_case(Path(sys.argv[1])), Path(sys.argv[2]), folder=Path(sys.argv[3]))"
    )
    words = [sys.executable, "-c", code, str(case), str(tmp_path / "run"), str(books)]
    process = subprocess.Popen(words, start_new_session=True)
    deadline = time.monotonic() + 90
    while not (note.exists() and note.read_text()):
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.1)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    while Path(f"/proc/{note.read_text()}").exists():
        assert time.monotonic() < deadline + 30, "the kernel of a killed run goes on"
        time.sleep(0.1)
    small_chain.write(books)
    outcome = go(case, tmp_path, books)
    assert outcome.reran == ("others",)
    assert set(statuses(outcome).values()) == {"done"}


def test_where_nothing_can_be_forked_steps_begin_as_new_processes(case, tmp_path, books, monkeypatch):
    from clusterlib.running import process

    def refuse(*_, **__):
        raise OSError("no forks here")

    warm = go(case, tmp_path, books).record["steps"]["aims"]["writes"]
    monkeypatch.setattr(process.STEPS, "ask", refuse)
    cold = chain.run(open_case(case), tmp_path / "cold", folder=books, steps=["aims"])
    assert statuses(cold) == {"scores": "done", "aims": "done"}
    table = "tables/goals_checked.csv"
    assert cold.record["steps"]["aims"]["writes"][table] == warm[table]


def test_two_runs_do_not_write_into_one_folder(case, tmp_path, books):
    import filelock

    (tmp_path / "run").mkdir()
    with (
        filelock.FileLock(tmp_path / "run" / ".running"),
        pytest.raises(ClusterlibError, match="Another run"),
    ):
        go(case, tmp_path, books)


def test_the_order_is_derived_from_the_declarations(books):
    names = [book.step for book in order.in_order(declared.workbooks(books))]
    assert names == ["scores", "aims", "others"]
    assert order.with_needed(["aims"], declared.workbooks(books)) == {"scores", "aims"}


def test_a_circle_of_workbooks_is_named(tmp_path):
    for number, step, reads, writes in (
        ("03", "a", "goals_checked", "demand_scores"),
        ("04", "b", "demand_scores", "goals_checked"),
    ):
        small_chain.notebook(
            tmp_path / f"{number}_{step}.ipynb", step=step, body="", reads=[reads], writes=[writes]
        )
    with pytest.raises(IntegrityError, match=r"a → b|b → a"):
        order.in_order(declared.workbooks(tmp_path))


@pytest.mark.parametrize("cell", ["factor = 1", "factor: list = []", "print(1)"])
def test_a_parameters_cell_of_another_shape_is_refused(tmp_path, cell):
    small_chain.notebook(tmp_path / "03_scores.ipynb", step="scores", body="", parameters=cell)
    with pytest.raises(SchemaError, match="Parameters cell"):
        declared.workbooks(tmp_path)


def test_a_workbook_reads_only_what_it_declares(case, tmp_path, books):
    small_chain.write(books, others='step.table("demands")')
    outcome = go(case, tmp_path, books, steps=["others"])
    assert "does not declare that it reads demands" in outcome.record["steps"]["others"]["reason"]
