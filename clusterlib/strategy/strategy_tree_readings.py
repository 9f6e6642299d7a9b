"""The tree in words: how many branches, which are loose, which say the same."""

from __future__ import annotations

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.strategy.strategy_tree import TreeChecked
from clusterlib.twins import called, named

_SHOWN = 6


def table_tree(result: TreeChecked, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """What was looked at in the tree, how it stands, and which branches are meant."""
    low, high = (say.number(limit) for limit in result.limits)
    known = branch_names(result, say)
    twins = [
        f"{called(p.first, known[p.first], say=say, width=36)} – "
        f"{called(p.second, known[p.second], say=say, width=36)}"
        for p in result.twins
    ]
    levels = {level: [branch.id for branch in result.of(level)] for level in result.counts}
    rows = [
        (say("Visions (one is needed)"), say.number(result.counts["vision"]), levels["vision"]),
        (say("Objectives"), say.number(result.counts["objective"]), levels["objective"]),
        (say("Initiatives"), say.number(result.counts["initiative"]), levels["initiative"]),
        (say("Enabling initiatives"), say.number(result.counts["enabling"]), levels["enabling"]),
        (say("Interventions"), say.number(result.counts["intervention"]), []),
        (say("Branches with nothing above"), say.number(len(result.orphans)), list(result.orphans)),
        (say("Branches that end too early"), say.number(len(result.barren)), list(result.barren)),
        (say("Branches at the wrong level"), say.number(len(result.misplaced)), list(result.misplaced)),
        (
            say("Branches with fewer than {low} or more than {high} below", low=low, high=high),
            say.number(len(result.narrow) + len(result.wide)),
            [*result.narrow, *result.wide],
        ),
        (say("Pairs that may be one intervention"), say.number(len(twins)), twins),
    ]
    return pd.DataFrame(
        {
            say("Looked at"): [row[0] for row in rows],
            say("Number"): [row[1] for row in rows],
            say("Which"): [named(row[2], known, say=say, limit=_SHOWN, width=36) or "–" for row in rows],
        },
        dtype="str",
    )


def branch_names(result: TreeChecked, say: Speaker = Speaker()) -> dict[str, str]:
    """What the branches say in the reader's language, by their ids.

    Examples
    --------
    >>> from clusterlib.strategy.strategy_tree import check_tree
    >>> branch_names(check_tree(None))
    {}
    """
    branches = result.branches.values()
    return {b.id: b.text_fr if say.locale == "fr" and b.text_fr else b.text for b in branches}


def read_tree(result: TreeChecked, *, say: Speaker = Speaker()) -> str:
    """The size of the tree, its loose ends and twins, and what its shape cannot show."""
    if not result.branches:
        return say("The strategy tree is empty. Begin with the vision: one sentence all actors share.")
    texts = [_size(result, say), _vision(result, say), _loose(result, say), _spans(result, say)]
    texts.append(_twin_text(result, say))
    last = say("The shape of a tree says nothing about whether its branches are the right ones.")
    return "\n\n".join([" ".join(text for text in texts if text), last])


def _size(result: TreeChecked, say: Speaker) -> str:
    n = result.counts
    initiatives = n["initiative"] + n["enabling"]
    parts = [
        say.plural(n["objective"], "one objective", "{n} objectives")
        if n["objective"]
        else say("no objective"),
        say.plural(initiatives, "one initiative", "{n} initiatives") if initiatives else say("no initiative"),
        say.plural(n["intervention"], "one intervention", "{n} interventions")
        if n["intervention"]
        else say("no intervention"),
    ]
    return say("The tree holds {parts}.", parts=say.names(parts))


def _vision(result: TreeChecked, say: Speaker) -> str:
    n = result.counts["vision"]
    if n == 1:
        return ""
    if n == 0:
        return say("No vision is written down; one is needed.")
    return say("{n} visions are written down; one is needed.", n=say.number(n))


def _loose(result: TreeChecked, say: Speaker) -> str:
    texts, known = [], branch_names(result, say)
    if result.orphans:
        ids = named(result.orphans, known, say=say, limit=_SHOWN)
        texts.append(say("These hang on nothing: {ids}.", ids=ids))
    if result.barren:
        ids = named(result.barren, known, say=say, limit=_SHOWN)
        texts.append(say("These end before anybody does anything: {ids}.", ids=ids))
    if result.misplaced:
        ids = named(result.misplaced, known, say=say, limit=_SHOWN)
        texts.append(say("These stand at the wrong level: {ids}.", ids=ids))
    return " ".join(texts) if texts else say("No branch hangs loose.")


def _spans(result: TreeChecked, say: Speaker) -> str:
    texts = []
    low, high = result.limits
    if result.narrow:
        texts.append(
            say.plural(
                len(result.narrow),
                "One branch carries fewer than {low}: {ids}; ask whether it is a level too many.",
                "{n} branches carry fewer than {low}: {ids}; ask whether they are a level too many.",
                low=say.number(low),
                ids=named(result.narrow, branch_names(result, say), say=say, limit=_SHOWN),
            )
        )
    if result.wide:
        texts.append(
            say.plural(
                len(result.wide),
                "One branch carries more than {high}: {ids}; group what is below.",
                "{n} branches carry more than {high}: {ids}; group what is below.",
                high=say.number(high),
                ids=named(result.wide, branch_names(result, say), say=say, limit=_SHOWN),
            )
        )
    return " ".join(texts)


def _twin_text(result: TreeChecked, say: Speaker) -> str:
    if not result.twins:
        return ""
    pair = result.twins[0]
    one, two = result.branches[pair.first], result.branches[pair.second]
    text = one.text_fr if say.locale == "fr" and one.text_fr else one.text
    first = say(
        "“{text}” stands in two branches ({one}, {two}): one shared intervention may serve both.",
        text=text,
        one=one.id,
        two=two.id,
    )
    rest = len(result.twins) - 1
    more = say.plural(rest, "There is one more such pair.", "There are {n} more such pairs.") if rest else ""
    return f"{first} {more}".strip()


def plain_tree(result: object) -> str:
    """Counts of the tree as a small text table, to compare runs; a dash when there is none."""
    if not isinstance(result, TreeChecked):
        return "–"
    loose = {
        "orphans": len(result.orphans),
        "barren": len(result.barren),
        "misplaced": len(result.misplaced),
        "narrow": len(result.narrow),
        "wide": len(result.wide),
        "twins": len(result.twins),
    }
    return pd.DataFrame([{**result.counts, **loose}]).to_string(index=False)
