"""What members say the cluster brought them, and how much may be concluded from it (guide L2972-3007)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import trim_mean

from clusterlib.cells import weakest
from clusterlib.monitoring.impact_bounds import bootstrap, margin, mean_bounds, share_bounds
from clusterlib.monitoring.impact_commitment import Commitment, commitment
from clusterlib.periods import last_day
from clusterlib.readings import Speaker

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Wave:
    """One period of the survey.

    Attributes
    ----------
    period : str
        ``YYYY`` or ``YYYY-MM``.
    invited, answered, said : int
        Members asked, those who answered, those who put a number on their benefit (0 counts, blank not).
    passes : bool
        Whether answered/invited reaches the rule; equality is enough.
    total_allowed : bool
        Whether a sum may be named: both `answered` and `said` reach the rule, and enough said a number.
    margin : float or None
        Half width of a 95 % interval of a share among all members, by those who said a number.
    benefits : array of float
        What was said, ascending; empty when fewer than `smallest` said a number.
    positive : int
        Members with a benefit above 0.
    share, share_bounds, median, median_interval, mean, mean_interval, mean_bounds, trimmed : float or pair
        None when fewer than `smallest` said a number; `mean_bounds` also when nothing bounds the silent.
    largest : float or None
        Greatest benefit a member can have in the bounds: the parameter, or the largest one said.
    attributed, attributed_n : float or None, int
        Sum of benefit times the share due to the cluster, and how many members said both (of no benefit
        nothing is due, whatever the share).
    links : Commitment
        Commitment against benefit.
    basis : str
    """

    period: str
    invited: int
    answered: int
    said: int
    passes: bool
    total_allowed: bool
    margin: float | None
    benefits: np.ndarray
    positive: int
    share: float | None
    share_bounds: Interval | None
    median: float | None
    median_interval: Interval | None
    mean: float | None
    mean_interval: Interval | None
    mean_bounds: Interval | None
    trimmed: float | None
    largest: float | None
    attributed: float | None
    attributed_n: int
    links: Commitment
    basis: str

    @property
    def response(self) -> float | None:
        """Answered among invited; None when nobody was asked."""
        return self.answered / self.invited if self.invited else None


@dataclass(frozen=True, slots=True)
class Impact:
    """All periods of the survey, the oldest first, and the limits used.

    Attributes
    ----------
    waves : tuple of Wave
    response_min : float
        Least share of members that must answer (guide L2978: 70 %).
    smallest : int
        No figure rests on fewer members.
    trim : float
        Share cut at each end for the trimmed mean.
    largest_given : bool
        Whether the greatest possible benefit was given, not taken from the answers.
    currency : str
        Of the case, or empty.
    """

    waves: tuple[Wave, ...]
    response_min: float
    smallest: int
    trim: float
    largest_given: bool
    currency: str

    @property
    def last(self) -> Wave | None:
        """The latest period; None without answers."""
        return self.waves[-1] if self.waves else None


def survey(
    impact_answers: pd.DataFrame,
    *,
    response_min: float = 0.7,
    smallest: int = 5,
    trim: float = 0.1,
    largest: float = 0.0,
    currency: str | None = None,
    draws: int = 10000,
    seed: int = 20260101,
) -> Impact:
    """Read the survey: who answered, what they say, and the bounds for those who did not.

    Parameters
    ----------
    impact_answers : DataFrame
        Typed table with one row per invited member and period; a blank benefit is not a benefit of 0.
    response_min : float
        The 70 % rule (guide L2978); a rate that equals it passes.
    smallest : int
        No figure is shown that rests on fewer members (DEFAULT, for their anonymity).
    trim : float
        Share of answers cut at each end for the trimmed mean (DEFAULT).
    largest : float
        Greatest benefit one member can have; 0 takes the largest one said (DEFAULT).
    currency : str, optional
        ISO code of the case.
    draws, seed : int
        Random samples and their start.

    Returns
    -------
    Impact

    Examples
    --------
    >>> from clusterlib import tables
    >>> rows = [{"respondent_id": f"m{i}", "period": "2026", "answered": "yes" if i < 7 else "no",
    ...          "benefit": 1000.0 * i if i < 7 else None} for i in range(10)]
    >>> wave = survey(tables.typed("impact_answers", rows), draws=100).last
    >>> wave.response, wave.passes, wave.median, wave.positive
    (0.7, True, 3000.0, 6)
    """
    limits = _Limits(Fraction(str(response_min)), smallest, trim, largest, draws, seed)
    ordered = sorted(set(impact_answers["period"]), key=lambda period: (last_day(period), period))
    waves = tuple(
        _wave(period, impact_answers[impact_answers["period"] == period], limits) for period in ordered
    )
    return Impact(waves, response_min, smallest, trim, largest > 0, currency or "")


@dataclass(frozen=True, slots=True)
class _Limits:
    response_min: Fraction
    smallest: int
    trim: float
    largest: float
    draws: int
    seed: int


def _wave(period: str, rows: pd.DataFrame, limits: _Limits) -> Wave:
    yes = rows[rows["answered"] == "yes"]
    money = yes["benefit"].to_numpy(dtype=float)
    told = np.sort(money[~np.isnan(money)])
    invited, answered, said = len(rows), len(yes), len(told)
    passes = _reaches(answered, invited, limits)
    enough = said >= limits.smallest
    levels = yes["commitment"].astype("float64").to_numpy(dtype=float)
    due = (yes["benefit"] * yes["share_attributed"].mask(yes["benefit"] == 0, 0.0)).dropna()
    figures = _figures(told, invited, limits) if enough else dict.fromkeys(_FIGURES)
    return Wave(
        period=period,
        invited=invited,
        answered=answered,
        said=said,
        passes=passes,
        total_allowed=enough and passes and _reaches(said, invited, limits),
        margin=margin(said, invited) if enough else None,
        benefits=told if enough else np.array([]),
        positive=int((told > 0).sum()) if enough else 0,
        attributed=float(due.sum()) if len(due) >= limits.smallest else None,
        attributed_n=len(due),
        links=commitment(levels, money, draws=limits.draws, seed=limits.seed, smallest=limits.smallest),
        basis=weakest(rows["basis"]),
        **figures,
    )


_FIGURES = (
    "share",
    "share_bounds",
    "median",
    "median_interval",
    "mean",
    "mean_interval",
    "mean_bounds",
    "trimmed",
    "largest",
)


def _reaches(part: int, whole: int, limits: _Limits) -> bool:
    return whole > 0 and Fraction(part, whole) >= limits.response_min


def _figures(told: np.ndarray, invited: int, limits: _Limits) -> dict[str, float | Interval | None]:
    said, mean = len(told), float(told.mean())
    largest = max(limits.largest, float(told.max()))
    positive = int((told > 0).sum())
    return {
        "share": positive / said,
        "share_bounds": share_bounds(positive, said, invited),
        "median": float(np.median(told)),
        "median_interval": bootstrap(told, "median", draws=limits.draws, seed=limits.seed),
        "mean": mean,
        "mean_interval": bootstrap(told, "mean", draws=limits.draws, seed=limits.seed),
        "mean_bounds": mean_bounds(mean, said / invited, highest=largest)
        if largest or said == invited
        else None,
        "trimmed": float(trim_mean(told, limits.trim)),
        "largest": largest,
    }


Figure = Literal["response rate", "share with benefit", "median benefit", "mean benefit", "commitment effect"]


def impact_table(result: Impact, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Hand-over ``impact``: five figures per period; a value is blank when it may not be said."""
    from clusterlib import tables

    rows = [row for wave in result.waves for row in _rows(wave, result, say)]
    return tables.typed("impact", pd.DataFrame(rows, columns=list(tables.table("impact").column_names)))


