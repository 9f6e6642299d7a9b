"""The five limits of statistics that the guide names, as checks of one case (guide L1294-1302)."""

from __future__ import annotations

import pandas as pd

from clusterlib.checks import Check
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.swot import Swot
from clusterlib.mapping.value_chain import ValueChain
from clusterlib.readings import Speaker
from clusterlib.twins import texts


def limits(
    jobs: Specialisation | None,
    chain: ValueChain | None,
    board: Swot | None,
    corners: object = None,
    demands: pd.DataFrame | None = None,
    *,
    sector: str | None = None,
    as_of: str | None = None,
    oldest: int = 3,
    say: Speaker,
) -> list[Check]:
    """What statistics cannot show, and what else this case has to show it.

    Parameters
    ----------
    jobs, chain, board, corners
        Results of the tools of this step; None where one was left out.
    demands : DataFrame, optional
        Table of demands: real needs of actors.
    sector : str, optional
        What the case calls its sector.
    as_of : str, optional
        The day that counts as today, ISO.
    oldest : int
        Numbers older than so many years are called old (our default).
    say : Speaker
        Language of the reader.
    """
    return [
        _sectors(jobs, sector, say),
        _age(jobs, as_of, oldest, say),
        _linkages(chain, say),
        _place(board, corners, say),
        _needs(demands, say),
    ]


def _sectors(jobs: Specialisation | None, sector: str | None, say: Speaker) -> Check:
    name = "mapping-limit-1"
    if jobs is None or not len(jobs.frame):
        return Check(
            name,
            "not judged",
            "note",
            say("Whether the statistics fit the cluster: there is no employment table."),
        )
    names = zip(jobs.frame["industry"], texts(jobs.frame, "industry", say=say), strict=True)
    known = {str(industry).strip().casefold(): told for industry, told in names}
    if not sector:
        return Check(
            name,
            "finding",
            "note",
            say("The case does not say which industry of the statistics is its own."),
            say("Write the sector into the case, spelled as the statistics office does."),
        )
    if sector.strip().casefold() in known:
        return Check(
            name,
            "fine",
            "note",
            say(
                "“{sector}” is one industry of the statistics; links counted in other industries are "
                "not in it.",
                sector=known[sector.strip().casefold()],
            ),
        )
    return Check(
        name,
        "finding",
        "amber",
        say(
            "The statistics know no industry called “{sector}”: the cluster is spread over several, "
            "or hidden in one.",
            sector=sector,
        ),
        say("Write beside each link of the value chain the industry it is counted in, and add these up."),
    )


def _age(jobs: Specialisation | None, as_of: str | None, oldest: int, say: Speaker) -> Check:
    name = "mapping-limit-2"
    if jobs is None or jobs.year is None or not as_of:
        return Check(
            name,
            "not judged",
            "note",
            say("How old the numbers are: there is no employment table or no date."),
        )
    years = int(as_of[:4]) - jobs.year
    if years > oldest:
        return Check(
            name,
            "finding",
            "amber",
            say.plural(
                years,
                "The latest numbers are of {year}, one year back.",
                "The latest numbers are of {year}, {n} years back.",
                year=str(jobs.year),
            ),
            say("Ask five firms what has changed since, or wait for newer numbers before you decide."),
        )
    return Check(
        name,
        "fine",
        "note",
        say.plural(
            max(years, 0),
            "The latest numbers are of {year}, one year back; change across industries is not in them.",
            "The latest numbers are of {year}, {n} years back; change across industries is not in them.",
            year=str(jobs.year),
        ),
    )


def _linkages(chain: ValueChain | None, say: Speaker) -> Check:
    name = "mapping-limit-3"
    if chain is None or not chain.graph.number_of_edges():
        return Check(
            name,
            "finding",
            "amber",
            say("Nothing in this case says who supplies whom."),
            say("Draw the arrows of the value chain with three people who know the trade."),
        )
    if chain.realised is not None and not chain.realised[0]:
        return Check(
            name,
            "finding",
            "note",
            say("Relations are noted, but none between actors that an arrow joins."),
            say("Ask two neighbours on the chain whether they deal with each other."),
        )
    if chain.realised is None:
        return Check(
            name,
            "finding",
            "note",
            say("The arrows of the chain are drawn, but nobody noted who really deals with whom."),
            say("Fill the table of relations in workbook 02; it shows which arrows are alive."),
        )
    return Check(
        name,
        "fine",
        "note",
        say(
            "Relations are noted; arrows whose actors deal with each other: {share}.",
            share=say.share(*chain.realised),
        ),
    )


def _place(board: Swot | None, corners: object, say: Speaker) -> Check:
    name = "mapping-limit-4"
    if corners is not None:
        return Check(
            name,
            "fine",
            "note",
            say("Local conditions were judged in the diamond; numbers alone would not show them."),
        )
    if board is not None and (board.items["level"] == "framework").any():
        return Check(
            name,
            "fine",
            "note",
            say("The SWOT has points on the framework, so local conditions were looked at."),
        )
    return Check(
        name,
        "finding",
        "amber",
        say("Nothing in this case speaks of local conditions and customs."),
        say("Fill the diamond, or mark SWOT points as “framework”."),
    )


def _needs(demands: pd.DataFrame | None, say: Speaker) -> Check:
    name = "mapping-limit-5"
    if demands is not None and len(demands):
        return Check(
            name,
            "fine",
            "note",
            say.plural(
                len(demands),
                "One demand of actors is listed.",
                "{n} demands of actors are listed; workbook 03 ranks them.",
            ),
        )
    return Check(
        name,
        "finding",
        "amber",
        say("No real need of an actor is listed; statistics cannot replace that."),
        say("Ask for demands in workbook 03 before goals are set."),
    )
