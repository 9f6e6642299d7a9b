from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from firm_tables import OPEN, firms, of_frame, of_text

from clusterlib import cli
from clusterlib.faults import CaseError, DomainError
from clusterlib.firms import firm_write
from clusterlib.firms.secret_rules import Rules
from clusterlib.inputs.cases import open_case
from clusterlib.inputs.csv_text import csv_bytes
from clusterlib.readings import Speaker

SAY = Speaker("en")


def call(monkeypatch, capsys, *words: str) -> tuple[int, str]:
    """What the installed command does: exit code and everything printed."""
    monkeypatch.setattr("sys.argv", ["clusterlib", *words])
    try:
        cli.main()
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def test_the_case_opens_without_faults_and_says_the_same(tmp_path):
    frame = firms(np.random.default_rng(3), 90, regions=4)
    frame["region"] = frame["region"].replace({"R0": "=Côte, d'Or"})
    made = of_frame(frame, tmp_path / "firms", rules=Rules())
    where = firm_write.place(tmp_path / "case")
    firm_write.write(made, where, say=SAY, source="register of firms 2022")
    case = open_case(tmp_path / "case")
    assert not case.faults and case.name == "case"
    table = case.table("employment")
    assert set(table["status"]) <= {"value", "nil", "suppressed"} and (table["basis"] == "PUBLIC").all()
    assert "=Côte, d'Or" in set(table["region"])
    whole = table[(table["region"] == "total") & (table["industry"] == "total")]
    assert whole["establishments"].sum() == 90
    again = csv_bytes("employment", table).decode().replace(".0,", ",")
    assert again == (tmp_path / "case" / "employment.csv").read_text("utf-8")