def _rows(wave: Wave, result: Impact, say: Speaker) -> list[dict[str, object]]:
    money, limit = result.currency or say("money"), say.percent(result.response_min)
    few = say("Fewer than {n} members put a number on it.", n=say.number(result.smallest))
    told = (
        say("Of those who answered.")
        if wave.passes
        else say("Only of those who answered; too few did to speak for all.")
    )
    if not wave.passes:
        rule = say("Below the {limit} rule: no total is named.", limit=limit)
    elif Fraction(wave.answered, wave.invited) == Fraction(str(result.response_min)):
        rule = say("Reaches the {limit} rule exactly.", limit=limit)
    else:
        rule = say("Reaches the {limit} rule.", limit=limit)
    middle = wave.mean if wave.total_allowed else None
    mean_text = few if wave.mean is None else _mean_text(wave, say)
    figures = [
        ("response rate", wave.response, None, say("share"), rule),
        (
            "share with benefit",
            wave.share,
            wave.share_bounds,
            say("share"),
            few if wave.share is None else told,
        ),
        ("median benefit", wave.median, wave.median_interval, money, few if wave.median is None else told),
        ("mean benefit", middle, wave.mean_bounds, money, mean_text),
        ("commitment effect", wave.links.rho, None, say("rank correlation, −1 to 1"), _link_text(wave, say)),
    ]
    return [
        {
            "period": wave.period,
            "figure": figure,
            "value": value,
            "low": pair[0] if pair else math.nan,
            "high": pair[1] if pair else math.nan,
            "unit": unit,
            "n": _n(wave, figure),
            "invited": wave.invited,
            "finding": text,
            "basis": wave.basis,
        }
        for figure, value, pair, unit, text in figures
    ]


def _n(wave: Wave, figure: str) -> int:
    return {"response rate": wave.answered, "commitment effect": wave.links.n}.get(figure, wave.said)


def _mean_text(wave: Wave, say: Speaker) -> str:
    if wave.mean_bounds is None:
        return say("All say none, so nothing bounds what the silent may have.")
    text = say(
        "Bounds for all members asked, if none can exceed {largest}.", largest=say.number(wave.largest)
    )
    return text if wave.total_allowed else text + " " + say("Too few answers for one figure.")


def _link_text(wave: Wave, say: Speaker) -> str:
    if wave.links.rho is None:
        return (
            say("Too few members said both.")
            if wave.links.reason == "few"
            else say("One side does not vary.")
        )
    return say(
        "Association, not effect: members choose their commitment. Chance alone: p = {p}.",
        p=say.number(wave.links.p, 3),
    )


def printed(result: object) -> str:
    """The figures of all periods as plain text, for a check; a dash when the tool could not run."""
    if not isinstance(result, Impact):
        return "–"
    columns = ["period", "figure", "value", "low", "high", "n", "invited"]
    return impact_table(result)[columns].round(4).to_string(index=False)
