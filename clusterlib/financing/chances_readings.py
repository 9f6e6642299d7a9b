"""Table and reading of the simulated plan."""

from __future__ import annotations

import pandas as pd

from clusterlib.financing import budget
from clusterlib.financing.chances import Chances
from clusterlib.readings import Speaker

#: Months after which a chance is shown in the table, beside the last one.
_MARKS = (3, 6, 9, 12, 18, 24, 36)
#: Correlation below which a line is not said to decide anything.
_SLIGHT = 0.1
#: Difference of the chances with and without a line from which it is worth a sentence.
_TELLING = 0.05


def of_hundred(share: float, *, say: Speaker = Speaker()) -> str:
    """A chance as a count out of 100.

    Examples
    --------
    >>> of_hundred(0.234), of_hundred(0.0), of_hundred(0.002), of_hundred(0.999)
    ('23 of 100', 'none of 100', 'fewer than 1 of 100', 'more than 99 of 100')
    """
    if share <= 0:
        return say("none of 100")
    if share < 0.005:
        return say("fewer than 1 of 100")
    if 0.995 <= share < 1:
        return say("more than 99 of 100")
    return say("{n} of 100", n=say.number(100 * share))


def coarse(value: float | None) -> float | None:
    """An amount to three digits: a simulation knows no more.

    Examples
    --------
    >>> coarse(3_632_591.0), coarse(-45.678)
    (3630000.0, -45.7)
    """
    return None if value is None else float(f"{value:.2e}")


def table_fan(result: Chances, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Cash after some months, and the chance that it has been below zero by then."""
    size = len(result.fan)
    wanted = [mark for mark in _MARKS if mark < size] + ([size] if size else [])
    rows = result.fan.iloc[[mark - 1 for mark in wanted]]
    table = {
        say("After"): [say.plural(mark, "one month", "{n} months") for mark in wanted],
        say("End of"): [say.month(month) for month in rows["month"]],
        say("5 of 100 lie below"): [say.money(coarse(value)) for value in rows["p5"]],
        say("Middle"): [say.money(coarse(value)) for value in rows["p50"]],
        say("95 of 100 lie below"): [say.money(coarse(value)) for value in rows["p95"]],
    }
    if result.plan.known:
        table[say("Below zero by then")] = [of_hundred(value, say=say) for value in rows["below"]]
    return pd.DataFrame(table)


def table_lines(result: Chances, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """What decides: each uncertain line with its correlation, and what happens if it fails."""
    names = budget.names(result.plan.lines, say=say)
    rows = result.lines.head(10)
    return pd.DataFrame(
        {
            say("Line"): [names[int(place)] for place in rows["place"]],
            say("Correlation with the lowest cash"): [say.number(value, 2) for value in rows["rho"]],
            say("Below zero if it fails"): [_maybe(value, say) for value in rows["share_without"]],
            say("Below zero if it comes"): [_maybe(value, say) for value in rows["share_with"]],
        }
    )


def _maybe(share: float, say: Speaker) -> str:
    return say.number(None) if pd.isna(share) else of_hundred(share, say=say)


def read_chances(result: Chances, *, say: Speaker = Speaker()) -> str:
    """How often the cash runs out, what would prevent it, and how far the number goes."""
    if result.fan.empty:
        return say("There is no budget line yet.")
    if result.lines.empty:
        return say(
            "No line of these months is uncertain, so every course is the plan itself. Give the income that "
            "may fail its probability, and costs that may vary their range."
        )
    parts = [_often(result, say), _buffer(result, say)]
    parts.append(
        say(
            "Probabilities, ranges and the correlation of {correlation} within a group are assumptions; the "
            "simulation only works out what follows from them.",
            correlation=say.number(result.correlation, 2),
        )
    )
    if result.certain:
        parts.append(
            say.plural(
                result.certain,
                "One more line counts as certain.",
                "{n} more lines count as certain.",
            )
        )
    return " ".join(part for part in parts if part)


def _often(result: Chances, say: Speaker) -> str:
    if result.chance is None or result.error is None:
        return say("Without the opening cash the chance of running out cannot be said.")
    often, count = of_hundred(result.chance, say=say), say.number(len(result.fan))
    if result.error:
        points = 100 * result.error
        return say(
            "Within {count} months the cash falls below zero in {often} simulated courses; {draws} were "
            "drawn, which leaves a standard error of {error} percentage points.",
            count=count,
            often=often,
            draws=say.number(result.draws),
            error=say.number(points, 1 if points >= 0.1 else 2),
        )
    return say(
        "Within {count} months the cash falls below zero in {often} simulated courses; {draws} were drawn.",
        count=count,
        often=often,
        draws=say.number(result.draws),
    )


def _buffer(result: Chances, say: Speaker) -> str:
    if result.buffer is None:
        return ""
    amount = say.money(coarse(result.buffer))
    low, high = say.money(coarse(result.buffer_low)), say.money(coarse(result.buffer_high))
    if not result.plan.known:
        text = say(
            "With an opening cash of about {amount}, 95 of 100 courses never fall below zero.", amount=amount
        )
    elif not result.buffer:
        return say("At least 95 of 100 courses never fall below zero, so no buffer is missing.")
    else:
        text = say("With about {amount} more, 95 of 100 courses never fall below zero.", amount=amount)
    if low == high:
        return text
    again = say("The drawing itself leaves it between {low} and {high}.", low=low, high=high)
    return f"{text} {again}"


def read_lines(result: Chances, *, say: Speaker = Speaker()) -> str:
    """Which line decides, and what happens without it."""
    rows = result.lines[result.lines["rho"].notna()]
    if rows.empty or abs(rows["rho"].iloc[0]) < _SLIGHT:
        return say("No single line decides the lowest point of the cash.")
    names = budget.names(result.plan.lines, say=say)
    first = rows.iloc[0]
    text = say("The lowest point of the cash hangs most on {line}.", line=names[int(first["place"])])
    failing = rows[(rows["share_without"] - rows["share_with"]).abs() >= _TELLING]
    if not failing.empty:
        row = failing.iloc[0]
        text += " " + say(
            "If {line} fails, the cash falls below zero in {without} courses; if it comes, in {coming}.",
            line=names[int(row["place"])],
            without=of_hundred(row["share_without"], say=say),
            coming=of_hundred(row["share_with"], say=say),
        )
    if len(rows) > 1 and result.groups:
        text += " " + say(
            "Lines that move together share their weight, so a bar may be long because of its group."
        )
    return text
