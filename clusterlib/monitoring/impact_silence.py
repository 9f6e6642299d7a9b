"""Who did not answer? Response by size and part of the sector, as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from clusterlib.periods import last_day
from clusterlib.readings import Speaker
from clusterlib.twins import spoken, titles


@dataclass(frozen=True, slots=True)
class Silence:
    """Response rate of groups of members in the latest period.

    Attributes
    ----------
    frame : DataFrame
        trait (*size* or *sub_sector*), group, invited, answered, rate; only groups of at least `smallest`.
    hidden : int
        Groups too small to be shown.
    smallest : int
        Least size of a group shown.
    known : bool
        Whether anything is known of the members.
    titles : mapping of group to (str, str)
        Sub-sectors in the language of the case and in French.
    """

    frame: pd.DataFrame
    hidden: int
    smallest: int
    known: bool
    titles: Mapping[str, tuple[str, str]]


def silence(
    impact_answers: pd.DataFrame, respondents: pd.DataFrame | None = None, *, smallest: int = 5
) -> Silence:
    """Compare those who answered with those who did not on what is known of both (method T31).

    Parameters
    ----------
    impact_answers, respondents : DataFrame
        Typed tables; without `respondents` nothing can be compared.
    smallest : int
        Groups with fewer invited members are counted, not shown (DEFAULT, for their anonymity). Where the
        groups left over could be worked out from those shown, one more group is hidden.

    Returns
    -------
    Silence

    Examples
    --------
    >>> from clusterlib import tables
    >>> a = tables.typed("impact_answers", [{"respondent_id": f"m{i}", "period": "2026",
    ...                  "answered": "yes" if i else "no"} for i in range(5)])
    >>> r = tables.typed("respondents", [{"respondent_id": f"m{i}", "size": "small"} for i in range(5)])
    >>> print(silence(a, r).frame.to_string(index=False, header=False))
    size small 5 4 0.8
    """
    columns = ["trait", "group", "invited", "answered", "rate"]
    nothing = Silence(pd.DataFrame(columns=columns), 0, smallest, known=False, titles={})
    if respondents is None or impact_answers.empty:
        return nothing
    period = max(set(impact_answers["period"]), key=lambda text: (last_day(text), text))
    last = impact_answers[impact_answers["period"] == period]
    both = last.merge(respondents, on="respondent_id", how="inner", suffixes=("", "_r"))
    parts = [_rates(both, trait) for trait in ("size", "sub_sector") if both[trait].notna().any()]
    if not parts:
        return nothing
    frame = pd.concat(parts, ignore_index=True)
    enough = pd.concat([_shown(part, len(last), smallest) for part in parts], ignore_index=True)
    rest = respondents.dropna(subset=["sub_sector"])
    return Silence(
        frame.loc[enough, columns].reset_index(drop=True),
        int((~enough).sum()),
        smallest,
        known=True,
        titles=titles(rest, "sub_sector", "sub_sector"),
    )


def _shown(part: pd.DataFrame, invited: int, smallest: int) -> pd.Series:
    """Which groups of one trait may be shown."""
    enough = part["invited"] >= smallest
    left = invited - int(part.loc[enough, "invited"].sum())
    if 0 < left < smallest and enough.any():
        least = part.loc[enough, "invited"].min()
        first = part.index[(part["invited"] == least) & enough][0]
        enough = enough & (part.index != first)
    return enough


def _rates(both: pd.DataFrame, trait: str) -> pd.DataFrame:
    yes = both.assign(yes=both["answered"] == "yes")
    found = (
        yes.groupby(trait, sort=True)
        .agg(invited=("yes", "size"), answered=("yes", "sum"))
        .reset_index(names="group")
    )
    return found.assign(trait=trait, rate=found["answered"] / found["invited"])


def table_silence(result: Silence, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """At most ten groups, those who answer least first."""
    if result.frame.empty:
        return pd.DataFrame()
    rows = result.frame.sort_values("rate", kind="stable").head(10).to_dict("records")
    trait = {"size": say("Size"), "sub_sector": say("Part of the sector")}
    return pd.DataFrame(
        {
            say("What is known"): [trait[row["trait"]] for row in rows],
            say("Group"): [_called(row["group"], result, say) for row in rows],
            say("Answered"): [say.share(int(row["answered"]), int(row["invited"])) for row in rows],
        }
    )


def read_silence(result: Silence, *, say: Speaker = Speaker()) -> str:
    """Whether those who are silent differ, in a few sentences."""
    if not result.known:
        return say(
            "Size and sub-sector of the members are not known (table respondents), so nobody can tell "
            "whether those who did not answer differ."
        )
    hidden = (
        say.plural(
            result.hidden,
            "One group of fewer than {limit} members is not shown.",
            "{n} groups of fewer than {limit} members are not shown.",
            limit=say.number(result.smallest),
        )
        if result.hidden
        else ""
    )
    if result.frame.empty:
        return say("No group is large enough to be shown.") + (f" {hidden}" if hidden else "")
    groups = [rows for _, rows in result.frame.groupby("trait", sort=False) if len(rows) > 1]
    text = " ".join(_trait_said(rows, result, say) for rows in groups)
    if any(rows["rate"].nunique() > 1 for rows in groups):
        text += " " + say(
            "If those who answered least have less benefit than the others, the figures are too good."
        )
    return f"{text or say('No two groups can be compared.')} {hidden}".strip()


def _called(group: str, result: Silence, say: Speaker) -> str:
    """A group in the reader's language: a class of size, or a sub-sector in own words."""
    return spoken(result.titles, say=say).get(group) or say.word(group)


def _trait_said(rows: pd.DataFrame, result: Silence, say: Speaker) -> str:
    """The groups of one trait that answered least and most."""
    ordered = rows.sort_values("rate", kind="stable").to_dict("records")
    low, high = ordered[0], ordered[-1]
    if low["rate"] == high["rate"]:
        return say(
            "“{low}” and “{high}” answered to the same degree.",
            low=_called(low["group"], result, say),
            high=_called(high["group"], result, say),
        )
    return say(
        "Of the groups shown “{low}” answered least ({few}), “{high}” most ({many}).",
        low=_called(low["group"], result, say),
        few=say.share(int(low["answered"]), int(low["invited"])),
        high=_called(high["group"], result, say),
        many=say.share(int(high["answered"]), int(high["invited"])),
    )
