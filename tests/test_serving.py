"""The pages around the workbooks: the path of a case, rooms of people, cases in and out."""

from __future__ import annotations

import io
import zipfile

import pytest

from clusterlib import places
from clusterlib.faults import CaseError
from clusterlib.inputs import cases
from clusterlib.inputs.excel_write import write_book
from clusterlib.readings import Speaker
from clusterlib.running.runs import RunFolder
from clusterlib.serving import asked, intake, pages, progress, rooms, shipped
from clusterlib.store import content, workspaces
from clusterlib.store.database import open_store

SAY = Speaker("en")


@pytest.fixture(scope="module")
def dakar():
    return cases.open_case(places.shipped_case())


@pytest.fixture
def store(tmp_path):
    kept = open_store(tmp_path / "kept.sqlite")
    yield kept
    kept.close()


# ------------------------------------------------------------------ the path
def test_every_step_of_the_edition_stands_once_on_the_path(dakar, tmp_path):
    phases = progress.path(dakar, tmp_path, SAY)
    assert [phase.name for phase in phases] == [
        "Initiation",
        "Establishment",
        "Operationalisation",
        "Transformation",
    ]
    steps = [step for phase in phases for step in phase.steps]
    assert [step.number for step in steps] == ["01", "02", "03", "04", "05", "08", "11"]
    assert [step.state for step in steps] == ["next"] + ["open"] * 6
    assert "Legal form" in phases[1].later and phases[2].steps == ()


def test_results_make_a_step_done_and_the_next_one_is_offered(dakar, tmp_path):
    folder = RunFolder(tmp_path)
    file = folder.table_path("specialisation")
    file.parent.mkdir(parents=True)
    file.write_text("region\n")
    steps = [step for phase in progress.path(dakar, tmp_path, SAY) for step in phase.steps]
    assert [step.state for step in steps][:3] == ["done", "next", "open"]
    assert steps[0].words == "results are there"


def test_an_empty_case_waits_for_its_tables_by_name(tmp_path):
    case = intake.empty("Café cluster", "en")
    assert case.name == "Café cluster" and not case.faults
    states = {step.name: step for phase in progress.path(case, tmp_path, SAY) for step in phase.steps}
    waits = [name for name, step in states.items() if step.state == progress.WAITING]
    assert "stakeholders" in waits and states["stakeholders"].words == "waits for: Stakeholders"


# ------------------------------------------------------------------ cases in and out
def test_a_case_goes_out_as_excel_and_comes_in_again(dakar):
    data = intake.as_excel(dakar, "en")
    again = intake.opened(data, "my case.xlsx", SAY)
    assert not again.faults
    for name in dakar.tables:
        assert list(again.table(name).columns) == list(dakar.table(name).columns), name
        assert len(again.table(name)) == len(dakar.table(name)), name


def packed(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def test_a_zipped_folder_comes_in_by_the_bare_names_of_its_files():
    files = {
        "../../elsewhere/case.yml": b"name: Zipped\n",
        "deep/er/demands.csv": b"item_id,category,text\nA1,x,Advice\n",
        "readme.txt": b"not looked at",
    }
    case = intake.opened(packed(files), "x.zip", SAY)
    assert case.name == "Zipped" and len(case.table("demands")) == 1


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (b"x" * (pages.LIMIT + 1), "big.xlsx", "larger"),
        (b"MZ", "tool.exe", "Excel"),
        (b"not a zip", "x.zip", "cannot be opened"),
        (b"not a book", "x.xlsx", ""),
        (packed({f"t{i}.csv": b"" for i in range(intake.FILES + 1)}), "many.zip", "too large"),
        (packed({"con:trick.csv": b"a"}), "x.zip", "no name of a table"),
        (packed({"readme.txt": b"nothing"}), "x.zip", "no case"),
    ],
)
def test_what_is_no_case_is_refused_in_a_sentence(data, name, word):
    with pytest.raises(CaseError) as refused:
        intake.opened(data, name, SAY)
    assert word in str(refused.value) and "Traceback" not in str(refused.value)


def test_a_case_with_faults_is_taken_in_with_every_cell(store, tmp_path, dakar):
    text = dakar.text("vote_counts").copy()
    text.loc[0, "n3"] = "many"
    spoilt = dakar.with_table("vote_counts", text)
    file = write_book(spoilt, tmp_path / "spoilt.xlsx")
    case = intake.opened(file.read_bytes(), "spoilt.xlsx", SAY)
    assert len(case.faults) == 1
    people = rooms.Rooms(store)
    address = people.take_in(people.visit("", ""), case)
    assert content.take(store, address).text("vote_counts").loc[0, "n3"] == "many"


# ------------------------------------------------------------------ people
def test_alone_one_sees_all_cases_of_this_machine_newest_first(store, dakar):
    people = rooms.Rooms(store)
    visit = people.visit("", "")
    assert visit.role == rooms.SOLO and people.cases(visit) == ()
    first = people.take_in(visit, dakar)
    second = people.take_in(visit, intake.empty("Second", "en"))
    assert [kept.address for kept in people.cases(visit)] == [second, first]
    assert people.case(visit, first.case).address == first
    assert people.case(visit, "guessed") is None


@pytest.fixture
def people(store, tmp_path, dakar):
    return rooms.open_class(store, tmp_path, (dakar,))


def test_a_learner_comes_in_by_the_code_and_finds_the_cases_of_the_course(people):
    room = people.join(people.code.upper() + " ", "Awa", "10.0.0.2")
    visit = people.visit(room, "")
    assert (visit.role, visit.who) == (rooms.LEARNER, "Awa")
    assert len(people.cases(visit)) == 1


