"""Tables and sentences on talks about alliances; only what partners let be shown."""

from __future__ import annotations

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis.talks import Talks
from clusterlib.twins import short, texts

#: Rows of a table, names in a cell or a sentence, letters of a name.
ROWS, _NAMES, _NAME = 10, 3, 48


def table_talks(result: Talks, *, say: Speaker) -> pd.DataFrame:
    """Who offers and who looks for what, at most ten things; what meets stands first."""
    rows = result.matches.head(ROWS)
    return pd.DataFrame(
        {
            say("Thing"): [short(tag, 60) for tag in texts(rows, "tag", say=say)],
            say("Offered by"): [_list(keys, result, say) for keys in rows["offered"]],
            say("Looked for by"): [_list(keys, result, say) for keys in rows["wanted"]],
        }
    )


def table_openness(result: Talks, *, say: Speaker) -> pd.DataFrame:
    """How open each alliance is, by the partner that shows least; at most ten."""
    rows = result.alliances.head(ROWS)
    shown = zip(rows["asked"], rows["partners"], strict=True)
    return pd.DataFrame(
        {
            say("Alliance"): _alliances(rows, say),
            say("Openness (0 to 3)"): [say.number(value) for value in rows["openness"]],
            say("Partners who said it"): [say.share(int(asked), int(all_)) for asked, all_ in shown],
        }
    )


def _alliances(rows: pd.DataFrame, say: Speaker) -> list[str]:
    """What alliances are called; without a name the talk was about the cluster."""
    return [
        short(name, 60) if name else say("the cluster as a whole")
        for name in texts(rows, "alliance", say=say)
    ]


def read_talks(result: Talks, *, say: Speaker) -> str:
    """What meets, what nobody offers, and that the rest stays private.

    Parameters
    ----------
    result : Talks
        Result of `talks.listen`.
    say : Speaker
        Language of the reader.
    """
    parts = [_meeting(result, say), _unmet(result, say), _private(result, say)]
    return " ".join(part for part in parts if part)


def read_openness(result: Talks, *, say: Speaker) -> str:
    """Which alliance is least open, and on whom that rests.

    Parameters
    ----------
    result : Talks
        Result of `talks.listen`.
    say : Speaker
        Language of the reader.
    """
    known = result.alliances[result.alliances["openness"].notna()]
    if known.empty:
        return say("No partner has said yet, in a row that may be shown, how open it is.")
    ordered = known.sort_values(["openness", "alliance"], kind="stable").head(1)
    least, value = ordered.iloc[0], int(ordered["openness"].iloc[0])
    if value == 3:
        return say(
            "Whoever was asked would show all. Write down once what leaves the circle and what does not."
        )
    text = say(
        "An alliance is as open as the partner that shows least: {name} stands at {value} of 3, by {who}.",
        name=say.quoted(_alliances(ordered, say)[0]),
        value=say.number(value),
        who=_list(least["closed"], result, say),
    )
    blank = int((result.alliances["partners"] - result.alliances["asked"]).sum())
    if blank:
        text += " " + say.plural(
            blank, "One partner did not say and does not count.", "{n} partners did not say and do not count."
        )
    if value == 0:
        return text + " " + say("A partner that shows nothing can share a task, not what it knows.")
    return text + " " + say("Begin with a task for which that is enough.")


def _meeting(result: Talks, say: Speaker) -> str:
    if result.people.empty:
        return say("No answer may be shown, so nothing is matched.")
    people = say.plural(
        len(result.people), "One actor lets answers be shown.", "{n} actors let answers be shown."
    )
    met = result.met
    if met.empty:
        return people + " " + say("Nothing that one offers is what another looks for.")
    first, tag = met.iloc[0], texts(met.head(1), "tag", say=say)[0]
    text = say.plural(
        len(met),
        "One thing that somebody looks for is offered by another: “{tag}”, by {offered} to {wanted}.",
        "{n} things that somebody looks for are offered by others, among them “{tag}”, by {offered} to "
        "{wanted}.",
        tag=short(tag, 60),
        offered=_list(first["offered"], result, say),
        wanted=_list(first["wanted"], result, say),
    )
    return f"{people} {text}"


def _unmet(result: Talks, say: Speaker) -> str:
    open_ = result.matches[(result.matches["fits"] == 0) & (result.matches["wanted"].map(len) > 0)]
    if open_.empty:
        return ""
    tags = say.names([say.quoted(short(tag, 60)) for tag in texts(open_, "tag", say=say)], limit=_NAMES)
    return say.plural(
        len(open_),
        "{tags} is looked for and offered by nobody else.",
        "{tags} are looked for and offered by nobody else.",
        tags=tags,
    )


def _private(result: Talks, say: Speaker) -> str:
    if not result.withheld:
        return ""
    return say.plural(
        result.withheld,
        "One answer stays private: it is counted here and nowhere shown.",
        "{n} answers stay private: they are counted here and nowhere shown.",
    )


def _list(keys: tuple[str, ...], result: Talks, say: Speaker) -> str:
    rows = result.people.set_index("actor_id").loc[list(keys)].reset_index()
    return say.names([short(name, _NAME) for name in texts(rows, "name", say=say)], limit=_NAMES) or "–"
