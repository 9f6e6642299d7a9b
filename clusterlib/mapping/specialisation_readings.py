"""What the location quotients of a region say, in sentences."""

from __future__ import annotations

import textwrap

import pandas as pd

from clusterlib.mapping.specialisation import Specialisation
from clusterlib.readings import Speaker
from clusterlib.twins import texts

#: Longer official names are cut in a sentence; tables show them whole.
_LETTERS = 60


def headline(result: Specialisation, *, say: Speaker) -> str:
    """The finding in one line, as the title of a figure."""
    own = result.own
    if result.region is None or own.empty:
        return say("The case's region is not in the table")
    if not result.comparable:
        return say("One region alone cannot be compared")
    certain = own[own["verdict"] == "certain"]
    possible = own[own["verdict"] == "possible"]
    if len(certain) == 1:
        return say(
            "{industry} stands out in {region}", industry=_names(certain, say)[0], region=result.region
        )
    if len(certain):
        counts = {"n": say.number(len(certain)), "all": say.number(len(own))}
        return say("{n} of {all} industries stand out in {region}", region=result.region, **counts)
    if len(possible):
        return say("Secret cells hide whether any industry stands out in {region}", region=result.region)
    return say("No industry stands out in {region}", region=result.region)


def read_specialisation(result: Specialisation, *, say: Speaker = Speaker()) -> str:
    """Two short paragraphs: what stands out, and how sure that is.

    Examples
    --------
    >>> from clusterlib.mapping.specialisation import specialise
    >>> from clusterlib.tables import typed
    >>> one = typed("employment", [{"region": "A", "industry": "ICT", "year": 2022, "employment": 30}])
    >>> print(read_specialisation(specialise(one)).split(". ")[0])
    A location quotient compares a region with a whole, and this table knows no other region than A
    """
    own = result.own
    if result.region is None and result.asked and len(result.frame):
        return _elsewhere(result, say)
    if own.empty:
        return say(
            "The table has no row that names a region and an industry, so there is nothing to compare."
        )
    if not result.comparable:
        return _alone(result, say)
    first = [_shown(result, say), _who(result, say), _leader(result, say), _secret(result, say)]
    second = [_few(result, say), _growth(result, say), _whole(result, say), _not_shown(result, say)]
    return "\n\n".join(" ".join(part for part in block if part) for block in (first, second) if any(block))


def _names(rows: pd.DataFrame, say: Speaker) -> list[str]:
    return [textwrap.shorten(name, _LETTERS, placeholder=" …") for name in texts(rows, "industry", say=say)]


def _listed(rows: pd.DataFrame, say: Speaker, limit: int = 4) -> str:
    return say.names(_names(rows, say), limit=limit)


def _elsewhere(result: Specialisation, say: Speaker) -> str:
    known = say.names(list(dict.fromkeys(result.frame["region"])), limit=6)
    return say(
        "“{region}” is not among the regions of the table ({known}). Write the region in case.yml as the "
        "statistics office spells it, or choose one of these.",
        region=result.asked,
        known=known,
    )


def _alone(result: Specialisation, say: Speaker) -> str:
    if len(result.narrowed.cells.regions) <= 1:
        return say(
            "A location quotient compares a region with a whole, and this table knows no other region than "
            "{region}. Add the country's numbers as rows with the region “total”, one per industry and one "
            "with the industry “total”; then every industry of {region} can be placed.",
            region=result.region,
        )
    return say(
        "The jobs of {region} cannot be compared: the table lists fewer industries or regions than its "
        "published totals hold, or knows only one industry. Add rows with the industry “total” for "
        "each region, "
        "rows with the region “total” for each industry, and one with both.",
        region=result.region,
    )


def _shown(result: Specialisation, say: Speaker) -> str:
    if result.asked or len(result.narrowed.cells.regions) < 2:
        return ""
    return say("The case names no region, so you see {region}, which has most jobs.", region=result.region)


def _who(result: Specialisation, say: Speaker) -> str:
    own = result.own
    certain, judged = own[own["verdict"] == "certain"], own[own["verdict"].notna()]
    line, year = say.number(result.threshold, 2), str(result.year)
    if len(certain):
        return say.plural(
            len(certain),
            "Of the {all} industries of {region}, one has at least {line} times the jobs that an "
            "average region "
            "of this size would have ({year}): {names}.",
            "Of the {all} industries of {region}, {n} have at least {line} times the jobs that an "
            "average region "
            "of this size would have ({year}): {names}.",
            all=say.number(len(judged)),
            region=result.region,
            line=line,
            year=year,
            names=_listed(certain, say),
        )
    if (judged["verdict"] == "possible").any():
        return say(
            "No industry of {region} has for certain {line} times the jobs that an average region of "
            "this size "
            "would have ({year}).",
            region=result.region,
            line=line,
            year=year,
        )
    return say(
        "No industry of {region} reaches {line} times the jobs that an average region of this size "
        "would have "
        "({year}).",
        region=result.region,
        line=line,
        year=year,
    )


