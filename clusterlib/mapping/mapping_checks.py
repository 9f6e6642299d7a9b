"""Lessons on starting with a sound analysis, as checks of one case (guide L1222, L1294-1302, L1851-1853)."""

from __future__ import annotations

import pandas as pd

from clusterlib.checks import Check
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.swot import Swot
from clusterlib.mapping.value_chain import ValueChain
from clusterlib.readings import Speaker
from clusterlib.twins import named, texts

_FIRMS = ("SME", "large firm")


def pitfalls(
    jobs: Specialisation | None,
    chain: ValueChain | None,
    board: Swot | None,
    actors: pd.DataFrame | None = None,
    stakeholders: pd.DataFrame | None = None,
    demands: pd.DataFrame | None = None,
    *,
    min_firms: int = 15,
    max_share: float = 0.5,
    say: Speaker,
) -> list[Check]:
    """Lessons on starting with a sound analysis, judged on this case.

    Parameters
    ----------
    jobs, chain, board
        Results of the tools of this step; None where one was left out.
    actors, stakeholders, demands : DataFrame, optional
        Typed tables of the case.
    min_firms : int
        Fewer local firms than this are hardly a cluster (a rule of European cluster profiles).
    max_share : float
        Share of one firm in the jobs of all member firms from which the cluster leans on it (our default).
    say : Speaker
        Language of the reader.
    """
    asked = [table is not None and len(table) > 0 for table in (stakeholders, demands)]
    found = [
        _analyses(jobs, chain, board, say),
        _alone(jobs, board, any(asked), say),
        _mass(actors, min_firms, say),
    ]
    return [
        *found,
        _leaning(actors, max_share, say),
        _small(jobs, say),
        _secret(jobs, say),
        _board(board, say),
    ]


def _analyses(
    jobs: Specialisation | None, chain: ValueChain | None, board: Swot | None, say: Speaker
) -> Check:
    done = [
        (jobs is not None and len(jobs.frame) > 0, say("statistics")),
        (chain is not None and len(chain.frame) + len(chain.left_out) >= 3, say("value chain")),
        (board is not None and len(board.items) + board.merged >= 8, say("SWOT")),
    ]
    names = say.names([name for there, name in done if there])
    count = sum(there for there, _ in done)
    if count == len(done):
        return Check("R03", "fine", "note", say("All three analyses have been done: {names}.", names=names))
    if count == 2:
        return Check(
            "R03", "fine", "note", say("Two of the three analyses have been done: {names}.", names=names)
        )
    told = (
        say(
            "Only one of the three analyses (statistics, value chain, SWOT) has been done: {names}.",
            names=names,
        )
        if count
        else say("None of the three analyses (statistics, value chain, SWOT) has been done.")
    )
    return Check(
        "R03",
        "finding",
        "red",
        told,
        say("Do at least the value chain and the SWOT with actors before goals are set."),
    )


def _alone(jobs: Specialisation | None, board: Swot | None, asked: bool, say: Speaker) -> Check:
    if jobs is None or not len(jobs.frame):
        return Check("R04", "fine", "note", say("The picture does not rest on statistics."))
    if asked or (board is not None and len(board.items)):
        return Check("R04", "fine", "note", say("Beside the statistics, people of the region were asked."))
    return Check(
        "R04",
        "finding",
        "amber",
        say("The picture rests on statistics alone; nobody in the region was asked."),
        say("Talk to actors: links, local conditions and real needs are not in the tables."),
    )


def _mass(actors: pd.DataFrame | None, min_firms: int, say: Speaker) -> Check:
    if actors is None:
        return Check(
            "R02", "not judged", "red", say("Whether there are enough firms: there is no table of actors.")
        )
    firms = actors[(actors["local"] == "yes") & actors["type"].isin(_FIRMS)]
    told = say.plural(
        len(firms),
        "One local firm is known; the limit in use is {limit}.",
        "{n} local firms are known; the limit in use is {limit}.",
        limit=say.number(min_firms),
    )
    if len(firms) >= min_firms:
        return Check("R02", "fine", "note", told)
    return Check(
        "R02",
        "finding",
        "red",
        told,
        say("Check the region and the chain again, widen the sector, or join a network that exists."),
        tuple(firms["actor_id"]),
    )


