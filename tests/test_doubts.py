from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from clusterlib import doubts, places
from clusterlib.readings import Speaker
from clusterlib.review.registry import rules

ROWS = pd.DataFrame(
    {
        "id": ["E1", "E13"],
        "text": ["a", "One zero too many"],
        "text_fr": ["a", "Un zéro de trop"],
        "what_we_do": ["b", "not used"],
        "lines": ["1", "2185"],
    }
)


def test_doubts_about_the_guide_are_notes_of_the_rows_asked_for() -> None:
    found = doubts.doubts(contradictions=ROWS, ids="E13;E99")
    assert [(check.rule_id, check.severity, check.finding, check.cure) for check in found] == [
        ("E13", "note", "One zero too many (guide L2185).", "Not used.")
    ]
    assert "Un zéro" in doubts.doubts(contradictions=ROWS, ids="E13", say=Speaker("fr"))[0].finding
    assert doubts.doubts(contradictions=ROWS, ids="") == []


def test_each_contradiction_of_a_workbook_is_shown_in_it() -> None:
    """What touches a workbook that is there stands in it, by its id or by its lines."""
    facts = places.reference("contradictions")
    shown = {p.name[:2]: p.read_text("utf-8") for p in Path(places.workbooks(), "src").glob("*.py")}
    for number in ("04", "05", "08"):
        listed = {part for ids in re.findall(r'ids="([E\d;]+)"', shown[number]) for part in ids.split(";")}
        mine = {row.id for row in facts.itertuples() if number in str(row.workbooks).split(";")}
        assert mine <= listed, (number, mine - listed)


def test_beside_a_rule_both_places_of_the_guide_are_named() -> None:
    text = doubts.beside(rules()["R35"].doubts, say=Speaker("fr"))
    assert "L2359, 3624" in text and text.endswith(".")
