"""The liquidity plan in words."""

from __future__ import annotations

from clusterlib.financing import budget
from clusterlib.financing.liquidity import Plan
from clusterlib.financing.liquidity_costs import Costs
from clusterlib.financing.liquidity_late import Late
from clusterlib.readings import Speaker


def read_costs(result: Costs, *, say: Speaker = Speaker()) -> str:
    """What the year costs, how much of it cannot be stopped, and which costs serve nothing named."""
    if result.rows.empty:
        return say(
            "There is no cost line in these months. A plan without costs is not cautious, it is empty: "
            "write down at least people, room and travel, in round figures."
        )
    if not result.total:
        return say("All cost lines of these months are 0, so there is nothing to compare.")
    months = say.plural(result.count, "one month", "{n} months")
    said = [say("Over {months} the work costs {total}.", months=months, total=say.money(result.total))]
    first = result.rows.iloc[0]
    kind = say.word(first["category"])
    if len(result.rows) == 1:
        said.append(say("All of it is of one kind: {category}.", category=kind))
    else:
        share = say.percent(first["share"])
        said.append(say("The largest part is {category}, {share} of it.", category=kind, share=share))
    if not result.fixed_share:
        said.append(
            say(
                "No cost is marked as fixed; if that is right, everything can be stopped at once, "
                "and no buffer can be worked out. Mark what falls due whatever happens: salaries, rent."
            )
        )
    else:
        said.append(
            say(
                "{share} falls due whatever happens: that part has to be financed before anything else.",
                share=say.percent(result.fixed_share),
            )
        )
    return " ".join(said)


def read_plan(result: Plan, *, say: Speaker = Speaker()) -> str:
    """When cash is lowest and why, what the buffer needs, and what rests on promises only."""
    if result.low is None:
        return say(
            "There is no budget line yet, so nothing can be planned. Ten rough lines are enough to begin: "
            "what comes in, what goes out, how much, how often, from when."
        )
    if not result.known:
        return _without_opening(result, say)
    parts = [_low_sentence(result, say), _timing(result, say), _buffer(result, say)]
    rest = [_promised(result, say), _averages(result, say)]
    return "\n\n".join(" ".join(part for part in group if part) for group in (parts, rest) if any(group))


def _without_opening(result: Plan, say: Speaker) -> str:
    assert result.low is not None
    return say(
        "The case does not say how much cash there is before the first month "
        "(setting financing.opening_cash), "
        "so no balance can be given and none is handed over; the figure shows the change since the start. "
        "At its lowest, in {month}, cash stands at {amount} against the start. "
        "To stay above zero you need at least {least} on the first day.",
        month=say.month(result.low.month),
        amount=say.money(result.low.amount),
        least=say.money(result.least_opening),
    )


def _low_sentence(result: Plan, say: Speaker) -> str:
    low = result.low
    assert low is not None
    months = say.names([say.month(month) for month in (low.month, *low.again)], limit=3)
    if result.runway is not None:
        return say(
            "Cash falls below zero in {first} and is lowest in {months}: {amount}. "
            "At least {least} more must be in hand by then.",
            first=say.month(result.runway),
            months=months,
            amount=say.money(low.amount),
            least=say.money(-low.amount),
        )
    if set(result.months["course"]) == {result.opening_cash}:
        return say("Cash stays at {amount} in every month.", amount=say.money(low.amount))
    return say("Cash is lowest in {months}: {amount}.", months=months, amount=say.money(low.amount))


def _timing(result: Plan, say: Speaker) -> str:
    assert result.low is not None
    inflow, outflow = result.inflow, result.outflow
    tight = (result.runway is not None or bool(result.need)) and len(result.months) > 1
    if tight and inflow == outflow:
        return say(
            "Over the whole period income and costs are equal ({amount} each): it is not the sum that makes "
            "the gap, but when the money comes.",
            amount=say.money(inflow),
        )
    if tight and inflow > outflow:
        return say(
            "Over the whole period more comes in ({inflow}) than goes out ({outflow}): it is not the sum "
            "that makes the gap, but when the money comes.",
            inflow=say.money(inflow),
            outflow=say.money(outflow),
        )
    if inflow < outflow:
        return say(
            "Over the whole period {outflow} goes out and {inflow} comes in: {gap} is not covered.",
            inflow=say.money(inflow),
            outflow=say.money(outflow),
            gap=say.money(outflow - inflow),
        )
    return ""


