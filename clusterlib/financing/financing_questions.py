"""The guide's key questions on money, answered as far as the data can (guide L1653, L1963, L2081)."""

from __future__ import annotations

import pandas as pd

from clusterlib import twins
from clusterlib.checks import Answer
from clusterlib.financing import budget
from clusterlib.financing.fees import Fees
from clusterlib.financing.financing_mix import Mix
from clusterlib.financing.liquidity import Plan
from clusterlib.financing.liquidity_costs import Costs
from clusterlib.readings import Speaker


def answer(
    plan: Plan | None,
    costs: Costs | None,
    mix: Mix | None,
    fees: Fees | None,
    services: pd.DataFrame | None,
    *,
    say: Speaker = Speaker(),
) -> list[Answer]:
    """Answer the questions on cost structure, revenue streams and liquidity.

    Parameters
    ----------
    plan, costs, mix, fees : Plan, Costs, Mix, Fees or None
        Results of the tools of this step; None when one could not run.
    services : DataFrame or None
        Typed table of that name: it tells what is sold.
    say : Speaker
        Gives language and currency.
    """
    return [
        _largest_costs(costs, say),
        _start(costs, plan, say),
        _paid_services(services, mix, say),
        _members(mix, fees, say),
        _public(mix, say),
        _liquid(plan, say),
    ]


def _largest_costs(costs: Costs | None, say: Speaker) -> Answer:
    question = say("What are the most important costs of the organisation?")
    if costs is None or not costs.total:
        return Answer(question, say("No cost is written down yet."), known=False)
    top = costs.rows.head(3)
    parts = [
        say("{category} ({share})", category=say.word(c), share=say.percent(s))
        for c, s in zip(top["category"], top["share"], strict=True)
    ]
    return Answer(
        question,
        say("Most of {total} goes into {names}.", names=say.names(parts), total=say.money(costs.total)),
    )


def _start(costs: Costs | None, plan: Plan | None, say: Speaker) -> Answer:
    question = say("Is the money tied to the steps of the strategy?")
    if costs is None or plan is None or costs.rows.empty:
        return Answer(question, say("There is no cost line to tie to a step."), known=False)
    lines = int((~budget.is_in(plan.lines)).sum())
    tied = lines - len(costs.unfounded)
    if tied in (0, lines):
        every = say("Every cost line names the task, initiative or service it pays for.")
        return Answer(question, every if tied else say("No cost line names what it pays for."))
    said = say(
        "{share} cost lines name the task, initiative or service they pay for.", share=say.share(tied, lines)
    )
    return Answer(question, said)


def _paid_services(services: pd.DataFrame | None, mix: Mix | None, say: Speaker) -> Answer:
    question = say("For which services are members and others willing to pay?")
    share = None if mix is None else mix.share("services")
    if services is None or services.empty:
        return Answer(
            question, say("The case has no list of services, so only the plan speaks."), known=False
        )
    charged = services[services["payment"] == "charged"]
    if charged.empty:
        return Answer(question, say("No service is marked as charged."), known=False)
    names = say.names(twins.texts(charged, "name", say=say), limit=5)
    said = say("Charged are {names}.", names=names)
    if share is not None:
        said += " " + say("Services bring {share} of the planned income.", share=say.percent(share))
    return Answer(
        question,
        said + " " + say("Whether buyers accept the price, only asking them tells; see the part on prices."),
    )


def _members(mix: Mix | None, fees: Fees | None, say: Speaker) -> Answer:
    question = say("How do members and others contribute?")
    share = None if mix is None else mix.share("private")
    if share is None:
        return Answer(question, say("There is no income line to say it from."), known=False)
    said = say(
        "Members, customers and sponsors bring {share} of the planned income.", share=say.percent(share)
    )
    if fees is not None and fees.income_now is not None:
        said += " " + say("Today's fees make {income} a year.", income=say.money(fees.income_now))
    return Answer(question, said)


def _public(mix: Mix | None, say: Speaker) -> Answer:
    question = say("Which other sources are there, such as public money?")
    if mix is None or mix.share("public") is None:
        return Answer(question, say("There is no income line to say it from."), known=False)
    public, projects = say.percent(mix.share("public")), say.percent(mix.share("projects"))
    return Answer(
        question,
        say(
            "Public money is {public} and projects are {projects} of the plan.",
            public=public,
            projects=projects,
        ),
    )


def _liquid(plan: Plan | None, say: Speaker) -> Answer:
    question = say("Are we able to pay in every month?")
    if plan is None or not plan.known or plan.low is None:
        return Answer(
            question, say("That cannot be said without budget lines and the opening cash."), known=False
        )
    amount, month = say.money(plan.low.amount), say.month(plan.low.month)
    if plan.runway is None:
        return Answer(
            question,
            say("By the plan yes; the lowest cash is {amount}, in {month}.", amount=amount, month=month),
        )
    return Answer(
        question,
        say("No: from {first} cash is below zero; the lowest is {amount}, in {month}.",
            first=say.month(plan.runway), amount=amount, month=month),
    )  # fmt: skip
