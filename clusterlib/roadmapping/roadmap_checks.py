"""What is wrong with a roadmap, card by card, and what to do about it: the hand-over ``roadmap_checks``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import networkx as nx
import pandas as pd

from clusterlib.cells import join_ids, split_ids, weakest
from clusterlib.periods import last_day, month_number
from clusterlib.readings import Speaker
from clusterlib.roadmapping.roadmap import DRIVERS, LANES, Roadmap
from clusterlib.tables import is_blank
from clusterlib.twins import texts

_RANK = {"red": 0, "amber": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: which check, how urgent, on which cards, and the facts its sentence needs."""

    check: str
    severity: str
    cards: tuple[str, ...]
    kind: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings of a roadmap, the urgent ones first, with the roadmap they are about."""

    items: tuple[Finding, ...]
    roadmap: Roadmap


def check(
    result: Roadmap, tasks: pd.DataFrame | None = None, task_schedule: pd.DataFrame | None = None
) -> Findings:
    """Run all checks of the roadmap (method T43).

    Order: along *enables*, *requires*, *causes* no card starts before the one that leads to it, and no
    card ends before the tasks it rests on do. Circle: no cards wait for each other. Each lane has a card;
    each card of the development is driven by a socio-economic factor or a technology and leads to an
    effect. Each bottleneck and each blocked card has a recommended action.

    Parameters
    ----------
    result : Roadmap
        From `roadmap.roadmap`.
    tasks, task_schedule : DataFrame, optional
        Forecast ends (else deadlines) of the tasks that cards rest on.

    Returns
    -------
    Findings
    """
    found = [
        *_circles(result),
        *_order(result),
        *_late_tasks(result, tasks, task_schedule),
        *_blocked(result),
        *_lanes(result),
        *_driven(result),
        *_leads_on(result),
        *_bottlenecks(result),
        *_no_action(result),
    ]
    return Findings(tuple(sorted(found, key=lambda item: _RANK[item.severity])), result)


def _circles(result: Roadmap) -> Iterator[Finding]:
    for circle in result.circles:
        yield Finding("cycle", "red", circle, "cycle", (" → ".join((*circle, circle[0])),))


def _order(result: Roadmap) -> Iterator[Finding]:
    begins = dict(zip(result.cards["id"], result.cards["begins"], strict=True))
    for row in result.arrows.to_dict("records"):
        if row["kind"] != "blocks" and begins[row["from"]] > begins[row["to"]]:
            severity = "red" if row["kind"] == "requires" else "amber"
            yield Finding("order", severity, (row["from"], row["to"]), "order", (str(row["kind"]),))


def _late_tasks(
    result: Roadmap, tasks: pd.DataFrame | None, task_schedule: pd.DataFrame | None
) -> Iterator[Finding]:
    end_of = _task_ends(tasks, task_schedule)
    for row in result.cards.to_dict("records"):
        late = [
            no
            for no in split_ids(row["because"])
            if (key := no.removeprefix("tasks:")) in end_of and end_of[key] > row["ends"]
        ]
        if late:
            yield Finding("order", "amber", (row["id"],), "task", (", ".join(late),))


def _task_ends(tasks: pd.DataFrame | None, task_schedule: pd.DataFrame | None) -> dict[str, int]:
    ends: dict[str, int] = {}
    for frame, column in ((tasks, "deadline"), (task_schedule, "end_on")):
        if frame is not None:
            days = zip(frame["no"], frame[column], strict=True)
            ends |= {no: month_number(day) for no, text in days if (day := last_day(text)) is not None}
    return ends


def _blocked(result: Roadmap) -> Iterator[Finding]:
    helped = _helped(result)
    for row in result.arrows[result.arrows["kind"] == "blocks"].to_dict("records"):
        if not helped & {row["from"], row["to"]}:
            yield Finding("blocked", "red", (row["from"], row["to"]), "blocked")


def _helped(result: Roadmap) -> set[str]:
    """Cards on which a recommended action rests that nobody dropped."""
    alive = result.recommendations[result.recommendations["status"].ne("dropped")]
    return {key for keys in alive["on"] for key in keys}


def _lanes(result: Roadmap) -> Iterator[Finding]:
    for lane in LANES if len(result.cards) else ():
        if not result.lane(lane):
            yield Finding("empty lane", "amber", (), "lane", (lane,))


def _driven(result: Roadmap) -> Iterator[Finding]:
    graph, drivers = result.graph, {key for lane in DRIVERS for key in result.lane(lane)}
    for key in result.lane("development") if len(result.arrows) else ():
        if drivers & set(graph.predecessors(key)):
            continue
        through = sorted(nx.ancestors(graph, key) & drivers)
        if through:
            yield Finding("no driver", "note", (key,), "driven through", (", ".join(through),))
        else:
            yield Finding("no driver", "amber", (key,), "no driver")


def _leads_on(result: Roadmap) -> Iterator[Finding]:
    if result.arrows.empty:
        if steps := result.lane("development"):
            yield Finding("no effect", "amber", tuple(steps), "no arrows")
        return
    reach = dict(zip(result.cards["id"], result.cards["leverage"], strict=True))
    for key in result.lane("development"):
        if not reach[key]:
            yield Finding("no effect", "amber", (key,), "no effect")


def _bottlenecks(result: Roadmap) -> Iterator[Finding]:
    for row in result.cards[result.cards["bottleneck"]].to_dict("records"):
        share = "" if is_blank(row["cut_share"]) else str(float(row["cut_share"]))
        yield Finding("bottleneck", "note", (row["id"],), "bottleneck", (share,))


def _no_action(result: Roadmap) -> Iterator[Finding]:
    if len(result.cards) and result.recommendations.empty:
        yield Finding("no action", "amber", (), "no action at all")
        return
    helped = _helped(result)
    for key in result.cards.loc[result.cards["bottleneck"], "id"]:
        if key not in helped:
            yield Finding("no action", "amber", (key,), "no action")


def checks_table(result: Findings, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Hand-over ``roadmap_checks``: one row per finding, the urgent ones first."""
    from clusterlib import tables

    name_of = dict(zip(result.roadmap.cards["id"], texts(result.roadmap.cards, "text", say=say), strict=True))
    basis_of = dict(zip(result.roadmap.cards["id"], result.roadmap.cards["basis"], strict=True))
    rows = [
        {
            "id": _slug(item),
            "check": item.check,
            "severity": item.severity,
            "finding": sentence(item, name_of, say=say),
            "because": join_ids(item.cards),
            "cure": cure(item, say=say),
            "basis": weakest(
                [basis_of[key] for key in item.cards] if item.cards else list(basis_of.values())
            ),
        }
        for item in result.items
    ]
    return tables.typed(
        "roadmap_checks", pd.DataFrame(rows, columns=list(tables.table("roadmap_checks").column_names))
    )


