"""What a SWOT board says, and what on it wants a second look, in words."""

from __future__ import annotations

import pandas as pd

from clusterlib.mapping.swot import MIDDLE, Score, Swot
from clusterlib.mapping.swot_plots import posture_name, quadrant_name
from clusterlib.mapping.swot_words import QUADRANTS, Query
from clusterlib.readings import Speaker
from clusterlib.twins import called, named, texts

_ROWS = 10


def read_swot(result: Swot, *, say: Speaker = Speaker()) -> str:
    """Two short paragraphs: what wants a second look, and what the ratings support.

    Examples
    --------
    >>> from clusterlib.mapping.swot import judge
    >>> from clusterlib.tables import empty
    >>> read_swot(judge(empty("swot_items")))
    'The board is empty: write at least three points into each field.'
    """
    if not len(result.items):
        return say("The board is empty: write at least three points into each field.")
    counts = say.names(
        [
            say("{field} {n}", field=quadrant_name(name, say), n=say.number(result.counts[name]))
            for name in QUADRANTS
        ]
    )
    first = say.plural(
        len(result.items),
        "The board has one point ({counts}).",
        "The board has {n} points ({counts}).",
        counts=counts,
    )
    if result.merged:
        first += " " + say.plural(
            result.merged,
            "One more was merged into another and is not counted.",
            "{n} more were merged into others and are not counted.",
        )
    return "\n\n".join(
        part
        for part in (f"{first} {_looked(result, say)}".strip(), _posture(result, say), _tows(result, say))
        if part
    )


def _looked(result: Swot, say: Speaker) -> str:
    parts = [_against(result, say), _misplaced(result, say), _uneven(result, say), _bare(result, say)]
    told = " ".join(part for part in parts if part)
    return told or say("Nothing on it contradicts another point, and each point names its evidence.")


def _of(result: Swot, *kinds: str) -> list[Query]:
    return [query for query in result.queries if query.kind in kinds]


def _against(result: Swot, say: Speaker) -> str:
    known = _words(result, say)
    pairs = [named(q.ids, known, say=say) for q in _of(result, "contradiction")]
    if not pairs:
        return ""
    return say.plural(
        len(pairs),
        "{pairs} say the opposite of each other: both cannot guide a strategy, so settle which holds "
        "and for whom.",
        "{n} pairs say the opposite of each other: settle for each which holds and for whom. "
        "They are {pairs}.",
        pairs=say.clauses([*pairs[:3], *_more(len(pairs) - 3, say)]),
    )


def _words(result: Swot, say: Speaker) -> dict[str, str]:
    """What each point says, by its id."""
    return dict(zip(result.items["id"], texts(result.items, "text", say=say), strict=True))


def _more(rest: int, say: Speaker) -> list[str]:
    return [say.plural(rest, "one more", "{n} more")] if rest > 0 else []


def _misplaced(result: Swot, say: Speaker) -> str:
    parts, known = [], _words(result, say)
    actions = [query.ids[0] for query in _of(result, "action")]
    outside = [query.ids[0] for query in _of(result, "external")]
    inside = [query.ids[0] for query in _of(result, "internal")]
    if actions:
        parts.append(
            say.plural(
                len(actions),
                "{ids} reads as an action: keep what was observed, and move the action to the strategy.",
                "{ids} read as actions: keep what was observed, and move the actions to the strategy.",
                ids=named(actions, known, say=say, limit=4),
            )
        )
    if outside:
        parts.append(
            say.plural(
                len(outside),
                "{ids} speaks of the world outside, so it may be an opportunity or a threat.",
                "{ids} speak of the world outside, so they may be opportunities or threats.",
                ids=named(outside, known, say=say, limit=4),
            )
        )
    if inside:
        parts.append(
            say.plural(
                len(inside),
                "{ids} speaks of the cluster itself, so it may be a strength or a weakness.",
                "{ids} speak of the cluster itself, so they may be strengths or weaknesses.",
                ids=named(inside, known, say=say, limit=4),
            )
        )
    return " ".join(parts)


def _uneven(result: Swot, say: Speaker) -> str:
    thin = [quadrant_name(query.word, say) for query in _of(result, "few")]
    full = [quadrant_name(query.word, say) for query in _of(result, "many")]
    parts = []
    if thin:
        parts.append(say("Too few points to be sure that somebody asked: {fields}.", fields=say.names(thin)))
    if full:
        parts.append(say("More points than anybody will act on: {fields}.", fields=say.names(full)))
    return " ".join(parts)


def _bare(result: Swot, say: Speaker) -> str:
    bare = _of(result, "evidence")
    if not bare:
        return ""
    if len(bare[0].ids) == len(result.items):
        return say(
            "No point names its evidence: this is a list of opinions until somebody says what shows it."
        )
    return say.plural(
        len(bare[0].ids),
        "{ids} names no evidence.",
        "{n} points name no evidence ({ids}).",
        ids=named(bare[0].ids, _words(result, say), say=say, limit=5),
    )


