"""What the coverage of a value chain means, in sentences and in a short table."""

from __future__ import annotations

import pandas as pd

from clusterlib.mapping.value_chain import ValueChain
from clusterlib.readings import Speaker
from clusterlib.twins import spoken, texts

_ROWS = 10


def read_chain(result: ValueChain, *, say: Speaker = Speaker()) -> str:
    """Two or three short paragraphs: what is missing, whether the chain holds, how sure that is.

    Examples
    --------
    >>> from clusterlib.tables import typed
    >>> from clusterlib.mapping.value_chain import cover
    >>> nodes = typed("nodes", [{"node_id": "a", "name": "Raw material"}])
    >>> read_chain(cover(nodes))[:58]
    'The chain has one link, but no organisation is placed at a'
    """
    if not result.judged:
        return say.plural(
            len(result.frame),
            "The chain has one link, but no organisation is placed at a link, so nothing can be said "
            "about gaps. "
            "A blank is not a gap: write into “Actors at nodes” who works where.",
            "The chain has {n} links, but no organisation is placed at a link, so nothing can be "
            "said about gaps. "
            "A blank is not a gap: write into “Actors at nodes” who works where.",
        )
    first = [_missing(result, say), _weak(result, say)]
    second = [_way(result, say), _left_out(result, say), _leaning(result, say)]
    third = [_who(result, say), _doubt(result, say)]
    blocks = (" ".join(part for part in block if part) for block in (first, second, third))
    return "\n\n".join(block for block in blocks if block)


def _names(result: ValueChain, state: str, say: Speaker) -> list[str]:
    order = result.frame.sort_values("priority", ascending=False, kind="stable")
    return texts(order[order["state"] == state], "name", say=say)


def _by_id(result: ValueChain, say: Speaker) -> dict[str, str]:
    frame = pd.concat([result.frame, result.left_out], ignore_index=True)
    return dict(zip(frame["node_id"], texts(frame, "name", say=say), strict=True))


def _missing(result: ValueChain, say: Speaker) -> str:
    gone = _names(result, "white spot", say)
    if not gone:
        return say.plural(
            len(result.frame),
            "The only link of the chain has a local actor.",
            "Each of the {n} links of the chain has a local actor.",
        )
    worst = result.frame[result.frame["state"] == "white spot"]
    top = worst[worst["priority"] == worst["priority"].max()]
    named = say.plural(
        len(gone),
        "Of the {all} links of the chain, one has no local actor: {names}.",
        "Of the {all} links of the chain, {n} have no local actor: {names}.",
        all=say.number(len(result.frame)),
        names=say.names(gone, limit=4),
    )
    if len(gone) == 1:
        return named
    if len(top) > 1:
        also = say(
            "By what depends on them, {names} are equally urgent.",
            names=say.names(texts(top, "name", say=say), limit=4),
        )
    else:
        also = say("Most depends on {name}: close it first.", name=texts(top, "name", say=say)[0])
    return f"{named} {also}"


def _weak(result: ValueChain, say: Speaker) -> str:
    """The most serious of what is weak; the rest stands in the picture and the table."""
    sole, thin, open_ = (_names(result, state, say) for state in ("single source", "thin", "recruit"))
    if sole:
        return say.plural(
            len(sole),
            "{names} is critical and rests on one organisation: if it leaves, the link is gone.",
            "{names} are critical and rest on one organisation each: if it leaves, the link is gone.",
            names=say.names(sole, limit=3),
        )
    if thin:
        return say.plural(
            len(thin),
            "{names} has fewer actors than it needs.",
            "{names} have fewer actors than they need.",
            names=say.names(thin, limit=3),
        )
    if open_ and not result.members:
        return say(
            "Nobody is entered as a member yet, so “to recruit” only means: local actors are there, "
            "ask them in."
        )
    if open_:
        return say.plural(
            len(open_),
            "{names} has local actors, but none is a member.",
            "{names} have local actors, but none is a member.",
            names=say.names(open_, limit=3),
        )
    return ""