def _leader(result: Specialisation, say: Speaker) -> str:
    first = result.own[result.own["rank"] == 1]
    if first.empty:
        return ""
    row, name = first.iloc[0], _names(first, say)[0]
    ratio = say.number(row["lq"], 1)
    if len(first) > 1:
        return say(
            "{names} share the first place with {ratio} times.", names=_listed(first, say), ratio=ratio
        )
    if not row["lq_high"] - row["lq_low"] < 0.05:
        return say(
            "If only the published jobs count, {name} is first with {ratio} times; the unpublished "
            "ones decide.",
            name=name,
            ratio=ratio,
        )
    jobs = say.plural(round(row["employment"]), "one job", "{n} jobs")
    if row["excess_jobs"] < 0.5:
        return say("{name} comes nearest with {ratio} times ({jobs}).", name=name, ratio=ratio, jobs=jobs)
    return say.plural(
        round(row["excess_jobs"]),
        "{name} is first with {ratio} times: {jobs}, one more than the average.",
        "{name} is first with {ratio} times: {jobs}, {n} more than the average.",
        name=name,
        ratio=ratio,
        jobs=jobs,
    )


def _secret(result: Specialisation, say: Speaker) -> str:
    own = result.own
    possible = own[own["verdict"] == "possible"]
    hidden = own[own["status"].isin(["suppressed", "missing"]) & (own["verdict"] != "possible")]
    parts = []
    if len(possible):
        parts.append(
            say.plural(
                len(possible),
                "{names} may stand out: the table does not give all the jobs, and what the "
                "totals leave over "
                "allows both answers.",
                "{n} industries may stand out ({names}): the table does not give all the jobs, and what the "
                "totals leave "
                "over allows both answers.",
                names=_listed(possible, say),
            )
        )
    if len(hidden):
        parts.append(
            say.plural(
                len(hidden),
                "The jobs of {names} are not published, but the bounds are narrow enough to judge; "
                "they were not "
                "counted as zero.",
                "The jobs of {n} industries ({names}) are not published, but the bounds are narrow "
                "enough to judge; "
                "they were not counted as zero.",
                names=_listed(hidden, say),
            )
        )
    return " ".join(parts)


def _few(result: Specialisation, say: Speaker) -> str:
    own = result.own
    seen = own[own["verdict"].isin(["certain", "possible"])]
    few = seen[seen["few"]]
    if len(few):
        return say.plural(
            len(few),
            "{names} rests on fewer than {firms} firms or {jobs} jobs: one firm more or less changes "
            "its place.",
            "{names} rest on fewer than {firms} firms or {jobs} jobs each: one firm more or less "
            "changes their "
            "places.",
            names=_listed(few, say),
            firms=say.number(result.few_firms),
            jobs=say.number(result.few_jobs),
        )
    if len(seen) and seen["establishments"].isna().all():
        return say(
            "How many firms stand behind the jobs is not in the table; one large employer can look "
            "like a cluster."
        )
    return ""


def _growth(result: Specialisation, say: Speaker) -> str:
    if result.year == result.first_year:
        return say("There is only one year, so nothing can be said about growth.")
    own = result.own
    grown = own[own["cagr"].notna()].sort_values("cagr", ascending=False, kind="stable")
    entries = own[own["growth"] == "entry"]
    parts = []
    if len(grown):
        parts.append(_fastest(result, grown.iloc[[0]], say))
    if len(entries):
        parts.append(
            say.plural(
                len(entries),
                "{names} is new since then: growth from nothing has no percentage.",
                "{names} are new since then: growth from nothing has no percentage.",
                names=_listed(entries, say),
            )
        )
    return " ".join(parts)


def _fastest(result: Specialisation, best: pd.DataFrame, say: Speaker) -> str:
    since, row = str(result.first_year), best.iloc[0]
    if not row["cagr"] > 0:
        return say(
            "No industry of {region} has gained jobs since {since}.", region=result.region, since=since
        )
    frame = result.frame
    start = frame[
        (frame["region"] == result.region)
        & (frame["industry"] == row["industry"])
        & (frame["year"] == result.first_year)
    ]["employment"].iloc[0]
    return say(
        "{name} has grown fastest since {since}: from {start} to {jobs} jobs, {rate} a year.",
        name=_names(best, say)[0],
        since=since,
        start=say.number(start),
        jobs=say.number(row["employment"]),
        rate=say.percent(row["cagr"]),
    )


def _whole(result: Specialisation, say: Speaker) -> str:
    found = result.narrowed
    cells = found.cells
    parts = []
    if not (cells.by_region.published.any() or cells.by_industry.published.any()):
        parts.append(
            say.plural(
                len(cells.regions),
                "The table has no published totals.",
                "The table has no published totals, so “average” means the {n} listed regions together.",
            )
        )
        if (result.own["verdict"] == "possible").any():
            parts.append(say("Rows marked “total” would settle most of what is only possible now."))
    if not found.exact:
        secret = say.number(int(cells.unknown.sum()))
        parts.append(
            say(
                "With {secret} unpublished cells the bounds follow a simple rule: they may be too wide, "
                "never too "
                "narrow.",
                secret=secret,
            )
        )
    return " ".join(parts)


def _not_shown(result: Specialisation, say: Speaker) -> str:
    certain = result.own[result.own["verdict"] == "certain"]
    if certain.empty:
        return say(
            "A small share does not rule a cluster out: its firms may be spread over several "
            "statistical industries."
        )
    return say(
        "Whether the firms of {names} work with each other is not in these numbers: ask them.",
        names=_listed(certain, say, limit=2),
    )