def test_nobody_sees_another_learners_cases(people):
    awa, moussa = (people.visit(people.join(people.code, n, "10.0.0.2"), "") for n in ("Awa", "Moussa"))
    mine = people.cases(awa)[0].address.case
    assert people.case(moussa, mine) is None
    trainer = people.visit("", people.trainer_key)
    assert trainer.role == rooms.TRAINER and people.case(trainer, mine) is None
    for guess in ("", "x", mine, "../", "\0", people.code, people.trainer_key, trainer.room):
        assert people.visit(guess, "guess").role == rooms.STRANGER
    assert people.cases(rooms.Visit(rooms.STRANGER)) == ()


def test_a_code_cannot_be_tried_out(people):
    for _ in range(rooms.TRIES):
        assert people.join("wrong1", "Eve", "10.0.0.9") is None
    assert people.join(people.code, "Eve", "10.0.0.9") is None, "too many tries from there"
    assert people.join(people.code, "Awa", "10.0.0.2") is not None


def test_code_and_key_outlive_a_restart_and_are_nobodys_to_read(people, store, tmp_path):
    again = rooms.open_class(store, tmp_path, ())
    assert (again.code, again.trainer_key) == (people.code, people.trainer_key)
    assert (tmp_path / "class.json").stat().st_mode & 0o077 == 0
    assert len(people.code) == 6 and set(people.code) <= set(rooms.LETTERS)


def test_names_are_text_on_every_page(store, dakar):
    hostile = "<script>alert(1)</script>{{7*7}}"
    people = rooms.Rooms(store)
    people.take_in(people.visit("", ""), intake.empty(hostile, "en"))
    seen = people.cases(people.visit("", ""))
    values = pages.start(
        SAY,
        base="/",
        cases=seen,
        current={"id": "1", "name": hostile, "place": hostile},
        phases=(),
        sight=[],
        note=hostile,
    )
    markup = pages.page("start.html", SAY, base="/", xsrf="t", **values)
    assert "<script>alert" not in markup and "&lt;script&gt;alert" in markup and "{{7*7}}" in markup


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_class_is_told_who_can_see_what(lang):
    learner = pages.who_sees_what(Speaker(lang), role="learner")
    trainer = pages.who_sees_what(Speaker(lang), role="trainer")
    assert len(learner) == 5 and len(trainer) == 6 and all(learner)


def test_forgetting_a_learner_takes_all_along(people):
    room = people.join(people.code, "Awa", "10.0.0.2")
    workspaces.forget(people.store, room)
    assert people.visit(room, "").role == rooms.STRANGER


def test_a_case_is_judged_once_for_each_version(store, dakar, tmp_path, monkeypatch):
    site = asked.Site(rooms.Rooms(store), tmp_path, base="/", lang="en")
    visit = site.rooms.visit("", "")
    address = site.rooms.take_in(visit, dakar)
    taken = []
    take = content.take
    monkeypatch.setattr(content, "take", lambda *words: taken.append(words) or take(*words))
    first = site.opened(site.rooms.case(visit, address.case))
    assert site.opened(site.rooms.case(visit, address.case)) is first and len(taken) == 1
    changed = dakar.with_table("goals", dakar.text("goals").iloc[:1])
    content.put_again(store, address, changed)
    again = site.opened(site.rooms.case(visit, address.case))
    assert len(again.table("goals")) == 1 and len(taken) == 2


def test_marks_of_the_trainers_page_agree_with_the_path_of_the_learner(dakar, tmp_path):
    assert progress.marks(tmp_path) == (False,) * 7
    file = RunFolder(tmp_path).table_path("specialisation")
    file.parent.mkdir(parents=True)
    file.write_text("region\n")
    steps = [step for phase in progress.path(dakar, tmp_path, SAY) for step in phase.steps]
    assert progress.marks(tmp_path) == tuple(step.state == progress.DONE for step in steps)
    assert sum(progress.marks(tmp_path)) == 1


# ------------------------------------------------------------------ cases of the library
def test_a_shipped_case_is_copied_once_and_found_again(store):
    people = rooms.Rooms(store)
    visit = people.visit("", "")
    assert [case.id for case in shipped.known()] == [
        "cotedivoire-plastics",
        "dakar-ict",
        "tunisia-automotive",
    ]
    assert all(case.name and case.place for case in shipped.known())
    first = shipped.copy(people, visit, "dakar-ict")
    assert first is not None and shipped.copy(people, visit, "dakar-ict") == first
    assert len(people.cases(visit)) == 1
    for wanted in ("", "../cases/dakar-ict", "dakar-ict/", "nothing"):
        assert shipped.copy(people, visit, wanted) is None


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_start_page_offers_them_in_words(lang):
    say = Speaker(lang)
    values = pages.start(say, base="/", cases=[], current=None, phases=[], sight=[], note="",
                         offered=shipped.known())  # fmt: skip
    page = pages.page("start.html", say, base="/", xsrf="x", **values)
    assert page.count('name="shipped"') == 3 and 'value="dakar-ict"' in page
    assert say("Open a copy of my own") in page and "built-in" not in page and "&lt;" not in page


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_app_has_no_cell_that_is_for_the_trainer_or_for_tests(lang):
    from types import SimpleNamespace

    import nbformat

    from clusterlib.running.declared import workbooks
    from clusterlib.serving.server import ASIDE, Prepare

    for book in workbooks():
        whole = nbformat.read(book.path, as_version=4)
        tags = [set(cell["metadata"].get("tags", ())) for cell in whole.cells]
        given = Prepare()(SimpleNamespace(lang=lang), whole, "")
        kept = [set(cell["metadata"].get("tags", ())) for cell in given.cells]
        assert kept == [found for found in tags if not found & ASIDE]
        assert any("trainer-note" in found for found in tags) and len(whole.cells) == len(tags)
