from __future__ import annotations

import re

import pytest

from clusterlib import paper, tables
from clusterlib.readings import Speaker


def demands(n: int, **extra) -> object:
    rows = [{"item_id": f"A{i}", "category": "Support", "text": f"Advice {i}", **extra} for i in range(n)]
    return tables.typed("demands", rows)


def test_headings_and_texts_are_the_readers():
    frame = demands(1, text_fr="Conseil", category_fr="Appui")
    english = paper.readable("demands", frame, say=Speaker("en"))
    french = paper.readable("demands", frame, say=Speaker("fr"))
    assert english["Text"].tolist() == ["Advice 0"]
    assert "Conseil" in french.to_numpy()[0] and "Advice 0" not in french.to_numpy()[0]
    assert not any(name.endswith("_fr") for name in (*english.columns, *french.columns))


def test_numbers_and_words_read_as_people_write_them():
    frame = tables.typed(
        "stakeholders",
        [{"id": "S", "name": "Ministry", "assessment": "critical", "influence": "high", "power": 4}],
    )
    row = paper.readable("stakeholders", frame, say=Speaker("fr")).to_numpy()[0]
    assert {"critique", "élevée", 4} <= set(row)
    votes = tables.typed("votes", [{"respondent_id": "r", "item_id": "A", "score": 3}])
    assert "3" in paper.readable("votes", votes, say=Speaker()).to_numpy()[0]


@pytest.mark.parametrize(("n", "said"), [(2, 0), (40, 0), (41, 1), (60, 20)])
def test_a_long_table_is_cut_and_says_so(n, said):
    html = paper.rows("demands", demands(n), say=Speaker())
    assert html.count("<tr>") == min(n, paper.SHOWN_ROWS) + 1
    more = re.search(r"(One more row is|(\d+) more rows are) in the case", html)
    assert (0 if more is None else int(more[2] or 1)) == said


def test_cells_stay_text():
    html = paper.rows("demands", demands(1, source="<script>"), say=Speaker())
    hostile = tables.typed(
        "demands", [{"item_id": "A", "category": "<b>", "text": "<script>alert(1)</script>"}]
    )
    assert "<script" not in html + paper.rows("demands", hostile, say=Speaker())


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_one_member_gains_is_counted_and_not_printed(lang):
    answers = [{"respondent_id": f"m{i}", "period": "2026", "benefit": 4711 + i} for i in range(3)]
    html = paper.rows("impact_answers", tables.typed("impact_answers", answers), say=Speaker(lang))
    assert "3 " in html and "4711" not in html and "m1" not in html and "<tr>" not in html
