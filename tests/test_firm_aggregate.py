from __future__ import annotations

import _thread
import signal
import threading
from collections import Counter

import fsspec
import numpy as np
import pandas as pd
import pytest
from firm_tables import OPEN, Columns, firms, of_frame, of_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusterlib.faults import ClusterlibError, DomainError, WrongUse
from clusterlib.firms import firm_table
from clusterlib.firms.firm_aggregate import aggregate
from clusterlib.firms.firm_engine import memory_bytes, opened, used_bytes
from clusterlib.firms.firm_files import find
from clusterlib.firms.firm_reading import Reading, read_years
from clusterlib.firms.secret_rules import Rules

ROW = st.tuples(
    st.sampled_from(["A", "B", " B", "Côte d'Or", None, "", "total"]),
    st.sampled_from(["X", 'Y;"z"', "x", None]),
    st.sampled_from(["2020", "2021", "20x0", None]),
    st.sampled_from(["0", "1", "7", "2.5", "-4", "many", "945.000", "1e3", None]),
    st.integers(0, 12),
)


def table_of(made) -> pd.DataFrame:
    return pd.DataFrame(firm_table.rows(made))


def by_pandas(rows) -> pd.DataFrame:
    """The same aggregation with pandas, row by row."""
    frame = pd.DataFrame(rows, columns=["region", "industry", "year", "jobs", "firm"], dtype=object)
    twice = frame["year"].notna() & frame.duplicated(["firm", "year"], keep=False)
    kept = []
    for row in frame[~twice].itertuples():
        names = [(row.region or "").strip(), (row.industry or "").strip()]
        good = row.jobs in ("0", "1", "7", "2.5") and row.year in ("2020", "2021")
        if good and all(names) and "total" not in names:
            kept.append((*names, row.year, float(row.jobs)))
    held = pd.DataFrame(kept, columns=["region", "industry", "year", "jobs"])
    return held.groupby(["region", "industry", "year"])["jobs"].agg(["sum", "count"])


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW, max_size=25), st.booleans())
def test_aggregation_equals_pandas(tmp_path_factory, rows, parquet):
    frame = pd.DataFrame(rows, columns=["region", "industry", "year", "jobs", "firm"], dtype=object)
    folder = tmp_path_factory.mktemp("firms")
    if parquet:
        typed = frame.astype({name: "str" for name in frame.columns if name != "firm"} | {"firm": "int64"})
        made = of_frame(typed, folder)
    else:
        made = of_text(frame.to_csv(index=False), folder)
    wanted = by_pandas(rows)
    cells = made.cells
    keys = [
        (cells.regions[r], cells.industries[i], str(cells.years[y]))
        for r, i, y in zip(*cells.place, strict=True)
    ]
    found = {key: (jobs / 1000, count) for key, jobs, count in zip(keys, cells.jobs, cells.rows, strict=True)}
    assert found == {key: (row["sum"], row["count"]) for key, row in wanted.iterrows()}
    assert made.rows == len(rows) == sum(item.rows for item in made.found) + int(cells.rows.sum())


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_order_of_rows_and_files_changes_no_byte(tmp_path_factory, seed, files):
    rng = np.random.default_rng(seed)
    frame = firms(rng, 60)
    frame["jobs"] = frame["jobs"] / 4  # quarters of a job: the order of adding could show
    written = []
    for order in (np.arange(60), rng.permutation(60)):
        folder = tmp_path_factory.mktemp("firms")
        for k, part in enumerate(np.array_split(order, files)):
            frame.iloc[part].to_parquet(folder / f"{9 - k if len(written) else k}.parquet", index=False)
        made = aggregate([str(folder)], rules=Rules(), memory="2GB", threads=2)
        written.append(b"".join(firm_table.csv_chunks(firm_table.rows(made), counts=Counter())))
    assert written[0] == written[1]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.integers(2, 5), st.sampled_from([75.0, 100.0]))
