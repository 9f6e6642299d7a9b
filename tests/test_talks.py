"""Talks about alliances: offers that meet wishes, the least open partner, and nothing private outside."""

from __future__ import annotations

import csv
import gzip
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from test_cli import call
from test_stakeholder_plots import HOSTILE

from clusterlib import paper, places, private, tables
from clusterlib.checks import Answer
from clusterlib.faults import DomainError, IntegrityError, fault
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.running import at_hand, chain
from clusterlib.stakeholder_analysis import talks_views as views
from clusterlib.stakeholder_analysis.stakeholder_answers import answers
from clusterlib.stakeholder_analysis.stakeholders import analyse
from clusterlib.stakeholder_analysis.talks import Talks, listen

SAY = Speaker()
#: Stands in every cell of the rows that are private; no output may hold it, in any spelling.
CANARY = "Zzkanarienvogel"


def rows(*cells: dict[str, object]) -> pd.DataFrame:
    return tables.typed("alliance_talks", [{"may_share": "yes", **cell} for cell in cells])


def register(*keys: str) -> pd.DataFrame:
    return tables.typed("actors", [{"actor_id": key, "name": f"Firm {key}"} for key in keys])


def said(actor: str, kind: str, text: str | None = None, **more: object) -> dict[str, object]:
    return {"actor_id": actor, "question_kind": kind, "text": text, **more}


def open_(*values: int | None, alliance: str = "line") -> Talks:
    keys = [f"a{i}" for i in range(len(values))]
    made = [said(k, "openness", openness=v, alliance=alliance) for k, v in zip(keys, values, strict=True)]
    return listen(rows(*made), register(*keys))


def test_a_chain_is_as_open_as_its_most_closed_member() -> None:
    found = open_(3, 2, 0)
    assert found.alliances[["openness", "asked", "closed"]].to_numpy().tolist() == [[0, 3, ("a2",)]]
    text = views.read_openness(found, say=SAY)
    assert "0 of 3" in text
    assert "Firm a2" in text


def test_a_blank_openness_does_not_count_and_is_told() -> None:
    found = open_(3, None, 2)
    assert found.alliances[["openness", "asked", "partners"]].to_numpy().tolist() == [[2, 2, 3]]
    assert "One partner did not say" in views.read_openness(found, say=SAY)
    assert "No partner has said" in views.read_openness(open_(None), say=SAY)


def test_offers_meet_wishes_of_others_only() -> None:
    found = listen(
        rows(
            said("a", "offer", "Test  bench; forklift"),
            said("b", "gain", "test bench"),
            said("c", "gain", "forklift; staff", alliance="x"),
            said("a", "gain", "forklift", alliance="x"),
        ),
        register("a", "b", "c"),
    )
    assert found.met[["tag", "offered", "wanted", "fits"]].to_numpy().tolist() == [
        ["forklift", ("a",), ("a", "c"), 1],
        ["Test  bench", ("a",), ("b",), 1],
    ]
    assert "“staff” is looked for and offered by nobody else" in views.read_talks(found, say=SAY)


def test_what_may_not_be_shared_is_counted_only() -> None:
    given = rows(
        said("a", "offer", "bench"),
        said("b", "keep", CANARY),
        said("c", "offer", CANARY, may_share="no"),
        said("d", "openness", openness=0, may_share="no"),
    )
    found = listen(given, register(*"abcd"))
    assert (found.withheld, found.people["actor_id"].tolist()) == (3, ["a"])
    assert CANARY not in repr(found)
    assert found.alliances["openness"].isna().all()
    assert "3 answers stay private" in views.read_talks(found, say=SAY)


def test_a_blank_may_share_is_no_permission() -> None:
    given = rows(said("a", "offer", CANARY, may_share=None))
    assert private.public("alliance_talks", given).empty


@pytest.mark.parametrize("given", [rows(), rows(said("a", "keep", "x"))])
def test_nothing_to_show(given: pd.DataFrame) -> None:
    found = listen(given, register("a"))
    assert "nothing is matched" in views.read_talks(found, say=SAY)
    assert views.table_talks(found, say=SAY).empty
    assert views.table_openness(found, say=SAY).empty
    assert views.read_openness(found, say=SAY)


