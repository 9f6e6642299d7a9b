"""The tree by the guide's example of Côte d'Ivoire (L1731-1843), its faults, its picture."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import figures, tables
from clusterlib.faults import IntegrityError
from clusterlib.readings import Speaker
from clusterlib.strategy import strategy_tree, strategy_tree_plots, strategy_tree_readings

SUPPORT = {
    "I1": ["market analysis and cost benchmarking", "investment match-making", "market access"],
    "I2": ["Assess technology fit", "process re-engineering", "skills support"],
    "I3": ["supply stability", "assess technology fit"],
    "I4": ["advocacy", "awareness campaigns", "public support", "market linkage"],
    "E5": ["public-private consultation", "technical advisory support"],
}
GOALS = {"I1": 3, "I2": 2, "I3": 3, "I4": 3, "E5": 3}
UNDER = {"I1": "O1", "I2": "O2", "I3": "O3", "I4": "O3", "E5": "V"}


def ivory() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    tree: list[dict[str, Any]] = [{"id": "V", "level": "vision", "text": "Regional leader in plastics"}]
    tree += [{"id": f"O{i}", "level": "objective", "parent_id": "V", "text": f"O {i}"} for i in (1, 2, 3)]
    goals = []
    for name, parent in UNDER.items():
        own = [f"G{name}{i}" for i in range(GOALS[name])]
        goals += [{"id": goal, "text": goal} for goal in own]
        level = "enabling" if name == "E5" else "initiative"
        tree.append({"id": name, "level": level, "parent_id": parent, "text": name, "because": ";".join(own)})
        tree += [
            {"id": f"{name}-{i}", "level": "intervention", "parent_id": name, "text": text}
            for i, text in enumerate(SUPPORT[name])
        ]
    return tree, goals


def check(tree: list[dict[str, Any]], goals: list[dict[str, Any]] | None = None, **options: Any) -> Any:
    frame = None if goals is None else tables.typed("goals", goals)
    return strategy_tree.check_tree(tables.typed("strategy_tree", tree), frame, **options)


def test_the_ivorian_tree() -> None:
    found = check(*ivory())
    assert found.counts == {"vision": 1, "objective": 3, "initiative": 4, "enabling": 1, "intervention": 14}
    policy = [b.id for b in found.of("intervention") if b.parent == "E5"]
    assert (len(policy), 14 - len(policy)) == (2, 12)
    assert [len(found.goals[name]) for name in UNDER] == [3, 2, 3, 3, 3]
    assert [(pair.first, pair.second, pair.alike) for pair in found.twins] == [("I2-0", "I3-1", 1.0)]
    assert (found.orphans, found.barren, found.misplaced) == ((), (), ())
    assert dict(found.narrow) == {"O1": 1, "O2": 1}
    assert len(found.branches["V"].children) == 4
    assert found.above("I4-0") == ("I4", "O3", "V")


def test_loose_ends() -> None:
    tree = [
        {"id": "O1", "level": "objective", "text": "no vision"},
        {"id": "O2", "level": "objective", "parent_id": "N1", "text": "under an intervention"},
        {"id": "N1", "level": "intervention", "parent_id": "O1", "text": "acts"},
    ]
    found = check(tree)
    assert (found.orphans, found.misplaced, found.barren) == (("O1",), ("O2",), ("O2",))
    text = strategy_tree_readings.read_tree(found)
    assert "No vision is written down" in text
    assert "wrong level: “under an intervention” (O2)" in text and "on nothing: “no vision” (O1)" in text


def test_spans_follow_the_limits() -> None:
    tree = [{"id": "V", "level": "vision", "text": "v"}]
    tree += [{"id": f"O{i}", "level": "objective", "parent_id": "V", "text": "o"} for i in range(6)]
    assert dict(check(tree).wide) == {"V": 6}
    assert dict(check(tree, most=6).wide) == {}


def test_a_circle_is_printed() -> None:
    tree = [{"id": a, "level": "initiative", "parent_id": b, "text": a} for a, b in ("AB", "BC", "CA", "DA")]
    with pytest.raises(IntegrityError, match="A → B → C → A"):
        check(tree)


@pytest.mark.parametrize(
    ("one", "two", "twin"),
    [
        ("Assess technology fit", "ASSESS, technology fit", True),
        ("a b c d e", "a b c d", True),
        ("a b c d e", "a b c d f", False),
        ("!", "!", False),
    ],
)
def test_twins_by_common_words(one: str, two: str, twin: bool) -> None:
    tree = [
        {"id": "I1", "level": "initiative", "text": "x"},
        {"id": "I2", "level": "initiative", "text": "y"},
        {"id": "N1", "level": "intervention", "parent_id": "I1", "text": one},
        {"id": "N2", "level": "intervention", "parent_id": "I2", "text": two},
        {"id": "N3", "level": "intervention", "parent_id": "I2", "text": two},
    ]
    assert bool(check(tree).twins) == twin
    assert all(pair.first == "N1" for pair in check(tree).twins)


def test_an_empty_tree_reads_and_draws() -> None:
    for found in (strategy_tree.check_tree(None), check([])):
        assert found.counts["vision"] == 0
        assert strategy_tree_readings.read_tree(found).startswith("The strategy tree is empty.")
        assert strategy_tree_plots.plot_tree(found).texts
        assert len(strategy_tree_readings.table_tree(found)) == 10


def test_reading_of_the_ivorian_tree() -> None:
    text = strategy_tree_readings.read_tree(check(*ivory()))
    assert "3 objectives, 5 initiatives, and 14 interventions" in text
    assert "“Assess technology fit” stands in two branches (I2-0, I3-1)" in text
    assert "nan" not in text


HOSTILE = ["$x_{", "<script>alert(1)</script>", "قيمة العنقود", "w" * 200, "Help members to grow " * 9]


@st.composite
def trees(draw: Any) -> list[dict[str, Any]]:
    levels = draw(st.lists(st.sampled_from(list(strategy_tree.HEIGHTS)), min_size=1, max_size=24))
    rows: list[dict[str, Any]] = []
    for i, level in enumerate(levels):
        parent = draw(st.sampled_from([None, *(f"B{k}" for k in range(i))]))
        text = draw(st.sampled_from([*HOSTILE, "Skills", "Hold fairs abroad"]))
        rows.append({"id": f"B{i}", "level": level, "parent_id": parent, "text": text, "because": "G1;C3"})
    return rows


@settings(max_examples=25, deadline=None)
@given(trees())
def test_no_box_lies_on_another(rows: list[dict[str, Any]]) -> None:
    ax = strategy_tree_plots.plot_tree(check(rows))
    boxes = [p.get_bbox().extents for p in ax.patches]
    assert len(boxes) == len(rows)
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            wide = min(a[2], b[2]) - max(a[0], b[0])
            high = min(a[3], b[3]) - max(a[1], b[1])
            assert wide <= 1e-9 or high <= 1e-9


@pytest.mark.parametrize("copies", [1, 2])
def test_no_text_lies_on_another(copies: int) -> None:
    tree, goals = ivory()
    rows = [
        row
        | {
            "id": f"{row['id']}.{c}",
            "text": HOSTILE[i % 5],
            "parent_id": f"{row['parent_id']}.{c}" if row.get("parent_id") else None,
        }
        for c in range(copies)
        for i, row in enumerate(tree)
    ]
    ax = strategy_tree_plots.plot_tree(check(rows, goals), say=Speaker("fr"))
    assert figures.overlaps(ax.figure) == []
    right = max(text.get_window_extent().x1 for text in ax.texts)
    assert right <= ax.figure.bbox.x1


def test_a_line_leads_to_every_child() -> None:
    ax = strategy_tree_plots.plot_tree(check(*ivory()))
    assert len(ax.lines) == 22
    low = strategy_tree_plots.plot_tree(check(ivory()[0][:5])).figure.get_figheight()
    assert ax.figure.get_figheight() > 2 * low