def test_no_cell_against_the_rules_ever_leaves(tmp_path_factory, seed, least, dominance):
    frame = firms(np.random.default_rng(seed), 80, regions=4, industries=4)
    made = of_frame(frame, tmp_path_factory.mktemp("firms"), rules=Rules(least, dominance))
    table = table_of(made)
    for row in table[table["status"] == "value"].itertuples():
        held = frame[frame["year"] == int(row.year)]
        held = held if row.region == "total" else held[held["region"] == row.region]
        held = held if row.industry == "total" else held[held["industry"] == row.industry]
        assert len(held) >= least
        assert held["jobs"].max() * 100 <= dominance * held["jobs"].sum() or held["jobs"].sum() == 0
        assert held["jobs"].sum() == float(row.employment)
    assert (table.loc[table["status"] == "suppressed", ["employment", "low", "high"]] == "").all(axis=None)


def test_all_faults_are_told_at_once_with_their_places(tmp_path):
    text = (
        "region,industry,year,jobs,firm\nA,X,2020,5,f1\nA,X,2020,-3,f2\nA,X,2020,many,f3\nA,X\n"
        ",X,2020,1,f4\nA,,2020,1,f5\nTotal,X,2020,1,f6\nA,X,20200,1,f7\nA,X,2020,945.000,f8\nA,X,2020,,f9\n"
        "A,X,2020,1,f10\nA,X,2020,2,f10\n"
    )
    made = of_text(text, tmp_path)
    places = {item.reason: [(row, cell) for _, row, cell in item.examples] for item in made.found}
    assert places == {
        "line": [(5, "A,X")],
        "repeat": [(12, "f10"), (13, "f10")],
        "region": [(6, "")],
        "industry": [(7, "")],
        "total": [(8, "Total")],
        "year": [(9, "20200")],
        "ambiguous": [(10, "945.000")],
        "blank": [(11, "")],
        "negative": [(3, "-3")],
        "text": [(4, "many")],
    }
    assert made.rows == 12 and made.left_out == 11
    assert {item.reason: item.jobs for item in made.found}["region"] == 1000


def test_rows_in_parquet_are_counted_from_one(tmp_path):
    made = of_frame(
        pd.DataFrame({"region": ["A", None], "industry": "X", "year": 2020, "jobs": [1, 2]}), tmp_path
    )
    assert [(item.reason, item.examples[0][1]) for item in made.found] == [("region", 2)]


def test_names_of_columns_and_files_are_never_commands(tmp_path):
    name = 'jo"b"; DROP TABLE cells; --'
    frame = pd.DataFrame({"re'gion": ["A"], "industry": ["'); DROP"], "year": [2020], name: [3]})
    folder = tmp_path / 'it\'s [a] "*" folder'
    made = of_frame(frame, folder, columns=Columns(region="re'gion", jobs=name))
    assert made.cells.industries == ("'); DROP",) and made.cells.jobs.tolist() == [3000]
    frame.to_parquet(tmp_path / "x[1]*.parquet", index=False)
    frame.to_parquet(tmp_path / "x1y.parquet", index=False)
    again = aggregate(
        [str(tmp_path / "x[1]*.parquet")],
        reading=Reading(Columns("re'gion", jobs=name)),
        rules=OPEN,
        memory="2GB",
    )
    assert again.rows == 1


@pytest.mark.parametrize("protocol", ["memory", "file"])
def test_addresses_are_read_through_fsspec(tmp_path, protocol):
    frame = firms(np.random.default_rng(1), 30)
    root = f"memory://firms-{tmp_path.name}" if protocol == "memory" else f"file://{tmp_path}"
    for k in range(2):
        with fsspec.open(f"{root}/part-{k}.parquet", "wb") as stream:
            frame.iloc[k::2].to_parquet(stream, index=False)
    with fsspec.open(f"{root}/more.csv", "wb") as stream:
        stream.write(b"region,industry,year,jobs,firm\nR0,I0,2020,1.5,1000\n")
    made = aggregate([f"{root}/part-*.parquet", f"{root}/more.csv"], rules=OPEN, memory="2GB")
    assert made.rows == 31 and int(made.cells.jobs.sum()) == frame["jobs"].sum() * 1000 + 1500
    whole = aggregate([root], rules=OPEN, memory="2GB")
    assert whole.cells.jobs.tolist() == made.cells.jobs.tolist()


def test_a_store_that_is_not_installed_or_not_known_is_said():
    with pytest.raises(WrongUse, match="protocol that is not known"):
        find(["nonsense://bucket/x.csv"])
    with pytest.raises(WrongUse, match="one more package"):
        find(["s3://bucket/x.parquet"])
    with pytest.raises(WrongUse, match="nothing at 'memory://nowhere"):
        find(["memory://nowhere/x.csv"])


