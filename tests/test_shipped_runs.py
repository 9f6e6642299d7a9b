"""The whole chain on the shipped cases: what a new user gets."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from clusterlib import places, tables
from clusterlib.inputs.cases import open_case
from clusterlib.inputs.new_case import new_case
from clusterlib.running import chain, declared, report

pytestmark = pytest.mark.slow
CASES = ("dakar-ict", "tunisia-automotive", "cotedivoire-plastics")
STEPS = ("mapping", "stakeholders", "demand_ranking", "strategy", "financing", "monitoring", "roadmapping")
QUICK = {f"{step}.draws": "1000" for step in ("demand_ranking", "strategy", "financing", "monitoring")}


def go(case: Path, out: Path, **options) -> chain.Outcome:
    outcome = chain.run(open_case(case), out, parameters=QUICK, **options)
    report.write(out)
    return outcome


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> dict[str, Path]:
    """One run of each shipped case, each in the language of the case."""
    home = tmp_path_factory.mktemp("runs with space")
    for name in CASES:
        outcome = go(places.shipped_case(name), home / name)
        bad = {s: e["reason"] for s, e in outcome.record["steps"].items() if e["status"] != "done"}
        assert not bad, (name, bad)
    return {name: home / name for name in CASES}


def handed(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "tables").glob("*.csv")}


@pytest.mark.parametrize("name", CASES)
def test_every_declared_table_is_handed_over(runs, name):
    assert tuple(book.step for book in declared.workbooks()) == STEPS
    wanted = {f"{table}.csv" for book in declared.workbooks() for table in book.writes} | {
        "thread.csv",
        "review.csv",
    }
    assert set(handed(runs[name])) == wanted


@pytest.mark.parametrize("name", CASES)
def test_hand_overs_are_tables_of_the_dictionary_and_say_their_basis(runs, name):
    for path in (runs[name] / "tables").glob("*.csv"):
        frame = tables.from_csv(path.stem, path.read_bytes())
        tables.schema(path.stem).validate(frame, lazy=True)
        assert (
            frame["basis"].isin(["ILLUSTRATIVE", "DEFAULT", "INFERRED", "USER", "PUBLIC", "GUIDE"]).all()
        ), path.name


@pytest.mark.parametrize("name", CASES)
def test_every_id_of_the_red_thread_exists(runs, name):
    from clusterlib.red_thread import thread

    case = open_case(places.shipped_case(name))
    frames = {t: case.table(t) for t in tables.names("input") if case.has(t)}
    frames |= {p.stem: tables.from_csv(p.stem, p.read_bytes()) for p in (runs[name] / "tables").glob("*.csv")}
    edges = frames["thread"]
    assert len(edges) > 50
    for column, where in (("id", "table"), ("because_id", "because_table")):
        for table, group in edges.groupby(where):
            known = set(thread.row_ids(table, frames[table]))
            for key in tables.table(table).columns:  # votes and values are taken together by what they are of
                if key.type == "id" and table in ("votes", "vote_counts", "observations"):
                    known |= set(frames[table][key.name].dropna())
            lost = set(group[column]) - known
            assert not lost, (table, column, sorted(lost)[:5])


@pytest.mark.parametrize("name", CASES)
def test_the_thread_leads_from_budget_lines_to_demands(runs, name):
    from clusterlib.red_thread import thread

    edges = tables.from_csv("thread", (runs[name] / "tables" / "thread.csv").read_bytes())
    lines = edges.loc[edges["table"] == "budget_lines", "id"].unique()
    reached = [
        i for i in lines if "demands" in set(thread.path_up(edges, "budget_lines", i)["because_table"])
    ]
    assert reached, "no budget line can be traced to a demand"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.images: list[dict[str, str | None]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.bad: list[str] = []

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag == "img":
            self.images.append(known)
        if tag == "a":
            self.links.append(known.get("href") or "")
        if "id" in known:
            self.ids.append(known["id"] or "")
        if tag in ("script", "iframe", "object", "link") or any(name.startswith("on") for name in known):
            self.bad.append(tag)


@pytest.mark.parametrize("name", CASES)
def test_the_report_stands_alone_and_every_figure_has_words(runs, name):
    text = (runs[name] / "report.html").read_text("utf-8")
    page = _Page()
    page.feed(text)
    assert not page.bad
    figures = {path.stem for path in (runs[name] / "figures").glob("*.svg")}
    assert len(page.images) >= len(figures) > 10
    assert all(
        (image.get("alt") or "").strip() and (image["src"] or "").startswith("data:image/")
        for image in page.images
    )
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert len(inner) > 20 and set(inner) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert not re.search(r'(src|href)="https?://', text.split("<footer")[0].replace('<a href="https', ""))
    assert not re.search(r">\s*(None|nan)\s*<", text)
    shown = re.sub(r"<[^>]+>", " ", text)
    odd = re.search(r".{0,60}(\bnan\b|\bNaN\b|&lt;NA&gt;|Traceback|\{\w+\}).{0,60}", shown)
    assert odd is None, odd


def test_trainers_notes_and_code_are_not_in_the_report(runs):
    text = (runs["dakar-ict"] / "report.html").read_text("utf-8")
    notebooks = json.loads((places.workbooks() / "03_demand_ranking.ipynb").read_text("utf-8"))
    notes = [c for c in notebooks["cells"] if "trainer-note" in c["metadata"].get("tags", ())]
    assert notes
    for cell in notes:
        assert "".join(cell["source"]).split("\n")[-1][:60] not in text
    assert "workbook.start" not in text


def test_a_second_run_reruns_nothing(runs):
    before = handed(runs["dakar-ict"])
    outcome = go(places.shipped_case("dakar-ict"), runs["dakar-ict"])
    assert outcome.reran == ()
    assert handed(runs["dakar-ict"]) == before


def test_one_changed_vote_changes_what_rests_on_it_and_nothing_else(runs, tmp_path):
    case, out = tmp_path / "dakar-ict", tmp_path / "run"
    shutil.copytree(places.shipped_case("dakar-ict"), case)
    shutil.copytree(runs["dakar-ict"], out)
    page = (out / "report.html").read_text("utf-8")
    counts = pd.read_csv(case / "vote_counts.csv", dtype=str, keep_default_na=False)
    row = counts["item_id"] == "C3"
    counts.loc[row, ["n2", "n3"]] = ["7", "0"]
    counts.to_csv(case / "vote_counts.csv", index=False)
    outcome = go(case, out)
    assert outcome.reran == ("demand_ranking", "strategy")
    old, new = handed(runs["dakar-ict"]), handed(out)
    changed = {name for name in old if old[name] != new[name]}
    assert (
        {"demand_scores.csv"}
        <= changed
        <= {"demand_scores.csv", "objectives.csv", "goals_checked.csv", "thread.csv", "review.csv"}
    )
    scores = tables.from_csv("demand_scores", new["demand_scores.csv"]).set_index("item_id").sort_index()
    assert scores.loc["C3", "score"] == 2.0 and scores.loc["C3", "rank"] == 11
    assert scores.loc["C3", "rank_low"] > 1
    before = tables.from_csv("demand_scores", old["demand_scores.csv"]).set_index("item_id").sort_index()
    assert (scores["rank_high"] != before["rank_high"]).any()
    others = scores.index != "C3"
    assert (scores.loc[others, "score"] == before.loc[others, "score"]).all()
    assert (out / "report.html").read_text("utf-8") != page
    reading = re.findall(r'cl-reading">(.*?)</div>', (out / "report.html").read_text("utf-8"), re.DOTALL)
    assert reading != re.findall(r'cl-reading">(.*?)</div>', page, re.DOTALL)


def test_the_same_case_as_folder_and_as_excel_gives_the_same_bytes(runs, tmp_path):
    book = new_case(tmp_path / "dakar-ict.xlsx", source=places.shipped_case("dakar-ict"), xlsx=True)
    outcome = go(Path(book), tmp_path / "run")
    assert outcome.exit_code == 0
    assert handed(tmp_path / "run") == handed(runs["dakar-ict"])


def test_the_other_language_changes_words_and_no_table(runs, tmp_path):
    go(places.shipped_case("dakar-ict"), tmp_path / "run", lang="fr", steps=["financing"])
    old, new = handed(runs["dakar-ict"]), handed(tmp_path / "run")
    for name in ("liquidity.csv", "financing_mix.csv"):
        assert new[name] == old[name]
    text = (tmp_path / "run" / "report.html").read_text("utf-8")
    assert '<html lang="fr">' in text and "Sommaire" in text
