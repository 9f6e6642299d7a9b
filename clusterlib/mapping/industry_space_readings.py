"""What is near to a region's industries, and how complex it is, in sentences and a short table."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from clusterlib.mapping.industry_space import Space
from clusterlib.mapping.space_complexity_readings import read_complexity
from clusterlib.mapping.standing_views import span
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

_ROWS = 10


def _names(rows: pd.DataFrame, say: Speaker, limit: int = 3) -> str:
    return say.names([short(name) for name in texts(rows, "industry", say=say)], limit=limit)


def _judged(result: Space) -> bool:
    return bool(result.own["density_low"].notna().any())


def headline_near(result: Space, *, say: Speaker) -> str:
    """The finding on what could be entered, in one line."""
    if result.own.empty:
        return say("The case's region is not in the table")
    outside = result.outside[result.outside["density_low"].notna()]
    if outside.empty:
        return say("There is no industry to compare that {region} does not have", region=result.region)
    near, may = outside[outside["near"] == "certain"], outside[outside["near"] == "possible"]
    if len(near) == 1:
        return say(
            "{industry} is the one industry near to what {region} does",
            industry=_names(near, say),
            region=result.region,
        )
    if len(near):
        return say(
            "{n} of {all} industries that {region} lacks are near to what it does",
            n=say.number(len(near)),
            all=say.number(len(outside)),
            region=result.region,
        )
    if len(may):
        return say("Secret cells hide what is near to {region}", region=result.region)
    return say("Nothing that {region} lacks is nearer than the rest", region=result.region)


def headline_space(result: Space, *, say: Speaker) -> str:
    """The finding on the network, in one line."""
    if result.own.empty:
        return say("The case's region is not in the table")
    if not _judged(result):
        return say("Too few industries and regions to see what goes together")
    related = result.pairs.frame["related"]
    if (related == "certain").any():
        return say.plural(
            int((related == "certain").sum()),
            "One pair of industries goes together more often than chance",
            "{n} pairs of industries go together more often than chance",
        )
    return say("What is found in the same regions; no pair is beyond chance")


def read_space(result: Space, *, say: Speaker = Speaker()) -> str:
    """What the region could enter, what its own industry is related to, and how complex it is.

    Examples
    --------
    >>> from clusterlib.mapping.industry_space import relate
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.tables import typed
    >>> read_space(relate(specialise(typed("employment", []))))
    'The table has no row of the case’s region, so nothing can be near to it.'
    """
    if result.own.empty:
        return say("The table has no row of the case’s region, so nothing can be near to it.")
    if not _judged(result):
        return say(
            "What goes together can be seen only where several regions have several industries; this table "
            "has {regions} regions and {industries} industries that can be compared.",
            regions=say.number(result.pairs.regions),
            industries=say.number(len(result.pairs.industries)),
        )
    blocks = (
        [_nearest(result, say), _others_near(result, say), _undecided(result, say)],
        [_relatives(result, say), _chance(result, say)],
        [read_complexity(result, say=say)],
    )
    return "\n\n".join(" ".join(part for part in block if part) for block in blocks if any(block))


def _share(low: float, high: float, say: Speaker) -> str:
    first, last = say.percent(low), say.percent(high)
    return first if first == last else say("{low} to {high}", low=first, high=last)


def _nearest(result: Space, say: Speaker) -> str:
    outside = result.outside[result.outside["density_low"].notna()]
    sure, may, all_ = result.share_here
    has = (
        say.number(sure)
        if sure == may
        else say("{low} to {high}", low=say.number(sure), high=say.number(may))
    )
    if outside.empty:
        return say(
            "{region} has {has} of {all} industries in at least the share that all regions have together; "
            "none is left that it could enter.",
            region=result.region,
            has=has,
            all=say.number(all_),
        )
    first = say(
        "{region} has {has} of {all} industries in at least the share that all regions have together.",
        region=result.region,
        has=has,
        all=say.number(all_),
    )
    return f"{first} {_first(result, outside, say)}"


def _first(result: Space, outside: pd.DataFrame, say: Speaker) -> str:
    """The one with most of its relatives here; what may have more follows in the next sentence."""
    row = outside.iloc[[0]]
    return say(
        "Of those it lacks, {name} has most of its relatives here for certain: {share} of the industries "
        "that are found where it is found, weighed by how often. Of all others {region} has {all}.",
        name=_names(row, say),
        region=result.region,
        share=_share(float(row["density_low"].iloc[0]), float(row["density_high"].iloc[0]), say),
        all=_all_share(result, say),
    )


def _all_share(result: Space, say: Speaker) -> str:
    sure, may, all_ = result.share_here
    return _share(sure / max(all_ - 1, 1), min(may / max(all_ - 1, 1), 1.0), say)


def _others_near(result: Space, say: Speaker) -> str:
    outside = result.outside
    near, may = outside[outside["near"] == "certain"], outside[outside["near"] == "possible"]
    told = []
    if len(near):
        told.append(
            say.plural(
                len(near),
                "{names} is nearer than an industry taken blindly.",
                "{n} industries ({names}) are nearer than one taken blindly.",
                names=_names(near, say),
            )
        )
    elif outside["density_low"].notna().any() and may.empty:
        told.append(say("None of them is nearer than an industry taken blindly."))
    if len(may):
        told.append(
            say.plural(
                len(may),
                "{names} may be nearer than one taken blindly: jobs that are not published decide.",
                "{n} industries ({names}) may be nearer than one taken blindly: jobs that are not published "
                "decide.",
                names=_names(may, say),
            )
        )
    if len(near) or len(may):
        told.append(
            say("Near is not easy: it says where skills may be shared, not whether there is a market.")
        )
    return " ".join(told)


def _undecided(result: Space, say: Speaker) -> str:
    if not result.undecided:
        return ""
    return say.plural(
        result.undecided,
        "One cell of the table is secret in a way that leaves open whether its region has the industry, so "
        "shares are given as ranges.",
        "{n} cells of the table are secret in a way that leaves open whether their region has the industry, "
        "so shares are given as ranges.",
    )


def _relatives(result: Space, say: Speaker) -> str:
    if result.industry is None:
        return say(
            "The case's own sector is not spelled as an industry of this table, so its relatives are not "
            "listed."
        )
    own = result.own[result.own["industry"] == result.industry]
    name = _names(own, say) if len(own) else result.industry
    around = result.pairs.around(result.industry)
    around = around[around["both_low"] > 0]
    if around.empty:
        return say("{name} shares no region for certain with any other industry.", name=name)
    first = around.head(3)
    lookup = result.own.drop_duplicates("industry").set_index("industry")
    found = [n for n in first["other"] if n in lookup.index]
    names = _names(lookup.loc[found].reset_index(), say) if found else say.names(first["other"])
    both, n = int(first["both_low"].iloc[0]), result.pairs.regions
    return say(
        "{name} is most often found with {names}; regions where it meets the first of these: {share}.",
        name=name,
        names=names,
        share=say.share(both, n),
    )


def _chance(result: Space, say: Speaker) -> str:
    frame, regions = result.pairs.frame, result.pairs.regions
    mine = result.pairs.around(result.industry)
    certain = mine[mine["related"] == "certain"]
    if len(certain):
        return say.plural(
            len(certain),
            "With {names} that is more often than chance would have it.",
            "With {names} that is more often than chance would have it.",
            names=say.names([short(name) for name in certain["other"]], limit=3),
        )
    if (frame["related"] == "certain").any():
        return ""
    if (frame["related"] == "possible").any():
        return say(
            "Whether any pair is together more often than chance depends on cells that are not published."
        )
    return say.plural(
        regions,
        "With one region no pair can be told from chance.",
        "With {n} regions no pair of industries is together more often than chance could bring about: take "
        "these neighbours as questions for the firms, not as findings.",
    )


def table_space(result: Space, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Ten industries that the region lacks, nearest first; all of its industries when it lacks none."""
    outside = result.outside[result.outside["density_low"].notna()]
    rows = (outside if len(outside) else result.own).head(_ROWS)
    records = rows.to_dict("records")
    pci = result.order.industries[result.order.industries["year"] == result.year].set_index("industry")
    return pd.DataFrame(
        {
            say("Industry"): texts(rows, "industry", say=say),
            say("{region} has it", region=result.region): [_word(row["here"], say) for row in records],
            say("Share of its relatives here"): [_density(row, say) for row in records],
            say("Near"): [_word(row["near"], say) for row in records],
            say("Complexity (z)"): [_pci(pci, str(row["industry"]), say) for row in records],
        }
    )


def _word(word: Any, say: Speaker) -> str:
    return say.word(word) if isinstance(word, str) else say("cannot be said")


def _density(row: dict[Hashable, Any], say: Speaker) -> str:
    if pd.isna(row["density_low"]):
        return "–"
    return _share(float(row["density_low"]), float(row["density_high"]), say)


def _pci(pci: pd.DataFrame, industry: str, say: Speaker) -> str:
    if industry not in pci.index:
        return "–"
    return span(pci.loc[industry, "low"], pci.loc[industry, "high"], 1, say)


def listing(result: object) -> str:
    """The nearest industries as plain text: what a test compares; a sentence for a tool left out."""
    if not isinstance(result, Space) or result.own.empty:
        return "no neighbours"
    rows = result.own.head(6)[["industry", "here", "density_low", "density_high", "near"]]
    return rows.round(3).to_string(index=False)