def _buffer(result: Plan, say: Speaker) -> str:
    if result.buffer is None:
        return say("No cost is marked as fixed, so no buffer can be worked out.")
    held = (
        say.plural(int(result.buffer_months), "one month", "{n} months")
        if result.buffer_months % 1 == 0
        else say("{n} months", n=say.number(result.buffer_months, 1))
    )
    if result.need:
        return say(
            "A buffer of {held} of fixed costs is {buffer}; {need} is missing in the worst month.",
            held=held,
            buffer=say.money(result.buffer),
            need=say.money(result.need),
        )
    return say(
        "The buffer of {held} of fixed costs ({buffer}) is held in every month.",
        held=held,
        buffer=say.money(result.buffer),
    )


def _promised(result: Plan, say: Speaker) -> str:
    frame = result.months
    if not result.inflow:
        return say("No income is planned at all.")
    if not result.promised:
        text = say("None of the income is promised in writing.")
    elif frame["committed_course"].equals(frame["course"]):
        return say("All income of the plan is promised in writing.")
    else:
        text = say(
            "{share} of the planned income is promised in writing.",
            share=say.percent(result.promised / result.inflow),
        )
    if result.committed_runway is None:
        return text + " " + say("On that alone, cash still lasts to the end.")
    return (
        text
        + " "
        + say("On that alone, cash is below zero from {month}.", month=say.month(result.committed_runway))
    )


def _averages(result: Plan, say: Speaker) -> str:
    if not result.uncertain:
        return ""
    return say(
        "Uncertain income is counted in part, by its probability, though a grant comes whole or not at all; "
        "the line of promised income shows the plan without it."
    )


def read_late(result: Late, *, say: Speaker = Speaker()) -> str:
    """What a delay does to the lowest point, and what to do about it."""
    plan = result.plan
    if result.low is None or plan.low is None:
        return say("There is no budget line yet, so no delay can be tried.")
    if not result.shifted:
        return say(
            "There is no income in these months that could come late, or none that is open. "
            "Promised money also comes late; name lines in late_lines to try it."
        )
    by_id = dict(zip(plan.lines["line_id"], budget.names(plan.lines, say=say), strict=True))
    who = say.names([by_id[name] for name in result.shifted], limit=3)
    delay = say.plural(result.delay, "one month", "{n} months")
    if not plan.known:
        return say(
            "With a delay of {delay} for {names}, cash falls to {amount} against the start, in {month}; "
            "as planned it falls to {planned}.",
            delay=delay,
            names=who,
            amount=say.money(result.low.amount),
            month=say.month(result.low.month),
            planned=say.money(plan.low.amount),
        )
    said = [
        say.plural(
            len(result.shifted),
            "If {names} comes {delay} later, the lowest cash is {amount}, in {month}; as planned it is "
            "{planned}.",
            "If {names} come {delay} later, the lowest cash is {amount}, in {month}; as planned it is "
            "{planned}.",
            names=who,
            delay=delay,
            amount=say.money(result.low.amount),
            month=say.month(result.low.month),
            planned=say.money(plan.low.amount),
        )
    ]
    if result.runway is not None and plan.runway is None:
        said.append(
            say(
                "The plan then needs a bridge of {amount} from {month} on: agree it with a bank, a member or "
                "the ministry before that month, not in it.",
                amount=say.money(-result.low.amount),
                month=say.month(result.runway),
            )
        )
    elif result.runway is not None:
        said.append(
            say(
                "The plan was below zero before; with the delay it needs {amount}.",
                amount=say.money(-result.low.amount),
            )
        )
    else:
        said.append(say("Cash stays at zero or above even so."))
    if result.beyond > 0:
        said.append(
            say("{amount} then arrives only after the last month shown.", amount=say.money(result.beyond))
        )
    return " ".join(said)
