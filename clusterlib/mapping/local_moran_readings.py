"""Regions beside their neighbours: sentences and a short table."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from clusterlib.mapping.local_moran import FEWEST, LocalMoran
from clusterlib.mapping.local_moran_map import LisaMap, words
from clusterlib.mapping.region_values import industry_name
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts


def read_lisa(lisa: LisaMap, *, say: Speaker = Speaker()) -> str:
    """What lies beside what, who could not be judged, and how sure it is."""
    result = lisa.result
    if result.why == "neighbours":
        return say(
            "To compare regions with their neighbours, fill the table of neighbouring regions, or name a "
            "file with the outlines of the regions."
        )
    judged = int((result.frame["state"] == "judged").sum())
    if result.why == "few":
        return say.plural(
            judged,
            "One region has a known quotient and a neighbour; at least {least} are needed to tell a "
            "pattern from chance.",
            "{n} regions have a known quotient and a neighbour; at least {least} are needed to tell a "
            "pattern from chance.",
            least=say.number(FEWEST),
        )
    if result.why == "even":
        return say("All regions have the same quotient, so none lies higher than its neighbours.")
    parts = [_instead(lisa, say), _found(result, say), _sure(result, say), _undefined(result, say)]
    return " ".join(part for part in parts if part)


def _instead(lisa: LisaMap, say: Speaker) -> str:
    if lisa.instead is None:
        return ""
    return say(
        "Too few regions publish {first}, so you see {shown}.",
        first=short(industry_name(lisa.instead, say)),
        shown=short(industry_name(lisa.result.values, say)),
    )


def _found(result: LocalMoran, say: Speaker) -> str:
    frame = result.frame[result.frame["found"]]
    names = dict(
        zip(result.values.frame["region"], texts(result.values.frame, "region", say=say), strict=True)
    )
    if frame.empty:
        return say("No region differs from its neighbours, or resembles them, more than chance could give.")
    told = {
        "high-high": say("Strong beside strong: {names}.", names=_named(frame, "high-high", names, say)),
        "high-low": say("Strong beside weak: {names}.", names=_named(frame, "high-low", names, say)),
        "low-high": say("Weak beside strong: {names}.", names=_named(frame, "low-high", names, say)),
        "low-low": say("Weak beside weak: {names}.", names=_named(frame, "low-low", names, say)),
    }
    return " ".join(text for quadrant, text in told.items() if (frame["quadrant"] == quadrant).any())


def _named(frame: pd.DataFrame, quadrant: str, names: Mapping[str, str], say: Speaker) -> str:
    return say.names(
        [names[region] for region in frame.loc[frame["quadrant"] == quadrant, "region"]], limit=4
    )


def _sure(result: LocalMoran, say: Speaker) -> str:
    judged = int((result.frame["state"] == "judged").sum())
    if result.frame["found"].any():
        return say(
            "Of such findings about {share} may be false; {n} regions were tested at once, and that is "
            "taken into account.",
            share=say.percent(result.alpha),
            n=say.number(judged),
        )
    if judged < 20:
        return say("With {n} regions only a very strong pattern could be seen.", n=say.number(judged))
    return ""


def _undefined(result: LocalMoran, say: Speaker) -> str:
    names = dict(
        zip(result.values.frame["region"], texts(result.values.frame, "region", say=say), strict=True)
    )
    parts = []
    for state in ("unknown", "island"):
        gone = [names[region] for region in result.frame.loc[result.frame["state"] == state, "region"]]
        if gone and state == "unknown":
            parts.append(
                say("Left out, because jobs are not published: {names}.", names=say.names(gone, limit=4))
            )
        elif gone:
            parts.append(
                say("Undefined, because no known neighbour is left: {names}.", names=say.names(gone, limit=4))
            )
    if result.strangers:
        parts.append(
            say(
                "Named as neighbours but not in the table of jobs: {names}.",
                names=say.names(result.strangers, limit=4),
            )
        )
    return " ".join(parts)


def table_lisa(lisa: LisaMap, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Ten regions, those with a pattern first, cells as text."""
    result = lisa.result
    labels, names = words(say), texts(result.values.frame, "region", say=say)
    frame = (
        result.frame.assign(name=names)
        .sort_values(["found", "p"], ascending=[False, True], kind="stable")
        .head(10)
    )
    kind = {"judged": "", "unknown": say("jobs not published"), "island": say("no known neighbour")}
    rows = frame.to_dict("records")
    return pd.DataFrame(
        {
            say("Region"): list(frame["name"]),
            say("Times the average"): [say.number(value, 2) for value in frame["value"]],
            say("Neighbours, on average"): [say.number(value, 2) for value in frame["beside"]],
            say("Pattern"): [
                labels[row["quadrant"]]
                if row["state"] == "judged" and not result.why
                else kind[row["state"]] or "–"
                for row in rows
            ],
            say("Beyond chance"): [
                say.word("yes" if row["found"] else "no")
                if row["state"] == "judged" and not result.why
                else "–"
                for row in rows
            ],
        }
    )
