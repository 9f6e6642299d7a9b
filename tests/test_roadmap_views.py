"""The roadmap drawn: no card on another, nothing outside, readable with twenty cards."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from clusterlib import figures, tables
from clusterlib.readings import Speaker
from clusterlib.roadmapping import roadmap, roadmap_checks, roadmap_plots, roadmap_readings
from clusterlib.roadmapping.roadmap_layout import FIELD, NAME, WIDE, layout

HOSTILE = ["$x_{ and $", "<script>alert(1)</script>", "W" * 200, "مجموعة الشركات في داكار"]
SHORT = ["Start-up law in force", "Cloud prices fall", "Open data platform", "Incubator network"]


def case(n: int, names: list[str] = SHORT, years: int = 6, seed: int = 1) -> roadmap.Roadmap:
    """Cards over all lanes, arrows downwards, some actions."""
    rnd = random.Random(seed)
    lanes = [roadmap.LANES[i * 4 // n] for i in range(n)]
    rows: list[dict[str, Any]] = []
    for i in range(n):
        year = 2026 + years * i // n
        rows.append(
            {
                "id": f"C{i}",
                "lane": lanes[i],
                "text": names[i % len(names)],
                "start": f"{year}-0{rnd.randint(1, 9)}",
                "end": str(year + rnd.randint(0, 3)),
                "milestone": "yes" if i % 5 == 2 else "no",
                "confidence": ["low", "medium", "high"][i % 3],
            }
        )
    drawn = [
        {"from": f"C{a}", "to": f"C{b}", "kind": rnd.choice(["enables", "requires", "causes", "blocks"])}
        for a in range(n)
        for b in range(a + 1, n)
        if lanes[a] != lanes[b] and rnd.random() < 0.2
    ]
    acts = [{"id": f"R{i}", "text": names[0], "because": f"C{i}", "due": "2027-01-31"} for i in range(n // 3)]
    return roadmap.roadmap(
        tables.typed("cards", rows),
        tables.typed("arrows", drawn),
        tables.typed("recommendations", acts),
        as_of="2027-02-01",
    )


@pytest.mark.parametrize("n", [1, 4, 8, 20, 30])
@pytest.mark.parametrize("years", [1, 6, 30])
def test_cards_do_not_lie_on_each_other_and_stay_in_their_lane(n: int, years: int) -> None:
    place = layout(case(n, years=years))
    cards = list(place.cards.values())
    assert len(cards) == n
    for i, a in enumerate(cards):
        assert NAME - 1e-9 <= a.x <= NAME + FIELD - WIDE + 1e-9
        low, high = next((low, high) for lane, low, high in place.lanes if lane == a.lane)
        assert low <= a.y
        assert a.top <= high
        for b in cards[i + 1 :]:
            wide = min(a.x + WIDE, b.x + WIDE) - max(a.x, b.x)
            tall = min(a.top, b.top) - max(a.y, b.y)
            assert not (wide > 0 and tall > 0), (a.key, b.key)


def test_lanes_follow_each_other_from_top_to_bottom() -> None:
    place = layout(case(8))
    assert [lane for lane, _, _ in place.lanes] == list(roadmap.LANES)
    for (_, low, _), (_, _, high) in zip(place.lanes, place.lanes[1:], strict=False):
        assert low == high


def test_bar_of_time_stands_at_its_dates() -> None:
    place = layout(case(8))
    assert place.x(place.first_year) == NAME
    assert place.x(place.last_year) == pytest.approx(NAME + FIELD)
    assert all(card.begins < card.ends for card in place.cards.values())


@pytest.mark.parametrize("n", [3, 8, 20])
@pytest.mark.parametrize("names", [SHORT, HOSTILE])
def test_nothing_overlaps(n: int, names: list[str]) -> None:
    figure = roadmap_plots.plot_roadmap(case(n, names)).get_figure(root=True)
    assert isinstance(figure, Figure)
    assert figures.overlaps(figure) == []


@pytest.mark.parametrize("n", [3, 8, 20])
def test_text_stays_in_its_card(n: int) -> None:
    result = case(n, ["National law on electronic signatures and data protection for all administrations"])
    ax = roadmap_plots.plot_roadmap(result)
    ax.get_figure(root=True).draw_without_rendering()
    to_data = ax.transData.inverted()
    place = layout(result)
    for card in place.cards.values():
        text = next(
            t for t in ax.texts if t.get_text() == card.label and abs(t.get_position()[0] - card.x) < 0.2
        )
        box = text.get_window_extent().transformed(to_data)
        assert box.x1 <= card.x + WIDE + 0.02
        assert box.y0 >= card.y - 0.02


def test_kinds_of_arrows_differ_without_colour() -> None:
    looks = {
        (str(look["linestyle"]), look["linewidth"], look["arrowstyle"])
        for look in roadmap_plots._KINDS.values()
    }
    assert len(looks) == 4


def test_empty_lanes_and_no_cards_say_so() -> None:
    one = tables.typed("cards", [{"id": "C1", "lane": "effects", "text": "x", "start": "2027"}])
    ax = roadmap_plots.plot_roadmap(roadmap.roadmap(one))
    assert [t.get_text() for t in ax.texts].count("no card") == 3
    none = roadmap_plots.plot_roadmap(roadmap.roadmap(tables.empty("cards")))
    assert none.texts


def test_many_actions_are_cut_with_a_sentence() -> None:
    cards = tables.typed("cards", [{"id": "C1", "lane": "effects", "text": "x", "start": "2027"}])
    acts = [{"id": f"R{i}", "text": "act now", "because": "C1"} for i in range(14)]
    ax = roadmap_plots.plot_roadmap(roadmap.roadmap(cards, None, tables.typed("recommendations", acts)))
    assert any(t.get_text() == "4 more actions are in the case." for t in ax.texts)


CASES: dict[str, roadmap.Roadmap] = {
    "typical": case(8),
    "large": case(20),
    "no arrows": roadmap.roadmap(case(8).cards[list(tables.table("cards").column_names)]),
    "none": roadmap.roadmap(tables.empty("cards")),
    "one": roadmap.roadmap(
        tables.typed("cards", [{"id": "C1", "lane": "effects", "text": "x", "start": "2027"}])
    ),
}


@pytest.mark.parametrize("name", list(CASES))
def test_readings_are_whole_sentences(name: str) -> None:
    result = CASES[name]
    found = roadmap_checks.check(result)
    for text in (roadmap_readings.read_roadmap(result), roadmap_readings.read_checks(found)):
        assert text.rstrip().endswith(".")
        assert "nan" not in text.lower()
        assert "{" not in text
    assert len(roadmap_readings.table_roadmap(result)) <= 10
    assert len(roadmap_readings.table_checks(found)) <= 10


def test_every_kind_of_finding_has_a_sentence_and_a_cure() -> None:
    names = {"A": "first", "B": "second"}
    for kind in (
        "cycle",
        "order",
        "task",
        "lane",
        "no driver",
        "driven through",
        "no effect",
        "no arrows",
        "blocked",
        "bottleneck",
        "no action",
        "no action at all",
    ):
        item = roadmap_checks.Finding("order", "amber", ("A", "B"), kind, ("0.5",))
        assert roadmap_checks.sentence(item, names, say=Speaker()).endswith(".")
        assert roadmap_checks.cure(item, say=Speaker()).endswith(".")


def test_french_texts_of_cards() -> None:
    cards = tables.typed(
        "cards",
        pd.DataFrame(
            [{"id": "C1", "lane": "effects", "text": "Jobs", "text_fr": "Emplois", "start": "2027"}]
        ),
    )
    place = layout(roadmap.roadmap(cards), say=Speaker("fr"))
    assert "Emplois" in place.cards["C1"].label


def test_with_many_arrows_those_beside_the_point_are_pale_and_the_key_says_so() -> None:
    few, many = case(12), case(24)
    assert len(few.arrows) <= 30
    found = roadmap_plots.plot_roadmap(many, most_arrows=5)
    pale = [patch for patch in found.patches if patch.get_alpha() == 0.3]
    steps = len(many.chain) - 1
    assert 0 < len(pale) <= len(many.arrows) - max(0, steps)
    assert any("pale" in text.get_text() for text in found.texts)
    plain = roadmap_plots.plot_roadmap(few, most_arrows=len(few.arrows))
    assert not [patch for patch in plain.patches if patch.get_alpha() == 0.3]
    assert figures.overlaps(found.get_figure(root=True)) == []