def test_nothing_is_overwritten_and_nothing_half_written(tmp_path):
    made = of_frame(firms(np.random.default_rng(3), 9), tmp_path / "firms")
    out = tmp_path / "case"
    firm_write.write(made, firm_write.place(out), say=SAY)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert set(before) == {"case.yml", "employment.csv", "employment.reconciliation.txt"}
    with pytest.raises(CaseError, match="--replace"):
        firm_write.place(out)
    (out / "case.yml").write_text("name: My own\n", "utf-8")
    firm_write.write(made, firm_write.place(out, replace=True), say=SAY)
    assert (out / "case.yml").read_text("utf-8") == "name: My own\n"
    assert (out / "employment.csv").read_bytes() == before["employment.csv"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case", "firms"]
    with pytest.raises(CaseError, match="holds no case"):
        firm_write.place(tmp_path / "firms")
    with pytest.raises(CaseError, match="Excel file"):
        firm_write.place(tmp_path / "case.xlsx")


def test_a_table_too_large_for_a_case_is_refused_or_written_as_a_file(tmp_path, monkeypatch):
    made = of_frame(firms(np.random.default_rng(3), 30), tmp_path / "firms")
    monkeypatch.setattr(firm_write, "MAX_ROWS", 10)
    with pytest.raises(DomainError, match="a case holds at most 10"):
        firm_write.write(made, firm_write.place(tmp_path / "case"), say=SAY)
    assert not (tmp_path / "case").exists()
    lines = firm_write.write(made, firm_write.place(tmp_path / "jobs.csv"), say=SAY, nil=False)
    assert len(pd.read_csv(tmp_path / "jobs.csv")) > 10
    assert (tmp_path / "jobs.reconciliation.txt").read_text("utf-8") == "\n".join(lines) + "\n"


def test_the_reconciliation_accounts_for_every_row_in_both_languages(tmp_path):
    text = "region,industry,year,jobs,firm\n" + "".join(f"A,X,2020,{n},{n}\n" for n in (5, 6, 7))
    made = of_text(
        text + "A,Y,2020,4,9\nB,X,2020,-1,10\nB,X,2020,3.5,11\nb,X,2020,1,12\n", tmp_path, rules=Rules()
    )
    lines = firm_write.write(made, firm_write.place(tmp_path / "out.csv"), say=SAY)
    told = [" ".join(line.split()) for line in lines]
    assert "read 7" in told and "left out: negative jobs 1 –" in told and "in the table 6 26.500" in told
    assert any(
        line.startswith("One name stands in several spellings, which stay apart: B / b") for line in told
    )
    assert any(line.startswith("No protected cell can be narrowed") for line in told)
    assert any("linear programmes" in line for line in told)
    french = firm_write.write(made, firm_write.place(tmp_path / "fr.csv"), say=Speaker("fr"))
    assert any(line.startswith("Aucune cellule protégée ne peut être cernée") for line in french)
    assert not any("left out" in line or "suppressed" in line for line in french)


def test_without_rules_the_page_warns(tmp_path):
    made = of_text("region,industry,year,jobs\nA,X,2020,4\n", tmp_path, rules=OPEN)
    lines = firm_write.write(made, firm_write.place(tmp_path / "out.csv"), say=SAY)
    assert any("Do not publish it" in line for line in lines)
    assert "A,X,2020,4,value,,,1,USER,," in (tmp_path / "out.csv").read_text("utf-8")


def test_the_counts_of_suppressed_cells_can_be_left_out(tmp_path):
    made = of_text("region,industry,year,jobs\nA,X,2020,4\n", tmp_path, rules=Rules())
    firm_write.write(made, firm_write.place(tmp_path / "out.csv"), say=SAY, hide_counts=True)
    assert "A,X,2020,,suppressed,,,,USER,," in (tmp_path / "out.csv").read_text("utf-8")


def test_the_command(monkeypatch, capsys, tmp_path):
    frame = firms(np.random.default_rng(5), 60).rename(columns={"region": "Land, Kreis", "jobs": "ETP"})
    frame.to_csv(tmp_path / "firms.csv", index=False, sep=";")
    words = [
        "aggregate",
        str(tmp_path / "*.csv"),
        "--columns",
        '"region=Land, Kreis",jobs=ETP',
        "--memory",
        "2GB",
    ]
    code, text = call(monkeypatch, capsys, *words, "--out", str(tmp_path / "case"))
    assert code == 0 and "What became of the firm rows" in text and "Traceback" not in text
    assert call(monkeypatch, capsys, "check", str(tmp_path / "case"))[0] == 0
    code, text = call(monkeypatch, capsys, *words, "--out", str(tmp_path / "case"))
    assert code == 1 and "--replace" in text
    code, text = call(monkeypatch, capsys, *words[:2], "--out", str(tmp_path / "two"), "--memory", "2GB")
    assert (
        code == 1 and "column `region`" in text and "column `jobs`" in text and "Nothing was written" in text
    )
    assert not (tmp_path / "two").exists()
    code, text = call(
        monkeypatch, capsys, "aggregate", str(tmp_path / "no.csv"), "--out", str(tmp_path / "two")
    )
    assert code == 2 and "There is nothing at" in text


def test_too_many_faults_write_nothing(monkeypatch, capsys, tmp_path):
    (tmp_path / "a.csv").write_text("region,industry,year,jobs\nA,X,2020,4\nA,X,2020,many\n", "utf-8")
    words = ["aggregate", str(tmp_path / "a.csv"), "--out", str(tmp_path / "out.csv"), "--memory", "2GB"]
    code, text = call(monkeypatch, capsys, *words)
    assert (
        code == 1
        and "1 of 2 rows are at fault, more than 5 %" in text
        and 'row 3, column `jobs`: "many"' in text
    )
    assert not (tmp_path / "out.csv").exists()
    assert call(monkeypatch, capsys, *words, "--max-left-out", "50")[0] == 0


def test_stopping_writes_nothing(monkeypatch, capsys, tmp_path):
    from clusterlib.firms import firm_aggregate

    def stopped(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(firm_aggregate, "find", stopped)
    code, text = call(monkeypatch, capsys, "aggregate", str(tmp_path), "--out", str(tmp_path / "out.csv"))
    assert code == 130 and "Stopped. Nothing was written." in text
    assert not list(tmp_path.iterdir())
