"""Long works: they say how far they are, can be stopped, and give the same numbers either way."""

from __future__ import annotations

import os
import signal
import time

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from clusterlib import patience, places, section, workbook
from clusterlib.demand_ranking import worths
from clusterlib.inputs import cases
from clusterlib.running import runs
from clusterlib.serving.reports import Reports
from clusterlib.shown import Absent


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.05)  # the handler runs before the next line at the latest


def test_an_interrupt_stops_a_work_and_nothing_else():
    before = signal.getsignal(signal.SIGINT)
    try:
        done = []
        with pytest.raises(patience.Stopped), patience.at_work(lambda share: None):
            for i in patience.each(range(10)):
                done.append(i)
                if i == 3:
                    interrupt()
        assert done == [0, 1, 2, 3]
        interrupt()  # too late: nobody is at work, and nothing happens
        with patience.at_work(lambda share: None):
            pass
        with pytest.raises(patience.Stopped), patience.at_work(lambda share: None):
            interrupt()
    finally:
        signal.signal(signal.SIGINT, before)


def test_who_does_not_listen_gets_the_steps_alone():
    heard: list[float] = []
    with patience.at_work(heard.append, pause=3600):
        assert list(patience.each("abc")) == ["a", "b", "c"]
    assert heard == [] and list(patience.each(())) == []


def orders(people: int = 12, items: int = 5) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(3)
    names = [f"D{i}" for i in range(items)]
    demands = pd.DataFrame({"item_id": names, "category": "x", "text": names})
    rows = [
        (f"r{person}", names[item], place + 1)
        for person in range(people)
        for place, item in enumerate(rng.permutation(items))
    ]
    return demands, pd.DataFrame(rows, columns=["respondent_id", "item_id", "place"])


def test_the_numbers_do_not_depend_on_the_size_of_the_bits_or_on_a_listener(monkeypatch):
    given = orders()
    monkeypatch.setattr(worths, "_BLOCK", 48 * 7)  # bits of seven draws
    alone = worths.weigh(*given, draws=600).table
    heard: list[float] = []
    with patience.at_work(heard.append, pause=0.0):
        listened = worths.weigh(*given, draws=600).table
    assert_frame_equal(alone, listened, check_exact=True)
    assert len(heard) == 86 and heard == sorted(heard) and 0 <= heard[0] < heard[-1] < 1
    monkeypatch.setattr(worths, "_BLOCK", 10**9)  # the same draws at once: sums of products differ by a hair
    assert_frame_equal(worths.weigh(*given, draws=600).table, alone, rtol=1e-12)


# ------------------------------------------------------------------ a part of an app
@pytest.fixture
def step(tmp_path, monkeypatch, make_case):
    monkeypatch.setenv("CLUSTERLIB_MODE", "live")
    monkeypatch.delenv("CLUSTERLIB_STORE", raising=False)
    case = make_case({"demands.csv": "item_id,category,text\nA,Means,Money\n"}, settings="name: Small\n")
    before = signal.getsignal(signal.SIGINT)
    yield workbook.start("demand_ranking", case=str(case), out=str(tmp_path / "run"), lang="en")
    signal.signal(signal.SIGINT, before)


def test_a_stopped_part_keeps_what_was_seen_and_what_rests_on_it_waits(step):
    calls = []

    def slow(demands, *, top):
        calls.append(top)
        for share in patience.each(range(5)):
            if top == 4 and share == 2 and calls.count(4) == 1:
                interrupt()
        return top

    said = lambda value, say: f"Places: {value}"  # noqa: E731
    node = step.show(slow, "demands", options={"top": step.later(lambda: step.assumed.value("top"), "top")},
                     reading=said)  # fmt: skip
    below = step.show(lambda top: top * 10, node, reading=said)
    made = section.section(node, step)
    made.visible = True
    assert "Places: 3" in made.html and not made.working and made.stopped == ""
    assert below.value == 30
    made._handle_custom_msg({"kind": "assume", "id": "1", "name": "top", "text": "4"}, [])
    assert "Places: 3" in made.html and made.stopped == "Stopped. You see what was here before."
    assert not made.busy and not made.working and step.assumed.value("top") == 4
    assert isinstance(below.value, Absent) and "stopped" in below.value.why and calls == [3, 4]
    made._handle_custom_msg({"kind": "again"}, [])
    assert "Places: 4" in made.html and made.stopped == "" and below.value == 40


def test_nothing_is_handed_over_in_the_place_of_what_was_stopped(step):
    node = step.show(lambda demands: 1, "demands")
    node.halted = True
    step.hand_over("objectives", node, lambda value: pytest.fail("computed all the same"))
    assert isinstance(step._nodes[-1].value, Absent)
    assert not runs.RunFolder(step.target.path).has_table("objectives")


# ------------------------------------------------------------------ reports
def wait(condition, seconds: float = 60.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(condition())


def test_a_report_tells_how_far_it_is_waits_its_turn_and_is_stopped_for_good(tmp_path):
    case, reports = cases.open_case(places.shipped_case()), Reports(tmp_path)
    job = reports.ask(case, "A", 1, "pdf", "en")
    assert wait(lambda: job.of == 8)
    other = reports.ask(case, "B", 1, "docx", "fr")
    assert (reports.before(job), reports.before(other)) == (0, 1)
    process = job._process
    reports.stop("A", 1, "pdf", "en")
    reports.stop("B", 1, "docx", "fr")
    assert wait(lambda: process.poll() is not None) and job.file is None
    assert wait(lambda: not left(process.pid)), "something of it goes on"
    assert reports.ask(case, "A", 1, "pdf", "en") is job and job.state == "stopped"
    reports.again("A", 1, "pdf", "en")
    again = reports.ask(case, "A", 1, "pdf", "en")
    assert again is not job
    reports.end()
    assert again.state == "stopped"


def left(session: int) -> list[int]:
    """Processes that were begun by one, and are still there."""
    found = []
    for entry in os.listdir("/proc") if os.path.isdir("/proc") else []:
        try:
            fields = open(f"/proc/{entry}/stat").read().rpartition(")")[2].split()  # noqa: SIM115
        except (OSError, ValueError):
            continue
        if entry.isdigit() and int(fields[3]) == session and fields[0] != "Z":
            found.append(int(entry))
    return found
