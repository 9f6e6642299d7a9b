"""The guide's lessons on money as checks that ran on one case (guide L1855-1857, L2081-2098, L2229)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from clusterlib import budget
from clusterlib.checks import Check, Severity
from clusterlib.fees import Fees
from clusterlib.financing_mix import Mix
from clusterlib.liquidity import Plan
from clusterlib.liquidity_costs import Costs
from clusterlib.liquidity_late import deciding
from clusterlib.readings import Speaker


def judge(
    budget_lines: pd.DataFrame | None,
    plan: Plan | None,
    mix: Mix | None,
    costs: Costs | None,
    fees: Fees | None,
    *,
    say: Speaker = Speaker(),
    phase: str = "",
    max_share: float = 0.6,
    min_public: float = 0.2,
    min_rise: float = 0.05,
) -> list[Check]:
    """Run every check on what the tools found; None stands for a tool that could not run.

    Parameters
    ----------
    budget_lines : DataFrame or None
        Typed table of that name.
    plan, mix, costs, fees : Plan, Mix, Costs, Fees or None
        Results of the tools of this step.
    say : Speaker
        Gives language and currency.
    phase : str
        Phase of the cluster; founding costs are expected in initiation and establishment.
    max_share : float
        A source with more of the income than this is a dependence.
    min_public : float
        Share of public money that even mature clusters kept (guide L2229).
    min_rise : float
        Rise of the private share, from the first to the last year, that counts as one.

    Examples
    --------
    >>> [check.status for check in judge(None, None, None, None, None)][:2]
    ['finding', 'not judged']
    """
    lines = budget.checked(budget_lines)
    return [
        _model(lines, say),
        _runs_out(plan, say),
        _promises(plan, say),
        _one_grant(plan, say),
        _lacks(plan, lines, phase, say),
        _dependence(mix, max_share, say),
        _public_end(mix, min_public, say),
        _private_rise(mix, min_rise, say),
        _unfounded(costs, lines, say),
        _fees(fees, say),
    ]


def _fine(rule: str, severity: Severity, text: str) -> Check:
    return Check(rule, "fine", severity, text)


def _open(rule: str, severity: Severity, text: str) -> Check:
    return Check(rule, "not judged", severity, text)


def _model(lines: pd.DataFrame, say: Speaker) -> Check:
    income = int((lines["kind"] == "in").sum())
    cure = say("Fill ten rough lines now, both sides: changing the model later is hard.")
    if not len(lines):
        return Check(
            "R19", "finding", "red", say("There is no budget line: nobody knows what this costs."), cure
        )
    if not income or income == len(lines):
        text = say("There is no income line.") if not income else say("There is no cost line.")
        return Check("R19", "finding", "red", text, cure, tuple(lines["line_id"]))
    said = say(
        "There is a model: {income} and {cost}.",
        income=say.plural(income, "one income line", "{n} income lines"),
        cost=say.plural(len(lines) - income, "one cost line", "{n} cost lines"),
    )
    return _fine("R19", "red", said)


def _runs_out(plan: Plan | None, say: Speaker) -> Check:
    if plan is None or not plan.known:
        return _open("R30", "red", say("Without budget lines and opening cash no balance can be said."))
    if plan.runway is None:
        return _fine("R30", "red", say("Cash stays at zero or above in every month of the plan."))
    row = plan.months[plan.months["month"] == plan.runway].iloc[0]
    return Check(
        "R30",
        "finding",
        "red",
        say(
            "Money runs out in {month}: {cash}.", month=say.month(plan.runway), cash=say.money(row["course"])
        ),
        say("Move income forward, costs back, or ask for a bridge before that month."),
        tuple(str(row["because"]).split(";")) if isinstance(row["because"], str) else (),
    )


def _promises(plan: Plan | None, say: Speaker) -> Check:
    if plan is None or not plan.known:
        return _open(
            "R31", "amber", say("Without budget lines and opening cash no promised balance can be said.")
        )
    hollow = plan.months[(plan.months["committed_course"] < 0) & (plan.months["course"] >= 0)]
    if hollow.empty:
        return _fine("R31", "amber", say("No month stays above zero only by money that nobody has promised."))
    month, months = str(hollow["month"].iloc[0]), say.plural(len(hollow), "one month", "{n} months")
    waits = _unpromised(plan, month)
    return Check(
        "R31",
        "finding",
        "amber",
        say(
            "In {months}, from {month} on, the plan lives on money that nobody has promised yet: {names}.",
            months=months,
            month=say.month(month),
            names=say.names(budget.names(waits, say=say), limit=3),
        ),
        say("Name the decision it waits for, and what you stop if the answer is no."),
        tuple(waits["line_id"]),
    )


def _unpromised(plan: Plan, month: str) -> pd.DataFrame:
    """Open income lines that have paid by a month, largest first."""
    lines, span = plan.lines, plan.months["month"].tolist()
    counts = budget.payments(lines, first=span[0], count=span.index(month) + 1).sum(axis=1)
    amounts = counts * budget.expected(lines)
    open_ = budget.is_in(lines) & ~budget.is_promised(lines) & (counts > 0)
    order = sorted(np.flatnonzero(open_).tolist(), key=lambda i: -amounts[i])
    return lines.iloc[order]


def _one_grant(plan: Plan | None, say: Speaker) -> Check:
    if plan is None or not plan.known:
        return _open("T13-one", "amber", say("Whether one line decides cannot be said without balances."))
    if plan.runway is not None:
        return _open(
            "T13-one", "amber", say("No single line decides: cash falls below zero even with all of them.")
        )
    found = deciding(plan)
    if not found:
        return _fine(
            "T13-one", "amber", say("No single unpromised line decides whether cash stays above zero.")
        )
    by_id = dict(zip(plan.lines["line_id"], budget.names(plan.lines, say=say), strict=True))
    return Check(
        "T13-one",
        "finding",
        "amber",
        say.plural(
            len(found),
            "One line that is not promised decides alone: without {names} cash falls below zero.",
            "Each of {n} lines that are not promised decides alone: without {names} cash falls below zero.",
            names=say.names([by_id[name] for name in found], limit=3),
        ),
        say("Ask for the promise in writing, with its date; write down today what you do without it."),
        found,
    )


def _lacks(plan: Plan | None, lines: pd.DataFrame, phase: str, say: Speaker) -> Check:
    costs = set(lines.loc[lines["kind"] == "out", "category"])
    lacking = []
    if plan is None or len(plan.months) < 12:
        lacking.append(say("a full year"))
    if "personnel" not in costs:
        lacking.append(say("costs of people"))
    if phase in ("initiation", "establishment") and "start-up" not in costs:
        lacking.append(say("costs of the founding"))
    if not lacking:
        return _fine(
            "R32", "note", say("The plan covers a year, with people and founding costs where they are due.")
        )
    text = say("The plan lacks {what}.", what=say.names(lacking))
    return Check(
        "R32", "finding", "note", text, say("Plan at least a year, with people and what a founding costs.")
    )


def _dependence(mix: Mix | None, max_share: float, say: Speaker) -> Check:
    now = None if mix is None else mix.figures()
    if mix is None or now is None or pd.isna(now["largest_share"]):
        return _open("R33", "amber", say("Without income lines, dependence on one source cannot be judged."))
    ids = _ids(mix, [str(now["largest"])])
    if now["private"] > 1 - 1e-9:
        return Check(
            "R33", "finding", "amber",
            say("All income of {year} is private.", year=mix.year),
            say("Purely private networks tend to serve their payers only; look for a public share."),
            ids,
        )  # fmt: skip
    if now["largest_share"] > max_share:
        return Check(
            "R33", "finding", "amber",
            say("In {year} {share} of the income comes from one source: {source}; the limit in use is "
                "{limit}.",
                year=mix.year, share=say.percent(now["largest_share"]), source=say.word(now["largest"]),
                limit=say.percent(max_share)),
            say("Build a second leg; what hangs on one programme ends with it."),
            ids,
        )  # fmt: skip
    return _fine(
        "R33", "amber", say("No source brings more than {limit} of the income.", limit=say.percent(max_share))
    )


def _ids(mix: Mix, sources: Sequence[str]) -> tuple[str, ...]:
    rows = mix.rows[(mix.rows["year"] == mix.year) & mix.rows["source"].isin(sources)]
    return tuple(part for cell in rows["because"] for part in str(cell).split(";"))


def _public_end(mix: Mix | None, min_public: float, say: Speaker) -> Check:
    if mix is None or mix.years.empty or pd.isna(mix.years["public"].iloc[-1]):
        return _open(
            "R34", "note", say("Without income lines, the public share at the end cannot be judged.")
        )
    last = mix.years.iloc[-1]
    share, year = say.percent(last["public"]), int(last["year"])
    if last["public"] >= min_public:
        return _fine(
            "R34", "note", say("The plan ends, in {year}, with {share} public money.", year=year, share=share)
        )
    return Check(
        "R34", "finding", "note",
        say("The plan ends, in {year}, with {share} public money; even strong clusters kept {limit} or more "
            "(guide L2229).", year=year, share=share, limit=say.percent(min_public)),
        say("Say what takes its place, with a name."),
    )  # fmt: skip


def _private_rise(mix: Mix | None, min_rise: float, say: Speaker) -> Check:
    if mix is None or mix.age is None:
        return _open(
            "R50", "amber", say("Without a date of founding, the rise of private income cannot be judged.")
        )
    if mix.age < mix.ramp_years:
        return _fine("R50", "amber", say("The cluster is younger than {n} years; private income may "
                                         "still be low.",
                                         n=say.number(mix.ramp_years)))  # fmt: skip
    if len(mix.years) < 2:
        return _open(
            "R50", "amber", say("One year of plan is not enough to see whether private income rises.")
        )
    first, last = mix.years.iloc[0], mix.years.iloc[-1]
    said = {"first": say.percent(first["private"]), "last": say.percent(last["private"])}
    if last["private"] - first["private"] >= min_rise - 1e-12:
        return _fine("R50", "amber", say("The private share rises from {first} to {last}.", **said))
    return Check(
        "R50", "finding", "amber",
        say("The cluster is {age} years old, and its private share goes from {first} to {last}.",
            age=say.number(mix.age), **said),
        say("Price the services that need much effort and that members want."),
        _ids(mix, budget.PRIVATE),
    )  # fmt: skip


def _unfounded(costs: Costs | None, lines: pd.DataFrame, say: Speaker) -> Check:
    if costs is None or costs.rows.empty:
        return _open("T13-because", "amber", say("Without cost lines there is nothing to trace."))
    if not costs.unfounded:
        return _fine("T13-because", "amber", say("Every cost line names what it pays for."))
    by_id = dict(zip(lines["line_id"], budget.names(lines, say=say), strict=True))
    return Check(
        "T13-because", "finding", "amber",
        say.plural(
            len(costs.unfounded),
            "One cost line names no task, initiative or service it pays for: {names}.",
            "{n} cost lines name no task, initiative or service they pay for: {names}.",
            names=say.names([by_id[name] for name in costs.unfounded], limit=4)),
        say("Write the reason into its column “because”, or ask whether the cost is needed."),
        costs.unfounded,
    )  # fmt: skip


def _fees(fees: Fees | None, say: Speaker) -> Check:
    if fees is None:
        return _open("T15-fees", "amber", say("Without fee tiers, the fees in the plan cannot be checked."))
    if fees.income_now is None:
        return _open(
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
    return _fine("T15-fees", "amber", say("Today's members and fees bring {real}; the plan counts on "
                                          "{planned}.",
                                          real=real, planned=planned))  # fmt: skip
