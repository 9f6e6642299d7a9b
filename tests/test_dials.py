"""Assumptions that a person changes in an app: read, kept with the case, followed, and taken back."""

from __future__ import annotations

import pytest

from clusterlib import blocks, dials, places, section, workbook
from clusterlib.assumed import Assumed
from clusterlib.faults import ClusterlibError, DomainError, WrongUse
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.running import declared, ranges
from clusterlib.store import content
from clusterlib.store.desk import Desk
from clusterlib.store.troubles import StoreError

SAY = Speaker("en")


@pytest.fixture
def step(tmp_path, monkeypatch, make_case):
    """A step of an app whose case says nothing of parameters; entries are kept in memory."""
    monkeypatch.setenv("CLUSTERLIB_MODE", "live")
    monkeypatch.delenv("CLUSTERLIB_STORE", raising=False)
    case = make_case({"demands.csv": "item_id,category,text\nA,Means,Money\n"}, settings="name: Small\n")
    return workbook.start("demand_ranking", case=str(case), out=str(tmp_path / "run"), lang="en")


def part(step: workbook.Step, *names: str) -> tuple[section.Section, list, list]:
    """A part that notes each time it is computed, with what the browser is told."""
    calls: list = []
    options = {name: step.later(lambda name=name: step.assumed.value(name), name) for name in names}

    def noted(demands, **given):
        calls.append(given)
        return given

    node = step.show(noted, "demands", options=options, reading=lambda value, say: str(value))
    made = section.section(node, step)
    made.visible = True
    sent: list = []
    made.send = lambda message, buffers=None: sent.append(message)
    return made, calls, sent


def ask(made: section.Section, name: str, text: str | None, id: str = "one") -> None:
    made._handle_custom_msg({"kind": "assume", "id": id, "name": name, "text": text}, [])


def setting(step: workbook.Step, name: str) -> str | None:
    return step.desk.case.settings.get(name)


def test_a_changed_assumption_is_kept_with_the_case_and_followed(step):
    made, calls, sent = part(step, "majority")
    assert calls == [{"majority": 0.7}], made.html
    assert made.assumes == "What this part assumes (1)" and not made.dials[0]["changed"]
    ask(made, "majority", "0.55")
    assert calls[-1] == {"majority": 0.55} and "0.55" in made.html
    assert setting(step, "demand_ranking.majority") == "0.55"
    assert made.assumes == "What this part assumes (1); changed: 1"
    assert made.dials[0]["value"] == "0.55" and made.dials[0]["changed"]
    assert sent[-1]["text"].startswith("Not kept") and sent[-1]["id"] == "one"
    ask(made, "majority", None, id="two")
    assert calls[-1] == {"majority": 0.7} and setting(step, "demand_ranking.majority") is None


@pytest.mark.parametrize("text", ["1.2", "-0.1", "many", "nan", "inf", "", "1e400", "0,5"])
def test_what_is_out_of_range_changes_nothing_and_is_said(step, text):
    made, calls, sent = part(step, "majority")
    ask(made, "majority", text)
    assert sent[-1]["text"] == "Choose a number between 0 and 1."
    assert len(calls) == 1 and setting(step, "demand_ranking.majority") is None
    assert made.dials[0]["value"] == "0.7"


def test_two_parts_with_the_same_assumption_show_the_same(step):
    first, calls, _ = part(step, "draws", "top")
    second, others, _ = part(step, "draws")
    ask(first, "draws", "500")
    assert (calls[-1]["draws"], others[-1]["draws"]) == (500, 500)
    assert second.dials[0]["value"] == "500" and [dial["name"] for dial in first.dials] == ["draws", "top"]
    ask(second, "top", "2")  # not a dial of this part
    assert step.assumed.value("top") == 3


def test_the_same_request_twice_is_kept_once(step):
    made, *_ = part(step, "top")
    ask(made, "top", "4")
    before = step.desk.version
    ask(made, "top", "4")
    assert step.desk.version == before


def test_a_store_that_is_away_leaves_the_value_as_it_was(step, monkeypatch):
    made, calls, sent = part(step, "top")

    def away(*args, **words):
        raise StoreError("busy")

    monkeypatch.setattr(dials, "keep", away)
    ask(made, "top", "4")
    assert sent[-1]["later"] and step.assumed.value("top") == 3 and len(calls) == 1


def test_what_somebody_else_set_is_shown_and_followed(step):
    made, calls, sent = part(step, "top")
    ask(made, "top", "4")
    other = Desk(step.desk.store, step.desk.address, who="Awa")
    dials.keep(other, "demand_ranking.top", 5, "theirs")
    ask(made, "top", "6", id="two")
    assert "Somebody else" in sent[-1]["text"]
    assert step.assumed.value("top") == 5 and made.dials[0]["value"] == "5" and calls[-1] == {"top": 5}
    ask(made, "top", "6", id="three")
    assert step.assumed.value("top") == 6


