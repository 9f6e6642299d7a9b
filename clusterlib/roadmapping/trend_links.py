"""From trend to member: what a trend means for whom, and what answers it (guide L4220-4248, method N23)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterlib import tables
from clusterlib.cells import split_ids
from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.roadmapping.trend_exposure import Exposure
from clusterlib.tables import is_blank
from clusterlib.twins import short, texts

#: Words that name nobody in particular.
_EVERYBODY = frozenset(
    {"all", "everybody", "everyone", "members", "all members", "tous", "tout le monde", "membres"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Translation:
    """What trends mean for groups.

    Attributes
    ----------
    sheet : DataFrame
        One row per link, by group and then by impact: group, trend_id, impact, touched (members at the
        links of the chain that the trend names; <NA> when unknown), text (the message, and its twins),
        needs and offers (ids of demands and services that it names).
    trends : DataFrame
        The trends of `Exposure`, with a column linked (bool).
    strong : int
        Trends whose impact reaches the limit.
    untranslated : tuple of str
        Strong trends without a link, strongest first.
    watch : tuple of str
        Trends that name links of the chain and touch no member there.
    everybody : tuple of (trend, group)
        Links to everybody, which is nobody.
    bare : tuple of (trend, group)
        Links that name neither a need nor a service.
    strong_from : float
        Limit for strong.
    demands, services : DataFrame
        For what needs and services are called.
    """

    sheet: pd.DataFrame
    trends: pd.DataFrame
    strong: int
    untranslated: tuple[str, ...]
    watch: tuple[str, ...]
    everybody: tuple[tuple[str, str], ...]
    bare: tuple[tuple[str, str], ...]
    strong_from: float
    demands: pd.DataFrame
    services: pd.DataFrame


def translate(
    exposed: Exposure,
    trend_links: pd.DataFrame | None = None,
    demands: pd.DataFrame | None = None,
    services: pd.DataFrame | None = None,
    *,
    strong_from: float = 4.0,
) -> Translation:
    """Follow each trend to the groups it is told to, and on to the need or service that answers it.

    A need without a trend is fine and not looked for.

    Parameters
    ----------
    exposed : Exposure
        From `trend_exposure.exposure`.
    trend_links, demands, services : DataFrame or None
        Typed tables.
    strong_from : float
        From this impact on a trend wants a translation.

    Examples
    --------
    >>> from clusterlib.roadmapping.trend_exposure import exposure
    >>> from clusterlib.roadmapping.trends import trends as placed
    >>> rows = [{"id": f"T{i}", "name": "x", "impact": i, "certainty": 3} for i in (5, 4, 2)]
    >>> t = tables.typed("trends", rows)
    >>> links = tables.typed("trend_links", [{"trend_id": "T5", "target_group": "founders", "text": "learn"}])
    >>> found = translate(exposure(placed(t), t), links)
    >>> found.untranslated, found.strong
    (('T4',), 2)
    """
    links = tables.empty("trend_links") if trend_links is None else trend_links
    frame = exposed.trends.assign(linked=exposed.trends["id"].isin(links["trend_id"]))
    known = {row["id"]: row for row in frame.to_dict("records")}
    wanted = set() if demands is None else set(demands["item_id"])
    rows = [_row(row, known, wanted) for row in links.to_dict("records") if row["trend_id"] in known]
    columns = ["group", "group_fr", "trend_id", "impact", "touched", "text", "text_fr", "needs", "offers"]
    sheet = pd.DataFrame(rows, columns=columns)
    sheet = sheet.sort_values(["group", "impact", "trend_id"], ascending=[True, False, True], kind="stable")
    strong = frame[frame["impact"] >= strong_from]
    open_ = strong[~strong["linked"]].sort_values(["impact", "id"], ascending=[False, True], kind="stable")
    pairs = list(zip(sheet["trend_id"], sheet["group"], strict=True))
    return Translation(
        sheet=sheet.reset_index(drop=True),
        trends=frame,
        strong=len(strong),
        untranslated=tuple(open_["id"]),
        watch=tuple(frame.loc[frame["touched"].eq(0).fillna(False), "id"]),
        everybody=tuple(pair for pair in pairs if pair[1].strip().casefold() in _EVERYBODY),
        bare=tuple(
            pair for pair, needs, offers in zip(pairs, sheet["needs"], sheet["offers"], strict=True)
            if not needs and not offers
        ),
        strong_from=strong_from,
        demands=tables.empty("demands") if demands is None else demands,
        services=tables.empty("services") if services is None else services,
    )  # fmt: skip


def _names(result: Translation, say: Speaker) -> dict[str, str]:
    needs, offers = result.demands, result.services
    return {
        **dict(zip(needs["item_id"], texts(needs, "text", say=say), strict=True)),
        **dict(zip(offers["id"], texts(offers, "name", say=say), strict=True)),
    }


def _row(row: dict[Any, Any], known: dict[str, Any], wanted: set[str]) -> dict[str, Any]:
    trend, ids = known[row["trend_id"]], split_ids(row["because"])
    return {
        "group": str(row["target_group"]),
        "group_fr": row.get("target_group_fr"),
        "trend_id": row["trend_id"],
        "impact": trend["impact"],
        "touched": trend["touched"],
        "text": row["text"],
        "text_fr": row.get("text_fr"),
        "needs": ";".join(i for i in ids if i in wanted),
        "offers": ";".join(i for i in ids if i not in wanted),
    }


def _called(result: Translation, ids: object, say: Speaker) -> str:
    called = _names(result, say)
    return say.names([short(called.get(i, "") or i, 40) for i in split_ids(ids)], limit=3)


def _trends(result: Translation, ids: tuple[str, ...], say: Speaker) -> str:
    names = dict(zip(result.trends["id"], texts(result.trends, "name", say=say), strict=True))
    return say.names([say.quoted(names[i]) for i in ids], limit=4)


def table_links(result: Translation, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The translation sheet: per group the trends, the message, the need and the service."""
    rows = result.sheet.head(12)
    names = dict(zip(result.trends["id"], texts(result.trends, "name", say=say), strict=True))
    return pd.DataFrame(
        {
            say("For whom"): texts(rows, "group", say=say),
            say("Trend"): [names[i] for i in rows["trend_id"]],
            say("Members touched"): ["–" if is_blank(n) else say.number(n) for n in rows["touched"]],
            say("Message"): texts(rows, "text", say=say),
            say("Need"): [_called(result, ids, say) for ids in rows["needs"]],
            say("Service"): [_called(result, ids, say) for ids in rows["offers"]],
        }
    )


