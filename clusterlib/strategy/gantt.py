"""The plan as bars over time: critical ones hatched, deadlines, milestones and what waits for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import babel.dates
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from clusterlib import figures
from clusterlib.boxes import fit
from clusterlib.readings import Speaker
from clusterlib.strategy.action_plan import Plan
from clusterlib.strategy.action_tasks import Task

_MOST = 60
_ROW = 0.4
_BAR = 0.52
_LABEL = 2.9
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class _Bar:
    task: Task
    left: float
    right: float
    look: str


@figures.drawn
def plot_gantt(result: Plan, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Draw the scheduled tasks in the order in which they begin; at most 60, the rest is counted."""
    bars = _bars(result)
    left_out = len(bars) - _MOST
    bars = bars[:_MOST]
    ax = figures.axes(ax, width=11.0, height=2.1 + _ROW * max(len(bars), 2))
    ax.set_title(_title(result, say))
    if not bars:
        ax.set_axis_off()
        ax.text(
            0.5,
            0.5,
            say("No task can be placed in time: the column m (days) is empty."),
            ha="center",
            va="center",
            transform=ax.transAxes,
        )
        return ax
    rows = {bar.task.no: row for row, bar in enumerate(bars)}
    _waits(ax, bars, rows)
    for row, bar in enumerate(bars):
        _bar(ax, row, bar, result)
    ax.set_ylim(len(bars) - 0.3, -0.8)
    ax.set_yticks(range(len(bars)), [_label(bar.task, say) for bar in bars], fontsize=8.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    _time_axis(ax, bars, result, say)
    if result.as_of is not None and result.calendar is not None:
        ax.axvline(_number(result.as_of), color=figures.INK, lw=1.2, ls=(0, (4, 3)), zorder=1)
    _legend(ax, bars, result, left_out, say)
    return ax


def _title(result: Plan, say: Speaker) -> str:
    if not result.network.times:
        return say("The plan cannot be placed in time")
    late = sum(task.slip is not None and task.slip > 0 and not task.done for task in result.tasks)
    if result.end is None:
        days = say.number(result.network.length, 1)
        return say("The plan takes {days} working days", days=days)
    end = say.day(result.end.isoformat())
    if not late:
        return say("The plan ends on {day}; no open task is late", day=end)
    return say.plural(
        late,
        "The plan ends on {day}; one open task ends after its deadline",
        "The plan ends on {day}; {n} open tasks end after their deadlines",
        day=end,
    )


def _bars(result: Plan) -> list[_Bar]:
    bars = []
    for task in result.tasks:
        if task.times is None:
            continue
        look = "quiet" if task.done else "bad" if task.times.critical else "main"
        if result.calendar is None:
            left, right = task.times.es, task.times.ef
        elif task.start is not None and task.end is not None:
            left, right = _number(task.start), _number(task.end) + 1
        elif task.end is not None:
            left, right = _number(task.end), _number(task.end) + 1
        else:
            continue
        bars.append(_Bar(task, left, max(right, left + 0.2), look))
    return sorted(bars, key=lambda bar: (bar.left, bar.right))


def _number(day: dt.date) -> float:
    return float((day - _EPOCH).days)


def _bar(ax: Axes, row: int, bar: _Bar, result: Plan) -> None:
    hatch = {"bad": "////", "quiet": "...", "main": ""}[bar.look]
    colour = figures.COLOURS[bar.look]
    ax.add_patch(
        Rectangle(
            (bar.left, row - _BAR / 2),
            bar.right - bar.left,
            _BAR,
            facecolor="white" if hatch else colour,
            edgecolor=colour,
            hatch=hatch,
            lw=1.6 if bar.look == "bad" else 0.8,
            zorder=3,
        )
    )
    if bar.task.milestone:
        ax.plot(bar.right, row, marker="D", ms=7, color=figures.INK, zorder=5)
    if bar.task.deadline is not None and result.calendar is not None:
        x = _number(bar.task.deadline) + 1
        ax.plot([x, x], [row - 0.36, row + 0.36], color=figures.INK, lw=2.0, zorder=4)


def _waits(ax: Axes, bars: Sequence[_Bar], rows: dict[str, int]) -> None:
    for row, bar in enumerate(bars):
        for before in bar.task.predecessors:
            if before not in rows:
                continue
            start, above = bars[rows[before]].right, rows[before]
            turn = max(start, bar.left)
            ax.plot(
                [start, turn, turn],
                [above, above, row - _BAR / 2 if row > above else row + _BAR / 2],
                color="#8A939E",
                lw=0.8,
                zorder=2,
            )


def _label(task: Task, say: Speaker) -> str:
    text = task.task_fr if say.locale == "fr" and task.task_fr else task.task
    return fit(f"{task.no} {text}", _LABEL, size=8.5, lines=2)


def _time_axis(ax: Axes, bars: Sequence[_Bar], result: Plan, say: Speaker) -> None:
    ends = [bar.right for bar in bars]
    if result.calendar is None:
        ax.set_xlim(0, max(ends) * 1.04)
        ax.set_xlabel(say("working days from the first day"))
        return
    ends += [_number(bar.task.deadline) + 1 for bar in bars if bar.task.deadline is not None]
    starts = [bar.left for bar in bars]
    if result.as_of is not None:
        starts.append(_number(result.as_of))
        ends.append(_number(result.as_of) + 1)
    low, high = min(starts), max(ends)
    pad = 0.02 * (high - low) + 1
    ax.set_xlim(low - pad, high + pad)
    ticks = _ticks(low - pad, high + pad)
    skeleton = "yMMM" if ticks[-1].month != ticks[0].month or len(ticks) > 1 else "yMMMd"
    names = [babel.dates.format_skeleton(skeleton, day, locale=say.locale) for day in ticks]
    ax.set_xticks([_number(day) for day in ticks], names, fontsize=9)
    ax.grid(axis="x", zorder=0)
    ax.set_xlabel(say("dates; bars are working days, forecast"))


def _ticks(low: float, high: float) -> list[dt.date]:
    """First days of months, at most ten; the first day itself when no month begins inside."""
    first, last = _EPOCH + dt.timedelta(days=int(low)), _EPOCH + dt.timedelta(days=int(high))
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = [dt.date(month // 12, month % 12 + 1, 1) for month in months]
    inside = [day for day in days if low <= _number(day) <= high]
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 600) if len(inside) <= 9 * step)
    chosen = [day for day in inside if (day.year * 12 + day.month - 1) % step == 0]
    return chosen or [first]


def _legend(ax: Axes, bars: Sequence[_Bar], result: Plan, left_out: int, say: Speaker) -> None:
    looks = {bar.look for bar in bars}
    handles: list[Patch | Line2D] = []
    for look, hatch, name in (
        ("bad", "////", say("critical: a delay delays everything")),
        ("main", "", say("has some slack")),
        ("quiet", "...", say("done")),
    ):
        if look in looks:
            colour = figures.COLOURS[look]
            face = "white" if hatch else colour
            handles.append(Patch(facecolor=face, edgecolor=colour, hatch=hatch, label=name))
    if any(bar.task.milestone for bar in bars):
        handles.append(_marker("D", say("milestone")))
    if result.calendar is not None and any(bar.task.deadline for bar in bars):
        handles.append(_marker("|", say("deadline")))
    if result.as_of is not None and result.calendar is not None:
        handles.append(Line2D([], [], color=figures.INK, lw=1.2, ls=(0, (4, 3)), label=say("today")))
    if left_out > 0:
        text = say.plural(left_out, "one more task is not drawn", "{n} more tasks are not drawn")
        handles.append(Line2D([], [], lw=0, label=text))
    below = 0.62 / (_ROW * max(len(bars), 2) + 0.9)
    ax.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0, -below), ncols=3, fontsize=8.5, borderaxespad=0
    )


def _marker(shape: str, label: str) -> Line2D:
    wide = 2.0 if shape == "|" else 0.0
    return Line2D([], [], color=figures.INK, lw=0, marker=shape, ms=8, markeredgewidth=wide or 1, label=label)
