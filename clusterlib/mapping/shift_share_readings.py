"""Where a change in jobs comes from, in sentences and as a short table."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from clusterlib.mapping.shift_share import ShiftShare
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

_ROWS = 10


def signed(value: float | None, say: Speaker) -> str:
    """A number with its sign, as change is read.

    Examples
    --------
    >>> signed(1200.4, Speaker()), signed(-3, Speaker()), signed(0.2, Speaker())
    ('+1,200', '−3', '0')
    """
    if value is None or not np.isfinite(value):
        return "–"
    text = say.number(abs(value))
    return text if text == "0" else f"{'+' if value > 0 else '−'}{text}"


def span_of(row: dict[Hashable, Any], name: str, say: Speaker) -> str:
    """A part of a change as one number, or from least to most."""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if pd.isna(low) or pd.isna(high):
        return say("cannot be said")
    low, high = signed(low, say), signed(high, say)
    return low if low == high else say("{low} to {high}", low=low, high=high)


def headline(result: ShiftShare, *, say: Speaker) -> str:
    """The finding in one line, as the title of a figure."""
    own = result.own
    if result.years < 2:
        return say("One year alone shows no change")
    if result.year is None:
        return say("The region has no earlier year to compare with")
    if not own[["regional_low", "regional_high"]].notna().any(axis=None):
        return say("What {region} itself added cannot be told apart", region=result.region)
    certain = int((own["verdict"] == "certain").sum())
    if not certain:
        return say("No industry did better in {region} than elsewhere for certain", region=result.region)
    return say.plural(
        certain,
        "One of {all} industries did better in {region} than elsewhere",
        "{n} of {all} industries did better in {region} than elsewhere",
        all=say.number(len(own)),
        region=result.region,
    )


def forms_headline(result: ShiftShare, *, say: Speaker) -> str:
    """What the three forms say of the whole region, in one line."""
    rows = result.whole
    if rows.empty:
        return headline(result, say=say)
    low, high = rows["regional_low"], rows["regional_high"]
    if low.isna().any() or high.isna().any():
        return say("What {region} itself added cannot be told apart", region=result.region)
    if (low > 0.5).all():
        return say("However it is counted, {region} itself added jobs", region=result.region)
    if (high < -0.5).all():
        return say("However it is counted, {region} itself cost jobs", region=result.region)
    return say("Whether {region} itself added jobs depends on how it is counted", region=result.region)


def read_shift(result: ShiftShare, *, say: Speaker = Speaker()) -> str:
    """Two short paragraphs: where the change comes from, and how sure that is.

    Examples
    --------
    >>> from clusterlib.mapping.shift_share import shift
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.tables import typed
    >>> rows = [{"region": r, "industry": "ICT", "year": 2022, "employment": 30} for r in "AB"]
    >>> read_shift(shift(specialise(typed("employment", rows))))
    'The table has one year only. Add an earlier year, three to five years back, to see whence change comes.'
    """
    if result.years < 2:
        return say(
            "The table has one year only. Add an earlier year, three to five years back, to see whence "
            "change comes."
        )
    if result.year is None or result.own.empty:
        return say("The region has no earlier year in the table, so nothing can be said about its change.")
    first = [_whole(result, say), _best(result, say)]
    second = [_forms(result, say), _entries(result, say), _open(result, say), _care(say)]
    return "\n\n".join(" ".join(part for part in block if part) for block in (first, second))


def _whole(result: ShiftShare, say: Speaker) -> str:
    row = result.whole[result.whole["form"] == "classic"].to_dict("records")[0]
    years = {"since": str(result.since), "year": str(result.year)}
    if pd.isna(row["national"]) or pd.isna(row["mix_low"]):
        return say(
            "What the change of {region} as a whole rests on cannot be said: totals are missing.",
            region=result.region,
        )
    return say(
        "From {since} to {year} the jobs of {region} changed by {change}. Had each job grown like the "
        "whole, it would be {national}; that its industries grew otherwise than the whole gives {mix}; "
        "what is left for {region} itself is {own}.",
        region=result.region,
        change=signed(row["change"], say),
        national=signed(row["national"], say),
        mix=span_of(row, "mix", say),
        own=span_of(row, "regional", say),
        **years,
    )


def _best(result: ShiftShare, say: Speaker) -> str:
    own = result.own
    known = own[own["regional"].notna() & (own["entry"].fillna(0.0) == 0)]
    if len(known) < 2:
        return ""
    names = [short(name) for name in texts(known.iloc[[0, -1]], "industry", say=say)]
    best, worst = known["regional"].iloc[0], known["regional"].iloc[-1]
    if not best > 0.5:
        return say("None of the industries whose jobs are known did better here than elsewhere.")
    if not worst < -0.5:
        return say(
            "Against the same industry elsewhere, {best} did best ({more}).",
            best=names[0],
            more=signed(best, say),
        )
    return say(
        "Against the same industry elsewhere, {best} did best ({more}) and {worst} worst ({less}).",
        best=names[0],
        more=signed(best, say),
        worst=names[1],
        less=signed(worst, say),
    )


def _forms(result: ShiftShare, say: Speaker) -> str:
    rows = result.whole.set_index("form")
    if result.years < 3 or rows[["regional_low", "regional_high"]].isna().any(axis=None):
        return ""
    moving, classic = (rows.loc[form].to_dict() for form in ("moving", "classic"))
    same = (moving["regional_low"] > 0) == (classic["regional_low"] > 0) and (
        moving["regional_high"] < 0
    ) == (classic["regional_high"] < 0)
    own = span_of(moving, "regional", say)
    if same:
        return say(
            "Added up year by year, the own part is {own}: the choice of the first year does not turn it.",
            own=own,
        )
    return say("Added up year by year, the own part is {own}: the choice of years decides its sign.", own=own)


def _entries(result: ShiftShare, say: Speaker) -> str:
    new = result.own[result.own["entry"].fillna(0.0) > 0]
    if new.empty:
        return ""
    names = say.names([short(name) for name in texts(new, "industry", say=say)], limit=4)
    return say.plural(
        len(new),
        "{names} began from nothing, so its jobs stand apart as new.",
        "{names} began from nothing, so their jobs stand apart as new.",
        names=names,
    )


def _open(result: ShiftShare, say: Speaker) -> str:
    unsure = result.own[result.own["verdict"] == "possible"]
    if unsure.empty:
        return ""
    names = say.names([short(name) for name in texts(unsure, "industry", say=say)], limit=4)
    return say.plural(
        len(unsure),
        "For {names} unpublished jobs leave open whether the region gained or lost.",
        "For {n} industries ({names}) unpublished jobs leave open whether the region gained or lost.",
        names=names,
    )


def _care(say: Speaker) -> str:
    return say("“Itself” is what remains, not a cause: ask the firms what was different here.")


def table_shift(result: ShiftShare, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Ten industries of the region with the parts of their change, cells as text."""
    own = result.own
    if len(own) > _ROWS:  # the strongest up and the strongest down
        own = pd.concat([own.head(_ROWS // 2), own.tail(_ROWS // 2)])
    rows = own.to_dict("records")
    parts = {
        say("Change"): "change",
        say("With the whole"): "national",
        say("With the industry"): "mix",
        say("The region itself"): "regional",
        say("New"): "entry",
    }
    return pd.DataFrame(
        {
            say("Industry"): texts(own, "industry", say=say),
            **{label: [span_of(row, name, say) for row in rows] for label, name in parts.items()},
            say("Better than elsewhere"): [say.word(row["verdict"]) for row in rows],
        }
    )
