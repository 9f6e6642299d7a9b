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


def test_no_vote_is_lost_and_a_lost_one_would_be_seen(phones, monkeypatch):
    row = phones.measure(phones=12, seconds=0.5, looks=(0.0, 0.2))
    assert row["lost or wrong"] == 0 and int(row["votes sent"]) >= 12
    assert list(row)[0] == "phones" and float(row["vote p95, ms"]) > 0

    found = phones.poll_results.results

    def loses(store, id, **words):
        whole = found(store, id, **words)
        counts = {item: dict(given) for item, given in whole.counts.items()}
        item = next(item for item, given in counts.items() if any(given.values()))
        score = next(score for score, n in counts[item].items() if n)
        counts[item][score] -= 1
        return phones.poll_results.Results(
            whole.poll, whole.round, whole.ballots, counts, whole.votes, whole.names
        )

    monkeypatch.setattr(phones.poll_results, "results", loses)
    assert phones.measure(phones=3, seconds=0.1, looks=(0.0, 0.1))["lost or wrong"] == 1
