"""Pictures of the member survey: who answered, what they said, and how wide the truth may be."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from clusterlib import boxes, figures
from clusterlib.monitoring.impact import Impact, Interval, Wave
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
    if not waves:
        return _nothing(ax, response_title(result, say=say), say)
    ax.set_title(response_title(result, say=say))
    looks = (
        ("main", say("answered, with a number")),
        ("warn", say("answered, no number")),
        ("quiet", say("did not answer")),
    )
    for i, wave in enumerate(waves):
        left = 0.0
        for (look, label), n in zip(
            looks, (wave.said, wave.answered - wave.said, wave.invited - wave.answered), strict=True
        ):
            ax.barh(
                i,
                n / wave.invited,
                left=left,
                height=0.55,
                color=figures.COLOURS[look],
                hatch=figures.HATCHES[look],
                edgecolor="white",
                label=label if i == 0 else None,
            )
            left += n / wave.invited
        ax.text(1.02, i, say.share(wave.answered, wave.invited), va="center", fontsize=9)
    ax.axvline(result.response_min, color=figures.INK, linewidth=1.8, linestyle=(0, (5, 2)))
    ax.text(
        result.response_min + 0.012,
        len(waves) - 0.42,
        say("rule: {limit}", limit=say.percent(result.response_min)),
        ha="left",
        va="bottom",
        fontsize=9,
    )
    ax.set_yticks(range(len(waves)), [say.month(wave.period) for wave in waves])
    ax.set_ylim(-0.5, len(waves) - 0.1)
    ax.set_xlim(0, 1.24)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], [say.percent(tick) for tick in (0, 0.25, 0.5, 0.75, 1)])
    ax.set_xlabel(say("share of the members asked"))
    ax.figure.legend(loc="outside lower left", ncols=3, fontsize=9)
    return ax


def response_title(result: Impact, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    wave = result.last
    if wave is None:
        return say("Nobody was asked yet")
    share = say.share(wave.answered, wave.invited)
    if wave.total_allowed:
        return say("Members who answered: {share}, enough to name a total", share=share)
    if wave.passes:
        return say("Members who answered: {share}, but too few of them with a number", share=share)
    return say("Members who answered: {share}, too few to name a total", share=share)


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
    wave = result.last
    if wave is None or wave.median is None or wave.median_interval is None:
        return _nothing(figures.axes(ax, width=8.5, height=2), benefit_title(result, say=say), say)
    place, ticks = _axis(wave)
    zero = wave.benefits == 0
    x, y = _stack(place(wave.benefits), zero)
    top = max(3.0, float(y.max()) + 1)
    ax = figures.axes(ax, width=8.5, height=min(5.0, 1.9 + 0.2 * top))
    ax.set_title(benefit_title(result, say=say))
    _draw_median(ax, wave, result, place, top, say)
    _draw_answers(ax, x, y, zero, say)
    ax.set_ylim(0, top * 1.2)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set_xlim(min(0.0, float(x.min())) - 0.05, 1.05)
    ax.set_xticks([float(place(np.array([tick]))[0]) for tick in ticks], [say.number(tick) for tick in ticks])
    label = say(
        "benefit in {money}, one point per member (band: 95 % interval of the median)",
        money=result.currency or say("money of the case"),
    )
    ax.set_xlabel(
        label if _linear(wave) else label + "\n" + say("each step to the right is ten times as much")
    )
    return ax


def _draw_median(
    ax: Axes, wave: Wave, result: Impact, place: Callable[[np.ndarray], np.ndarray], top: float, say: Speaker
) -> None:
    assert wave.median_interval
    low, high, middle = (float(place(np.array([edge]))[0]) for edge in (*wave.median_interval, wave.median))
    ax.axvspan(low, max(high, low + 0.004), color=figures.COLOURS["warn"], alpha=0.28, linewidth=0)
    ax.axvline(middle, color=figures.COLOURS["bad"], linewidth=2)
    right = middle < 0.7
    ax.text(
        middle + (0.012 if right else -0.012),
        top * 1.17,
        say("median {value}", value=_money(wave.median, result, say)),
        va="top",
        ha="left" if right else "right",
        fontsize=9,
    )


def _draw_answers(ax: Axes, x: np.ndarray, y: np.ndarray, zero: np.ndarray, say: Speaker) -> None:
    size = 7 if y.max() <= 12 else max(3.0, 84 / float(y.max()))
    ax.plot(
        x[~zero],
        y[~zero],
        linestyle="none",
        marker="o",
        color=figures.COLOURS["main"],
        markersize=size,
        markeredgecolor="white",
        markeredgewidth=0.6,
    )
    ax.plot(
        x[zero],
        y[zero],
        linestyle="none",
        marker="D",
        markersize=size * 0.85,
        markerfacecolor="white",
        markeredgecolor=figures.INK,
    )
    if zero.any():
        n = int(zero.sum())
        ax.text(
            0.022,
            float(y[zero].max()),
            say.plural(n, "one: none", "{n}: none"),
            va="center",
            ha="left",
            fontsize=9,
        )


def benefit_title(result: Impact, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    wave = result.last
    if wave is None or wave.median is None:
        return say("Too few numbers to show what members gained")
    none = wave.said - wave.positive
    if not wave.positive:
        return say("No member names a benefit above zero")
    if not none:
        return say.plural(
            wave.said,
            "The one member who put a number on it names a benefit",
            "All {n} members who put a number on it name a benefit",
        )
    return say("Members who name a benefit above zero: {share}", share=say.share(wave.positive, wave.said))


def _linear(wave: Wave) -> bool:
    above = wave.benefits[wave.benefits > 0]
    return len(above) == 0 or float(above.max()) <= 20 * float(above.min())


def _axis(wave: Wave) -> tuple[Callable[[np.ndarray], np.ndarray], list[float]]:
    """Places between 0 and 1 and round ticks; powers of ten, with zero apart, when answers lie far apart."""
    above = wave.benefits[wave.benefits > 0]
    if _linear(wave):
        if not len(above):
            return (lambda v: v), [0.0]
        top = float(above.max())
        step = _round_step(top / 4)
        ticks = [step * i for i in range(int(top / step) + 1)]
        return (lambda v: v / top), ticks
    low, high = np.floor(np.log10(above.min())), np.ceil(np.log10(above.max()))
    ticks = [0.0, *[10.0**k for k in range(int(low), int(high) + 1)]]

    def place(v: np.ndarray) -> np.ndarray:
        """Where amounts stand on the axis: a short straight piece from 0, then powers of ten."""
        logs = np.log10(np.maximum(v, 10.0**low))
        above_zero = 0.12 + 0.88 * (logs - low) / (high - low)
        return np.asarray(np.where(v < 10.0**low, 0.12 * v / 10.0**low, above_zero))

    return place, ticks


def _round_step(rough: float) -> float:
    power = 10.0 ** np.floor(np.log10(rough))
    return float(power * next(m for m in (1, 2, 5, 10) if m * power >= rough))


def _stack(
    x: np.ndarray, zero: np.ndarray, *, wide: float = 0.018, tall: int = 14
) -> tuple[np.ndarray, np.ndarray]:
    """Places: points close to each other stand on top of each other; zeros fill columns to the left."""
    x, n = x.copy(), int(zero.sum())
    y = np.empty(len(x))
    order = np.arange(n)
    x[zero], y[zero] = -wide * (order // tall), order % tall + 0.6
    if len(x) > 40:
        x[~zero] = np.round(x[~zero] / wide) * wide
    seen: dict[int, int] = {}
    for i in np.flatnonzero(~zero):
        column = round(float(x[i]) / wide)
        seen[column] = seen.get(column, 0) + 1
        y[i] = seen[column] - 0.4
    return x, y


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
    ax = figures.axes(ax, width=8.5, height=3.4)
    wave = result.last
    if wave is None or wave.mean is None:
        return _nothing(ax, say("Too few numbers for bounds"), say)
    rows: list[tuple[str, float | None, Interval | None, str]] = [
        (say("median of those who answered"), wave.median, wave.median_interval, "main"),
        (say("mean without the extremes"), wave.trimmed if wave.total_allowed else None, None, "main"),
        (
            say("mean of those who answered"),
            *((wave.mean, wave.mean_interval) if wave.total_allowed else (None, None)),
            "warn",
        ),
        (say("mean of all members asked"), None, wave.mean_bounds, "quiet"),
    ]
    rows = [row for row in rows if row[1] is not None or row[2] is not None]
    for i, (_, value, pair, look) in enumerate(rows):
        if pair:
            ax.barh(
                i,
                pair[1] - pair[0],
                left=pair[0],
                height=0.5,
                color=figures.COLOURS[look],
                alpha=0.9,
                hatch=figures.HATCHES[look],
                edgecolor="white",
            )
        if value is not None:
            ax.plot([value], [i], marker="o", color=figures.INK, markersize=8, linestyle="none")
    ax.set_title(boxes.fit(bounds_title(wave, result, say=say), 5.6, size=12, bold=True))
    ax.set_yticks(range(len(rows)), [boxes.fit(row[0], 2.2, size=10) for row in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 1.06 * _widest(rows))
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5))
    ax.xaxis.set_major_formatter(lambda v, _: say.number(v))
    label = say(
        "benefit of one member in {money} (bars: 95 % intervals; grey bar: whatever the silent would have "
        "said, up to {largest})",
        money=result.currency or say("money of the case"),
        largest=say.number(rounded(wave.largest)),
    )
    ax.set_xlabel(boxes.fit(label, 5.6, size=10))
    return ax


def _widest(rows: list[tuple[str, float | None, Interval | None, str]]) -> float:
    ends = [pair[1] for _, _, pair, _ in rows if pair] + [
        value for _, value, _, _ in rows if value is not None
    ]
    return max(ends) or 1.0


def bounds_title(wave: Wave, result: Impact, *, say: Speaker = Speaker()) -> str:
    """The finding of the picture, as its title."""
    if wave.mean_bounds is None:
        return say("Nobody names a benefit, so nothing bounds what the others may have")
    low, high = wave.mean_bounds
    if wave.said == wave.invited:
        return say(
            "All members put a number on it: the mean is {value}", value=_money(wave.mean, result, say)
        )
    return say(
        "The mean of all members lies between {low} and {high}",
        low=_money(low, result, say),
        high=_money(high, result, say),
    )


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


def _nothing(ax: Axes, title: str, say: Speaker) -> Axes:
    ax.set_title(title)
    ax.set_axis_off()
    ax.text(
        0.5,
        0.5,
        say("There is nothing to draw: too few members put a number on it."),
        ha="center",
        va="center",
    )
    return ax
