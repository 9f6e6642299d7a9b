"""The guide's lessons on money as checks that ran on one case (guide L1855-1857, L2081-2098, L2229)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clusterlib.cells import split_ids
from clusterlib.checks import Check
from clusterlib.financing import budget
from clusterlib.financing.fees import Fees
from clusterlib.financing.financing_mix import Mix
from clusterlib.financing.financing_mix_checks import (
    dependence,
    fine,
    not_judged,
    planned_fees,
    private_rise,
    public_end,
)
from clusterlib.financing.liquidity import Plan
from clusterlib.financing.liquidity_costs import Costs
from clusterlib.financing.liquidity_late import deciding
from clusterlib.readings import Speaker


def judge(
    budget_lines: pd.DataFrame | None,
    plan: Plan | None,
    mix: Mix | None,
    costs: Costs | None,
    fees: Fees | None,
    task_schedule: pd.DataFrame | None = None,
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
    task_schedule : DataFrame or None
        Hand-over of the action plan: when each task begins.
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
        dependence(mix, max_share, say),
        public_end(mix, min_public, say),
        private_rise(mix, min_rise, say),
        _unfounded(costs, lines, say),
        planned_fees(fees, say),
        _early(lines, task_schedule, say),
    ]


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
    return fine("R19", "red", said)


def _runs_out(plan: Plan | None, say: Speaker) -> Check:
    if plan is None or not plan.known:
        return not_judged("R30", "red", say("Without budget lines and opening cash no balance can be said."))
    if plan.runway is None:
        return fine("R30", "red", say("Cash stays at zero or above in every month of the plan."))
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
        return not_judged(
            "R31", "amber", say("Without budget lines and opening cash no promised balance can be said.")
        )
    hollow = plan.months[(plan.months["committed_course"] < 0) & (plan.months["course"] >= 0)]
    if hollow.empty:
        return fine("R31", "amber", say("No month stays above zero only by money that nobody has promised."))
    waits = _unpromised(plan, str(hollow["month"].iloc[-1]))
    return Check(
        "R31",
        "finding",
        "amber",
        say.plural(
            len(hollow),
            "In {month} cash stays above zero only by money that nobody has promised yet: {names}.",
            "In {n} months, the first of them {month}, cash stays above zero only by money that nobody has "
            "promised yet: {names}.",
            month=say.month(str(hollow["month"].iloc[0])),
            names=say.names(budget.names(waits, say=say), limit=3),
        ),
        say("Name the decision it waits for, and what you stop if the answer is no."),
        tuple(waits["line_id"]),
    )


def _unpromised(plan: Plan, month: str) -> pd.DataFrame:
    """Open income lines that have paid by a month, largest first."""
    lines, span = plan.lines, plan.months["month"].tolist()
    spread = budget.schedule(lines, count=span.index(month) + 1, first_month=span[0])
    counts = spread.counts.sum(axis=1)
    amounts = counts * spread.values
    open_ = budget.is_in(lines) & ~budget.is_promised(lines) & (counts > 0)
    order = sorted(np.flatnonzero(open_).tolist(), key=lambda i: -amounts[i])
    return lines.iloc[order]


def _one_grant(plan: Plan | None, say: Speaker) -> Check:
    if plan is None or not plan.known:
        return not_judged(
            "T13-one", "amber", say("Whether one line decides cannot be said without balances.")
        )
    if plan.runway is not None:
        return not_judged(
            "T13-one", "amber", say("No single line decides: cash falls below zero even with all of them.")
        )
    found = deciding(plan)
    if not found:
        return fine(
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
            "{n} lines that are not promised decide, each alone: without one of them cash falls below zero "
            "({names}).",
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
        return fine(
            "R32", "note", say("The plan covers a year, with people and founding costs where they are due.")
        )
    text = say("The plan lacks {what}.", what=say.names(lacking))
    return Check(
        "R32", "finding", "note", text, say("Plan at least a year, with people and what a founding costs.")
    )


def _unfounded(costs: Costs | None, lines: pd.DataFrame, say: Speaker) -> Check:
    if costs is None or costs.rows.empty:
        return not_judged("T13-because", "amber", say("Without cost lines there is nothing to trace."))
    if not costs.unfounded:
        return fine("T13-because", "amber", say("Every cost line names what it pays for."))
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


def _early(lines: pd.DataFrame, schedule: pd.DataFrame | None, say: Speaker) -> Check:
    """Costs that fall due once, in a month before the task they pay for begins."""
    begun = {} if schedule is None else _begins(schedule)
    single = lines[(lines["kind"] == "out") & (lines["recurrence"] == "once")]
    served = {
        row.line_id: [begun[name] for name in split_ids(row.because) if name in begun]
        for row in single.itertuples(index=False)
    }
    if not any(served.values()):
        return not_judged(
            "T12-early",
            "note",
            say("No single cost names a task with a planned first day, so none can be early."),
        )
    early = single[
        [
            bool(served[name]) and start < min(served[name])
            for name, start in zip(single["line_id"], single["start"], strict=True)
        ]
    ]
    if early.empty:
        return fine("T12-early", "note", say("No single cost falls due before its task begins."))
    return Check(
        "T12-early",
        "finding",
        "note",
        say.plural(
            len(early),
            "One cost falls due before the task it pays for begins: {names}.",
            "{n} costs fall due before the tasks they pay for begin: {names}.",
            names=say.names(budget.names(early, say=say), limit=3),
        ),
        say("Move the payment to the month of the task, or say why it must come first."),
        tuple(early["line_id"]),
    )


def _begins(schedule: pd.DataFrame) -> dict[str, str]:
    known = schedule.dropna(subset=["start_on"])
    return {str(no): str(day)[:7] for no, day in zip(known["no"], known["start_on"], strict=True)}