def _slug(item: Finding) -> str:
    if item.kind == "no arrows":
        return "no-effect-all"
    ends: Iterable[str] = item.cards or item.facts
    middle = "task" if item.kind == "task" else ""
    return "-".join(
        part
        for part in (item.check.replace(" ", "-"), middle, *(end.replace(" ", "-") for end in ends))
        if part
    )


def sentence(item: Finding, name_of: dict[str, str], *, say: Speaker = Speaker()) -> str:
    """What was found, with the names of the cards."""
    names = [say("{id} “{text}”", id=key, text=name_of[key]) for key in item.cards]
    if item.kind == "order":
        return say(
            "{late} leads to {early} ({kind}) but starts after it.",
            late=names[0],
            early=names[1],
            kind=say.word(item.facts[0]),
        )
    if item.kind == "task":
        return say("{card} ends before the task it rests on: {tasks}.", card=names[0], tasks=item.facts[0])
    if item.kind == "cycle":
        return say("Cards wait for each other: {circle}.", circle=item.facts[0])
    if item.kind == "lane":
        return say("The lane “{lane}” has no card.", lane=say.word(item.facts[0]))
    if item.kind == "driven through":
        return say(
            "{card} has a driver only through other developments: {drivers}.",
            card=names[0],
            drivers=item.facts[0],
        )
    if item.kind == "blocked":
        return say("{block} blocks {card}, and no action answers it.", block=names[0], card=names[1])
    if item.kind == "bottleneck":
        return _bottleneck_said(item, names[0], say)
    if item.kind == "no arrows":
        return say("No arrow is drawn: nothing is said to drive the development or to follow from it.")
    if item.kind == "no action at all":
        return say("The roadmap ends without a recommended action.")
    return {
        "no driver": say("Nothing drives {card}: no factor and no technology leads to it.", card=names[0]),
        "no effect": say("{card} leads to no effect.", card=names[0]),
        "no action": say("Much depends on {card}, and no recommended action rests on it.", card=names[0]),
    }[item.kind]


def _bottleneck_said(item: Finding, name: str, say: Speaker) -> str:
    if not item.facts[0]:
        return say("Without {card} the picture falls apart.", card=name)
    return say(
        "{share} of the connections from a driver to an effect need {card}.",
        share=say.percent(float(item.facts[0])),
        card=name,
    )


def cure(item: Finding, *, say: Speaker = Speaker()) -> str:
    """What to do about one finding."""
    return {
        "order": say("Move one of the two, or turn the arrow round."),
        "task": say("Move the card, or start the task earlier."),
        "cycle": say("Ask which of them can begin without the others, and drop that arrow."),
        "lane": say("Ask the group what belongs there, or write down why nothing does."),
        "driven through": say("Ask whether the driver still holds for this step."),
        "blocked": say("Recommend an action that removes or goes round the block."),
        "bottleneck": say("Give it an owner, a date and a second way round."),
        "no arrows": say("Draw first what leads to each effect, then what makes that possible."),
        "no action at all": say("Write down who should do what by when, at least for each bottleneck."),
        "no driver": say("Draw the arrow from what makes it necessary or possible, or drop the card."),
        "no effect": say("Draw an arrow to what it brings, or drop the card."),
        "no action": say("Recommend one action for it, with an addressee and a date."),
    }[item.kind]


def printed(result: object) -> str:
    """Findings as plain text, for a check; a dash when the tool could not run."""
    if not isinstance(result, Findings):
        return "–"
    return checks_table(result)[["id", "severity"]].to_string(index=False)