def test_bad_rows_are_refused_without_quoting_private_ones() -> None:
    with pytest.raises(DomainError, match="a: the openness is 0 to 3"):
        listen(rows(said("a", "openness", openness=4)), register("a"))
    with pytest.raises(IntegrityError, match="b is not in the table"):
        listen(rows(said("b", "offer", "x")), register("a"))
    kept = rows(said(CANARY, "keep", CANARY))
    assert CANARY not in repr(listen(kept, register("a")))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_stay_text(name: str) -> None:
    people = tables.typed("actors", [{"actor_id": "a", "name": name}])
    found = listen(rows(said("a", "offer", name), said("a", "openness", openness=1)), people)
    assert views.read_talks(found, say=SAY)
    assert views.read_openness(found, say=SAY)


def test_faults_and_rows_on_paper_hide_private_cells() -> None:
    made = fault(
        "word", file="f", table="alliance_talks", column=CANARY, found=CANARY, nearest=CANARY, words="a"
    )
    assert CANARY not in made.sentence(SAY)
    assert CANARY not in repr(made)
    given = rows(said("a", "offer", "bench"), said("b", "keep", CANARY))
    shown = paper.rows("alliance_talks", given, say=SAY)
    assert "bench" in shown
    assert CANARY not in shown


def _written(folder: Path) -> dict[str, bytes]:
    """Everything in a folder as bytes, archives opened."""
    found: dict[str, bytes] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        found[path.name] = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as book:
                found |= {f"{path.name}/{name}": book.read(name) for name in book.namelist()}
    return found


@pytest.mark.slow
def test_no_output_of_a_run_holds_a_private_answer(tmp_path: Path, monkeypatch, capsys) -> None:
    case, out = tmp_path / "case", tmp_path / "run"
    shutil.copytree(places.shipped_case("dakar-ict"), case)
    spoilt = tmp_path / "spoilt"
    with (case / "alliance_talks.csv").open("a", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        for kind, share in (("keep", "yes"), ("gain", "no"), ("offer", "no")):
            cells = [
                "kayra-data",
                f"{CANARY} {kind}",
                CANARY,
                kind,
                f"{CANARY} text",
                CANARY,
                "",
                share,
                "USER",
            ]
            lines.writerow([*cells, CANARY, CANARY])
    shutil.copytree(case, spoilt)
    with (spoilt / "alliance_talks.csv").open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow([CANARY, CANARY, CANARY, CANARY, CANARY, "", CANARY, CANARY, CANARY])
    printed = []
    for made in (case, spoilt):
        target = out / made.name
        outcome = chain.run(
            cases.open_case(made),
            target,
            steps=["stakeholders"],
            parameters={"stakeholders.show_talks": True},
        )
        for words in (
            ("check", str(made)),
            ("review", str(made)),
            ("report", str(target)),
            ("thread", str(made)),
        ):
            printed.append(call(monkeypatch, capsys, *words)[1])
        printed.append(repr(outcome.record if hasattr(outcome, "record") else outcome))
        place = at_hand.open_place(made)
        printed.append(
            repr({name: frame.to_csv() for name, frame in place.frames.items() if frame is not None})
        )
    assert (out / "case" / "report.html").is_file()
    assert "hosting in Dakar" in (out / "case" / "report.html").read_text("utf-8")
    leaks = [name for name, data in _written(out).items() if CANARY.casefold().encode() in data.lower()]
    assert not leaks
    assert not [text[:200] for text in printed if CANARY.casefold() in text.casefold()]


def test_the_key_question_on_alliances_is_answered_by_what_may_be_shown() -> None:
    case = cases.open_case(places.shipped_case())
    heard = listen(case.table("alliance_talks"), case.table("actors"))
    found = analyse(case.table("stakeholders"), case.table("actors"), as_of=case.as_of)
    asked = places.reference("key_questions")

    def alliances(talks: Talks | None) -> Answer:
        given = answers(found, talks, questions=asked, say=Speaker())
        return next(answer for answer in given if "alliances" in answer.question)

    told = alliances(heard)
    assert told.known and all(f"“{name}”" in told.answer for name in heard.alliances["alliance"])
    assert "4 things that somebody looks for" in told.answer
    assert not alliances(None).known and "alliance_talks" in alliances(None).answer
    nameless = listen(rows(said("a", "offer", "x")), register("a"))
    assert not alliances(nameless).known
