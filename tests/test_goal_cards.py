"""Cards of goals, and the canvas as threads."""

from __future__ import annotations

from typing import Any

import pytest
from test_canvas import FULL
from test_canvas import check as check_canvas

from clusterlib import figures, places, tables
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.strategy import canvas, canvas_links, goal_cards, goals

HOSTILE = ["$x_{", "<script>alert(1)</script>", "قيمة العنقود", "w" * 200, "Help members to grow " * 9]


def check(*rows: dict[str, Any], indicators: list[dict[str, Any]] | None = None) -> goals.GoalsChecked:
    frame = tables.typed(
        "goals", [{"id": f"G{i}", "text": f"Win {i} members", **r} for i, r in enumerate(rows)]
    )
    measured = None if indicators is None else tables.typed("indicators", indicators)
    return goals.check_goals(frame, measured)


def said(ax: Any) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_a_card_names_owner_date_and_way() -> None:
    indicator = {"id": "K", "name": "Members", "level": "outcome", "because": "G0", "unit": "firms",
                 "baseline": 20, "target": 80}  # fmt: skip
    rows = ({"owner": "Awa", "due": "2028-12-31", "field": "export", "outcome": "actors"}, {})
    ax = goal_cards.plot_cards(check(*rows, indicators=[indicator]))
    texts = said(ax)
    assert "G0 · export · actors" in texts and "Owner: Awa" in texts and "By: 31 December 2028" in texts
    assert "Members: 20 → 80 firms" in texts
    assert {"Owner: nobody yet", "By: no date yet", "No indicator yet: nobody will know."} <= set(texts)
    assert ax.get_title(loc="left") == "One goal of 2 lacks an owner or a date"
    red = [text.get_text() for text in ax.texts if text.get_color() == goal_cards._RED]
    assert red == ["Owner: nobody yet", "By: no date yet"]


def test_the_date_of_a_measure_stands_in_for_that_of_the_goal() -> None:
    indicator = {"id": "K", "name": "Members", "level": "outcome", "because": "G0", "due": "2029-06-30"}
    ax = goal_cards.plot_cards(check({"owner": "Awa"}, indicators=[indicator]))
    assert "By: 30 June 2029" in said(ax) and ax.get_title(loc="left") == "Every goal has an owner and a date"


@pytest.mark.parametrize("n", [0, 1, 3, 11])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_cards_hold_whatever_the_words(n: int, lang: str) -> None:
    rows = [{"text": HOSTILE[i % 5], "owner": HOSTILE[(i + 1) % 5]} for i in range(n)]
    ax = goal_cards.plot_cards(check(*rows), say=Speaker(lang))
    figure = ax.get_figure(root=True)
    assert figures.overlaps(figure) == [] and figures.cut(figure) == []


def test_links_of_a_full_canvas_are_drawn_and_loose_notes_are_marked() -> None:
    found = check_canvas(FULL)
    ax = canvas_links.plot_links(found)
    lines = len(ax.lines)
    assert lines and len(ax.patches) == sum(
        note.block in {b for blocks in canvas_links._COLUMNS for b in blocks} for note in found.notes
    )
    bare = check_canvas([{**row, "because": None} for row in FULL])
    loose = canvas_links.plot_links(bare)
    assert not loose.lines and any("⚠" in text for text in said(loose)[1:])
    assert bare.linked == () and bare.loose > found.loose
    assert "lack" in loose.get_title(loc="left")


@pytest.mark.parametrize("n", [0, 1, 20])
def test_threads_hold_whatever_the_words(n: int) -> None:
    rows = [
        {"id": f"N{i}", "block": block, "text": HOSTILE[i % 5]}
        for i, block in enumerate([b for b in canvas.BLOCKS for _ in range(n)])
    ]
    figure = canvas_links.plot_links(check_canvas(rows), say=Speaker("fr")).get_figure(root=True)
    assert figures.overlaps(figure) == [] and figures.cut(figure) == []


@pytest.mark.parametrize("case", ["dakar-ict", "tunisia-automotive", "cotedivoire-plastics"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_shipped_cases(case: str, lang: str) -> None:
    opened, say = cases.open_case(places.shipped_case().parent / case), Speaker(lang)
    page = canvas.check_canvas(opened.table("canvas"))
    checked = goals.check_goals(
        opened.table("goals"), opened.table("indicators"), opened.table("observations")
    )
    for ax in (canvas_links.plot_links(page, say=say), goal_cards.plot_cards(checked, say=say)):
        assert figures.overlaps(ax.get_figure(root=True)) == []