def read_links(result: Translation, *, say: Speaker = Speaker()) -> str:
    """How many strong trends are translated, for whom, and what hangs in the air."""
    if result.trends.empty:
        return say("No trend has an impact yet, so there is nothing to translate.")
    parts = [_strong_said(result, say)]
    groups = result.sheet["group"].nunique()
    if groups:
        parts.append(
            say.plural(
                int(groups),
                "Messages are written for one group: {names}.",
                "Messages are written for {n} groups: {names}.",
                names=say.names(dict.fromkeys(texts(result.sheet, "group", say=say)), limit=4),
            )
        )
    if result.bare:
        trends = tuple(dict.fromkeys(trend for trend, _ in result.bare))
        parts.append(
            say("Told, but answered by no need and no service: {names}.", names=_trends(result, trends, say))
        )
    if result.watch:
        parts.append(
            say("At the links they name no member works, so they are for watching: {names}.",
                names=_trends(result, result.watch, say))
        )  # fmt: skip
    if result.everybody:
        trends = tuple(dict.fromkeys(trend for trend, _ in result.everybody))
        parts.append(
            say(
                "A message to everybody reaches nobody: whom does {names} touch first?",
                names=_trends(result, trends, say),
            )
        )
    return " ".join(parts)


def _strong_said(result: Translation, say: Speaker) -> str:
    limit, open_ = (
        say.number(result.strong_from, 0 if result.strong_from == int(result.strong_from) else 1),
        result.untranslated,
    )
    if not result.strong:
        return say("No trend has an impact of {limit} or more.", limit=limit)
    if not open_:
        return say.plural(
            result.strong,
            "The one strong trend (impact {limit} or more) is translated for a group.",
            "Each of the {n} strong trends (impact {limit} or more) is translated for a group.",
            limit=limit,
        )
    return say.plural(
        len(open_),
        "Of {strong} with an impact of {limit} or more, one is told to nobody: {names}.",
        "Of {strong} with an impact of {limit} or more, {n} are told to nobody: {names}.",
        strong=say.plural(result.strong, "one trend", "{n} trends"),
        limit=limit,
        names=_trends(result, open_, say),
    )


def link_checks(result: Translation | None, *, say: Speaker = Speaker()) -> list[Check]:
    """The guide's lesson that a cluster translates trends for its members (L4244-4248).

    Parameters
    ----------
    result : Translation or None
        From `translate`.
    say : Speaker
        Language of the reader.
    """
    rule = "trends-untranslated"
    if result is None or result.trends.empty:
        return [Check(rule, "not judged", "note", say("Without rated trends nothing can be translated."))]
    if not result.untranslated:
        return [Check(rule, "fine", "amber", _strong_said(result, say))]
    cure = say("Say in one sentence what it means for whom, and which service helps; or why it is left.")
    return [Check(rule, "finding", "amber", _strong_said(result, say), cure, result.untranslated)]
