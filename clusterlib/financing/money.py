"""Amounts without rounding errors, and the unit they have under an axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from clusterlib.readings import Speaker


def exact(value: float | int | Fraction) -> Fraction:
    """The number as it was written: 0.1 is one tenth, not the nearest binary number.

    Examples
    --------
    >>> exact(0.1) + exact(0.2) == exact(0.3)
    True
    """
    return value if isinstance(value, Fraction) else Fraction(repr(float(value)))


def total(values: Iterable[float | int | Fraction]) -> Fraction:
    """Exact sum of amounts.

    Examples
    --------
    >>> float(total([0.1] * 10))
    1.0
    """
    return sum((exact(value) for value in values), Fraction(0))


def unit(values: Sequence[float | Fraction], *, say: Speaker = Speaker()) -> tuple[int, str]:
    """What an axis is divided by, and the label that says so.

    Parameters
    ----------
    values : sequence of float
        Amounts that the axis must hold.
    say : Speaker
        Gives the currency and the language.

    Examples
    --------
    >>> unit([450_000.0, -12_000.0], say=Speaker("en", currency="XOF"))
    (1000, 'XOF, thousands')
    """
    largest = max((abs(float(value)) for value in values), default=0.0)
    currency = say.currency or say("money")
    if largest >= 2_000_000:
        return 1_000_000, say("{currency}, millions", currency=currency)
    if largest >= 10_000:
        return 1_000, say("{currency}, thousands", currency=currency)
    return 1, currency


def short(value: float | Fraction, divisor: int, *, say: Speaker = Speaker()) -> str:
    """An amount in the unit of its axis, for a label in the figure.

    Examples
    --------
    >>> short(2_450_000, 1_000_000), short(9_000, 1_000), short(-500, 1_000)
    ('2.45', '9', '−0.5')
    """
    scaled = exact(value) / divisor
    digits = next((d for d in (0, 1, 2) if abs(scaled - round(scaled, d)) * 10**d < Fraction(1, 100)), 2)
    return say.number(scaled, 0 if abs(scaled) >= 1000 else digits)


def label_axis(ax: Axes, which: str, values: Sequence[float | Fraction], *, say: Speaker = Speaker()) -> int:
    """Write an axis in thousands or millions and name the unit; gives back the divisor.

    The data stay in full amounts, only what is printed is divided.

    Parameters
    ----------
    ax : Axes
        The axes to be labelled.
    which : {"x", "y"}
        The axis that holds money.
    values : sequence of float
        Amounts that it must hold.
    say : Speaker
        Gives the currency and the language.
    """
    divisor, label = unit(values, say=say)
    axis = ax.xaxis if which == "x" else ax.yaxis
    axis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: short(round(value, 6), divisor, say=say)))
    axis.set_label_text(label)
    return divisor
