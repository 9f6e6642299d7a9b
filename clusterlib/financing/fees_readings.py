"""Membership fees in words and in tables for people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clusterlib.financing.fees import Fees, Need
from clusterlib.financing.fees_elastic import Reaction
from clusterlib.readings import Speaker


def read_need(result: Need, *, say: Speaker = Speaker()) -> str:
    """What is left for fees, and what the plan counts on."""
    if not (result.cost or result.public or result.projects or result.services):
        return say("There are no costs and no income in these twelve months, so nothing is left for fees.")
    if result.total <= 0:
        said = [
            say(
                "Public money, projects and services bring {income} towards costs of {cost}: nothing is "
                "left for "
                "fees to cover, and {over} is over.",
                income=say.money(result.public + result.projects + result.services),
                cost=say.money(result.cost),
                over=say.money(-result.total),
            )
        ]
    else:
        said = [
            say(
                "A year costs {cost}; public money, projects and services bring {income} towards it. "
                "Fees have to bring the rest: {need}.",
                cost=say.money(result.cost),
                income=say.money(result.public + result.projects + result.services),
                need=say.money(result.total),
            )
        ]
    if result.planned > result.total:
        said.append(
            say(
                "The plan counts on {planned} from fees, {gap} more than is needed.",
                planned=say.money(result.planned),
                gap=say.money(result.planned - max(0.0, result.total)),
            )
        )
    elif result.planned < result.total:
        said.append(
            say(
                "The plan counts on {planned} from fees, {gap} less than is needed.",
                planned=say.money(result.planned),
                gap=say.money(result.total - result.planned),
            )
        )
    else:
        said.append(say("That is what the plan counts on."))
    if result.sure > max(result.total, 0.0):
        said.append(
            say(
                "If only the income comes that is promised in writing, fees would have to bring {sure}.",
                sure=say.money(result.sure),
            )
        )
    return " ".join(said)


def table_need(result: Need, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The sum that leads to the need, line by line."""
    where = {True: say("typed in"), False: say("budget lines")}
    rows = [
        (say("Costs of the year"), say.money(result.cost), where["cost" in result.typed_in]),
        (say("less public money"), say.money(result.public), where["public" in result.typed_in]),
        (say("less projects"), say.money(result.projects), where["projects" in result.typed_in]),
        (
            say("less services, sponsoring, other"),
            say.money(result.services),
            where["services" in result.typed_in],
        ),
        (say("left for fees"), say.money(result.total), ""),
        (say("fees in the plan"), say.money(result.planned), where[False]),
    ]
    return pd.DataFrame(rows, columns=["", say("A year"), say("From")])


def read_fees(result: Fees, *, say: Speaker = Speaker()) -> str:
    """The fee that breaks even, today's fee beside it, who carries most, and members who may leave."""
    if result.base_fee is None:
        return say(
            "There are no paying members in the tiers, so no fee can cover {need}.",
            need=say.money(result.need.total),
        )
    if result.need.total <= 0:
        return say(
            "No fee is needed to break even: the other income is {over} above the costs. "
            "A fee can still be right, as a sign that members mean it.",
            over=say.money(-result.need.total),
        )
    parts = [" ".join([_needed(result, say), _today(result, say)]), " ".join([_burden(result, say)])]
    if result.reaction is not None:
        parts.append(_reaction(result, result.reaction, say))
    return "\n\n".join(part for part in parts if part.strip())


def _needed(result: Fees, say: Speaker) -> str:
    paying = result.tiers[result.tiers["members"].fillna(0) > 0]
    members = say.plural(result.members, "one member", "{n} members")
    low, high = paying["fee"].min(), paying["fee"].max()
    if low == high:
        return say("With {members}, a fee of {fee} a year breaks even.", members=members, fee=say.money(low))
    return say(
        "With {members}, fees from {low} to {high} a year break even.",
        members=members,
        low=say.money(low),
        high=say.money(high),
    )


def _today(result: Fees, say: Speaker) -> str:
    if result.income_now is None:
        return say("What today's fees bring cannot be said: not every tier has a fee of today.")
    gap = result.income_now - result.need.total
    if gap < 0:
        first = say(
            "Today's fees bring {income}, {gap} too little.",
            income=say.money(result.income_now),
            gap=say.money(-gap),
        )
    else:
        first = say(
            "Today's fees bring {income}, which is enough, with {gap} to spare.",
            income=say.money(result.income_now),
            gap=say.money(gap),
        )
    if result.break_even is None or result.tried_fee is None:
        return first
    whole = int(np.ceil(result.break_even - 1e-9))
    return (
        first
        + " "
        + say(
            "At a base fee of {fee} it takes {whole} of the same mix to break even; today there are {now}.",
            fee=say.money(result.tried_fee),
            whole=say.plural(whole, "one member", "{n} members"),
            now=say.number(result.members),
        )
    )


