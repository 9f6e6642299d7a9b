from __future__ import annotations

import pytest

from clusterlib import places
from clusterlib.financing import financing_prints as prints
from clusterlib.readings import Speaker

FACTS = places.reference("upper_austria")


def test_printed_figures_divided_as_in_the_method() -> None:
    found = prints.recompute(facts=FACTS)
    assert found.funded == pytest.approx(0.2368, abs=1e-4)
    assert found.mean_volume == pytest.approx(227031.25)
    assert found.eu_funded == pytest.approx(0.6753, abs=1e-4)
    assert found.per_event == pytest.approx(347.1712, abs=1e-4)
    assert found.doubtful


def test_the_doubt_is_said_and_its_limit_can_be_moved() -> None:
    said = prints.read_worked(prints.recompute(facts=FACTS))
    assert "347 people" in said and "it would be 35" in said and "not used" in said
    calm = prints.recompute(facts=FACTS, many=400)
    assert not calm.doubtful and "347 people on average" in prints.read_worked(calm)


def test_without_facts_there_is_a_sentence() -> None:
    none = prints.recompute(facts=FACTS.iloc[:0])
    assert none.funded is None and "None of the printed" in prints.read_worked(none)
    assert prints.ratio(1, 0) is None


def test_every_fact_names_its_line() -> None:
    frame = prints.table_worked(prints.recompute(facts=FACTS), say=Speaker("fr"))
    assert len(frame) == len(FACTS) <= 10 and (frame.iloc[:, 2] != "").all()
