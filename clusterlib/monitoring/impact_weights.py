"""The survey as it would look if each size class had answered alike: weights by size (method T31)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from clusterlib.monitoring.impact_plots import rounded
from clusterlib.periods import last_day
from clusterlib.readings import Speaker

#: Size classes, the smallest first.
SIZES = ("micro", "small", "medium", "large")
Reason = Literal["", "unknown", "few", "one"]


@dataclass(frozen=True, slots=True)
class Weighted:
    """Share of members with a benefit, plain and weighted by size class.

    Attributes
    ----------
    period : str
        Latest period; empty without answers.
    n, invited : int
        Members who put a number on their benefit and whose size is known; members asked whose size is known.
    unsized : int
        Members asked whose size is not known; they are on neither side.
    cells : int
        Groups that were weighted; neighbouring size classes are joined until `least` members said a number.
    plain, weighted : float or None
        Share with a benefit among those who said a number; None where `reason` says why.
    mean, weighted_mean : float or None
        Mean benefit; None below the rule of answers, too.
    heaviest : float or None
        Largest weight of one answer (1 when all classes answered alike).
    reason : str
        "" (compared), "unknown" sizes, "few" said a number, "one" group only.
    least : int
        Answers a group must have.
    """

    period: str
    n: int
    invited: int
    unsized: int
    cells: int
    plain: float | None
    weighted: float | None
    mean: float | None
    weighted_mean: float | None
    heaviest: float | None
    reason: Reason
    least: int


def reweigh(
    impact_answers: pd.DataFrame,
    respondents: pd.DataFrame | None = None,
    *,
    least: int = 3,
    smallest: int = 5,
    response_min: float = 0.7,
) -> Weighted:
    """Give the answers of each size class the weight that the class has among all members asked.

    Weights repair what is known of the silent, their size, and nothing else. A class with few answers is
    joined with its neighbour, so that no answer weighs for many.

    Parameters
    ----------
    impact_answers, respondents : DataFrame
        Typed tables; the second tells the size of the members.
    least : int
        Answers a group must have (DEFAULT).
    smallest : int
        With fewer numbers in all nothing is shown (DEFAULT, for the members' anonymity).
    response_min : float
        Share of members that must have put a number on it for a mean to be named (guide L2978).

    Returns
    -------
    Weighted

    Examples
    --------
    Four of four micro firms answered and have a benefit, four of eight large ones have none:

    >>> from clusterlib import tables
    >>> size = ["micro"] * 4 + ["large"] * 8
    >>> rows = [{"respondent_id": f"m{i}", "period": "2026", "answered": "yes" if i < 8 else "no",
    ...          "benefit": (100 if i < 4 else 0) if i < 8 else None} for i in range(12)]
    >>> who = [{"respondent_id": f"m{i}", "size": s} for i, s in enumerate(size)]
    >>> found = reweigh(tables.typed("impact_answers", rows), tables.typed("respondents", who))
    >>> found.plain, round(found.weighted, 4), found.heaviest
    (0.5, 0.3333, 1.3333333333333333)
    """
    periods = set(impact_answers["period"].dropna())
    period = max(periods, key=lambda text: (last_day(text), text), default="")
    asked = impact_answers[impact_answers["period"] == period]
    known = _sized(asked, respondents)
    said = known[(known["answered"] == "yes") & known["benefit"].notna()]
    groups = _joined(known, said, least)
    reason: Reason = (
        "unknown" if known.empty else "few" if len(said) < smallest else "one" if len(groups) < 2 else ""
    )
    enough = len(said) >= response_min * len(asked) - 1e-9
    none = (None, None, None, None, None)
    plain, weighted, mean, weighted_mean, heaviest = none if reason else _figures(known, said, groups, enough)
    return Weighted(
        period, len(said), len(known), len(asked) - len(known), len(groups), plain, weighted, mean,
        weighted_mean, heaviest, reason, least,
    )  # fmt: skip


def _sized(asked: pd.DataFrame, respondents: pd.DataFrame | None) -> pd.DataFrame:
    """Members asked whose size is known, with it."""
    sizes = (
        {}
        if respondents is None
        else dict(zip(respondents["respondent_id"], respondents["size"], strict=True))
    )
    size = asked["respondent_id"].map(sizes)
    return asked[size.notna().to_numpy()].assign(size=size.dropna().to_numpy())


def _figures(
    known: pd.DataFrame, said: pd.DataFrame, groups: list[tuple[str, ...]], enough: bool
) -> tuple[float, float, float | None, float | None, float]:
    """Share with a benefit and mean, each plain and weighted, and the largest weight of one answer."""
    part = [known["size"].isin(group).sum() / len(known) for group in groups]
    benefit = [said.loc[said["size"].isin(group), "benefit"].to_numpy(dtype=float) for group in groups]
    whole = np.concatenate(benefit)
    return (
        float((whole > 0).mean()),
        float(sum(p * (b > 0).mean() for p, b in zip(part, benefit, strict=True))),
        float(whole.mean()) if enough else None,
        float(sum(p * b.mean() for p, b in zip(part, benefit, strict=True))) if enough else None,
        max(float(p * len(said) / len(b)) for p, b in zip(part, benefit, strict=True)),
    )


def _joined(known: pd.DataFrame, said: pd.DataFrame, least: int) -> list[tuple[str, ...]]:
    """Size classes with members, joined from the smallest up until each group has enough answers."""
    groups: list[tuple[str, ...]] = []
    open_: tuple[str, ...] = ()
    for word in SIZES:
        if (known["size"] == word).any():
            open_ = (*open_, word)
        if open_ and said["size"].isin(open_).sum() >= least:
            groups.append(open_)
            open_ = ()
    if open_ and groups:
        groups[-1] = (*groups[-1], *open_)
    return groups


def table_weighted(result: Weighted, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The figures as answered and as weighted, beside each other."""
    heads = [say("Figure"), say("As answered"), say("Weighted by size")]
    if result.reason:
        return pd.DataFrame(columns=heads)
    rows = [
        (say("Members with a benefit"), say.percent(result.plain), say.percent(result.weighted)),
        (
            say("Mean benefit"),
            say.money(rounded(result.mean), say.currency),
            say.money(rounded(result.weighted_mean), say.currency),
        ),
    ]
    return pd.DataFrame(rows if result.mean is not None else rows[:1], columns=heads)


def read_weighted(result: Weighted, *, say: Speaker = Speaker()) -> str:
    """What changes when each size class counts as it does among the members.

    Parameters
    ----------
    result : Weighted
        From `reweigh`.
    say : Speaker
        Language of the reader.
    """
    if result.reason == "unknown":
        return say(
            "The size of the members is not known (table respondents), so answers are not weighted by it."
        )
    if result.reason == "few":
        return say("Too few members put a number on their benefit to weight the answers.")
    if result.reason == "one":
        return say(
            "Only one group of sizes has {least} answers or more, so there is nothing to weight.",
            least=say.number(result.least),
        )
    assert result.plain is not None and result.weighted is not None
    points = abs(round(100 * result.weighted) - round(100 * result.plain))
    if points == 0:
        first = say(
            "Weighted by size the share with a benefit stays at {share}.", share=say.percent(result.plain)
        )
    else:
        first = say(
            "If each size class had answered alike, {weighted} would have a benefit instead of {plain}.",
            weighted=say.percent(result.weighted),
            plain=say.percent(result.plain),
        )
    heavy = say("One answer counts for {weight} at most.", weight=say.number(result.heaviest, 1))
    rest = say("This repairs the size alone: whether the silent of one size gain less, no weight can tell.")
    lost = (
        say.plural(
            result.unsized,
            "One member of unknown size is left out.",
            "{n} members of unknown size are left out.",
        )
        if result.unsized
        else ""
    )
    return " ".join(part for part in (first, heavy, lost, rest) if part)