def _posture(result: Swot, say: Speaker) -> str:
    if result.posture is None or result.inside.value is None or result.outside.value is None:
        return say(
            "Importance and ratings are missing for one side at least, so the board shows what there "
            "is but not what "
            "weighs most."
        )
    parts = [_meaning(result.posture, say)]
    parts.append(
        say(
            "The score is {inside} inside and {outside} outside, where 2.5 is the middle of 1 to 4.",
            inside=say.number(result.inside.value, 1),
            outside=say.number(result.outside.value, 1),
        )
    )
    close = [score for score in (result.inside, result.outside) if _close(score)]
    if close:
        parts.append(
            say("One rating changed by one point could tip it, so take it as a question to the group.")
        )
    lacking = sum(score.all - score.used for score in (result.inside, result.outside))
    if lacking:
        parts.append(
            say.plural(
                lacking,
                "One point without a rating is not in it.",
                "{n} points without a rating are not in it.",
            )
        )
    return " ".join(parts)


def _close(score: Score) -> bool:
    return score.value is not None and abs(score.value - MIDDLE) <= score.step


def _meaning(posture: str, say: Speaker) -> str:
    name = posture_name(posture, say)
    meanings = {
        "aggressive": say(
            "The ratings speak for going ahead ({name}): use strengths on opportunities.", name=name
        ),
        "conservative": say(
            "The ratings speak for repairing first ({name}): the cluster answers the outside well, "
            "but weaknesses "
            "outweigh strengths.",
            name=name,
        ),
        "competitive": say(
            "The ratings speak for using strengths against threats ({name}): the inside is sound, "
            "the answer to the "
            "outside is not.",
            name=name,
        ),
        "defensive": say(
            "The ratings speak for holding ground ({name}): weaknesses outweigh strengths, and the "
            "outside is not "
            "answered well.",
            name=name,
        ),
    }
    return meanings[posture]


def _tows(result: Swot, say: Speaker) -> str:
    if result.pairs is None or not len(result.strategies):
        return ""
    known = result.strategies[result.strategies["weight"] > 0]
    if known.empty:
        return ""
    top = known[known["weight"].max() - known["weight"] < 1e-9]
    names = say.names([say.quoted(text) for text in texts(top, "text", say=say)], limit=3)
    told = say.plural(
        len(top),
        "Among the strategies of the TOWS matrix, {names} carries most weight.",
        "Among the strategies of the TOWS matrix, {names} carry most weight and share the first place.",
        names=names,
    )
    if result.unweighed:
        told += " " + say.plural(
            result.unweighed,
            "One pair without importance is not weighed.",
            "{n} pairs without importance are not weighed.",
        )
    return told


def table_swot(result: Swot, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """What wants a second look: at most ten rows, the most serious first."""
    words = _words(result, say)
    rows = [_row(query, words, say) for query in result.queries][:_ROWS]
    return pd.DataFrame(rows, columns=[say("Point"), say("What it says"), say("Look again, because")])


def _row(query: Query, words: dict[str, str], say: Speaker) -> tuple[str, str, str]:
    ids = say.names(query.ids, limit=6)
    if query.kind == "contradiction":
        return ids, " / ".join(words[item] for item in query.ids), say("the two contradict each other")
    if query.kind == "action":
        return ids, words[query.ids[0]], say("“{word}” reads as an action", word=query.word)
    if query.kind == "external":
        return ids, words[query.ids[0]], say("“{word}” lies outside the cluster", word=query.word)
    if query.kind == "internal":
        return ids, words[query.ids[0]], say("“{word}” lies inside the cluster", word=query.word)
    if query.kind == "evidence":
        return ids, _told(query.ids, words), say("no evidence is named")
    name = quadrant_name(query.word, say)
    if query.kind == "few":
        return name, "", say.plural(len(query.ids), "only one point", "only {n} points")
    return name, "", say("{n} points: too many to act on", n=say.number(len(query.ids)))


def _told(ids: tuple[str, ...], words: dict[str, str]) -> str:
    """What up to three points say; of more only the first three, and that there are more."""
    return " / ".join(words[item] for item in ids[:3]) + (" / …" if len(ids) > 3 else "")


def table_strategies(result: Swot, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Strategies of the TOWS matrix, the heaviest first; at most ten."""
    rows, words = result.strategies.head(_ROWS), _words(result, say)
    return pd.DataFrame(
        {
            say("Strategy"): texts(rows, "text", say=say),
            say("Rests on"): [
                say.clauses(
                    called(key, words.get(key, ""), say=say) for key in dict.fromkeys(because.split(";"))
                )
                for because in rows["because"]
            ],
            say("Weight"): [say.number(weight) for weight in rows["weight"]],
        }
    )


def _rests(ids: list[str], words: dict[str, str], say: Speaker) -> str:
    return say.clauses(called(key, words.get(key, ""), say=say) for key in dict.fromkeys(ids))


def listing(result: object) -> str:
    """Counts, scores and queries as plain text: what a test compares; a sentence for a tool left out."""
    if not isinstance(result, Swot):
        return "no SWOT board"
    counts = ", ".join(f"{name} {number}" for name, number in result.counts.items())
    scores = ", ".join(
        f"{name} {_shown(score)}" for name, score in (("IFE", result.inside), ("EFE", result.outside))
    )
    asked = [
        f"{query.kind} {query.word}: {' '.join(query.ids)}".replace(" :", ":")
        for query in result.queries
        if query.kind != "evidence"
    ]
    return "\n".join([counts, scores, *asked])


def _shown(score: Score) -> str:
    return "none" if score.value is None else f"{score.value:.3f} ({score.used} of {score.all})"


def paired(result: Swot) -> Swot:
    """The same board, for the part that shows its TOWS matrix."""
    return result
