"""Profiles are read safely and judged wholly; layouts survive a round trip; the command does what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import sdmx_messages
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from published_tables import REAL, book, cells, codes, eurostat_tsv, geostat, read, text
from typer.testing import CliRunner

from clusterlib import cli, tables
from clusterlib.faults import ClusterlibError, WrongUse
from clusterlib.importing import account, fetching, patterns, profile_keys, profiles, to_case
from clusterlib.inputs.cases import open_case
from clusterlib.readings import Speaker

GOOD = b"""profile: p
title: t
source: s
format: text
region: {from: column, column: area}
industry: {from: column, column: branch}
year: {from: column, column: year}
value: {column: jobs}
"""
runner = CliRunner()


def wrong(data: bytes) -> list[tuple[str, str | None]]:
    profile, faults = profiles.read(data)
    assert profile is None
    assert all(item.sentence(Speaker(lang)) for item in faults for lang in ("en", "fr"))
    return [(item.code, item.column) for item in faults]


def test_a_small_profile_is_enough_and_defaults_are_those_of_the_schema():
    profile, faults = profiles.read(GOOD)
    assert faults == [] and profile is not None
    assert (profile.encoding, profile.separator, profile.unit, profile.blank) == (
        "utf-8",
        ",",
        1.0,
        "missing",
    )


def test_all_shipped_profiles_are_sound_and_called_as_their_files():
    found = profiles.shipped()
    assert {
        "eurostat-tsv",
        "eurostat-sdmx-csv",
        "us-cbp-county",
        "us-qcew-county",
        "ilostat-csv",
        "geostat-regions",
    } <= set(found)
    assert {path.stem for path in profiles.SHIPPED.glob("*.yml")} == set(found)


def test_all_faults_of_a_profile_come_at_once_with_their_lines():
    data = (
        GOOD + b"regoin.total: x\nquite_else: 1\ncells: {unit: minus, blank: maybe}\nvalue: {column: jobs}\n"
    )
    assert wrong(data) == [
        ("profile-key-near", "regoin.total"),
        ("profile-key", "quite_else"),
        ("profile-value", "cells.unit"),
        ("profile-value", "cells.blank"),
        ("profile-key-twice", "value.column"),
    ]
    assert [item.row for item in profiles.read(data)[1]] == [9, 10, 11, 11, 12]


def test_an_unknown_key_names_the_nearest():
    fault = profiles.read(GOOD + b"encodign: utf-8\n")[1][0]
    assert (fault.code, fault.values["nearest"]) == ("profile-key-near", "encoding")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((b"source: s\n", b""), ("profile-needs", "source")),
        ((b", column: area", b""), ("profile-needs", "region.column")),
        ((b"value: {column: jobs}\n", b""), ("profile-needs", "value.column")),
        ((b"year: {from: column, column: year}", b"year: {from: file}"), ("profile-gap", "files")),
        ((b"from: column, column: area", b"from: first row"), ("profile-needs", "blocks.titles")),
        ((b"from: column, column: area", b"from: fixed"), ("profile-needs", "region.fixed")),
        ((b"format: text", b"format: text\nfiles: '{area}*'"), ("profile-value", "files")),
        ((b"format: text", b"format: text\nencoding: rot13"), ("profile-value", "encoding")),
        (
            (b"format: text", b"format: text\nsize_classes: {column: c}"),
            ("profile-needs", "size_classes.classes"),
        ),
        (
            (b"format: text", b"format: text\nsize_classes: {classes: {A: [9, 1]}}"),
            ("profile-value", "size_classes.classes.A"),
        ),
    ],
)
def test_what_a_profile_lacks_or_has_wrong_is_said(change, code):
    assert wrong(GOOD.replace(*change)) == [code]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: &x 1\nb: *x\n", "yaml-alias"),
        (b"a: !!python/object:os.system x\n", "yaml-tag"),
        (b"- a\n- b\n", "yaml-shape"),
        (b"a: [" * 500, "yaml-syntax"),
        (b"\xff\xfe", "yaml-utf8"),
        (b"# " + b"x" * 70_000, "yaml-large"),
        (b"a: {b: {c: {d: {e: {f: 1}}}}}\n", "yaml-shape"),
        (b"a: b: c\n", "yaml-syntax"),
    ],
)
def test_hostile_yaml_is_refused(data, code):
    assert [item for item, _ in wrong(data)] == [code]


def test_a_profile_that_is_not_there_names_the_nearest_shipped_one():
    with pytest.raises(ClusterlibError, match="Did you mean 'eurostat-tsv'"):
        profiles.open_profile("eurostat-tvs")


@given(st.text("ab*? ", max_size=12), st.text("ab ", max_size=14))
@settings(max_examples=300, deadline=None)
def test_patterns_mean_what_wildcards_mean(pattern, word):
    from fnmatch import fnmatchcase

    expected = fnmatchcase(patterns.plain(word), patterns.plain(pattern))
    assert (patterns.match(pattern, word) is not None) == expected


def test_a_hostile_pattern_takes_no_time():
    pattern = "*a" * 100 + "b"
    assert patterns.match(pattern, "a" * 300) is None


def test_the_documentation_lists_every_key():
    page = Path(__file__).parents[1] / "docs" / "importing.md"
    assert profile_keys.markdown() in page.read_text("utf-8")


# ------------------------------------------------------------------ what is written is read again
REGIONS = st.lists(
    st.sampled_from(["Adjara", "Guria", "Thiès", "Côte d'Ivoire", "N'Zi", "R-1"]),
    min_size=1,
    max_size=3,
    unique=True,
)
INDUSTRIES = st.lists(
    st.sampled_from(["ICT", "Food", "Mining; other", "A, B", "Total trade"]),
    min_size=1,
    max_size=4,
    unique=True,
)
CELL = st.one_of(st.integers(0, 10**6), st.sampled_from(["secret", "nil"]))
YEARS = st.lists(st.integers(1990, 2030), min_size=1, max_size=3, unique=True)


@st.composite
def made_tables(draw) -> dict[tuple[str, str, int], object]:
    regions, industries, years = draw(REGIONS), draw(INDUSTRIES), draw(YEARS)
    return {(r, i, y): draw(CELL) for r in regions for i in [*industries, "total"] for y in years}


def expected(table):
    words = {"secret": ("suppressed", None, None, None), "nil": ("nil", None, None, None)}
    return {
        key: words.get(cell, ("value", None if isinstance(cell, str) else float(cell), None, None))
        for key, cell in table.items()
    }


def axes(table):
    return tuple(list(dict.fromkeys(key[n] for key in table)) for n in range(3))


QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(table=made_tables())
@QUICK
def test_stacked_blocks_written_and_read_are_the_same_table(table, tmp_path):
    regions, industries, years = axes(table)
    signs = {"secret": "…", "nil": "-"}
    files = []
    for n, region in enumerate(regions):

        def row(industry, region=region):
            return [signs.get(table[region, industry, y], table[region, industry, y]) for y in years]

        parts = {name: row(name) for name in industries if name != "total"}
        files.append(geostat(tmp_path / f"r{n}.xlsx", region, parts, row("total"), years=years))
    found = read(files, "geostat-regions")
    assert codes(found) == [] and cells(found) == expected(table)


@given(table=made_tables())
@QUICK
def test_wide_text_written_and_read_is_the_same_table(table, tmp_path):
    regions, industries, years = axes(table)
    signs = {"secret": ": c", "nil": "-"}
    rows = {
        f"A,THS,EMP,I{industries.index(i)},R{regions.index(r)}": [
            f"{signs.get(table[r, i, y], table[r, i, y])} " for y in years
        ]
        for r in regions
        for i in industries
    }
    profile = b"""
