"""Lessons on what the deeper tools of workbook 05 found: security, chance, prices, books, levers."""

from __future__ import annotations

import pandas as pd

from clusterlib.checks import Check
from clusterlib.financing import budget
from clusterlib.financing.actuals import Books
from clusterlib.financing.chances import Chances
from clusterlib.financing.financing_mix_checks import fine, not_judged
from clusterlib.financing.levers import Levers
from clusterlib.financing.price_range import Ranges
from clusterlib.financing.security import Security
from clusterlib.financing.service_margins import Margins, names
from clusterlib.financing.willingness import Willingness
from clusterlib.readings import Speaker
from clusterlib.twins import texts


def deeper(
    secured: Security | None,
    chance: Chances | None,
    earning: Margins | None,
    paid: Willingness | None,
    right: Ranges | None,
    ways: Levers | None,
    books: Books | None,
    *,
    say: Speaker = Speaker(),
    accepted: float = 0.1,
) -> list[Check]:
    """Run every check on what the deeper tools found; None stands for a tool that could not run.

    Parameters
    ----------
    secured, chance, earning, paid, right, ways, books
        Results of security, simulation, margins, willingness to pay, price ranges, levers and books.
    say : Speaker
        Gives language and currency.
    accepted : float
        Chance of running out of money that is accepted (DEFAULT).

    Examples
    --------
    >>> {check.status for check in deeper(None, None, None, None, None, None, None)}
    {'not judged'}
    """
    return [
        _secured(secured, say),
        _chance(chance, accepted, say),
        _earns(earning, say),
        _price(paid, right, say),
        _levers(ways, say),
        _booked(books, say),
    ]


def _secured(result: Security | None, say: Speaker) -> Check:
    """Promised money covers a year, and comes from more than one payer (L2074, L2131-2137)."""
    if result is None or result.level is None:
        return not_judged(
            "T18-secured",
            "amber",
            say("Without fixed costs it cannot be said for how long they are secured."),
        )
    share = result.rows["coverage"].iloc[0]
    if result.level == "none":
        return Check(
            "T18-secured",
            "finding",
            "amber",
            say(
                "Promised money covers {share} of the fixed costs of a year; {limit} would secure it.",
                share=say.percent(share),
                limit=say.percent(result.enough),
            ),
            say("Ask for the next promise in writing before the first one ends."),
        )
    if result.hhi is not None and result.hhi >= result.high_hhi - 1e-9 and len(result.sources):
        return Check(
            "T18-secured",
            "finding",
            "note",
            say(
                "The money is secured but dependent: most of what is promised is of one kind ({source}).",
                source=say.word(str(result.sources.index[0])),
            ),
            say("Win a second payer while the first one still pays."),
        )
    text = say(
        "Promised money covers {share} of the fixed costs of a year, from several payers; the mark is "
        "{limit}.",
        share=say.percent(share),
        limit=say.percent(result.enough),
    )
    return fine("T18-secured", "amber", text)


def _chance(result: Chances | None, accepted: float, say: Speaker) -> Check:
    """A grant is a coin, not an average (L2131-2137)."""
    if result is None or result.chance is None:
        return not_judged(
            "T17-chance", "amber", say("Without opening cash the chance of running out cannot be said.")
        )
    if result.chance <= accepted:
        return fine(
            "T17-chance",
            "amber",
            say(
                "Money runs out in {share} of the courses; the limit in use is {limit}.",
                share=say.percent(result.chance),
                limit=say.percent(accepted),
            ),
        )
    rows = result.lines[result.lines["share_without"].notna()]
    ids = (str(rows["line_id"].iloc[0]),) if len(rows) else ()
    lines = result.plan.lines
    name = budget.names(lines[lines["line_id"].isin(ids)], say=say)
    text = say(
        "Money runs out in {share} of the simulated courses; the limit in use is {limit}.",
        share=say.percent(result.chance),
        limit=say.percent(accepted),
    )
    if name:
        text += " " + say(
            "Most hangs on {name}: without it, in {without}.",
            name=name[0],
            without=say.percent(rows["share_without"].iloc[0]),
        )
    cure = say("Lower the costs of the worst months, or get the deciding line promised.")
    return Check("T17-chance", "finding", "amber", text, cure, ids)


