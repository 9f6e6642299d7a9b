"""Picture, table, sentences and lesson of the four profiles in the office."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clusterlib import boxes, chart_parts, figures
from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.roadmapping.team_mix import PROFILES, TeamMix
from clusterlib.tables import is_blank
from clusterlib.twins import texts

#: People drawn at most; the others stand in the table of the case.
_MOST = 12
_SHADES = {"able": "#8FCDB6", "below": "#EEF1F4"}


def profile_name(profile: str, *, say: Speaker = Speaker()) -> str:
    """What a profile is called, in words for a manager."""
    return {
        "networking": say("bringing people together"),
        "tools": say("methods and tools"),
        "sector": say("technique and sector"),
        "organisation": say("people and money of the office"),
    }[profile]


def _asks(profile: str, say: Speaker) -> str:
    return {
        "networking": say("calm, confident, listens, speaks well"),
        "tools": say("strategy, action plan, indicators, records of contacts"),
        "sector": say("know-how of the technique, of the sector and of what is coming"),
        "organisation": say("leads people, keeps accounts"),
    }[profile]


def _named(profiles: Iterable[str], say: Speaker) -> str:
    return say.names([say.quoted(profile_name(name, say=say)) for name in profiles])


def _score(value: float, say: Speaker) -> str:
    return say.number(value, 0 if is_blank(value) or float(value).is_integer() else 1)


@figures.drawn
def plot_team(result: TeamMix, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """People by profiles: the best score of each; a dot and a shade mark who can do it alone.

    Parameters
    ----------
    result : TeamMix
        From `team_mix.mix`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.

    Returns
    -------
    Axes
    """
    rows = result.people.head(_MOST)
    if rows.empty or rows[list(PROFILES)].isna().all(axis=None):
        return chart_parts.empty(figures.axes(ax, width=8, height=1), team_title(result, say=say))
    ax = figures.axes(ax, width=8.5, height=2.2 + 0.55 * len(rows))
    for y, row in enumerate(rows.to_dict("records")):
        for x, name in enumerate(PROFILES):
            _cell(ax, x, y, row[name], result.able_from, say)
    ax.set_xlim(-0.5, len(PROFILES) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xticks(
        range(len(PROFILES)), [boxes.fit(profile_name(name, say=say), 1.6, size=10) for name in PROFILES]
    )
    ax.set_yticks(range(len(rows)), [boxes.fit(name, 1.8, size=10) for name in _labels(rows, say)])
    ax.tick_params(length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    label = say(
        "best score in a profile, 0 to 4 (● {limit} or more: can do it alone; blank: not rated)",
        limit=_score(result.able_from, say),
    )
    ax.set_xlabel(boxes.fit(label, 6.0, size=10))
    chart_parts.title(ax, team_title(result, say=say))
    return ax


def _cell(ax: Axes, x: int, y: int, score: float, able_from: float, say: Speaker) -> None:
    rated, able = not is_blank(score), not is_blank(score) and score >= able_from - 1e-9
    shade = _SHADES["able" if able else "below"] if rated else "white"
    ax.add_patch(Rectangle((x - 0.48, y - 0.44), 0.96, 0.88, facecolor=shade, edgecolor="#C9D0D6"))
    if rated:
        ax.text(x, y, f"● {_score(score, say)}" if able else _score(score, say), ha="center", va="center")


def _labels(rows: pd.DataFrame, say: Speaker) -> list[str]:
    """Each person with the part of a full post, where it is known."""
    return [
        str(person)
        if is_blank(fte)
        else say("{person} ({share} of a post)", person=person, share=say.percent(fte))
        for person, fte in zip(rows["person"], rows["fte"], strict=True)
    ]


def team_title(result: TeamMix, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    lacking, unrated, single = result.of("nobody"), result.of("not rated"), result.of("one")
    if len(unrated) == len(PROFILES):
        return say("Nobody of the office is rated in any of the four profiles")
    if lacking:
        return say("Nobody in the office can do this alone: {names}", names=_named(lacking, say))
    if unrated:
        return say("Not rated yet: {names}", names=_named(unrated, say))
    if single:
        return say.plural(
            len(single),
            "All four profiles are there; one of them hangs on one person: {names}",
            "All four profiles are there; {n} of them hang on one person each: {names}",
            names=_named(single, say),
        )
    return say("Each of the four profiles is held by two people or more")


def table_team(result: TeamMix, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The four profiles: what each asks for, who can do it alone, what follows."""
    rows = result.profiles.to_dict("records")
    follows = {
        "several": say("nothing is missing"),
        "one": say("train a second person, or agree on a stand-in"),
        "nobody": say("hire, train, or find a partner who has it"),
        "not rated": say("rate it first"),
    }
    return pd.DataFrame(
        {
            say("Profile"): [profile_name(row["profile"], say=say) for row in rows],
            say("What it asks for"): [_asks(row["profile"], say) for row in rows],
            say("Can do it alone"): [say.names(row["able"], limit=3) if row["able"] else "–" for row in rows],
            say("Best score (0 to 4)"): [_score(row["best"], say) for row in rows],
            say("What follows"): [follows[row["state"]] for row in rows],
        }
    )