profile: w
title: t
source: s
format: text
separator: tab
packed_ids: ","
region: {from: column, column: geo}
industry: {from: column, column: nace_r2, total: [ALL]}
year: {from: headings}
cells: {nil: ["-"], missing: [":"]}
flags: {suffix: yes, words: {c: suppressed}}
""".replace(b"ALL", f"I{industries.index('total')}".encode())
    found = read(eurostat_tsv(tmp_path / "x.tsv", years, rows), profile)
    names = {f"R{n}": r for n, r in enumerate(regions)} | {f"I{n}": i for n, i in enumerate(industries)}
    got = {(names[r], names.get(i, i), y): cell for (r, i, y), cell in cells(found).items()}
    assert codes(found) == [] and got == expected(table)


@given(table=made_tables(), sign=st.sampled_from([",", ";"]))
@QUICK
def test_long_text_and_long_sheets_written_and_read_are_the_same_table(table, sign, tmp_path):
    signs = {"secret": "c", "nil": "-"}
    lines = [f'"{r}"{sign}"{i}"{sign}{y}{sign}{signs.get(cell, cell)}' for (r, i, y), cell in table.items()]
    path = text(tmp_path / "t.csv", sign.join(["area", "branch", "year", "jobs"]), lines)
    extra = b"separator: semicolon\n" if sign == ";" else b""
    profile = GOOD + extra + b'cells: {suppressed: [c], nil: ["-"]}\n'
    assert cells(read(path, profile)) == expected(table)
    rows = {n: [r, i, y, signs.get(cell, cell)] for n, ((r, i, y), cell) in enumerate(table.items(), start=2)}
    sheet = book(tmp_path / "t.xlsx", {1: ["area", "branch", "year", "jobs"], **rows})
    assert cells(read(sheet, profile.replace(b"format: text", b"format: excel"))) == expected(table)


# ------------------------------------------------------------------ into a case
def _found(tmp_path):
    return read(text(tmp_path / "t.csv", "area,branch,year,jobs", ["A,ICT,2021,4.5", "B,ICT,2021,"]), GOOD)


@pytest.mark.parametrize("name", ["case", "case.xlsx"])
def test_a_new_case_holds_the_table_and_is_not_overwritten(tmp_path, name):
    found = _found(tmp_path)
    made = to_case.write(found, tmp_path / name)
    assert open_case(made).faults == ()
    assert open_case(made).table("employment").equals(found.employment)
    before = (made if made.is_file() else made / "employment.csv").read_bytes()
    with pytest.raises(ClusterlibError, match="--replace"):
        to_case.write(found, made)
    assert (made if made.is_file() else made / "employment.csv").read_bytes() == before
    to_case.write(found, made, replace=True)
    assert open_case(made).table("employment").equals(found.employment)


def test_an_existing_case_keeps_everything_else_and_its_number_style(tmp_path):
    case = tmp_path / "mine"
    case.mkdir()
    (case / "case.yml").write_text("name: Mine  # ours\nnumber_style: '1.234,5'\n", "utf-8")
    (case / "demands.csv").write_text("demand_id,label,seen\nD1,Money,yes\n", "utf-8")
    to_case.write(_found(tmp_path), case)
    assert (case / "case.yml").read_text("utf-8").startswith("name: Mine  # ours")
    assert "D1,Money,yes" in (case / "demands.csv").read_text("utf-8")
    assert '"4,5"' in (case / "employment.csv").read_text("utf-8")
    assert open_case(case).table("employment")["employment"].tolist()[0] == 4.5


def test_a_workbook_with_other_sheets_is_not_written_over(tmp_path):
    path = book(tmp_path / "mine.xlsx", {1: ["setting", "entry"], 2: ["name", "Mine"]}, sheet="case")
    to_case.write(_found(tmp_path), path)
    assert open_case(path).has("employment")
    other = tmp_path / "other.xlsx"
    import openpyxl

    opened = openpyxl.load_workbook(path)
    del opened["employment"]
    opened.create_sheet("My notes")["A1"] = "keep me"
    opened.save(other)
    with pytest.raises(ClusterlibError, match="My notes"):
        to_case.write(_found(tmp_path), other)


def test_a_rounded_table_says_so_in_the_new_case_and_is_no_fault_of_it(tmp_path):
    rows = {
        "A,THS,EMP,TOTAL,DE11": ["3 "],
        "A,THS,EMP,A,DE11": ["1.01 "],
        "A,THS,EMP,C,DE11": ["9 "],
        "A,THS,EMP,F,DE11": ["1.01 "],
        "A,THS,EMP,J,DE11": ["0.99 "],
    }
    found = read(eurostat_tsv(tmp_path / "x.tsv", [2021], rows), "eurostat-tsv")
    assert found.totals.frame["verdict"].tolist() == ["rounding"]
    case = open_case(to_case.write(found, tmp_path / "case"))
    assert case.setting("mapping.rounding") == "5"


# ------------------------------------------------------------------ the account and the command
def test_the_account_says_everything_in_both_languages(tmp_path):
    rows = ["A,ICT,2021,4", "A,All,2021,4", "Z,ICT,2021,4"]
    profile = GOOD.replace(b"column: branch", b"column: branch, total: [All]").replace(
        b"column: area", b"column: area, leave_out: [Z]"
    )
    found = read(text(tmp_path / "t.csv", "area,branch,year,jobs", rows), profile)
    said = list(account.lines(found, say=Speaker()))
    assert said[:14] == [
        "What became of the published tables",
        "",
        "One file was read.",
        "Profile: p.",
        "",
        "                                                  rows  cells",
        "  read                                               3      2",
        "  left out: rule region.leave_out of the profile     1",
        "  in the table                                              2",
        "First left out by rule region.leave_out of the profile: “Z” (t.csv, row 4).",
        "",
        "         cells  totals",
        "  value      1       1",
        "",
    ]
    assert said[14] == "One published total compared with its parts: 1 equal and none further apart."
    french = list(account.lines(found, say=Speaker("fr")))
    alike = {line for line in set(french) & set(said) if line}
    assert len(french) == len(said) and not alike


def test_the_command_imports_reports_and_ends_as_it_should(tmp_path):
    path = text(tmp_path / "t.csv", "area,branch,year,jobs", ["A,ICT,2021,4", "B,ICT,2021,4"])
    profile = tmp_path / "p.yml"
    profile.write_bytes(GOOD)
    words = ["import", str(path), "--profile", str(profile), "--out", str(tmp_path / "case")]
    done = runner.invoke(cli.app, [*words, "--report", str(tmp_path / "r.json")])
    assert done.exit_code == 0, done.output
    assert "Wrote 2 rows" in done.output
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert {"kind": "rows read", "count": 2} in report
    again = runner.invoke(cli.app, words)
    assert isinstance(again.exception, ClusterlibError) and "--replace" in str(again.exception)
    bad = text(tmp_path / "bad.csv", "area,branch,year,jobs", ["A,ICT,2021,-4"])
    failed = runner.invoke(
        cli.app, ["import", str(bad), "--profile", str(profile), "--out", str(tmp_path / "no")]
    )
    assert failed.exit_code == 1 and "row 2" in failed.output and not (tmp_path / "no").exists()
    assert "eurostat-tsv" in runner.invoke(cli.app, ["import", "--profiles"]).output
    assert isinstance(runner.invoke(cli.app, ["import", str(path)]).exception, WrongUse)


def test_the_csv_report_is_safe_to_open(tmp_path):
    found = read(
        text(tmp_path / "t.csv", "area,branch,year,jobs", ["=1+1,ICT,2021,4", "=1+1 ,Food,2021,4"]), GOOD
    )
    report = account.write(found, tmp_path / "r.csv", say=Speaker()).read_text("utf-8")
    assert ",=" not in report and ",'=1+1" in report
    with pytest.raises(ClusterlibError, match="neither"):
        account.write(found, tmp_path / "r.txt", say=Speaker())


# ------------------------------------------------------------------ fetching
SERIES = [
    (
        {"freq": "A", "unit": "THS", "wstatus": "EMP", "nace_r2": nace, "geo": geo},
        [("2021", one, ""), ("2022", two, "p")],
    )
    for nace, geo, one, two in [
        ("A", "DE11", "3.06", "3.1"),
        ("TOTAL", "DE11", "9", "9.1"),
        ("A", "DE", "10", ""),
    ]
]


@pytest.mark.parametrize("message", [sdmx_messages.generic, sdmx_messages.specific])
def test_a_table_is_fetched_from_a_service_and_read_by_the_same_profile(tmp_path, message):
    pytest.importorskip("sdmx")
    with sdmx_messages.service(message(SERIES)) as (url, asked):
        words = [
            "fetch",
            "ESTAT:NAMA_10R_3EMPERS/A.THS.EMP..",
            "--profile",
            "eurostat-sdmx-csv",
            "--url",
            url,
        ]
        done = runner.invoke(cli.app, [*words, "--start", "2021", "--out", str(tmp_path / "case")])
    assert done.exit_code == 0, (done.output, done.exception)
    assert asked == ["/data/NAMA_10R_3EMPERS/A.THS.EMP..?startPeriod=2021"]
    got = open_case(tmp_path / "case").table("employment").set_index(["region", "industry", "year"])
    assert got.loc[("DE11", "A", 2021), "employment"] == 3060.0
    assert got.loc[("DE11", "A", 2022), "note"] == "provisional"
    assert got.loc[("total", "A", 2022), "status"] == "missing"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [(b"<html>busy</html>", 200, "cannot be read"), (b"", 404, "refused"), (b"{", 500, "refused")],
)
def test_a_service_that_answers_badly_gives_a_sentence(body, status, said):
    pytest.importorskip("sdmx")
    profile = profiles.open_profile("eurostat-sdmx-csv")
    with (
        sdmx_messages.service(body, status=status) as (url, _),
        pytest.raises(ClusterlibError, match=said),
    ):
        fetching.fetch("ESTAT:X/A", profile, url=url)


def test_a_service_that_is_not_there_gives_a_sentence():
    pytest.importorskip("sdmx")
    profile = profiles.open_profile("eurostat-sdmx-csv")
    with pytest.raises(ClusterlibError, match="does not answer"):
        fetching.fetch("ESTAT:X/A", profile, url="http://127.0.0.1:9")


def test_wrong_requests_are_refused_before_anything_is_asked():
    profile = profiles.open_profile("eurostat-sdmx-csv")
    for what in ("ESTAT", "ESTAT:", "ESTAT:X/A?b=c", "http://x/y"):
        with pytest.raises(WrongUse):
            fetching.fetch(what, profile)
    with pytest.raises(WrongUse, match="years"):
        fetching.fetch("ESTAT:X/A", profile, start="soon")


def test_without_the_library_a_sentence_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sdmx", None)
    with pytest.raises(ClusterlibError, match=r"clusterlib\[analysis\]"):
        fetching.fetch("ESTAT:X/A", profiles.open_profile("eurostat-sdmx-csv"))


def test_the_command_starts_without_the_libraries_of_analysis():
    code = (
        "import sys, clusterlib.cli, clusterlib.importing.run\n"
        "print([m for m in ('sdmx', 'duckdb') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_example_of_the_documentation_runs(tmp_path):
    page = (Path(__file__).parents[1] / "docs" / "importing.md").read_text("utf-8")
    profile = page.split("```yaml\n")[1].split("```")[0].encode()
    table = page.split("```csv\n")[1].split("```")[0]
    path = tmp_path / "jobs.csv"
    path.write_text(table, "utf-8")
    found = read(path, profile)
    said = "\n".join(account.lines(found, say=Speaker()))
    assert codes(found) == []
    assert said == page.split("```text\n")[1].split("```")[0].strip()


@pytest.mark.skipif(not REAL.is_dir(), reason="the real tables are not on this machine")
def test_the_tables_of_the_dictionary_have_room_for_all_of_it():
    assert {"low", "high", "establishments", "note"} <= set(tables.table("employment").column_names)
