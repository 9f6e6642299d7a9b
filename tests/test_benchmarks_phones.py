"""The measurement of many phones, in small: against the real process, and it would see a lost vote."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture
def phones(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    sys.modules.pop("phones", None)
    import phones

    return phones


def test_no_vote_of_a_real_process_is_lost(phones):
    row = phones.measure(phones=12, seconds=0.5, looks=(0.0, 0.2))
    assert row["lost or wrong"] == 0 and int(row["votes sent"]) >= 12
    assert next(iter(row)) == "phones" and float(row["vote p95, ms"]) > 0


@pytest.mark.parametrize(
    ("sent", "faults", "ballots", "lost"),
    [
        ([{0: 3}, {0: 1, 1: 2}], [], 2, 0),
        ([{0: 3}, {0: 2, 1: 2}], [], 2, 2),  # one score is another: missing there, too many here
        ([{0: 3}, {0: 1, 1: 2}, {}], [], 2, 1),
        ([{0: 3}, {0: 1, 1: 2}], ["POST was answered with 500"], 2, 1),
    ],
)
def test_a_lost_a_changed_and_a_doubled_vote_would_be_seen(phones, sent, faults, ballots, lost):
    counts = {"A": {1: 1, 2: 0, 3: 1}, "B": {1: 0, 2: 1, 3: 0}}
    found = phones.poll_results.Results(None, 1, ballots, counts, None, {})
    made = [phones.Phone(0, "", None, 2, sent=ballot) for ballot in sent]
    made[0].wrong = faults
    assert phones._lost(made, found, ["A", "B"]) == lost