def _way(result: ValueChain, say: Speaker) -> str:
    way, names = result.way, _by_id(result, say)
    if way.why == "links":
        return say(
            "Whether the chain holds from end to end cannot be said: no arrow between links is entered."
        )
    if way.why == "ends":
        return say(
            "Whether the chain holds from end to end cannot be said: mark at least one link as input "
            "and one as demand."
        )
    if way.why == "apart":
        return say("No arrow leads from an input to a demand: the chain is drawn in pieces.")
    if not way.unbroken:
        return say.plural(
            len(way.gaps),
            "No covered way leads from an input to the customer; closing {names} would make one.",
            "No covered way leads from an input to the customer; closing {names} would make one.",
            names=say.names([names[gap] for gap in way.gaps]),
        )
    whole = say("The chain holds from end to end: {way}.", way=" → ".join(names[node] for node in way.nodes))
    if not way.cut_off:
        return whole
    cut = say.plural(
        len(way.cut_off),
        "From {names} no covered way leads on.",
        "From {names} no covered way leads on.",
        names=say.names([names[node] for node in way.cut_off], limit=4),
    )
    return f"{whole} {cut}"


def _left_out(result: ValueChain, say: Speaker) -> str:
    if result.left_out.empty:
        return ""
    reasons = [
        say("{name} ({reason})", name=name, reason=reason) if reason else name
        for name, reason in zip(
            texts(result.left_out, "name", say=say), texts(result.left_out, "note", say=say), strict=True
        )
    ]
    return say(
        "Left out on purpose: {names}. Coverage is {without} without and {whole} with what is left out.",
        names=say.names(reasons, limit=4),
        without=say.percent(result.coverage),
        whole=say.percent(result.coverage_all),
    )


def _who(result: ValueChain, say: Speaker) -> str:
    known = result.targets[result.targets["name"].notna()]
    blank = result.targets[result.targets["name"].isna()]
    nodes = _by_id(result, say)
    parts = []
    if len(known):
        pairs = [
            say("{actor} for {link}", actor=actor, link=nodes[node])
            for actor, node in zip(texts(known, "name", say=say), known["node_id"], strict=True)
        ]
        parts.append(say("Ask first: {pairs}.", pairs=say.names(pairs, limit=3)))
    if len(blank):
        parts.append(
            say(
                "Nobody else is known yet who could join for {links}.",
                links=say.names([nodes[node] for node in blank["node_id"]], limit=4),
            )
        )
    return " ".join(parts)


def _leaning(result: ValueChain, say: Speaker) -> str:
    if result.largest is None or result.largest[1] < 0.25:
        return ""
    actor, share, n = result.largest
    return say(
        "{name} has {share} of the people employed by the {n} local actors whose size is known: what "
        "it decides, "
        "the chain feels.",
        name=spoken(result.names, say=say)[actor],
        share=say.percent(share),
        n=say.number(n),
    )


def _doubt(result: ValueChain, say: Speaker) -> str:
    parts = []
    if result.circular:
        parts.append(
            say(
                "The chain runs back into itself (recycling, for example); the order is used for "
                "drawing only."
            )
        )
    if (result.frame["state"] == "white spot").any():
        parts.append(
            say(
                "A link where nobody was entered looks like a link where nobody works: show the picture "
                "to two people "
                "who know the trade before you act on it."
            )
        )
    elif result.idle:
        called = spoken(result.names, say=say)
        parts.append(
            say(
                "Placed at no link: {names}.",
                names=say.names((called[actor] for actor in result.idle), limit=4),
            )
        )
    return " ".join(parts)


def table_chain(result: ValueChain, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The ten most urgent links, cells as text."""
    frame = result.frame.sort_values(["priority", "node_id"], ascending=[False, True], kind="stable").head(
        _ROWS
    )
    there = result.targets[result.targets["name"].notna()]
    there = there.assign(name=texts(there, "name", say=say))
    known = there.groupby("node_id")["name"].agg(list).to_dict()
    state = [say.word(word) if isinstance(word, str) else say("not judged") for word in frame["state"]]
    return pd.DataFrame(
        {
            say("Link"): texts(frame, "name", say=say),
            say("State"): state,
            say("Local actors"): [say.number(n) if result.judged else "–" for n in frame["n"]],
            say("Needed"): [say.number(n) for n in frame["min_actors"]],
            say("Members"): [say.number(n) if result.judged else "–" for n in frame["n_members"]],
            say("Urgency"): [say.number(value, 1) for value in frame["priority"]],
            say("Could close it"): [say.names(known.get(node, []), limit=3) for node in frame["node_id"]],
        }
    )


def listing(result: object) -> str:
    """Links with their state as plain text: what a test compares; a sentence for a tool left out."""
    if not isinstance(result, ValueChain) or not result.judged:
        return "no value chain judged"
    return (
        result.frame[["node_id", "n", "min_actors", "state", "coverage", "priority"]]
        .round(3)
        .to_string(index=False)
    )
