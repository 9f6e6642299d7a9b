"""Where each card of a roadmap stands: lanes downwards, time to the right, rows without overlap."""

from __future__ import annotations

from dataclasses import dataclass

from clusterlib import boxes
from clusterlib.readings import Speaker
from clusterlib.roadmapping.roadmap import LANES, Roadmap
from clusterlib.twins import texts

#: Inches: column of the lane names, the field of time, a card, and the free room around it.
NAME, FIELD, WIDE, ROOM = 1.38, 9.5, 1.72, 0.1
SIZE = 8.5
#: Inner width of a card; a little less than its box, because a screen draws letters wider than paper does.
_INNER = (WIDE - 0.16) * 0.93


@dataclass(frozen=True, slots=True)
class Card:
    """One card in inches: its box and the bar of its time."""

    key: str
    lane: str
    label: str
    x: float
    y: float
    high: float
    begins: float
    ends: float

    @property
    def right(self) -> float:
        """Right edge of the box."""
        return self.x + WIDE

    @property
    def top(self) -> float:
        """Upper edge of the box."""
        return self.y + self.high

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the box."""
        return self.x + WIDE / 2, self.y + self.high / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """All cards, the lanes as (name, bottom, top), the height of the picture and its years."""

    cards: dict[str, Card]
    lanes: tuple[tuple[str, float, float], ...]
    bottom: float
    top: float
    first_year: float
    last_year: float

    def x(self, year: float) -> float:
        """Place of a moment, in inches."""
        return NAME + FIELD * (year - self.first_year) / (self.last_year - self.first_year)


def layout(result: Roadmap, *, say: Speaker = Speaker()) -> Layout:
    """Place the cards of a roadmap.

    A card stands at its start, moved left only at the right border; in its lane it takes the first row
    in which neither its box nor the bar of its time meets another card.

    Parameters
    ----------
    result : Roadmap
        With at least one card.
    say : Speaker
        Language of the texts on the cards.

    Returns
    -------
    Layout
    """
    cards = result.cards
    first, last = float(cards["begins"].min() // 12), float(cards["ends"].max() // 12 + 1)
    frame = Layout({}, (), 0.0, 0.0, first, last)
    labels = _labels(result, say)
    placed: dict[str, Card] = {}
    lanes: list[tuple[str, float, float]] = []
    y = 0.0
    for lane in LANES:
        top = y
        for row in _rows(result, lane, frame, labels):
            high = max(boxes.height_of(labels[key], size=SIZE) for key, *_ in row) + 0.11
            for key, x, begins, ends in row:
                own = boxes.height_of(labels[key], size=SIZE) + 0.11
                placed[key] = Card(key, lane, labels[key], x, y - ROOM - own, own, begins, ends)
            y -= high + ROOM + 0.09
        y = min(y - ROOM, top - 0.6)
        lanes.append((lane, y, top))
    return Layout(placed, tuple(lanes), y, 0.0, first, last)


def _rows(
    result: Roadmap, lane: str, frame: Layout, labels: dict[str, str]
) -> list[list[tuple[str, float, float, float]]]:
    """Cards of one lane in rows: key, left edge, and the bar of its time from and to, in inches."""
    mine = result.cards[result.cards["lane"] == lane].sort_values(["begins", "ends", "id"], kind="stable")
    rows: list[list[tuple[str, float, float, float]]] = []
    filled: list[float] = []
    for card in mine.to_dict("records"):
        begins, ends = frame.x(card["begins"] / 12), frame.x((card["ends"] + 1) / 12)
        x = min(begins, NAME + FIELD - WIDE)
        left, right = min(x, begins), max(x + WIDE, ends)
        place = next((i for i, end in enumerate(filled) if end + ROOM <= left), len(rows))
        if place == len(rows):
            rows.append([])
            filled.append(0.0)
        rows[place].append((card["id"], x, begins, ends))
        filled[place] = right
    return rows


def _labels(result: Roadmap, say: Speaker) -> dict[str, str]:
    """Text of each card: marks, id and words, then the actions that rest on it."""
    actions: dict[str, list[str]] = {}
    for row in result.recommendations.to_dict("records"):
        for key in row["on"]:
            actions.setdefault(key, []).append(row["id"])
    lines = 5 if len(result.cards) <= 12 else 4
    labels = {}
    for row, text in zip(result.cards.to_dict("records"), texts(result.cards, "text", say=say), strict=True):
        marks = ("◆ " if row["milestone"] == "yes" else "") + ("▲ " if row["bottleneck"] else "")
        label = boxes.fit(f"{marks}{row['id']} {text}", _INNER, size=SIZE, lines=lines)
        if row["id"] in actions:
            label += "\n" + boxes.fit("▶ " + ", ".join(actions[row["id"]]), _INNER, size=SIZE, lines=1)
        labels[row["id"]] = label
    return labels
