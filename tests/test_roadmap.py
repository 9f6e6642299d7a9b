"""The roadmap as a graph, and what is wrong with it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import tables
from clusterlib.faults import IntegrityError
from clusterlib.roadmapping import roadmap, roadmap_checks

#: S1 and T1 drive D1, D1 leads to D2, D2 to both effects; D3 stands beside.
CARDS = [
    ("S1", "socio-economic", "2026", "2027"),
    ("T1", "enabling technology", "2026-06", "2026-12"),
    ("D1", "development", "2027-01", "2027-06"),
    ("D2", "development", "2028", None),
    ("D3", "development", "2028-03", None),
    ("E1", "effects", "2029", None),
    ("E2", "effects", "2030", "2031"),
]
ARROWS = [("S1", "D1"), ("T1", "D1"), ("D1", "D2"), ("D2", "E1"), ("D2", "E2")]


def cards(rows: list[tuple[str, str, str, str | None]] = CARDS, **extra: Any) -> pd.DataFrame:
    return tables.typed(
        "cards",
        [{"id": i, "lane": w, "text": f"card {i}", "start": a, "end": b, **extra} for i, w, a, b in rows],
    )


def arrows(*rows: tuple[str, ...]) -> pd.DataFrame:
    return tables.typed(
        "arrows", [{"from": r[0], "to": r[1], "kind": r[2] if len(r) > 2 else "enables"} for r in rows]
    )


def actions(*on: str, **extra: Any) -> pd.DataFrame:
    return tables.typed(
        "recommendations", [{"id": f"R{i}", "text": "act", "because": o, **extra} for i, o in enumerate(on)]
    )


def kinds(found: roadmap_checks.Findings, check: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(item.severity, item.cards) for item in found.items if item.check == check]


def test_reach_drivers_and_bottlenecks() -> None:
    found = roadmap.roadmap(cards(), arrows(*ARROWS)).cards.set_index("id")
    assert list(found["leverage"]) == [2, 2, 2, 2, 0, 0, 0]
    assert list(found["drivers"]) == [0, 0, 2, 2, 0, 2, 2]
    assert found.loc["D1", "cut_share"] == 1
    assert found.loc["S1", "cut_share"] == 0
    assert set(found.index[found["bottleneck"]]) == {"D1", "D2"}
    assert found.loc["D1", "joint"]


def test_share_of_a_bottleneck_is_a_parameter() -> None:
    more = [*ARROWS, ("S1", "E1"), ("T1", "E1")]
    shares = roadmap.roadmap(cards(), arrows(*more)).cards.set_index("id")["cut_share"]
    assert shares["D1"] == pytest.approx(0.5)  # S1-E2 and T1-E2 need it, S1-E1 and T1-E1 do not
    wide = roadmap.roadmap(cards(), arrows(*more), bottleneck_share=0.51).cards
    assert not wide["bottleneck"].any()


def test_without_a_way_to_an_effect_joints_are_bottlenecks() -> None:
    found = roadmap.roadmap(cards(), arrows(("S1", "D1"), ("D1", "D2"))).cards.set_index("id")
    assert found["cut_share"].isna().all()
    assert list(found.index[found["bottleneck"]]) == ["D1"]


def test_longest_chain_by_the_time_of_its_cards() -> None:
    found = roadmap.roadmap(cards(), arrows(*ARROWS))
    assert found.chain == ("S1", "D1", "D2", "E2")
    assert list(found.arrows["wait"]) == [-12, 0, 6, 0, 12]


def test_a_long_card_alone_is_no_chain() -> None:
    lone = cards([*CARDS, ("S9", "socio-economic", "2026", "2060")])
    assert roadmap.roadmap(lone, arrows(("D1", "D2"))).chain == ("D1", "D2")
    assert roadmap.roadmap(lone).chain == ()


def test_blocks_lead_nowhere() -> None:
    found = roadmap.roadmap(cards(), arrows(("S1", "D1", "blocks"), ("D1", "E1")))
    assert found.cards.set_index("id").loc["S1", "leverage"] == 0


def test_circle_is_named_once_and_ends_the_chain() -> None:
    found = roadmap.roadmap(
        cards(), arrows(("D1", "D2", "requires"), ("D2", "D3"), ("D3", "D1"), ("D3", "E1"))
    )
    assert found.circles == (("D1", "D2", "D3"),)
    assert found.chain == ()
    assert kinds(roadmap_checks.check(found), "cycle") == [("red", ("D1", "D2", "D3"))]


def test_causes_may_run_in_a_circle() -> None:
    assert roadmap.roadmap(cards(), arrows(("D1", "D2", "causes"), ("D2", "D1", "causes"))).circles == ()


@pytest.mark.parametrize(
    ("kind", "severity"), [("requires", "red"), ("enables", "amber"), ("causes", "amber")]
)
def test_order_by_start(kind: str, severity: str) -> None:
    found = roadmap_checks.check(roadmap.roadmap(cards(), arrows(("D2", "D1", kind))))
    assert kinds(found, "order") == [(severity, ("D2", "D1"))]


def test_blocks_have_no_order_and_same_start_is_in_order() -> None:
    found = roadmap_checks.check(roadmap.roadmap(cards(), arrows(("D2", "D1", "blocks"), ("D2", "D3"))))
    assert kinds(found, "order") == []
    same = roadmap_checks.check(
        roadmap.roadmap(
            cards([("A", "development", "2028", None), ("B", "effects", "2028-01", None)]), arrows(("A", "B"))
        )
    )
    assert kinds(same, "order") == []


def test_a_card_before_its_task() -> None:
    tasks = tables.typed("tasks", [{"no": "1.1", "task": "Write", "deadline": "2027-09-30"}])
    schedule = tables.typed("task_schedule", [{"no": "1.1", "task": "Write", "end_on": "2027-05-30"}])
    result = roadmap.roadmap(cards(because="1.1"), arrows(*ARROWS))
    assert ("amber", ("D1",)) in kinds(roadmap_checks.check(result, tasks), "order")
    # the forecast is newer than the deadline
    assert ("amber", ("D1",)) not in kinds(roadmap_checks.check(result, tasks, schedule), "order")


def test_every_development_card_has_a_driver_and_an_effect() -> None:
    found = roadmap_checks.check(roadmap.roadmap(cards(), arrows(*ARROWS)))
    assert kinds(found, "no driver") == [("amber", ("D3",)), ("note", ("D2",))]
    assert kinds(found, "no effect") == [("amber", ("D3",))]


def test_no_arrow_at_all_is_one_finding() -> None:
    found = roadmap_checks.check(roadmap.roadmap(cards()))
    assert kinds(found, "no effect") == [("amber", ("D1", "D2", "D3"))]
    assert kinds(found, "no driver") == []


def test_empty_lanes() -> None:
    found = roadmap_checks.check(roadmap.roadmap(cards(CARDS[2:5])))
    assert [item.facts[0] for item in found.items if item.check == "empty lane"] == [
        "socio-economic",
        "enabling technology",
        "effects",
    ]


def test_block_needs_an_action_on_either_card() -> None:
    drawn = arrows(*ARROWS, ("S1", "D2", "blocks"))
    assert kinds(roadmap_checks.check(roadmap.roadmap(cards(), drawn)), "blocked") == [("red", ("S1", "D2"))]
    for on in ("S1", "D2", "cards:S1"):
        helped = roadmap_checks.check(roadmap.roadmap(cards(), drawn, actions(on)))
        assert kinds(helped, "blocked") == []
    dropped = roadmap_checks.check(roadmap.roadmap(cards(), drawn, actions("S1", status="dropped")))
    assert kinds(dropped, "blocked") == [("red", ("S1", "D2"))]


def test_each_bottleneck_needs_an_action() -> None:
    found = roadmap_checks.check(roadmap.roadmap(cards(), arrows(*ARROWS), actions("D1")))
    assert kinds(found, "bottleneck") == [("note", ("D1",)), ("note", ("D2",))]
    assert kinds(found, "no action") == [("amber", ("D2",))]
    none = roadmap_checks.check(roadmap.roadmap(cards(), arrows(*ARROWS)))
    assert kinds(none, "no action") == [("amber", ())]


def test_recommendations_on_something_else_are_left_aside() -> None:
    assert roadmap.roadmap(cards(), None, actions("EV1")).recommendations.empty


def test_unknown_card_is_refused_with_its_name() -> None:
    with pytest.raises(IntegrityError, match="X9"):
        roadmap.roadmap(cards(), arrows(("S1", "X9")))


def test_no_card() -> None:
    result = roadmap.roadmap(tables.empty("cards"))
    assert result.chain == ()
    assert roadmap_checks.check(result).items == ()


def test_hand_over_has_columns_unique_ids_and_only_known_cards() -> None:
    result = roadmap.roadmap(
        cards(basis="ILLUSTRATIVE"), arrows(*ARROWS, ("S1", "D2", "blocks"), ("D2", "D1"))
    )
    frame = roadmap_checks.checks_table(roadmap_checks.check(result))
    spec = tables.table("roadmap_checks")
    assert list(frame.columns) == list(spec.column_names)
    assert frame["id"].is_unique
    assert set(frame["check"]) <= set(spec.column("check").words)
    assert set(frame["severity"]) <= set(spec.column("severity").words)
    assert set(frame["basis"]) == {"ILLUSTRATIVE"}
    named = {key for cell in frame["because"].dropna() for key in cell.split(";")}
    assert named <= set(result.cards["id"])
    assert frame["cure"].notna().all()
    ranks = frame["severity"].map({"red": 0, "amber": 1, "note": 2}).tolist()
    assert ranks == sorted(ranks)


def test_roadmap_no_mutate() -> None:
    c, a = cards(), arrows(*ARROWS)
    before = c.copy(), a.copy()
    roadmap.roadmap(c, a)
    pd.testing.assert_frame_equal(c, before[0])
    pd.testing.assert_frame_equal(a, before[1])


@settings(max_examples=25, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda p: p[0] < p[1]), max_size=12))
def test_cut_share_is_a_share_and_one_more_arrow_never_lowers_reach(pairs: set[tuple[int, int]]) -> None:
    names = [row[0] for row in CARDS]
    rows = sorted((names[a], names[b]) for a, b in pairs)
    full = roadmap.roadmap(cards(), arrows(*rows)).cards
    assert full["cut_share"].dropna().between(0, 1).all()
    if rows:
        fewer = roadmap.roadmap(cards(), arrows(*rows[:-1])).cards
        assert (full["leverage"] >= fewer["leverage"]).all()
