"""The roadmap as a picture: four lanes, years, cards, arrows by kind, and the recommended actions below."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.path import Path

from clusterlib import boxes, figures
from clusterlib.periods import first_day, years
from clusterlib.readings import Speaker
from clusterlib.roadmapping.roadmap import LANES, Roadmap
from clusterlib.roadmapping.roadmap_layout import FIELD, NAME, SIZE, WIDE, Card, Layout, layout
from clusterlib.tables import is_blank
from clusterlib.twins import texts

#: One row of a table, by column.
Row = dict[Any, Any]

_TINT = {
    "socio-economic": "#EAF3FA",
    "enabling technology": "#F1F1F4",
    "development": "#E9F6F1",
    "effects": "#FBF4E4",
}
_KINDS: dict[str, Row] = {
    "enables": {"color": figures.COLOURS["main"], "linestyle": "-", "linewidth": 1.3, "arrowstyle": "-|>"},
    "requires": {"color": figures.INK, "linestyle": "-", "linewidth": 2.1, "arrowstyle": "-|>"},
    "causes": {
        "color": figures.COLOURS["good"],
        "linestyle": (0, (1, 1.6)),
        "linewidth": 1.7,
        "arrowstyle": "-|>",
    },
    "blocks": {
        "color": figures.COLOURS["bad"],
        "linestyle": (0, (5, 2)),
        "linewidth": 1.7,
        "arrowstyle": "-[",
    },
}
_MOST_ACTIONS = 10
#: From more arrows on, those beside the point are drawn pale and share their ends.
_MANY = 30
_PALE = {"alpha": 0.3, "linewidth": 0.9}


@figures.drawn
def plot_roadmap(
    result: Roadmap, *, most_arrows: int = _MANY, say: Speaker = Speaker(), ax: Axes | None = None
) -> Axes:
    """Draw the roadmap in four lanes over the years.

    A card stands where it begins; the bar under it is the time it takes. A diamond is a milestone, a
    triangle a bottleneck; cards of the longest chain have a thick outline, those of low confidence a
    dashed one.

    Parameters
    ----------
    result : Roadmap
        From `roadmap.roadmap`.
    most_arrows : int
        With more arrows than this the eye is led: those of the longest chain, at bottlenecks and blocks
        stay in full, the others are pale, and arrows of one card begin and end together.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.

    Returns
    -------
    Axes
    """
    if result.cards.empty:
        ax = figures.axes(ax, width=NAME + FIELD, height=1.6)
        ax.set_axis_off()
        ax.set_title(say("No roadmap yet"))
        ax.text(
            0.5,
            0.5,
            say("There is no card: begin with one effect you want, and go back from there."),
            ha="center",
        )
        return ax
    place = layout(result, say=say)
    lines = _action_lines(result, say)
    foot = (
        place.bottom
        - 0.2
        - (max(0.45, sum(boxes.height_of(line, size=9) + 0.05 for line in lines)) if lines else 0)
    )
    high = place.top + 0.5 - foot + 0.45
    ax = figures.axes(ax, width=NAME + FIELD + 0.15, height=high + 0.45)
    ax.set_axis_off()
    ax.set_xlim(-0.03, NAME + FIELD + 0.05)
    ax.set_ylim(foot - 0.45, place.top + 0.5)
    ax.set_title(boxes.fit(roadmap_title(result, say=say), (NAME + FIELD) * 0.95, size=12, bold=True))
    _draw_lanes(ax, place, say)
    _draw_years(ax, place, result, say)
    crowded = len(result.arrows) > most_arrows
    for a, b, kind, out, into in _ports(result, place, bundled=crowded):
        _draw_arrow(ax, a, b, kind, out, into, pale=crowded and not _matters(result, a, b, kind))
    for row in result.cards.to_dict("records"):
        _draw_card(ax, place.cards[row["id"]], row)
    _draw_actions(ax, lines, place.bottom - 0.14, say)
    _draw_key(ax, result, foot - 0.1, say, crowded=crowded)
    return ax


def _matters(result: Roadmap, a: Card, b: Card, kind: str) -> bool:
    """Whether an arrow is of the longest chain, at a bottleneck, or a block."""
    chain = list(result.chain)
    steps = set(pairwise(chain))
    narrow = set(result.cards.loc[result.cards["bottleneck"], "id"])
    return kind == "blocks" or (a.key, b.key) in steps or bool({a.key, b.key} & narrow)


def roadmap_title(result: Roadmap, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    if result.circles:
        return say("Some cards wait for each other: the roadmap cannot be walked yet")
    empty = [say.word(lane) for lane in LANES if not result.lane(lane)]
    if empty:
        return say.plural(
            len(empty), "One lane is empty: {names}", "{n} lanes are empty: {names}", names=say.names(empty)
        )
    if not len(result.arrows):
        return say("Cards without arrows: nobody has said what leads to what")
    narrow = int(result.cards["bottleneck"].sum())
    if narrow:
        return say.plural(
            narrow, "Much depends on one card (triangle)", "Much depends on {n} cards (triangles)"
        )
    return say("Several ways lead to the effects: no card is a bottleneck")


def _draw_lanes(ax: Axes, place: Layout, say: Speaker) -> None:
    for lane, low, high in place.lanes:
        ax.add_patch(
            Rectangle(
                (0, low), NAME + FIELD, high - low, facecolor=_TINT[lane], edgecolor="white", linewidth=2
            )
        )
        name, room = say.word(lane).capitalize(), NAME - 0.16
        longest = max(boxes.width_of(word, size=9.5, bold=True) for word in name.split())
        size = 9.5 if longest <= room else 8.2
        label = boxes.fit(name, room, size=size, bold=True, lines=3)
        ax.text(0.08, (low + high) / 2, label, va="center", ha="left", fontsize=size, weight="bold")
        if not any(card.lane == lane for card in place.cards.values()):
            ax.text(
                NAME + FIELD / 2, (low + high) / 2, say("no card"), va="center", ha="center", style="italic"
            )


def _draw_years(ax: Axes, place: Layout, result: Roadmap, say: Speaker) -> None:
    span = int(place.last_year - place.first_year)
    step = next(s for s in (1, 2, 5, 10, 20, 50) if span / s <= 14)
    for year in range(int(place.first_year), int(place.last_year) + 1):
        x = place.x(year)
        ax.plot([x, x], [place.bottom, place.top], color="white", linewidth=1.4, zorder=0.9)
        if year < place.last_year and not (year - int(place.first_year)) % step:
            ax.text(
                x + 0.05, place.top + 0.07, str(year), ha="left", va="bottom", fontsize=9.5, weight="bold"
            )
    day = first_day(result.as_of)
    if day is not None and place.first_year <= years(day) <= place.last_year:
        x = place.x(years(day))
        ax.plot(
            [x, x],
            [place.bottom, place.top + 0.26],
            color=figures.COLOURS["bad"],
            linewidth=1.4,
            linestyle=(0, (3, 2)),
            zorder=1,
        )
        right = x < NAME + FIELD - 0.6
        ax.text(
            x + (0.04 if right else -0.04),
            place.top + 0.28,
            say("today"),
            ha="left" if right else "right",
            va="bottom",
            fontsize=9,
            color=figures.COLOURS["bad"],
        )


def _draw_card(ax: Axes, card: Card, row: Row) -> None:
    dashed = row["confidence"] == "low"
    ax.add_patch(
        FancyBboxPatch(
            (card.x, card.y),
            WIDE,
            card.high,
            boxstyle="round,pad=0,rounding_size=0.06",
            zorder=3,
            facecolor="white",
            edgecolor=figures.INK if row["on_chain"] else "#6B7785",
            linewidth=2.4 if row["on_chain"] else 1.0,
            linestyle=(0, (3, 2)) if dashed else "-",
        )
    )
    ax.plot(
        [card.begins, card.ends],
        [card.y - 0.05, card.y - 0.05],
        color="#6B7785",
        linewidth=3.2,
        solid_capstyle="butt",
        zorder=2.5,
    )
    ax.text(
        card.x + 0.08,
        card.top - 0.055,
        card.label,
        va="top",
        ha="left",
        fontsize=SIZE,
        zorder=4,
        linespacing=1.12,
    )


def _ports(
    result: Roadmap, place: Layout, *, bundled: bool = False
) -> list[tuple[Card, Card, str, float, float]]:
    """Arrows with their place on the edge of both cards, 0 to 1; bundled, they share the middle."""
    pairs = [
        (place.cards[row["from"]], place.cards[row["to"]], str(row["kind"]))
        for row in result.arrows.to_dict("records")
    ]
    if bundled:
        return [(a, b, kind, 0.5, 0.5) for a, b, kind in pairs]
    out: dict[int, float] = {}
    into: dict[int, float] = {}
    for card in place.cards.values():
        leaving = sorted(
            (i for i, pair in enumerate(pairs) if pair[0] is card), key=lambda i: -pairs[i][1].centre[1]
        )
        coming = sorted(
            (i for i, pair in enumerate(pairs) if pair[1] is card), key=lambda i: -pairs[i][0].centre[1]
        )
        out |= {i: (k + 1) / (len(leaving) + 1) for k, i in enumerate(leaving)}
        into |= {i: (k + 1) / (len(coming) + 1) for k, i in enumerate(coming)}
    return [(a, b, kind, out[i], into[i]) for i, (a, b, kind) in enumerate(pairs)]


def _draw_arrow(
    ax: Axes, a: Card, b: Card, kind: str, out: float, into: float, *, pale: bool = False
) -> None:
    if b.x >= a.right + 0.12:
        start, end = (a.right, a.top - out * a.high), (b.x, b.top - into * b.high)
        bend = max(0.25, (end[0] - start[0]) / 2)
        control = [(start[0] + bend, start[1]), (end[0] - bend, end[1])]
    else:
        down = a.centre[1] > b.centre[1]
        start = (a.x + out * WIDE, a.y - 0.07 if down else a.top)
        end = (b.x + into * WIDE, b.top if down else b.y - 0.07)
        bend = max(0.2, abs(start[1] - end[1]) / 2)
        control = [
            (start[0], start[1] - (bend if down else -bend)),
            (end[0], end[1] + (bend if down else -bend)),
        ]
    look = dict(_KINDS[kind]) | (_PALE if pale else {})
    scale = 5 if look["arrowstyle"] == "-[" else (8 if pale else 11)
    path = Path([start, *control, end], [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    ax.add_patch(FancyArrowPatch(path=path, mutation_scale=scale, zorder=1.5 if pale else 2, **look))


def _action_lines(result: Roadmap, say: Speaker) -> list[str]:
    rows = result.recommendations
    found = []
    words = [texts(rows, name, say=say) if len(rows) else [] for name in ("text", "addressee")]
    for row, text, asked in zip(rows.to_dict("records"), *words, strict=True):
        who = [name for name in (asked, "" if is_blank(row["owner"]) else str(row["owner"])) if name][:1]
        when = [say.day(row["due"])] if not is_blank(row["due"]) else []
        tail = f" ({', '.join([*who, *when])})" if who or when else ""
        found.append(boxes.fit(f"▶ {row['id']}  {text}{tail}", FIELD * 0.95, size=9, lines=2))
    rest = len(found) - _MOST_ACTIONS
    more = (
        [say.plural(rest, "One more action is in the case.", "{n} more actions are in the case.")]
        if rest > 0
        else []
    )
    return found[:_MOST_ACTIONS] + more


def _draw_actions(ax: Axes, lines: list[str], y: float, say: Speaker) -> None:
    if not lines:
        return
    label = boxes.fit(say("Recommended actions"), NAME - 0.16, size=9.5, bold=True, lines=3)
    ax.text(0.08, y, label, va="top", ha="left", fontsize=9.5, weight="bold")
    for line in lines:
        ax.text(NAME + 0.05, y, line, va="top", ha="left", fontsize=9, linespacing=1.12)
        y -= boxes.height_of(line, size=9) + 0.05


def _draw_key(ax: Axes, result: Roadmap, y: float, say: Speaker, *, crowded: bool = False) -> None:
    x = 0.08
    kinds = [kind for kind in _KINDS if (result.arrows["kind"] == kind).any()]
    for kind in kinds:
        look = dict(_KINDS[kind])
        scale = 5 if look["arrowstyle"] == "-[" else 11
        ax.add_patch(
            FancyArrowPatch((x, y), (x + 0.42, y), mutation_scale=scale, shrinkA=0, shrinkB=0, **look)
        )
        x = _write(ax, x + 0.5, y, say.word(kind)) + 0.25
    notes = [
        (bool((result.cards["milestone"] == "yes").any()), say("◆ milestone")),
        (bool(result.cards["bottleneck"].any()), say("▲ bottleneck")),
        (bool(result.recommendations.shape[0]), say("▶ action")),
        (bool(result.chain), say("thick outline: longest chain")),
        (bool((result.cards["confidence"] == "low").any()), say("dashed outline: not sure")),
        (True, say("grey bar: its time")),
        (crowded, say("pale: other arrows")),
    ]
    shown = "   ".join(text for there, text in notes if there)
    if x + 1.1 * boxes.width_of(shown, size=8.5) > NAME + FIELD:
        x, y = 0.08, y - 0.24
    _write(ax, x, y, shown)


def _write(ax: Axes, x: float, y: float, text: str) -> float:
    ax.text(x, y, text, va="center", fontsize=8.5)
    return x + 1.06 * boxes.width_of(text, size=8.5)