def read_team(result: TeamMix, *, say: Speaker = Speaker()) -> str:
    """Which profiles the office has, which hang on one person, which nobody has, what was not asked.

    Parameters
    ----------
    result : TeamMix
        From `team_mix.mix`.
    say : Speaker
        Language of the reader.
    """
    if len(result.of("not rated")) == len(PROFILES):
        parts = [say("Nobody of the office is rated yet. Let each rate the others, then compare.")]
        return " ".join([*parts, *_left_out(result, say)])
    parts = [_held(result, say), _lacking(result, say), _unrated(result, say), *_left_out(result, say)]
    parts.append(
        say(
            "Scores are what people think of each other; ask two members who work with the office as well. "
            "One person cannot replace a team, however good the scores."
        )
    )
    return " ".join(part for part in parts if part)


def _held(result: TeamMix, say: Speaker) -> str:
    able = dict(zip(result.profiles["profile"], result.profiles["able"], strict=True))
    told = [
        say("{profile} ({names})", profile=profile_name(name, say=say), names=say.names(able[name], limit=3))
        for name in result.of("several", "one")
    ]
    if not told:
        return say(
            "Nobody in the office reaches {limit} of 4 in any profile.", limit=_score(result.able_from, say)
        )
    text = say("Held in the office: {list}.", list=say.names(told))
    if result.carrying:
        text += " " + say.plural(
            len(result.carrying),
            "{names} alone holds more than one profile: if this person leaves, they go together.",
            "{names} each hold more than one profile alone: if one of them leaves, these go together.",
            names=say.names(result.carrying, limit=3),
        )
    return text


def _lacking(result: TeamMix, say: Speaker) -> str:
    lacking = result.of("nobody")
    if not lacking or len(lacking) == len(PROFILES):
        return ""
    return say(
        "Nobody reaches {limit} of 4 in {names}. What the office lacks a partner may have (guide L4643).",
        limit=_score(result.able_from, say),
        names=_named(lacking, say),
    )


def _unrated(result: TeamMix, say: Speaker) -> str:
    unrated = result.of("not rated")
    if not unrated:
        return ""
    return say("Nobody was rated in {names}: that is not asked, not missing.", names=_named(unrated, say))


def _left_out(result: TeamMix, say: Speaker) -> list[str]:
    parts = []
    if result.unrated and len(result.of("not rated")) < len(PROFILES):
        parts.append(
            say("Without any score: {names}.", names=say.names(result.unrated, limit=3)),
        )
    if len(result.unplaced):
        names = [say.quoted(text) for text in texts(result.unplaced, "skill", say=say)]
        parts.append(
            say.plural(
                len(names),
                "One skill belongs to none of the four profiles and is not counted: {names}.",
                "{n} skills belong to none of the four profiles and are not counted: {names}.",
                names=say.names(names, limit=3),
            )
        )
    if result.aside:
        parts.append(
            say.plural(
                result.aside,
                "One person of the office does not count here (column in_scope).",
                "{n} people of the office do not count here (column in_scope).",
            )
        )
    return parts


def team_check(result: TeamMix | None, *, say: Speaker = Speaker()) -> Check:
    """The guide's lesson that the composition of the team is crucial (L4606-4636).

    Parameters
    ----------
    result : TeamMix or None
        From `team_mix.mix`.
    say : Speaker
        Language of the reader.

    Examples
    --------
    >>> team_check(None).status
    'not judged'
    """
    rule = "team-mix"
    if result is None or len(result.of("not rated")) == len(PROFILES):
        return Check(rule, "not judged", "note", say("No skill of the office is rated (table skills)."))
    lacking, unrated = result.of("nobody"), result.of("not rated")
    if lacking:
        text = say.plural(
            len(lacking),
            "One of the four profiles has nobody in the office who can do it alone: {names}.",
            "{n} of the four profiles have nobody in the office who can do them alone: {names}.",
            names=_named(lacking, say),
        )
        return Check(rule, "finding", "amber", text, say("Hire, train, or agree with a partner who has it."))
    if unrated:
        text = say("Nobody was rated in {names}.", names=_named(unrated, say))
        return Check(rule, "finding", "note", text, say("Rate it before you call the team complete."))
    return Check(rule, "fine", "amber", say("Each of the four profiles has somebody who can do it alone."))