def _earns(result: Margins | None, say: Speaker) -> Check:
    """A charged service earns the hours it takes (L2594)."""
    known = None if result is None else result.rows[result.rows["full_margin"].notna()]
    if result is None or known is None or known.empty:
        return not_judged(
            "T16-hours", "amber", say("No charged service has price, hours and cost of an hour.")
        )
    loss = known[known["full_margin"] < 0]
    if loss.empty:
        return fine("T16-hours", "amber", say("Each charged service earns the hours it takes."))
    called = names(result.services, say=say)
    return Check(
        "T16-hours",
        "finding",
        "amber",
        say.plural(
            len(loss),
            "One charged service does not earn the hours it takes: {names}.",
            "{n} charged services do not earn the hours they take: {names}.",
            names=say.names([called.get(i, i) for i in loss["id"]], limit=3),
        ),
        say("Raise the price, take fewer hours, or put the service into the fee and say so."),
        tuple(f"services:{i}" for i in loss["id"]),
    )


def _price(paid: Willingness | None, right: Ranges | None, say: Speaker) -> Check:
    """Prices lie where people would pay them (L2663-2671)."""
    bands: dict[str, tuple[float, float]] = {}
    services = None
    if paid is not None:
        services = paid.services
        bands |= {
            d.service_id: (d.low, d.high) for d in paid.demands if d.low is not None and d.high is not None
        }
    if right is not None:
        services = right.services
        for one in right.ranges:
            if one.low is not None and one.high is not None:
                low, high = bands.get(one.service_id, (one.low, one.high))
                bands[one.service_id] = (min(low, one.low), max(high, one.high))
    if services is None or not bands:
        return not_judged("T16-price", "note", say("Too few people were asked about prices to judge one."))
    prices = dict(zip(services["id"], services["price"], strict=True))
    asked = {i: float(prices[i]) for i in bands if i in prices and not pd.isna(prices[i])}
    out = [i for i, price in asked.items() if not bands[i][0] <= price <= bands[i][1]]
    called = names(services, say=say)
    if not asked:
        return not_judged(
            "T16-price", "note", say("The services that people were asked about have no price yet.")
        )
    if not out:
        return fine("T16-price", "note", say("Today's prices lie where the people asked would pay them."))
    told = [
        say(
            "{service}: {price}, found right are {low} to {high}",
            service=called.get(i, i),
            price=say.money(asked[i]),
            low=say.money(round(bands[i][0])),
            high=say.money(round(bands[i][1])),
        )
        for i in out
    ]
    return Check(
        "T16-price",
        "finding",
        "note",
        say("A price of today lies outside what people said: {list}.", list=say.clauses(told)),
        say("Talk to five of them before you change it; simple services belong into the fee."),
        tuple(f"services:{i}" for i in out),
    )


def _levers(result: Levers | None, say: Speaker) -> Check:
    """Ideas for money have somebody who follows them (L2144-2154)."""
    if result is None or result.rows.empty:
        return not_judged("N11-levers", "note", say("No lever for more money is written down."))
    open_ = result.rows[result.rows["id"].isin({*result.unowned, *result.unknown})]
    if open_.empty:
        return fine("N11-levers", "note", say("Each lever has an amount, a time and somebody in charge."))
    return Check(
        "N11-levers",
        "finding",
        "note",
        say.plural(
            len(open_),
            "One lever lacks an amount, a time or somebody in charge: {names}.",
            "{n} levers lack an amount, a time or somebody in charge: {names}.",
            names=say.names(texts(open_, "text", say=say), limit=3),
        ),
        say("Fill in what is missing, or drop the idea."),
        tuple(f"levers:{i}" for i in open_["id"]),
    )


def _booked(result: Books | None, say: Speaker) -> Check:
    """The plan is held against the books, month by month (third stage, L2081)."""
    if result is None or not result.past:
        return not_judged(
            "N11-books", "amber", say("No month of the plan is over, so nothing has to be booked yet.")
        )
    if result.complete == len(result.past):
        return fine(
            "N11-books",
            "amber",
            say("The books are complete up to {month}.", month=say.month(result.past[-1])),
        )
    missing = result.lines.loc[result.lines["missing"] > 0, "line_id"]
    return Check(
        "N11-books",
        "finding",
        "amber",
        say.plural(
            len(result.past),
            "The books of the one month that is over are not complete.",
            "The books are complete in {share} months that are over.",
            share=say.share(result.complete, len(result.past)),
        ),
        say("Book what is missing first: a forecast is no better than its books."),
        tuple(str(i) for i in missing),
    )
