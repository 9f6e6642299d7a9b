"""Pictures of the member survey: who answered, what they said, and how wide the truth may be."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from clusterlib import figures
from clusterlib.impact import Impact, Wave
from clusterlib.readings import Speaker


@figures.drawn
def plot_response(result: Impact, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """One bar per period: how many answered with a number, without one, or not at all; the rule as a line.

    Parameters
    ----------
    result : Impact
        From `impact.survey`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.

    Returns
    -------
    Axes
    """
    waves = result.waves[-6:]
    ax = figures.axes(ax, width=8.5, height=2.0 + 0.55 * max(1, len(waves)))
    ax.set_title(response_title(result, say=say))
    if not waves:
        return _nothing(ax, say)
    looks = (
        ("main", say("answered, with a number")),
        ("warn", say("answered, no number")),
        ("quiet", say("did not answer")),
    )
    for i, wave in enumerate(waves):
        left = 0.0
        for (look, label), n in zip(looks, (wave.said, wave.answered - wave.said, wave.invited - wave.answered), strict=True):
            ax.barh(i, n / wave.invited, left=left, height=0.55, color=figures.COLOURS[look], hatch=figures.HATCHES[look],
                    edgecolor="white", label=label if i == 0 else None)
            left += n / wave.invited
        ax.text(1.02, i, say.share(wave.answered, wave.invited), va="center", fontsize=9)
    ax.axvline(result.response_min, color=figures.INK, linewidth=1.8, linestyle=(0, (5, 2)))
    ax.text(result.response_min, len(waves) - 0.42, say("rule: {limit}", limit=say.percent(result.response_min)),
            ha="center", va="bottom", fontsize=9)
    ax.set_yticks(range(len(waves)), [say.month(wave.period) for wave in waves])
    ax.set_ylim(-0.5, len(waves) - 0.1)
    ax.set_xlim(0, 1.24)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], [say.percent(tick) for tick in (0, 0.25, 0.5, 0.75, 1)])
    ax.set_xlabel(say("share of the members asked"))
    ax.figure.legend(loc="outside lower left", ncols=3, fontsize=9)  # type: ignore[union-attr]
    return ax


def response_title(result: Impact, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    wave = result.last
    if wave is None:
        return say("Nobody was asked yet")
    if wave.passes:
        return say("{share} members answered: enough to speak for all", share=say.share(wave.answered, wave.invited).capitalize())
    return say("{share} members answered: too few to name a total", share=say.share(wave.answered, wave.invited).capitalize())


@figures.drawn
def plot_benefits(result: Impact, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """One point per answer of the latest period, those of zero on the left, and the median with its interval.

    Parameters
    ----------
    result : Impact
        From `impact.survey`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.

    Returns
    -------
    Axes
    """
    ax = figures.axes(ax, width=8.5, height=4.2)
    ax.set_title(benefit_title(result, say=say))
    wave = result.last
    if wave is None or wave.median is None or wave.median_interval is None:
        return _nothing(ax, say)
    place, ticks = _axis(wave)
    x = place(wave.benefits)
    y = _stack(x)
    zero = wave.benefits == 0
    top = max(5.0, float(y.max()) + 1)
    low, high = (float(place(np.array([edge]))[0]) for edge in wave.median_interval)
    middle = float(place(np.array([wave.median]))[0])
    ax.axvspan(low, max(high, low + 0.004), color=figures.COLOURS["warn"], alpha=0.28, linewidth=0)
    ax.axvline(middle, color=figures.COLOURS["bad"], linewidth=2)
    ax.plot(x[~zero], y[~zero], linestyle="none", marker="o", color=figures.COLOURS["main"], markersize=7,
            markeredgecolor="white")
    ax.plot(x[zero], y[zero], linestyle="none", marker="D", markersize=6, markerfacecolor="white",
            markeredgecolor=figures.INK)
    ax.text(min(0.99, middle), top * 1.02, say("median {value}", value=_money(wave.median, result, say)), va="bottom",
            ha="center" if 0.12 < middle < 0.85 else "left" if middle <= 0.12 else "right", fontsize=9)
    ax.set_ylim(0, top * 1.14)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set_xlim(-0.05, 1.05)
    ax.set_xticks([float(place(np.array([tick]))[0]) for tick in ticks], [say.number(tick) for tick in ticks])
    label = say("benefit in {money}, one point per member (diamond: none; band: 95 % interval of the median)",
                money=result.currency or say("money of the case"))
    ax.set_xlabel(label if _linear(wave) else label + "\n" + say("each step to the right is ten times as much"))
    return ax


def benefit_title(result: Impact, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    wave = result.last
    if wave is None or wave.median is None:
        return say("Too few numbers to show what members gained")
    none = wave.said - wave.positive
    if not wave.positive:
        return say("No member names a benefit above zero")
    if not none:
        return say.plural(wave.said, "The one member who put a number on it names a benefit", "All {n} members who put a number on it name a benefit")
    return say("{share} members who put a number on it name a benefit", share=say.share(wave.positive, wave.said).capitalize())


def _linear(wave: Wave) -> bool:
    above = wave.benefits[wave.benefits > 0]
    return len(above) == 0 or float(above.max()) <= 20 * float(above.min())


def _axis(wave: Wave):  # type: ignore[no-untyped-def]
    """Places between 0 and 1 and round ticks: plain, or zero apart and powers of ten when answers lie far apart."""
    above = wave.benefits[wave.benefits > 0]
    if _linear(wave):
        top = float(above.max()) if len(above) else 1.0
        step = _round_step(top / 4)
        ticks = [step * i for i in range(int(top / step) + 1)]
        return (lambda v: v / top), ticks
    low, high = np.floor(np.log10(above.min())), np.ceil(np.log10(above.max()))
    ticks = [0.0, *[10.0**k for k in range(int(low), int(high) + 1)]]

    def place(v: np.ndarray) -> np.ndarray:
        logs = np.log10(np.maximum(v, 10.0**low))
        return np.where(v < 10.0**low, 0.12 * v / 10.0**low, 0.12 + 0.88 * (logs - low) / (high - low))

    return place, ticks


def _round_step(rough: float) -> float:
    power = 10.0 ** np.floor(np.log10(rough))
    return float(power * next(m for m in (1, 2, 5, 10) if m * power >= rough))


def _stack(x: np.ndarray, wide: float = 0.018) -> np.ndarray:
    """Heights so that points close to each other stand on top of each other."""
    bins = np.round(x / wide).astype(int)
    seen: dict[int, int] = {}
    heights = []
    for bin_ in bins:
        seen[bin_] = seen.get(bin_, 0) + 1
        heights.append(seen[bin_] - 0.4)
    return np.array(heights)


@figures.drawn
def plot_bounds(result: Impact, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """What one figure for a member may be: from the middle answer to bounds for those who are silent.

    Parameters
    ----------
    result : Impact
        From `impact.survey`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Axes to draw on.

    Returns
    -------
    Axes
    """
    ax = figures.axes(ax, width=8.5, height=3.2)
    wave = result.last
    if wave is None or wave.mean is None:
        ax.set_title(say("Too few numbers for bounds"))
        return _nothing(ax, say)
    assert wave.mean_bounds and wave.mean_interval and wave.median_interval and wave.trimmed is not None
    rows = [
        (say("median of those who answered"), wave.median, wave.median_interval, "main"),
        (say("mean without the extremes"), wave.trimmed, None, "main"),
        (say("mean of those who answered"), wave.mean, wave.mean_interval, "warn"),
        (say("mean of all members asked"), None, wave.mean_bounds, "quiet"),
    ]
    for i, (_, value, pair, look) in enumerate(rows):
        if pair:
            ax.barh(i, pair[1] - pair[0], left=pair[0], height=0.5, color=figures.COLOURS[look], alpha=0.9,
                    hatch=figures.HATCHES[look], edgecolor="white")
        if value is not None:
            ax.plot([value], [i], marker="o", color=figures.INK, markersize=8, linestyle="none")
    ax.set_title(bounds_title(wave, result, say=say))
    ax.set_yticks(range(len(rows)), [row[0] for row in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(left=0)
    ax.xaxis.set_major_locator(_locator())
    ax.xaxis.set_major_formatter(lambda v, _: say.number(v))
    ax.set_xlabel(say("benefit of one member in {money} (bars: 95 % intervals; last bar: every possible answer of the silent)",
                      money=result.currency or say("money of the case")))
    return ax


def _locator():  # type: ignore[no-untyped-def]
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=5)


def bounds_title(wave: Wave, result: Impact, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    assert wave.mean_bounds
    low, high = wave.mean_bounds
    if wave.said == wave.invited:
        return say("All members answered: the mean is {value}", value=_money(wave.mean, result, say))
    return say("The mean of all members lies between {low} and {high}", low=_money(low, result, say), high=_money(high, result, say))


def _money(value: float | None, result: Impact, say: Speaker) -> str:
    return say.money(rounded(value), result.currency or None)


def rounded(value: float | None) -> float | None:
    """An amount with three figures that count: more would be false precision.

    Examples
    --------
    >>> rounded(1234567.0), rounded(352.4), rounded(0.0)
    (1230000.0, 352.0, 0.0)
    """
    if value is None or not value:
        return value
    power = int(np.floor(np.log10(abs(value))))
    return float(round(value, 2 - power))


def _nothing(ax: Axes, say: Speaker) -> Axes:
    ax.set_axis_off()
    ax.text(0.5, 0.5, say("There is nothing to draw: too few members put a number on it."), ha="center", va="center")
    return ax
