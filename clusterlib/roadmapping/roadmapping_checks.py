"""Where a roadmap stays a poster, as checks on this case (guide L4299-4323)."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.roadmapping.roadmap import LANES, Roadmap
from clusterlib.roadmapping.roadmap_checks import Findings
from clusterlib.roadmapping.trends import Trends
from clusterlib.twins import texts


def pitfalls(
    road: Roadmap | None,
    found: Findings | None,
    foresight: Trends | None,
    *,
    horizon_min: int = 5,
    say: Speaker = Speaker(),
) -> list[Check]:
    """Run the guide's lessons on roadmaps and foresight on this case.

    Parameters
    ----------
    road, found, foresight
        Results of the tools; None where a table is missing.
    horizon_min : int
        A roadmap that covers fewer years is rather a plan (DEFAULT).
    say : Speaker
        Language of the texts.

    Returns
    -------
    list of Check
    """
    return [
        _lanes(road, say),
        _actions(road, say),
        _owners(road, say),
        _several(road, say),
        _horizon(road, horizon_min, say),
        _doubt(road, say),
        _tasks(found, say),
        _unanswered(foresight, say),
        _watched(foresight, say),
    ]


def _unjudged(rule: str, finding: str) -> Check:
    return Check(rule, "not judged", "note", finding)


def _empty(road: Roadmap | None) -> bool:
    return road is None or road.cards.empty


def _named(frame: pd.DataFrame, column: str, ids: Iterable[str], say: Speaker) -> str:
    """Texts of rows by their ids, in quotes."""
    text_of = dict(zip(frame["id"], texts(frame, column, say=say), strict=True))
    return say.names([say.quoted(text_of[key]) for key in ids], limit=3)


def _lanes(road: Roadmap | None, say: Speaker) -> Check:
    rule = "roadmap-lanes"
    if road is None or _empty(road):
        return _unjudged(rule, say("Whether all four lanes are thought of: there is no card."))
    empty = [say.word(lane) for lane in LANES if not road.lane(lane)]
    if empty:
        return Check(
            rule,
            "finding",
            "amber",
            say.plural(
                len(empty),
                "One lane is empty: {names}.",
                "{n} lanes are empty: {names}.",
                names=say.names(empty),
            ),
            say("A roadmap without effects has no reason, one without factors no ground."),
        )
    return Check(rule, "fine", "note", say("All four lanes have cards."))


def _actions(road: Roadmap | None, say: Speaker) -> Check:
    rule = "roadmap-actions"
    if road is None or _empty(road):
        return _unjudged(rule, say("Whether actions follow: there is no card."))
    if road.recommendations.empty:
        return Check(
            rule,
            "finding",
            "amber",
            say("No action is recommended at the end."),
            say("Ask each group for one action, its addressee and a date before people leave the room."),
        )
    bare = tuple(
        road.recommendations.loc[
            road.recommendations["due"].isna() | road.recommendations["addressee"].isna(), "id"
        ]
    )
    if bare:
        return Check(
            rule,
            "finding",
            "note",
            say.plural(
                len(bare),
                "{ids} has no addressee or no date.",
                "{ids} have no addressee or no date.",
                ids=_named(road.recommendations, "text", bare, say),
            ),
            say("Say who is asked to act, and by when."),
            bare,
        )
    return Check(rule, "fine", "note", say("Each recommended action has an addressee and a date."))


def _owners(road: Roadmap | None, say: Speaker) -> Check:
    rule = "roadmap-owners"
    if road is None or road.recommendations.empty:
        return _unjudged(rule, say("Whether somebody follows the actions up: none is recommended."))
    bare = tuple(road.recommendations.loc[road.recommendations["owner"].isna(), "id"])
    if bare:
        return Check(
            rule,
            "finding",
            "amber",
            say.plural(
                len(bare),
                "Nobody follows up {ids}.",
                "Nobody follows up {ids}.",
                ids=_named(road.recommendations, "text", bare, say),
            ),
            say.plural(
                len(bare),
                "Name one person in the office for it.",
                "Name one person in the office for each.",
            ),
            bare,
        )
    return Check(rule, "fine", "note", say("Each recommended action has somebody who follows it up."))


def _several(road: Roadmap | None, say: Speaker) -> Check:
    rule = "roadmap-authors"
    if road is None or _empty(road) or road.cards["author"].isna().all():
        return _unjudged(rule, say("Whether several groups took part: the cards do not say who wrote them."))
    authors = sorted(road.cards["author"].dropna().unique())
    if len(authors) < 2:
        return Check(
            rule,
            "finding",
            "amber",
            say("All cards come from one hand: {author}.", author=authors[0]),
            say("Let firms, research and administration write cards; the method lives from different views."),
        )
    return Check(
        rule,
        "fine",
        "note",
        say.plural(len(authors), "Cards come from one group.", "Cards come from {n} groups."),
    )


def _horizon(road: Roadmap | None, horizon_min: int, say: Speaker) -> Check:
    rule = "roadmap-horizon"
    if road is None or _empty(road):
        return _unjudged(rule, say("How far the roadmap looks: there is no card."))
    years = int(road.cards["ends"].max()) // 12 - int(road.cards["begins"].min()) // 12 + 1
    if years < horizon_min:
        return Check(
            rule,
            "finding",
            "note",
            say.plural(
                years,
                "The roadmap covers one year; that is a plan.",
                "The roadmap covers {n} years; that is rather a plan.",
            ),
            say("Ask what the field will look like in ten years, and go back from there."),
        )
    return Check(
        rule,
        "fine",
        "note",
        say.plural(years, "The roadmap covers one year.", "The roadmap covers {n} years."),
    )


def _doubt(road: Roadmap | None, say: Speaker) -> Check:
    rule = "roadmap-doubt"
    if road is None or _empty(road) or road.cards["confidence"].isna().all():
        return _unjudged(rule, say("Whether doubt was written down: no card says how sure it is."))
    if (road.cards["confidence"].dropna() == "high").all():
        return Check(
            rule,
            "finding",
            "note",
            say("Every card that says how sure it is calls itself certain."),
            say("Ask each group for the card it would bet least on."),
        )
    return Check(rule, "fine", "note", say("Doubt is written down: not all cards are called certain."))


def _tasks(found: Findings | None, say: Speaker) -> Check:
    rule = "roadmap-tasks"
    if found is None or found.roadmap.cards.empty:
        return _unjudged(rule, say("Whether roadmap and action plan agree: there is no roadmap."))
    late = tuple(key for item in found.items if item.kind == "task" for key in item.cards)
    if late:
        return Check(
            rule,
            "finding",
            "amber",
            say.plural(
                len(late),
                "{ids} ends before the task it rests on.",
                "{ids} end before the tasks they rest on.",
                ids=_named(found.roadmap.cards, "text", late, say),
            ),
            say("Change the date of one of the two; people believe the earlier one."),
            late,
        )
    return Check(rule, "fine", "note", say("No card ends before a task it rests on."))


def _unanswered(foresight: Trends | None, say: Speaker) -> Check:
    rule = "trends-unanswered"
    if foresight is None or foresight.frame["quadrant"].isna().all():
        return _unjudged(rule, say("Whether strong trends are answered: no trend is rated."))
    if not foresight.roadmap:
        return _unjudged(rule, say("Whether strong trends are answered: there is no roadmap yet."))
    frame = foresight.frame
    bare = frame[(frame["quadrant"] == "act") & (frame["answered"] == "")]
    if len(bare):
        return Check(
            rule,
            "finding",
            "amber",
            say.plural(
                len(bare),
                "{ids} is strong and sure, and no card and no service rests on it.",
                "{ids} are strong and sure, and no card and no service rests on them.",
                ids=_named(frame, "name", bare["id"], say),
            ),
            say("Put it on the roadmap, answer it by a service, or say why it does not touch members."),
            tuple(bare["id"]),
        )
    return Check(
        rule,
        "fine",
        "note",
        say("Every strong and sure trend is answered by a card or a service, or there is none."),
    )


def _watched(foresight: Trends | None, say: Speaker) -> Check:
    rule = "trends-watched"
    if foresight is None or foresight.frame.empty:
        return _unjudged(rule, say("Whether somebody watches the trends: none is written down."))
    bare = tuple(foresight.frame.loc[foresight.frame["owner"].isna(), "id"])
    if bare:
        return Check(
            rule,
            "finding",
            "note",
            say.plural(
                len(bare),
                "Nobody watches {ids}.",
                "Nobody watches {ids}.",
                ids=_named(foresight.frame, "name", bare, say),
            ),
            say("Give each trend to one person who says once a year what changed."),
            bare,
        )
    return Check(rule, "fine", "note", say("Each trend has somebody who watches it."))