def test_passwords_are_not_shown():
    with pytest.raises(WrongUse) as refused:
        find(["memory://me:secret@nowhere/x.csv"])
    assert "secret" not in str(refused.value)


def test_partitions_in_folder_names_are_columns(tmp_path):
    for year in (2020, 2021):
        folder = tmp_path / "firms" / f"year={year}"
        folder.mkdir(parents=True)
        pd.DataFrame({"region": ["A"], "industry": ["X"], "jobs": [year - 2000]}).to_parquet(
            folder / "a.parquet"
        )
    (tmp_path / "firms" / "_SUCCESS").touch()
    (tmp_path / "firms" / "notes.docx").touch()
    made = aggregate([str(tmp_path / "firms")], rules=OPEN, memory="2GB")
    assert made.cells.years == (2020, 2021) and made.cells.jobs.tolist() == [20_000, 21_000]
    assert [name.rpartition("/")[2] for name in made.files.passed_over] == ["notes.docx"]


def test_sites_of_one_firm_count_as_one_firm(tmp_path):
    text = "region,industry,year,jobs,firm\n" + "".join(f"A,X,2020,{n},f1\n" for n in (5, 6, 7, 8))
    text += "A,X,2020,90,f2\nA,X,2020,9,f3\nB,X,2020,4,f1\nB,X,2020,1,\n"
    made = of_text(text, tmp_path, rules=Rules(p_percent=1), sites=True)
    cells = made.cells
    assert cells.rows.tolist() == [6, 1] and cells.firms.tolist() == [3, 1]
    assert cells.largest.tolist() == [90_000, 4000] and cells.second.tolist() == [26_000, 0]
    assert [(item.reason, item.rows) for item in made.found] == [("firm", 1)]
    table = table_of(made).set_index(["region", "industry"])
    assert table.loc[("B", "X"), "status"] == "suppressed"
    assert (
        "suppressed" in table.loc[[("A", "total"), ("total", "total")], "status"].tolist()
    )  # else B is left over
    with pytest.raises(WrongUse, match="Sites need the column"):
        of_text("region,industry,year,jobs\nA,X,2020,1\n", tmp_path / "b", sites=True)


def test_the_second_largest_firm_is_found_with_and_without_ties(tmp_path):
    text = (
        "region,industry,year,jobs\nA,X,2020,5\nA,X,2020,5\nA,X,2020,3\nB,X,2020,8\nB,X,2020,2\nC,X,2020,1\n"
    )
    made = of_text(text, tmp_path, rules=Rules(p_percent=10))
    assert made.cells.second.tolist() == [5000, 2000, 0]


def test_size_classes_give_a_least_and_a_most(tmp_path):
    text = (
        "region,industry,year,jobs\n" + "A,X,2020,10-19\n" * 3 + "A,Y,2020,250+\nA,Y,2020,7\nA,Y,2020,many\n"
    )
    made = of_text(text, tmp_path, rules=Rules(), size_classes=True)
    table = table_of(made).set_index(["region", "industry"])
    assert table.loc[("A", "X"), ["status", "low", "high"]].tolist() == ["missing", "30", "57"]
    assert table.loc[("A", "Y"), ["status", "low", "high"]].tolist() == ["suppressed", "257", ""]
    assert table.loc[("A", "total"), ["low", "high"]].tolist() == ["287", ""]
    assert [(item.reason, item.rows) for item in made.found] == [("class", 1)]
    numbers = "region,industry,year,jobs\n" + "".join(f"A,X,2020,{n}\n" for n in range(300))
    with pytest.raises(DomainError, match="more than 200"):
        of_text(numbers, tmp_path / "b", size_classes=True)


@pytest.mark.parametrize(
    ("style", "text", "jobs"),
    [("1.234,5", "945.000", 945_000_000), ("1234.5", "945.000", 945_000), ("1 234,5", "1 234,5", 1_234_500)],
)
def test_a_declared_number_style_is_taken_strictly(tmp_path, style, text, jobs):
    made = of_text(
        f'region,industry,year,jobs\nA,X,2020,"{text}"\nA,X,2020,12..5\n', tmp_path, number_style=style
    )
    assert made.cells.jobs.tolist() == [jobs]
    assert [item.reason for item in made.found] == ["text"]