def test_the_exported_case_carries_it_and_a_new_start_takes_it(step, tmp_path, monkeypatch):
    made, *_ = part(step, "lower_bound")
    ask(made, "lower_bound", "2")
    folder = cases.save_folder(content.take(step.desk.store, step.desk.address), tmp_path / "taken")
    again = workbook.start("demand_ranking", case=str(folder), out=str(tmp_path / "run"), lang="en")
    assert again.assumed.value("lower_bound") == 2.0
    assert again.assumed.sentences(SAY) == [
        "The score of a group must surely reach this (1 to 3): 2 instead of 2.3."
    ]


def test_a_setting_that_is_not_allowed_is_said_and_the_default_holds(tmp_path, monkeypatch, make_case):
    monkeypatch.setenv("CLUSTERLIB_MODE", "live")
    shown: list[str] = []
    monkeypatch.setattr("clusterlib.live.display", shown.append)
    settings = "name: Small\ndemand_ranking:\n  top: 999\n  majority: <b>\n  draws: 200\n"
    case = make_case({"demands.csv": "item_id,category,text\nA,Means,Money\n"}, settings=settings)
    step = workbook.start("demand_ranking", case=str(case), out=str(tmp_path / "run"), lang="en")
    assert (step.assumed.value("top"), step.assumed.value("draws")) == (3, 200)
    assert "“999”. Choose a number between 1 and 50." in shown[-1] and "&lt;b&gt;" in shown[-1]
    assert "200 instead of 10,000." in shown[-1]


# ------------------------------------------------------------------ values and names made of them
def test_what_refuses_a_value_leaves_all_as_it_was():
    names: dict = {"as_of": ""}
    assumed = Assumed(declared.find("monitoring"), names)

    def today():
        if names["as_of"] == "2026-12-31":
            raise DomainError("no")
        return names["as_of"] or "never"

    names["today"] = today()
    assumed.remade("today", today, ("as_of",))
    assert assumed.later(today, ("today",)).names == ("as_of",)
    assumed.put("as_of", "2027-01-01")
    assert names["today"] == "2027-01-01"
    with pytest.raises(ClusterlibError):
        assumed.put("as_of", "2026-12-31")
    assert names == {"as_of": "2027-01-01", "today": "2027-01-01"}


@pytest.mark.parametrize(
    ("step", "name", "good", "bad"),
    [
        ("monitoring", "as_of", ["", "2027-02-28"], ["2027-02-30", "soon", "2027-2-1", "20270201"]),
        ("financing", "first_month", ["", "2027-12"], ["2027-13", "12/2027"]),
        ("stakeholders", "feedback", ["none", "subtract"], ["add", ""]),
        ("demand_ranking", "seed", ["0", "4294967295"], ["-1", "4294967296", "1.5"]),
        ("strategy", "more_verbs", ["win; <b>", "x" * 2000], ["x" * 2001, "a\x00b", "a\tb"]),
    ],
)
def test_texts_and_numbers_have_a_form(step, name, good, bad):
    assumed = Assumed(declared.find(step), {})
    for text in good:
        assert str(assumed.read(name, text, SAY)) == text
    for text in bad:
        with pytest.raises(DomainError):
            assumed.read(name, text, SAY)


def test_a_run_refuses_what_an_app_refuses(tmp_path):
    books = (declared.find("demand_ranking"),)
    values, wrong = declared.checked_parameters({"majority": 1.5}, books)
    assert wrong == ["Parameter majority: '1.5' is not allowed. Choose a number between 0 and 1."]
    values, wrong = declared.checked_parameters({"majority": 1}, books)
    assert (values, wrong) == ({"demand_ranking": {"majority": 1.0}}, [])
    from clusterlib.running import chain

    with pytest.raises(WrongUse, match="between 100 and 100000"):
        chain.run(cases.open_case(places.shipped_case()), tmp_path / "run", parameters={"draws": 5})


def test_the_basis_of_a_default_is_named():
    financing = Assumed(declared.find("financing"), {})
    assert financing.basis("ramp_years", SAY) == "Default: 5, from the guide (L2229)."
    assert financing.basis("swing", SAY) == "Default: 0.1. It is ours; the guide gives none."
    assert "Observatory" in Assumed(declared.find("mapping"), {}).basis("star_lq", SAY)
    assert ranges.written(20260101) == "20260101" and financing.said("seed", 20260101, SAY) == "20260101"
    assert blocks.assumptions(["<i>"], [], SAY).count("<i>") == 0


def test_guide_lines_named_as_a_basis_are_also_in_the_words_of_the_workbook():
    for (step, name), allowed in ranges.known().items():
        if allowed.origin.startswith("L"):
            assert allowed.origin in declared.find(step).parameters[name].help
