"""Completeness, links and money of the canvas, and its one page."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import figures, tables
from clusterlib.readings import Speaker
from clusterlib.strategy import canvas, canvas_plots, canvas_readings

FULL = [
    {"id": "P1", "block": "pain points", "question": 1, "text": "No seed money", "because": "C3"},
    {"id": "S1", "block": "member segments", "question": 1, "text": "Start-ups", "segment": "start-ups"},
    {"id": "V1", "block": "value propositions", "question": 1, "text": "Investors", "because": "P1;S1"},
    {"id": "A1", "block": "key activities", "question": 1, "text": "Pitch day", "because": "V1"},
    {"id": "R1", "block": "key resources", "question": 1, "text": "Room", "because": "V1", "owner": "Awa"},
    {"id": "K1", "block": "key partners", "question": 1, "text": "Bank", "because": "R1"},
    {"id": "M1", "block": "member relationships", "question": 1, "text": "Call", "because": "S1"},
    {"id": "C1", "block": "cost structure", "question": 1, "text": "Coach", "because": "A1", "amount": 100.0},
    {"id": "E1", "block": "revenue streams", "question": 1, "text": "Fee", "because": "V1;S1", "amount": 60},
    {"id": "X1", "block": "key challenges", "question": 1, "text": "Grant ends", "because": "A1"},
]
WORDED = pd.DataFrame(
    [
        {"block": block, "question_no": str(i + 1), "text": f"What about {block}, part {i + 1}, in detail?"}
        for block, n in canvas.BLOCKS.items()
        for i in range(n)
    ]
)


def check(notes: list[dict[str, Any]], **over: Any) -> canvas.CanvasChecked:
    return canvas.check_canvas(tables.typed("canvas", notes), **over)


def opened(notes: list[dict[str, Any]], **over: Any) -> dict[str, tuple[str, ...]]:
    return {rule.code: rule.open for rule in check(notes, **over).rules if rule.open}


def without(name: str) -> list[dict[str, Any]]:
    return [row for row in FULL if row["id"] != name]


def test_ten_blocks_and_21_questions() -> None:
    assert (len(canvas.BLOCKS), sum(canvas.BLOCKS.values())) == (10, 21)


def test_an_empty_canvas() -> None:
    for empty in (canvas.check_canvas(None), check([])):
        assert (empty.completeness, empty.blocks_filled, empty.consistency) == (0.0, 0, None)
        assert canvas_readings.read_canvas(empty).startswith("The canvas is empty: 0 of 21")
        assert canvas_readings.table_canvas(empty).empty


def test_a_consistent_canvas() -> None:
    found = check(FULL)
    assert found.consistency == 1.0
    assert found.completeness == pytest.approx(10 / 21)
    assert (found.blocks_filled, found.orphans) == (10, ())
    assert [q.number for q in found.gaps("revenue streams")] == [2, 3]
    assert (found.money.revenue, found.money.cost, found.money.gap) == (60, 100, 40)


@pytest.mark.parametrize(
    ("gone", "rules"),
    [
        ("V1", {"pain answered": ("P1",), "revenue for value": ("E1",)}),
        ("P1", {"value answers pain": ("V1",)}),
        ("A1", {"value by activity": ("V1",), "challenge taken up": ("X1",)}),
        ("R1", {"value by resource": ("V1",)}),
        ("C1", {"activity costed": ("A1",)}),
        ("M1", {"segment cared for": ("S1",)}),
        ("K1", {}),
    ],
)
def test_a_missing_note_leaves_its_neighbours_open(gone: str, rules: dict[str, tuple[str, ...]]) -> None:
    cut = {row["id"]: str(row.get("because") or "").replace(gone, "").strip(";") for row in FULL}
    kept = [row | {"because": cut[row["id"]]} for row in without(gone)]
    assert opened(kept) == rules


def test_a_link_counts_from_either_side() -> None:
    turned = [row | {"because": "V1" if row["id"] == "P1" else row.get("because")} for row in FULL]
    turned[2] = turned[2] | {"because": None, "segment": "start-ups"}
    assert "pain answered" not in opened(turned)


def test_words_replace_links() -> None:
    rows = without("K1")
    rows[4] = rows[4] | {"owner": None}
    assert opened(rows) == {"resource brought": ("R1",)}
    bare = [row | {"because": None} if row["id"] == "M1" else row for row in FULL]
    assert opened(bare) == {"segment cared for": ("S1",)}
    for word in ("Start-ups", "all", "tous"):
        said = [row | {"segment": word} if row["id"] == "M1" else row for row in bare]
        assert opened(said) == {}


def test_a_demand_is_a_pain() -> None:
    demands = tables.typed("demands", [{"item_id": "C3", "category": "c", "text": "t"}])
    rows = [row | {"because": "C3;S1"} if row["id"] == "V1" else row for row in without("P1")]
    assert opened(rows, demands=demands) == {}


def test_a_goal_for_the_same_demand_takes_up_a_challenge() -> None:
    demands = tables.typed("demands", [{"item_id": "C3", "category": "c", "text": "t"}])
    goals = tables.typed("goals", [{"id": "G1", "text": "t", "because": "C3"}])
    rows = [row | {"because": "C3"} if row["id"] == "X1" else row for row in FULL]
    assert opened(rows, demands=demands) == {"challenge taken up": ("X1",)}
    assert opened(rows, demands=demands, goals=goals) == {}


def test_orphans_and_amounts() -> None:
    rows = [
        *FULL,
        {"id": "A2", "block": "key activities", "question": 2, "text": "Magazine"},
        {"id": "C2", "block": "cost structure", "question": 2, "text": "Rent"},
    ]
    found = check(rows)
    assert found.orphans == ("A2",)
    assert found.money.unpriced == ("C2",)
    text = canvas_readings.read_canvas(found, say=Speaker(currency="XOF"))
    assert "XOF 40 is not covered" in text and "no amount: “Rent” (C2)" in text
    assert "no value proposition: “Magazine” (A2)" in text


def test_money_that_fits_or_is_unknown() -> None:
    rich = [row | {"amount": 100.0} if row["id"] == "E1" else row for row in FULL]
    assert "cover the costs" in canvas_readings.read_canvas(check(rich))
    bare = [row | {"amount": None} for row in FULL]
    assert "cannot be judged" in canvas_readings.read_canvas(check(bare))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(range(len(FULL))), unique=True))
def test_shares_stay_between_nought_and_one(kept: list[int]) -> None:
    found = check([FULL[i] for i in kept])
    assert 0 <= found.completeness <= 1
    assert found.consistency is None or 0 <= found.consistency <= 1
    assert found.blocks_filled == len(kept)


def texts(ax: Any) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_the_page_marks_gaps_in_red_with_dashes_and_a_word() -> None:
    asked = [(row, i) for row in FULL for i in range(1, canvas.BLOCKS[str(row["block"])] + 1)]
    every = [row | {"id": f"{row['id']}{i}", "question": i, "because": None} for row, i in asked]
    full = canvas_plots.plot_canvas(check(every))
    assert "gap" not in texts(full)
    assert len(full.patches) == 10 and all(box.get_linestyle() == "-" for box in full.patches)
    empty = canvas_plots.plot_canvas(check([], questions=WORDED))
    assert texts(empty).count("gap") == 10
    assert all(patch.get_linestyle() == "--" for patch in empty.patches)
    assert sum(text.startswith("? What about") for text in texts(empty)) == 21


LONG = "A long sentence about members " * 7
HOSTILE = ["$x_{", "<script>alert(1)</script>", "قيمة العنقود", "w" * 200, LONG]


@pytest.mark.parametrize("per_block", [0, 3, 8, 20])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_fits_any_number_of_notes(per_block: int, lang: str) -> None:
    rows = [
        {"id": f"{b}{i}", "block": block, "question": i % 2 + 1, "text": HOSTILE[(b + i) % 5], "amount": 1e7}
        for b, block in enumerate(canvas.BLOCKS)
        for i in range(per_block)
    ]
    ax = canvas_plots.plot_canvas(check(rows, questions=WORDED), say=Speaker(lang, "XOF"))
    figure = ax.figure
    assert figures.overlaps(figure) == []
    low, high = sorted(ax.get_ylim())
    renderer = figure._get_renderer()
    for text in ax.texts:
        box = text.get_window_extent(renderer).transformed(ax.transData.inverted())
        assert min(box.y0, box.y1) >= low - 0.1 and max(box.y0, box.y1) <= high + 0.1
    if per_block == 20:
        rest = Speaker(lang).plural(99, "… one more", "… {n} more").split("99")[1].strip()
        assert any(rest in text for text in texts(ax))


def test_each_text_stays_in_its_box() -> None:
    rows = [row | {"text": "many letters " * 12} for row in FULL]
    ax = canvas_plots.plot_canvas(check(rows, questions=WORDED))
    ax.figure.draw_without_rendering()
    boxes = [patch.get_window_extent() for patch in ax.patches]
    for text in ax.texts[:-1]:
        place = text.get_window_extent()
        around = [b for b in boxes if b.x0 <= place.x0 and b.y0 <= place.y0]
        assert any(place.x1 <= b.x1 + 1 and place.y1 <= b.y1 + 1 for b in around), text.get_text()
