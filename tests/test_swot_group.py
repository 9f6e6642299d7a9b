"""A SWOT of several people: points and ties, likely duplicates listed and never merged, bad votes."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import figures, places, tables
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.inputs import cases
from clusterlib.mapping import swot_group, swot_group_views
from clusterlib.readings import Speaker

SAY = Speaker()


def items(*rows: tuple[str, str, str], **more: dict[str, Any]) -> pd.DataFrame:
    made = [{"id": i, "quadrant": q, "text": t, **more.get(i, {})} for i, q, t in rows]
    return tables.typed("swot_items", made)


def votes(*rows: tuple[str, str, float]) -> pd.DataFrame:
    names = ("respondent_id", "swot_id", "points")
    return tables.typed("swot_votes", [dict(zip(names, row, strict=True)) for row in rows])


FOUR = (
    ("S1", "strength", "Young developers"),
    ("S2", "strength", "Trust among founders"),
    ("W1", "weakness", "No accounts"),
    ("O1", "opportunity", "Seed funds"),
)


def test_points_are_summed_and_ties_share_a_place() -> None:
    found = swot_group.gather(
        items(*FOUR), votes(("a", "S1", 3), ("b", "S1", 1), ("b", "O1", 4), ("c", "W1", 0))
    )
    assert found.items[["id", "points", "voters", "rank"]].to_numpy().tolist() == [
        ["S1", 4, 2, 1], ["O1", 4, 1, 1], ["S2", 0, 0, 3], ["W1", 0, 0, 3],
    ]  # fmt: skip
    assert found.voters == 2
    text = swot_group_views.read_group(found, say=SAY)
    assert "Most points, 4 each, are shared by “Young developers” and “Seed funds”" in text
    assert "2 points share first place" in swot_group_views.plot_group(found, say=SAY).get_title(loc="left")


def test_the_twenty_tunisian_points_force_no_merge() -> None:
    case = cases.open_case(places.shipped_case("tunisia-automotive"))
    found = swot_group.gather(case.table("swot_items"), case.table("swot_votes"))
    assert len(found.items) == 20
    assert [(t.first, t.second, t.kind) for t in found.twins] == [
        ("S1", "W2", "contradicts"),
        ("S3", "W4", "contradicts"),
    ]
    silent = case.table("swot_items").assign(contradicts=pd.NA)
    assert swot_group.gather(silent).twins == ()


def test_near_words_are_listed_within_a_field_and_equal_texts_across() -> None:
    made = items(
        ("S1", "strength", "Suppliers serve many other markets"),
        ("S2", "strength", "The suppliers serve other market"),
        ("W1", "weakness", "Suppliers serve other markets"),
        ("W2", "weakness", "Power cuts"),
        ("T1", "threat", "Power cuts"),
    )
    found = swot_group.gather(made)
    assert [(t.first, t.second, t.kind) for t in found.twins] == [
        ("S1", "S2", "words"),
        ("S1", "W1", "same text"),
        ("S2", "W1", "same text"),
        ("W2", "T1", "same text"),
    ]
    assert len(found.items) == 5
    assert swot_group.gather(made, alike=1.0).twins[0].kind == "words"
    assert "people decide" in swot_group_views.read_group(found, say=SAY)


def test_a_merge_keeps_the_original_and_passes_on_its_points() -> None:
    made = items(*FOUR, S2={"merged_into": "S1"})
    found = swot_group.gather(made, votes(("a", "S1", 2), ("a", "S2", 1), ("b", "S2", 5)))
    first = found.items.iloc[0]
    assert (first["id"], first["points"], first["voters"], first["merged"]) == ("S1", 8, 2, 1)
    assert "S2" not in set(found.items["id"])
    assert "S2" in set(made["id"])


def test_nobody_votes_then_the_order_is_as_entered() -> None:
    for given_ in (None, votes()):
        found = swot_group.gather(items(*FOUR), given_)
        assert found.items["id"].tolist() == ["S1", "S2", "W1", "O1"]
        assert "as they were entered" in swot_group_views.read_group(found, say=SAY)
        swot_group_views.plot_group(found)
        assert swot_group_views.table_group(found, say=SAY).columns.empty
    empty = swot_group.gather(items())
    assert "no point" in swot_group_views.read_group(empty, say=SAY)
    assert swot_group_views.table_group(empty, say=SAY).empty


def test_bad_votes_are_named_all_at_once() -> None:
    with pytest.raises(DomainError, match=r"b: less than 0; a: 6 points"):
        swot_group.gather(items(*FOUR), votes(("a", "S1", 4), ("a", "W1", 2), ("b", "S1", -1)))
    with pytest.raises(IntegrityError, match="no point X; a votes for S1 twice"):
        swot_group.gather(items(*FOUR), votes(("a", "S1", 1), ("a", "S1", 1), ("b", "X", 1)))
    with pytest.raises(IntegrityError, match="in a circle"):
        swot_group.gather(items(*FOUR, S1={"merged_into": "S2"}, S2={"merged_into": "S1"}))
    with pytest.raises(IntegrityError, match="no point X to merge into"):
        swot_group.gather(items(*FOUR, S1={"merged_into": "X"}))


def test_a_field_of_action_has_points_on_both_sides() -> None:
    rows = [("S1", "O1", "Go together"), ("W1", "O1", "Alone"), ("S2", "O1", "Not wanted")]
    tows = tables.typed(
        "tows", [{"internal_id": a, "external_id": b, "effect": 1, "text": t} for a, b, t in rows]
    )
    found = swot_group.gather(items(*FOUR), votes(("a", "S1", 3), ("b", "W1", 1), ("b", "O1", 2)), tows)
    assert found.fields is not None
    assert found.fields[["internal_id", "points", "rank"]].to_numpy().tolist() == [["S1", 5, 1], ["W1", 3, 2]]
    told = swot_group_views.read_group(found, say=SAY)
    assert "Field of action: “Go together”" in told
    assert all(f"({key})" in told and f"“{text}”" in told for key, _, text in FOUR if key in ("S1", "O1"))
    none = swot_group.gather(items(*FOUR), votes(("a", "S1", 3)), tows)
    assert "No pair of the TOWS matrix" in swot_group_views.read_group(none, say=SAY)


@settings(max_examples=25, deadline=None)
@given(
    points=st.lists(st.lists(st.integers(0, 1), min_size=4, max_size=4), min_size=1, max_size=6),
    seed=st.integers(0, 9),
)
def test_one_more_voice_never_lowers_and_order_changes_nothing(points: list[list[int]], seed: int) -> None:
    rows = [(f"r{i}", FOUR[j][0], float(p)) for i, line in enumerate(points) for j, p in enumerate(line)]
    one = swot_group.gather(items(*FOUR), votes(*rows))
    mixed = swot_group.gather(items(*FOUR), votes(*rows).sample(frac=1, random_state=seed))
    pd.testing.assert_frame_equal(one.items, mixed.items)
    more = swot_group.gather(items(*FOUR), votes(*rows, ("new", "W1", 5.0))).items.set_index("id")
    before = one.items.set_index("id")
    assert more.loc["W1", "points"] == before.loc["W1", "points"] + 5
    assert (more["points"] >= before["points"].reindex(more.index)).all()


@pytest.mark.parametrize("case", ["dakar-ict", "tunisia-automotive"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_pictures_of_the_shipped_cases_have_no_overlap(case: str, lang: str) -> None:
    opened = cases.open_case(places.shipped_case(case))
    found = swot_group.gather(opened.table("swot_items"), opened.table("swot_votes"))
    figure = swot_group_views.plot_group(found, say=Speaker(lang)).get_figure(root=True)
    assert not figures.overlaps(figure)  # type: ignore[arg-type]