def test_headings_and_files_that_are_at_fault(tmp_path):
    (tmp_path / "a.csv").write_text("region;industry;year;jobs\nA;X;2020;1\n", "utf-8")
    (tmp_path / "b.csv").write_text("region,industry,year,workers\nA,X,2020,1\n", "utf-8")
    (tmp_path / "c.csv").write_bytes(b"")
    (tmp_path / "d.parquet").write_bytes(b"PAR1 but not really")
    made = aggregate([str(tmp_path)], rules=OPEN, memory="2GB")
    assert sorted((item.code, item.file.rpartition("/")[2]) for item in made.faults) == [
        ("firm-column", "b.csv"),
        ("firm-file", "c.csv"),
        ("firm-file", "d.parquet"),
    ]
    assert made.cells is None
    alone = aggregate([str(tmp_path / "a.csv")], rules=OPEN, memory="2GB")
    assert alone.cells.jobs.tolist() == [1000]


def test_encodings(tmp_path):
    (tmp_path / "a.csv").write_bytes("region,industry,year,jobs\nThiès,X,2020,1\n".encode("latin-1"))
    with_default = aggregate([str(tmp_path)], rules=OPEN, memory="2GB")
    assert [item.code for item in with_default.faults] == ["firm-file"]
    made = aggregate([str(tmp_path)], reading=Reading(encoding="latin-1"), rules=OPEN, memory="2GB")
    assert made.cells.regions == ("Thiès",)


def test_years_asked_for(tmp_path):
    text = "region,industry,year,jobs\n" + "".join(f"A,X,{year},1\n" for year in range(2015, 2022))
    made = of_text(text, tmp_path, years=read_years("2016-2018"))
    assert made.cells.years == (2016, 2017, 2018)
    assert [(item.reason, item.rows) for item in made.found] == [("outside", 4)] and made.left_out == 0
    with pytest.raises(WrongUse, match="names no years"):
        read_years("2018-2016")


def test_too_little_memory_is_said_before_anything_is_read(tmp_path):
    with pytest.raises(WrongUse, match="too little memory"):
        aggregate([_one(tmp_path)], memory="100MB")
    with pytest.raises(WrongUse, match="is no size"):
        memory_bytes("much")


def _one(folder) -> str:
    (folder / "one.csv").write_text("region,industry,year,jobs\nA,X,2020,1\n", "utf-8")
    return str(folder / "one.csv")


def test_the_engine_keeps_its_limit_and_spills(tmp_path):
    with opened(find([_one(tmp_path)]), memory=f"{used_bytes() // 10**6 + 260}MB", threads=1) as engine:
        engine.run("CREATE TEMP TABLE big AS SELECT range AS a, hash(range) AS b FROM range(20000000)")
        assert engine.rows("SELECT count(*) FROM big") == [(20_000_000,)]
        (used,) = engine.rows("SELECT sum(memory_usage_bytes) FROM duckdb_memory()")[0]
        assert used <= engine.limit
        assert any(engine.folder.iterdir())
    assert not engine.folder.exists()


@pytest.fixture
def heeding():
    """A process that heeds an interrupt, also where it was begun in the background and told to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_query_is_stopped_at_once_and_leaves_nothing(tmp_path, heeding):
    told = []
    timer = threading.Timer(0.7, _thread.interrupt_main)
    with pytest.raises(KeyboardInterrupt), opened(find([_one(tmp_path)]), memory="2GB", threads=1) as engine:
        timer.start()
        engine.run(
            "CREATE TEMP TABLE endless AS SELECT count(*) FROM range(100000000) a, range(1000) b "
            "WHERE (a.range * b.range) % 7 = 3",
            label="counting",
            tick=lambda label, share: told.append((label, share)),
        )
    assert told and all(label == "counting" and 0 <= share <= 1 for label, share in told)
    assert not engine.folder.exists()


def test_what_the_engine_refuses_is_a_sentence(tmp_path):
    with (
        opened(find([_one(tmp_path)]), memory="2GB") as engine,
        pytest.raises(ClusterlibError, match="cannot be"),
    ):
        engine.run("SELECT nonsense")
