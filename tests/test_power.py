"""Power against interest, and the classes of claims."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from test_stakeholder_plots import HOSTILE
from test_stakeholders import people

from clusterlib import figures, tables
from clusterlib.faults import DomainError
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.power import CLAIMS, field_of, place
from clusterlib.stakeholder_analysis.power_views import (
    claim_name,
    field_name,
    plot_power,
    read_power,
    table_power,
)
from clusterlib.stakeholder_analysis.stakeholders import analyse

SAY = Speaker()


def rated(*rows: dict[str, object]) -> pd.DataFrame:
    return people(*[{"assessment": "neutral", "influence": "high", **row} for row in rows])


@pytest.mark.parametrize(
    ("power", "interest", "field"),
    [(3, 3, "manage closely"), (5, 2, "keep satisfied"), (2, 3, "keep informed"), (2, 2, "monitor")],
)
def test_the_threshold_counts_as_high(power, interest, field):
    assert field_of(power, interest) == field


def test_all_eight_classes():
    rows = [{"power": 5 if p else 1, "legitimacy": 3 if r else 2, "urgency": 4 if u else 1}
            for p, r, u in itertools.product((True, False), repeat=3)]  # fmt: skip
    found = place(analyse(rated(*rows))).table.set_index("id")["claim"]
    expected = [CLAIMS[key] for key in itertools.product((True, False), repeat=3)]
    assert [found[f"s{i}"] for i in range(8)] == expected
    assert CLAIMS[(False, True, True)] == "dependent" and CLAIMS[(True, False, True)] == "dangerous"


def test_borderline_follows_the_distance():
    rows = rated({"power": 3, "interest": 5}, {"power": 4, "interest": 5}, {"power": 4, "interest": 2})
    found = place(analyse(rows)).table.set_index("id")
    assert found["borderline"].tolist() == [True, False, False]
    wide = place(analyse(rows), border=1).table.set_index("id")
    assert wide["borderline"].all()
    moved = place(analyse(rows), threshold=4.5).table.set_index("id")
    assert moved.loc["s1", "field"] == "keep informed" and moved.loc["s1", "borderline"]


def test_blanks_are_not_low():
    result = place(analyse(rated({"power": 5}, {"power": 5, "interest": 5, "urgency": 5})))
    table = result.table.set_index("id")
    assert table.loc["s0", "field"] is None and table["claim"].isna().all()
    assert "1 of 2" in read_power(result, say=SAY) and "not judged" in read_power(result, say=SAY)


def test_out_of_range():
    frame = rated({"power": 4, "interest": 4})
    frame["power"] = 6
    with pytest.raises(DomainError, match="1 to 5"):
        place(analyse(frame))


def test_a_measure_that_only_informs_is_named_for_the_powerful():
    rows = rated({"name": "Cap Cloud", "power": 5, "interest": 4, "measure": "Newsletter"})
    assert "For Cap Cloud the measure is missing or only informs." in read_power(
        place(analyse(rows)), say=SAY
    )


@pytest.mark.parametrize("n", [0, 1, 3, 8, 20, 60])
def test_pictures_and_sentences(n):
    rows = [
        {"name": f"{HOSTILE[i % 7]} {i}" if i % 2 else f"Association of firms number {i}", "power": 1 + i % 5,
         "interest": 1 + (i // 5) % 5, "legitimacy": 1 + i % 4, "urgency": 1 + i % 3}
        for i in range(n)
    ]  # fmt: skip
    result = place(analyse(rated(*rows) if n else tables.empty("stakeholders")))
    ax = plot_power(result)
    assert figures.overlaps(ax.get_figure(root=True)) == []
    assert ax.get_title(loc="left") and "nan" not in read_power(result, say=SAY)
    assert len(table_power(result, say=SAY)) == min(n, 10)


def test_every_word_has_a_name():
    assert {claim_name(c, say=SAY) for c in CLAIMS.values()}.isdisjoint({"–"})
    assert field_name(None, say=SAY) == "–" == claim_name(None, say=SAY)
