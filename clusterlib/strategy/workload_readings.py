"""Who has too much, in words and as a table."""

from __future__ import annotations

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.strategy.workload import Workload
from clusterlib.twins import named, spoken

_SHOWN = 6


def short_days(days: float, say: Speaker = Speaker()) -> str:
    """Days with a decimal only where it says something.

    Examples
    --------
    >>> short_days(0.0), short_days(9.47), short_days(20.5)
    ('0', '9.5', '21')
    """
    return say.number(days, 0 if days >= 10 or abs(days - round(days)) < 0.05 else 1)


def table_workload(result: Workload, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Person by month, days asked and days given; at most ten persons and six months."""
    months, persons = result.months[:6], result.persons[:10]
    loads = {(load.person, load.month): load for load in result.loads}
    columns = {say("Person"): list(persons)}
    for month in months:
        cells = [loads[person, month] for person in persons]
        columns[say.month(month)] = [
            short_days(load.days, say)
            if load.capacity is None
            else say("{a} of {b}", a=short_days(load.days, say), b=short_days(load.capacity, say))
            for load in cells
        ]
    return pd.DataFrame(columns, dtype="str")


def read_workload(result: Workload, *, say: Speaker = Speaker()) -> str:
    """Who is asked for more than they have, and which tasks are not in the sums."""
    if not result.persons:
        return say("Person-days cannot be added up: no open task has a person, person-days and dates.")
    texts, known = [_over(result, say)], spoken(result.titles, say=say)
    if result.without_effort:
        nos = named(result.without_effort, known, say=say, limit=_SHOWN)
        texts.append(say("Not counted, because they have no person-days: {nos}.", nos=nos))
    if result.without_person:
        nos = named(result.without_person, known, say=say, limit=_SHOWN)
        texts.append(say("Not counted, because nobody answers for them: {nos}.", nos=nos))
    if result.without_dates:
        nos = named(result.without_dates, known, say=say, limit=_SHOWN)
        texts.append(say("Not counted, because they have no dates: {nos}.", nos=nos))
    texts.append(
        say("Every task is counted as early as it can begin; what has slack may also be done later.")
    )
    texts.append(say("People who only help are not counted; nobody wrote down how much they give."))
    return " ".join(texts)


def _over(result: Workload, say: Speaker) -> str:
    if not result.known:
        return say("Without the table “capacity” it cannot be said whether this is too much for anybody.")
    over = sorted(result.over, key=lambda load: -(load.share or 0))
    if not over:
        unknown = [load for load in result.loads if load.capacity is None and load.days > 0]
        if unknown:
            names = say.names(dict.fromkeys(load.person for load in unknown), limit=4)
            return say(
                "Nobody is asked for more days than are known; some months of {names} are not known.",
                names=names,
            )
        return say("Nobody is asked for more days than there are.")
    worst = over[0]
    first = say(
        "{person} is asked for {asked} days in {month} and has {given}.",
        person=worst.person,
        asked=short_days(worst.days, say),
        month=say.month(worst.month),
        given=short_days(worst.capacity or 0, say),
    )
    rest = len(over) - 1
    if not rest:
        return first
    return f"{first} " + say.plural(
        rest, "In one more month somebody has too much.", "It happens {n} more times, to one or another."
    )
