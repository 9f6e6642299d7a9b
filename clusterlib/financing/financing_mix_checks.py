"""Checks of who pays: dependence, public money at the end, private income after five years, fees."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from clusterlib.checks import Check, Severity
from clusterlib.financing import budget
from clusterlib.financing.fees import Fees
from clusterlib.financing.financing_mix import Mix
from clusterlib.readings import Speaker


def fine(rule: str, severity: Severity, text: str) -> Check:
    """A lesson that the case keeps."""
    return Check(rule, "fine", severity, text)


def not_judged(rule: str, severity: Severity, text: str) -> Check:
    """A lesson that cannot be judged, with the reason."""
    return Check(rule, "not judged", severity, text)


def dependence(mix: Mix | None, max_share: float, say: Speaker) -> Check:
    """Whether one source brings more than the limit, or private money brings all (guide L2091)."""
    now = None if mix is None else mix.figures()
    if mix is None or now is None or pd.isna(now["largest_share"]):
        return not_judged(
            "R33", "amber", say("Without income lines, dependence on one source cannot be judged.")
        )
    ids = _ids(mix, [str(now["largest"])])
    if now["private"] > 1 - 1e-9:
        return Check(
            "R33", "finding", "amber",
            say("All income of {year} is private.", year=mix.year),
            say("Purely private networks tend to serve their payers only; look for a public share."),
            ids,
        )  # fmt: skip
    if now["largest_share"] > max_share:
        digits = int(say.percent(now["largest_share"]) == say.percent(max_share))
        return Check(
            "R33", "finding", "amber",
            say("In {year} one source brings {share} of the income: {source}; the limit is {limit}.",
                year=mix.year, source=say.word(now["largest"]),
                share=say.percent(now["largest_share"], digits),
                limit=say.percent(max_share, digits)),
            say("Build a second leg; what hangs on one programme ends with it."),
            ids,
        )  # fmt: skip
    return fine(
        "R33", "amber", say("No source brings more than {limit} of the income.", limit=say.percent(max_share))
    )


def _ids(mix: Mix, sources: Sequence[str]) -> tuple[str, ...]:
    rows = mix.rows[(mix.rows["year"] == mix.year) & mix.rows["source"].isin(sources)]
    return tuple(part for cell in rows["because"] for part in str(cell).split(";"))


def public_end(mix: Mix | None, min_public: float, say: Speaker) -> Check:
    """Whether the plan ends with less public money than even mature clusters kept (guide L2229)."""
    if mix is None or mix.years.empty or pd.isna(mix.years["public"].iloc[-1]):
        return not_judged(
            "R34", "note", say("Without income lines, the public share at the end cannot be judged.")
        )
    last = mix.years.iloc[-1]
    share, year = say.percent(last["public"]), int(last["year"])
    if last["public"] >= min_public:
        return fine(
            "R34", "note", say("The plan ends, in {year}, with {share} public money.", year=year, share=share)
        )
    return Check(
        "R34", "finding", "note",
        say("The plan ends, in {year}, with {share} public money; even strong clusters kept {limit} or more "
            "(guide L2229).", year=year, share=share, limit=say.percent(min_public)),
        say("Say what takes its place, with a name."),
    )  # fmt: skip


def private_rise(mix: Mix | None, min_rise: float, say: Speaker) -> Check:
    """Whether private income rises once the cluster is old enough (guide L2229)."""
    if mix is None or mix.age is None:
        return not_judged(
            "R50", "amber", say("Without a date of founding, the rise of private income cannot be judged.")
        )
    if mix.age < mix.ramp_years:
        return fine("R50", "amber", say("The cluster is younger than {n} years; private income may "
                                         "still be low.",
                                         n=say.number(mix.ramp_years)))  # fmt: skip
    if len(mix.years) < 2:
        return not_judged(
            "R50", "amber", say("One year of plan is not enough to see whether private income rises.")
        )
    first, last = mix.years.iloc[0], mix.years.iloc[-1]
    said = {"first": say.percent(first["private"]), "last": say.percent(last["private"])}
    if last["private"] - first["private"] >= min_rise - 1e-12:
        return fine("R50", "amber", say("The private share rises from {first} to {last}.", **said))
    return Check(
        "R50", "finding", "amber",
        say("The cluster is {age} years old, and its private share goes from {first} to {last}.",
            age=say.number(mix.age), **said),
        say("Price the services that need much effort and that members want."),
        _ids(mix, budget.PRIVATE),
    )  # fmt: skip


def planned_fees(fees: Fees | None, say: Speaker) -> Check:
    """Whether today's members and fees bring what the plan counts on (guide L2081)."""
    if fees is None:
        return not_judged(
            "T15-fees", "amber", say("Without fee tiers, the fees in the plan cannot be checked.")
        )
    if fees.income_now is None:
        return not_judged(
            "T15-fees", "amber", say("Not every tier has a fee of today, so its income cannot be checked.")
        )
    planned, real = say.money(fees.need.planned), say.money(fees.income_now)
    if fees.need.planned > fees.income_now * 1.0000001:
        return Check(
            "T15-fees", "finding", "amber",
            say("The plan counts on {planned} from fees; today's members and fees bring {real}.",
                planned=planned, real=real),
            say("Lower the line, or say which new members or which fee make up for it."),
        )  # fmt: skip
    return fine("T15-fees", "amber", say("Today's members and fees bring {real}; the plan counts on "
                                          "{planned}.",
                                          real=real, planned=planned))  # fmt: skip
