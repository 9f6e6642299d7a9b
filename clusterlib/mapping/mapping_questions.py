"""Key questions on potentials, answered as far as data can (guide L904-908, L1200-1211, L1236)."""

from __future__ import annotations

import pandas as pd

from clusterlib.checks import Answer
from clusterlib.mapping.diamond import Diamond
from clusterlib.mapping.diamond_views import corner_name
from clusterlib.mapping.five_forces import FiveForces
from clusterlib.mapping.five_forces_views import force_name
from clusterlib.mapping.specialisation import Specialisation
from clusterlib.mapping.swot import Swot
from clusterlib.mapping.value_chain import ValueChain
from clusterlib.readings import Speaker
from clusterlib.twins import texts


def answer(
    jobs: Specialisation | None,
    chain: ValueChain | None,
    board: Swot | None,
    forces: FiveForces | None,
    corners: Diamond | None,
    actor_nodes: pd.DataFrame | None = None,
    *,
    purpose: str | None = None,
    say: Speaker,
) -> list[Answer]:
    """Answer the questions of this step.

    Parameters
    ----------
    jobs, chain, board, forces, corners
        Results of the tools of this step; None where one was left out.
    actor_nodes : DataFrame, optional
        Typed table of that name: it tells who is strong in what.
    purpose : str, optional
        What the case says it wants to reach.
    say : Speaker
        Language of the reader.
    """
    return [
        _potentials(jobs, board, say),
        _parts(chain, say),
        _limits(board, forces, corners, say),
        _partners(chain, say),
        _strong(chain, actor_nodes, say),
        _aim(purpose, say),
    ]


def _potentials(jobs: Specialisation | None, board: Swot | None, say: Speaker) -> Answer:
    question = say("What potentials do we have?")
    parts = []
    if jobs is not None and jobs.comparable:
        certain = jobs.own[jobs.own["verdict"] == "certain"]
        parts.append(
            say(
                "More jobs than elsewhere: {names}.",
                names=say.names(texts(certain, "industry", say=say), limit=4),
            )
            if len(certain)
            else say("No industry has for certain more jobs than elsewhere.")
        )
    if board is not None:
        best = _heaviest(board, "strength", say)
        if best:
            parts.append(
                say("Strengths that count most: {names}.", names=best)
                if _weighed(board)
                else say("Strengths named first: {names}.", names=best)
            )
        chances = _heaviest(board, "opportunity", say)
        if chances:
            parts.append(
                say("Opportunities that count most: {names}.", names=chances)
                if _weighed(board)
                else say("Opportunities named first: {names}.", names=chances)
            )
    if not parts and jobs is not None:
        return Answer(
            question, say("The jobs of the region cannot be compared yet; the part above says why."), False
        )
    if not parts:
        return Answer(
            question, say("The tables on employment and on strengths would tell; neither is there."), False
        )
    return Answer(question, " ".join(parts))


def _weighed(board: Swot) -> bool:
    return bool(board.items["importance"].notna().any())


def _heaviest(board: Swot, quadrant: str, say: Speaker) -> str:
    """Points of a field that count most, two at most; the first two where nobody said what counts."""
    rows = board.items[board.items["quadrant"] == quadrant]
    order = rows.assign(_by=rows["importance"].astype("float64").fillna(0)).sort_values(
        "_by", ascending=False, kind="stable"
    )
    return say.names([say.quoted(text) for text in texts(order.head(2), "text", say=say)])


def _parts(chain: ValueChain | None, say: Speaker) -> Answer:
    question = say(
        "Which parts of the chain does the cluster cover, what is missing, what is left out on purpose?"
    )
    if chain is None or not chain.judged:
        return Answer(question, say("A value chain with the actors at its links would tell."), False)
    frame = chain.frame
    gone = texts(frame[frame["state"] == "white spot"], "name", say=say)
    full = int((frame["coverage"] >= 1).sum())
    left = texts(chain.left_out, "name", say=say)
    parts = [say("Links with the local actors they need: {share}.", share=say.share(full, len(frame)))]
    parts.append(
        say("Missing: {names}.", names=say.names(gone, limit=6))
        if gone
        else say("No link is without a local actor.")
    )
    parts.append(
        say("Left out on purpose: {names}.", names=say.names(left, limit=6))
        if left
        else say("Nothing is left out.")
    )
    return Answer(question, " ".join(parts))


def _limits(board: Swot | None, forces: FiveForces | None, corners: Diamond | None, say: Speaker) -> Answer:
    question = say("What are the limits?")
    parts = []
    if board is not None:
        weak = _heaviest(board, "weakness", say)
        if weak:
            parts.append(
                say("Weaknesses that count most: {names}.", names=weak)
                if _weighed(board)
                else say("Weaknesses named first: {names}.", names=weak)
            )
    if forces is not None and forces.binding:
        names = say.names([force_name(force, say) for force in forces.binding])
        parts.append(say("Strongest pressure from outside: {names}.", names=names))
    if corners is not None and corners.binding:
        names = say.names([corner_name(corner, say) for corner in corners.binding])
        parts.append(say("Weakest corner of the diamond: {names}.", names=names))
    if not parts:
        return Answer(question, say("A SWOT board, the five forces or the diamond would tell."), False)
    return Answer(question, " ".join(parts))


def _partners(chain: ValueChain | None, say: Speaker) -> Answer:
    question = say("Which partners and key actors are needed?")
    if chain is None or not chain.judged:
        return Answer(question, say("A value chain with the actors at its links would tell."), False)
    gaps = chain.targets["node_id"].nunique()
    known = list(dict.fromkeys(texts(chain.targets[chain.targets["name"].notna()], "name", say=say)))
    if not gaps:
        return Answer(question, say("Every link is covered; nobody is needed to close a gap."))
    told = say.plural(gaps, "Somebody is needed for one link.", "Somebody is needed for {n} links.")
    more = (
        say("Known and not yet members, or not from here: {names}.", names=say.names(known, limit=6))
        if known
        else say("For none of them a name is known yet.")
    )
    return Answer(question, f"{told} {more}", bool(known))


def _strong(chain: ValueChain | None, actor_nodes: pd.DataFrame | None, say: Speaker) -> Answer:
    question = say("What is each partner strong in?")
    if chain is None or actor_nodes is None or not (actor_nodes["capability"] == "high").any():
        return Answer(
            question, say("The column “capability” of the table “Actors at nodes” would tell."), False
        )
    high = actor_nodes[actor_nodes["capability"] == "high"]
    frame = pd.concat([chain.frame, chain.left_out])
    names = dict(zip(frame["node_id"], texts(frame, "name", say=say), strict=True))
    pairs = [
        say("{link}: {count}", link=names[node], count=say.number(count))
        for node, count in high["node_id"].value_counts(sort=False).items()
    ]
    return Answer(
        question,
        say(
            "Actors with high capability, by link: {pairs}. The table names them.",
            pairs=say.names(pairs, limit=6),
        ),
    )


def _aim(purpose: str | None, say: Speaker) -> Answer:
    question = say("What shall be reached?")
    if not purpose:
        return Answer(
            question, say("No purpose is written in the case; workbooks 03 and 04 work it out."), False
        )
    return Answer(
        question,
        say("The case says: “{purpose}” Workbooks 03 and 04 test it on demands and goals.", purpose=purpose),
    )
