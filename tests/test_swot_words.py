from __future__ import annotations

import pytest

from clusterlib.faults import IntegrityError
from clusterlib.mapping import swot_words
from clusterlib.mapping.swot_words import queries
from clusterlib.running import declared
from clusterlib.tables import typed


def point(quadrant, text, **more):
    return typed("swot_items", [{"id": "P", "quadrant": quadrant, "text": text, "evidence": "seen", **more}])


@pytest.mark.parametrize(
    ("quadrant", "text", "kind"),
    [
        ("weakness", "A turnaround of the office", "action"),
        ("weakness", "Il faut plus de techniciens", "action"),
        ("strength", "Members should meet more", "action"),
        ("threat", "Should the tax rise, firms leave", "action"),
        ("opportunity", "Drink makers must use recycled material", None),
        ("strength", "Le climat des affaires est bon", "external"),
        ("strength", "Fiscalite douce", "external"),
        ("opportunity", "Our members know each other", "internal"),
        ("opportunity", "Devour the market", None),
        ("weakness", "Needlework is rare", None),
    ],
)
def test_what_gives_a_point_away(quadrant, text, kind):
    found = {query.kind for query in queries(point(quadrant, text), fewest=0)}
    assert found == ({kind} if kind else set())


def test_lists_can_be_changed_and_emptied():
    table = point("weakness", "A turnaround of the office")
    assert queries(table, action_words="", fewest=0) == ()
    assert queries(table, action_words=" ; office", fewest=0)[0].word == "office"


def test_quadrants_too_small_or_too_full():
    table = typed(
        "swot_items",
        [{"id": f"S{k}", "quadrant": "strength", "text": "x", "evidence": "y"} for k in range(9)],
    )
    assert [(q.kind, q.word) for q in queries(table)] == [
        ("many", "strength"),
        ("few", "weakness"),
        ("few", "opportunity"),
        ("few", "threat"),
    ]


def test_contradictions_are_found_from_either_side_once():
    rows = [
        {"id": i, "quadrant": "strength", "text": "x", "evidence": "y", "contradicts": c}
        for i, c in (("a", "b;c"), ("b", "a"), ("c", None))
    ]
    found = queries(typed("swot_items", rows), fewest=0)
    assert [q.ids for q in found] == [("a", "b"), ("a", "c")]


def test_unknown_contradiction():
    with pytest.raises(IntegrityError, match="row 1, column contradicts: there is no point 'zz'"):
        queries(point("strength", "x", contradicts="zz"))


def test_evidence_is_asked_for_once():
    rows = [{"id": i, "quadrant": "strength", "text": "x"} for i in "ab"]
    assert [(q.kind, q.ids) for q in queries(typed("swot_items", rows), fewest=0)] == [
        ("evidence", ("a", "b"))
    ]


def test_the_workbook_shows_the_same_words():
    shown = {name: one.default for name, one in declared.find("mapping").parameters.items()}
    assert shown["action_words"] == swot_words.ACTION_WORDS
    assert shown["external_words"] == swot_words.EXTERNAL_WORDS
    assert shown["internal_words"] == swot_words.INTERNAL_WORDS