def _burden(result: Fees, say: Speaker) -> str:
    known = result.tiers.dropna(subset=["burden"]).reset_index(drop=True)
    if len(known) < 2:
        return ""
    heavy, light = known.iloc[int(known["burden"].argmax())], known.iloc[int(known["burden"].argmin())]
    if heavy["burden"] <= light["burden"] * 1.0001:
        return say("Measured by turnover, all tiers carry the same.")
    return say(
        "Of each million of turnover, {heavy} would pay most ({high}) and {light} least ({low}).",
        heavy=heavy["tier"],
        high=say.money(heavy["burden"] * 1_000_000),
        light=light["tier"],
        low=say.money(light["burden"] * 1_000_000),
    )


def _reaction(result: Fees, reaction: Reaction, say: Speaker) -> str:
    if result.income_now is not None and result.income_now >= result.need.total:
        return say(
            "Today's fees bring enough, so nobody has to be asked for more, and nobody leaves over it."
        )
    if reaction.status == "flat":
        return say(
            "With the elasticity you wrote, every rise of the fee loses as much as it gains: income is "
            "the same "
            "at every fee, so no fee can be worked out this way."
        )
    if reaction.status == "always":
        return say(
            "With the elasticity you wrote, the fees bring enough at every level; no lower limit shows."
        )
    if reaction.fee is None or reaction.members is None:
        return say(
            "With the elasticity you wrote, no fee near today's brings enough: what is missing has to "
            "come from "
            "another source, from lower costs, or from more members."
        )
    members = say.number(reaction.members.sum())
    if reaction.status == "falling":
        first = say(
            "With the elasticity you wrote, a higher fee brings less, because too many leave. "
            "The need would be covered at a base fee of {fee} with {members} members; today there are {now}.",
            fee=say.money(reaction.fee),
            members=members,
            now=say.number(result.members),
        )
    else:
        first = say(
            "If members leave as you wrote, the base fee has to be {fee} instead of {plain}, "
            "and {members} of {now} members stay.",
            fee=say.money(reaction.fee),
            plain=say.money(result.base_fee or 0),
            members=members,
            now=say.number(result.members),
        )
        if reaction.extrapolated:
            first = say(
                "If members react as you wrote, a base fee of {fee} covers the need with {members} members; "
                "today there are {now}.",
                fee=say.money(reaction.fee),
                members=members,
                now=say.number(result.members),
            )
    if reaction.extrapolated:
        return first + " " + say("Nobody has seen that these further members exist: take it as a guess.")
    return (
        first + " " + say("The elasticity is an assumption; ask some members before you rest a budget on it.")
    )


def table_fees(result: Fees, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Fee per tier: needed, today, and as a part of turnover; at most ten tiers."""
    rows = result.tiers.head(10)
    table = pd.DataFrame(
        {
            say("Tier"): rows["tier"].tolist(),
            say("Members"): [say.number(value) for value in rows["members"]],
            say("Weight"): [say.number(value, 0 if value % 1 == 0 else 2) for value in rows["weight"]],
            say("Collected"): [say.percent(value) for value in rows["collection_rate"]],
            say("Fee that breaks even"): [say.money(value) for value in rows["fee"]],
            say("Fee today"): [say.money(value) for value in rows["fee_now"]],
        }
    )
    if rows["burden"].notna().any():
        per_million = [say.money(value * 1_000_000) for value in rows["burden"]]
        table[say("Per million of turnover")] = per_million
    enough = result.income_now is not None and result.income_now >= result.need.total
    if result.reaction is not None and result.reaction.members is not None and not enough:
        stay = result.reaction.members.head(10)
        table[say("Members if they react")] = [say.number(value) for value in stay]
    return table


def plain_fees(result: object) -> str:
    """Fee per tier as text in columns, for a cell whose output is compared."""
    if not isinstance(result, Fees) or result.tiers.empty:
        return "no fee tiers"
    return table_fees(result).to_string(index=False)
