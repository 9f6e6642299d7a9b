"""The financing mix in words and in tables for people."""

from __future__ import annotations

import pandas as pd

from clusterlib.financing.financing_mix import Mix
from clusterlib.financing.financing_mix_beside import Beside
from clusterlib.readings import Speaker


def read_mix(result: Mix, *, say: Speaker = Speaker()) -> str:
    """Who pays, what would go with the largest source, and how private income stands for its age."""
    now = result.figures()
    if now is None or result.year is None:
        return say("There is no income line yet: who pays is an open question, not a share.")
    if not now["income"]:
        return say("All income lines of {year} are 0, so there are no shares to speak of.", year=result.year)
    year, income = result.year, say.money(now["income"])
    if len(result.rows[(result.rows["year"] == year) & (result.rows["amount"] > 0)]) == 1:
        said = [
            say(
                "In {year} all income, {income}, comes from one source: {source}. "
                "If it stops, everything stops.",
                year=year,
                income=income,
                source=say.word(now["largest"]),
            )
        ]
    else:
        said = [
            say(
                "In {year} the largest source is {source}, with {share} of {income}. "
                "If it stops, that part has to be found elsewhere or left undone.",
                year=year,
                source=say.word(now["largest"]),
                share=say.percent(now["largest_share"]),
                income=income,
            ),
            say(
                "Private sources (membership, services, sponsoring) bring {share}.",
                share=say.percent(now["private"]),
            ),
        ]
    if now["months"] < 12:
        said.append(
            say.plural(
                int(now["months"]),
                "The plan has only one month of that year.",
                "The plan has only {n} months of that year.",
            )
        )
    return "\n\n".join(part for part in (" ".join(said), _ramp(result, say)) if part)


def _ramp(result: Mix, say: Speaker) -> str:
    said = []
    first, last = result.years.iloc[0], result.years.iloc[-1]
    if len(result.years) > 1:
        said.append(
            say(
                "By the plan, the private share goes from {first} in {start} to {last} in {end}.",
                first=say.percent(first["private"]),
                start=int(first["year"]),
                last=say.percent(last["private"]),
                end=int(last["year"]),
            )
        )
    if result.age is not None and result.age >= 0:
        said.append(
            say(
                "The cluster is {age} years old; elsewhere it took around {ramp} years until private income "
                "rose (guide L2229).",
                age=say.number(result.age, 0 if result.age >= 10 or result.age % 1 == 0 else 1),
                ramp=say.number(result.ramp_years),
            )
        )
        if result.age < result.ramp_years:
            said.append(say("A low private share is usual at this age; the plan should say when it rises."))
        else:
            said.append(say("At this age the question is what members and customers pay for by now."))
    else:
        said.append(
            say("The age of the cluster is not known: the case has no date of founding, or none of today.")
        )
    return " ".join(said)


def table_mix(result: Mix, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Income by source of the year looked at; the last row is the sum."""
    rows = result.rows[result.rows["year"] == result.year]
    return pd.DataFrame(
        {
            say("Source of money"): [*(say.word(source) for source in rows["source"]), say("all")],
            say("Amount"): [*(say.money(v) for v in rows["amount"]), say.money(rows["amount"].sum())],
            say("Of it promised in writing"): [
                *(say.money(v) for v in rows["promised"]),
                say.money(rows["promised"].sum()),
            ],
            say("Share"): [
                *(say.percent(v) for v in rows["share"]),
                say.percent(1 if rows["amount"].sum() else None),
            ],
            say("Lines"): [*(str(ids).replace(";", ", ") for ids in rows["because"]), ""],
        }
    )


def read_beside(result: Beside, *, say: Speaker = Speaker()) -> str:
    """What the few published shares say, and for what there is none."""
    known = result.rows.dropna(subset=["own"])
    if result.rows.empty:
        return say(
            "No published share is at hand to compare with, and none is guessed. "
            "If you know one, put it into the table of benchmarks with its source."
        )
    if known.empty:
        return say("There is no income to compare with the published shares.")
    widest = known.iloc[int(known["gap"].abs().argmax())]
    said = [
        say.plural(
            len(known),
            "One published share can be put beside the plan.",
            "{n} published shares can be put beside the plan.",
        ),
        _widest(widest, say),
    ]
    if result.without:
        said.append(
            say(
                "For {sources} there is no public value; none is filled in between the others.",
                sources=say.names([say.word(source) for source in result.without]),
            )
        )
    if result.region and not known["region"].str.casefold().eq(result.region.casefold()).any():
        said.append(say("None of these values comes from {region} itself.", region=result.region))
    said.append(
        say(
            "A published share tells what others had at that time, from other laws and other years; "
            "it is a reason to ask, not a target."
        )
    )
    return " ".join(said)


def _widest(row: pd.Series, say: Speaker) -> str:
    points = say.number(abs(float(row["gap"])))
    place = region(row, say)
    kind = say.word(str(row["category"]))
    if points == say.number(0):
        return say("The widest gap is below one percentage point.")
    if row["gap"] > 0:
        return say(
            "The widest gap: {kind} is {points} percentage points above {place}.",
            kind=kind,
            points=points,
            place=place,
        )
    return say(
        "The widest gap: {kind} is {points} percentage points below {place}.",
        kind=kind,
        points=points,
        place=place,
    )


def region(row: pd.Series, say: Speaker) -> str:
    """Where and when a published share was found."""
    french = row.get("region_fr") if say.locale == "fr" else None
    place = french if isinstance(french, str) and french else str(row["region"])
    if isinstance(row["period"], str):
        return say("{region} ({period})", region=place, period=row["period"])
    return place


def number_of(row: pd.Series, say: Speaker) -> str:
    """How many clusters a published share rests on, or that it is not said."""
    if pd.isna(row["n"]):
        return say("n not stated")
    return say("n = {n}", n=say.number(int(row["n"])))


def table_beside(result: Beside, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Own and published shares; sources without one say so. At most ten rows."""
    rows = []
    shown = result.rows.head(10 - min(len(result.without), 5))
    for place in range(len(shown)):
        cells = shown.iloc[place]
        gap = "–" if pd.isna(cells["gap"]) else f"{'+' if cells['gap'] > 0 else ''}{say.number(cells['gap'])}"
        rows.append(
            (
                say.word(cells["category"]),
                say.percent(cells["own"]),
                say.percent(cells["value"]),
                gap,
                region(cells, say),
                number_of(cells, say),
                say.word(cells["basis"]),
            )
        )
    for source in result.without[:5]:
        rows.append(
            (say.word(source), say.percent(result.mix.share(source)), say("no public value"), "", "", "", "")
        )
    headings = [
        say("Kind of money"), say("Own"), say("Published"), say("Gap (points)"), say("Where and when"),
        say("Clusters"), say("Basis"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=headings)


def plain_mix(result: object) -> str:
    """Every year by source as text in columns, for a cell whose output is compared."""
    if not isinstance(result, Mix) or result.rows.empty:
        return "no income"
    say = Speaker()
    rows = result.rows[["year", "source", "amount", "share"]].assign(
        amount=[say.number(value) for value in result.rows["amount"]],
        share=[say.percent(value, 1) for value in result.rows["share"]],
    )
    return rows.to_string(index=False)
