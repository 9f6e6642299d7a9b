from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import small_chain
from typer.testing import CliRunner

from clusterlib import cli, places

runner = CliRunner()


def call(monkeypatch, capsys, *words: str) -> tuple[int, str]:
    """What the installed command does: exit code and everything printed."""
    monkeypatch.setattr("sys.argv", ["clusterlib", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out + printed.err


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """A copy of the Dakar case with one fault of many kinds."""
    case = tmp_path / "spoilt"
    shutil.copytree(places.shipped_case("dakar-ict"), case)

    def edit(name: str, old: str, new: str) -> None:
        path = case / name
        text = path.read_text("utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), "utf-8")

    counts = (case / "vote_counts.csv").read_text("utf-8").splitlines()
    counts[2] = ",".join(["-1" if i == 2 else v for i, v in enumerate(counts[2].split(","))])
    (case / "vote_counts.csv").write_text("\n".join(counts) + "\n", "utf-8")
    edit("stakeholders.csv", ",positive,", ",delighted,")
    edit("goals.csv", "because", "becuase")
    (case / "links.csv").write_text("from,to\nN1,N99\n", "utf-8")
    (case / "capacity.csv").write_text("person,month,days\nAwa,2027-13,5\nAwa,2027-01,945.000\n", "utf-8")
    return case


def test_check_lists_all_faults_in_one_go(monkeypatch, capsys, spoilt):
    code, text = call(monkeypatch, capsys, "check", str(spoilt))
    assert code == 1
    for said in ("vote_counts.csv, row 3", "delighted", "becuase", "N99", "2027-13", "945.000"):
        assert said in text, said
    assert "Traceback" not in text
    assert text.count("✗") >= 6


def test_check_of_a_good_case_ends_with_zero(monkeypatch, capsys):
    code, text = call(monkeypatch, capsys, "check", str(places.shipped_case("dakar-ict")))
    assert (code, text.strip().splitlines()[-1]) == (0, "No faults.")


def test_a_path_that_is_no_case_gives_a_sentence(monkeypatch, capsys, tmp_path):
    code, text = call(monkeypatch, capsys, "check", str(tmp_path / "nowhere"))
    assert code == 1 and "nowhere" in text and "Traceback" not in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-p", "nosuch=1"], "There is no parameter 'nosuch'"),
        (["-p", "seed"], "NAME=VALUE"),
        (["--step", "stratgy"], "Did you mean strategy?"),
        (["--nosuch"], "No such option"),
    ],
)
def test_wrong_use_ends_with_two_before_anything_runs(monkeypatch, capsys, tmp_path, words, said):
    code, text = call(
        monkeypatch,
        capsys,
        "run",
        str(places.shipped_case("dakar-ict")),
        "--out",
        str(tmp_path / "run"),
        *words,
    )
    assert code == 2 and said in text and "Traceback" not in text
    assert not (tmp_path / "run" / "run.json").exists()


@pytest.mark.slow
def test_run_says_what_happened_and_where_the_report_lies(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("CLUSTERLIB_WORKBOOKS", str(small_chain.write(tmp_path / "workbooks")))
    case = small_chain.case(tmp_path / "my case")
    words = ("run", str(case), "--out", str(tmp_path / "run"))
    code, text = call(monkeypatch, capsys, *words)
    assert code == 0 and "report.html" in text and "done" in text
    code, text = call(monkeypatch, capsys, *words)
    assert code == 0 and "Nothing changed since the last run" in text
    report = (tmp_path / "run" / "report.html").read_text("utf-8")
    assert "2 stakeholders &lt;b&gt;" in report and report.index("What needs you first") < report.index(
        "<nav"
    )
    small_chain.write(tmp_path / "workbooks", others="1 / 0")
    code, text = call(monkeypatch, capsys, *words)
    assert code == 3 and "failed" in text


def test_report_of_no_run_gives_a_sentence(monkeypatch, capsys, tmp_path):
    code, text = call(monkeypatch, capsys, "report", str(tmp_path))
    assert code == 1 and "holds no run" in text


def test_new_makes_a_case_that_check_accepts(monkeypatch, capsys, tmp_path):
    for words in ([str(tmp_path / "a")], [str(tmp_path / "b.xlsx"), "--xlsx"]):
        assert call(monkeypatch, capsys, "new", *words)[0] == 0
        assert call(monkeypatch, capsys, "check", words[0])[0] in (0, 1)
    code, text = call(monkeypatch, capsys, "new", str(tmp_path / "a"))
    assert code == 1 and "Traceback" not in text


def test_the_version_is_printed():
    result = runner.invoke(cli.app, ["--version"])
    assert result.exit_code == 0 and result.output.startswith("clusterlib ")


def test_review_of_a_case_is_advice(monkeypatch, capsys):
    code, text = call(monkeypatch, capsys, "review", str(places.shipped_case("dakar-ict")))
    assert code == 0 and "Traceback" not in text
    assert text.startswith("Decide this week") and "R13" in text and "R65" not in text
    code, whole = call(monkeypatch, capsys, "review", str(places.shipped_case("dakar-ict")), "--all")
    assert code == 0 and "R65" in whole and len(whole) > len(text)


def test_review_of_a_spoilt_case_leaves_its_bad_tables_out(monkeypatch, capsys, spoilt):
    code, text = call(monkeypatch, capsys, "review", str(spoilt))
    assert code == 0 and "Traceback" not in text
    assert "R07  Associations and chambers are on the list: not judged" in text


def test_thread_follows_a_row_and_draws_it(monkeypatch, capsys, tmp_path):
    case, picture = str(places.shipped_case("dakar-ict")), tmp_path / "new" / "way.svg"
    code, text = call(monkeypatch, capsys, "thread", case, "G1", "--out", str(picture))
    assert code == 0 and "rests on" in text and "Vote counts C3" in text
    assert picture.read_bytes().startswith(b"<?xml") and b"Goals G1" in picture.read_bytes()
    code, text = call(monkeypatch, capsys, "thread", case, "G1", "--out", str(tmp_path / "way.csv"))
    assert code == 0 and "C3" in (tmp_path / "way.csv").read_text("utf-8-sig")
    code, text = call(monkeypatch, capsys, "thread", case, "G11")
    assert code == 2 and "Did you mean G1?" in text
    code, text = call(monkeypatch, capsys, "thread", case, "G1", "--out", "way.png")
    assert code == 2 and ".svg" in text and ".csv" in text


@pytest.mark.slow
def test_review_and_thread_of_a_run_tell_what_it_computed(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("CLUSTERLIB_WORKBOOKS", str(small_chain.write(tmp_path / "workbooks")))
    case, run = small_chain.case(tmp_path / "case"), tmp_path / "run"
    settings = case / "case.yml"
    settings.write_text(settings.read_text("utf-8") + "review:\n  off: [R10]\n", "utf-8")
    assert call(monkeypatch, capsys, "run", str(case), "--out", str(run))[0] == 0
    code, text = call(monkeypatch, capsys, "review", str(run))
    assert code == 0 and "There are goals, but no sketch" in text
    assert "Switched off in the case: Firms and administration" in text
    report = (run / "report.html").read_text("utf-8")
    top = report[report.index('id="top"') : report.index("<nav")]
    assert "There are goals, but no sketch" in top and "One rule is switched off" in top
    assert top.count("There are goals, but no sketch") == 1
    code, text = call(monkeypatch, capsys, "thread", str(run), "demands:B1")
    assert code == 0 and "Goals G1" in text
    (run / "tables" / "review.csv").unlink()
    code, text = call(monkeypatch, capsys, "review", str(run))
    assert code == 1 and "run the case again" in text