def _leaning(actors: pd.DataFrame | None, max_share: float, say: Speaker) -> Check:
    if actors is None:
        return Check(
            "R05",
            "not judged",
            "amber",
            say("Whether one firm outweighs all others: there is no table of actors."),
        )
    own = actors[
        (actors["member"] == "yes") & actors["type"].isin(_FIRMS) & (actors["employees"].fillna(0) > 0)
    ]
    if len(own) < 3:
        return Check(
            "R05",
            "not judged",
            "amber",
            say("Whether one firm outweighs all others: fewer than three member firms give their size."),
        )
    staff = own["employees"].astype("float64")
    share = float(staff.max() / staff.sum())
    at = int(staff.to_numpy().argmax())
    told = say(
        "{actor} has {share} of all jobs in member firms.",
        actor=texts(own.iloc[[at]], "name", say=say)[0],
        share=say.percent(share),
    )
    if share <= max_share:
        return Check("R05", "fine", "note", told)
    return Check(
        "R05",
        "finding",
        "amber",
        told,
        say(
            "Give it a voice like any other, win further large firms, and keep its share of votes "
            "and fees bounded."
        ),
        (str(own["actor_id"].iloc[at]),),
    )


def _small(jobs: Specialisation | None, say: Speaker) -> Check:
    name = "mapping-small-numbers"
    if jobs is None or not jobs.comparable:
        return Check(
            name, "not judged", "note", say("Whether small numbers deceive: there is no comparison of jobs.")
        )
    seen = jobs.own[jobs.own["verdict"].isin(["certain", "possible"])]
    few = seen[seen["few"]]
    if few.empty:
        return Check(
            name, "fine", "note", say("No industry that may stand out rests on a handful of firms or jobs.")
        )
    names = say.names(texts(few, "industry", say=say), limit=4)
    return Check(
        name,
        "finding",
        "amber",
        say.plural(
            len(few),
            "One industry stands out with few firms or jobs: {names}.",
            "{n} industries stand out with few firms or jobs: {names}.",
            names=names,
        ),
        say("Look the firms up by name before you speak of a cluster."),
    )


def _secret(jobs: Specialisation | None, say: Speaker) -> Check:
    name = "mapping-secret-cells"
    if jobs is None or not len(jobs.frame):
        return Check(
            name, "not judged", "note", say("Whether numbers are kept secret: there is no employment table.")
        )
    hidden = int(jobs.frame["status"].isin(["suppressed", "missing"]).sum())
    if not hidden:
        return Check(
            name, "fine", "note", say("Every cell of the employment table is a number or a true zero.")
        )
    told = say.plural(
        hidden,
        "One cell of the employment table is secret or missing; it was bounded, not taken as zero.",
        "{n} cells of the employment table are secret or missing; they were bounded, not taken as zero.",
    )
    undecided = jobs.own[jobs.own["verdict"] == "possible"]
    if undecided.empty:
        return Check(name, "fine", "note", told)
    return Check(
        name,
        "finding",
        "note",
        told
        + " "
        + say(
            "Undecided for that reason: {names}.",
            names=say.names(texts(undecided, "industry", say=say), limit=4),
        ),
        say("Ask the statistics office for a size class, and enter it as low and high."),
    )


def _board(board: Swot | None, say: Speaker) -> Check:
    name = "mapping-contradictions"
    if board is None:
        return Check(
            name, "not judged", "note", say("Whether the SWOT contradicts itself: there is no board.")
        )
    pairs = [query for query in board.queries if query.kind == "contradiction"]
    known = dict(zip(board.items["id"], texts(board.items, "text", say=say), strict=True))
    if not pairs:
        return Check(name, "fine", "note", say("No point of the SWOT is marked as contradicting another."))
    return Check(
        name,
        "finding",
        "amber",
        say(
            "The SWOT contradicts itself: {pairs}.",
            pairs=say.clauses([named(query.ids, known, say=say) for query in pairs][:4]),
        ),
        say("Settle each pair with the people who wrote it, before a goal rests on it."),
        tuple(dict.fromkeys(item for query in pairs for item in query.ids)),
    )
