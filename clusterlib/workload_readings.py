"""Who has too much, in words and as a table."""

from __future__ import annotations

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.workload import Workload

_SHOWN = 6


def table_workload(result: Workload, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Person by month, days asked and days given; at most ten persons and six months."""
    months, persons = result.months[:6], result.persons[:10]
    loads = {(load.person, load.month): load for load in result.loads}
    columns = {say("Person"): list(persons)}
    for month in months:
        cells = [loads[person, month] for person in persons]
        columns[say.month(month)] = [
            say.number(load.days, 1) if load.capacity is None
            else say("{asked} of {given}", asked=say.number(load.days, 1), given=say.number(load.capacity))
            for load in cells
        ]
    return pd.DataFrame(columns, dtype="str")


def read_workload(result: Workload, *, say: Speaker = Speaker()) -> str:
    """Who is asked for more than they have, and which tasks are not in the sums."""
    if not result.persons:
        return say("Person-days cannot be added up: no open task has a person, person-days and dates.")
    texts = [_over(result, say)]
    if result.without_effort:
        nos = say.names(result.without_effort, limit=_SHOWN)
        texts.append(say("Not counted, because they have no person-days: {nos}.", nos=nos))
    if result.without_person:
        nos = say.names(result.without_person, limit=_SHOWN)
        texts.append(say("Not counted, because nobody answers for them: {nos}.", nos=nos))
    if result.without_dates:
        nos = say.names(result.without_dates, limit=_SHOWN)
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
        "{person} is asked for {asked} days in {month} and has {given}.", person=worst.person,
        asked=say.number(worst.days, 1), month=say.month(worst.month), given=say.number(worst.capacity),
    )
    rest = len(over) - 1
    if not rest:
        return first
    return f"{first} " + say.plural(
        rest, "There is one more such month.", "There are {n} more months of one person like this."
    )
