"""Published figures recomputed before they are believed (guide L2175-2212)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clusterlib import twins
from clusterlib.readings import Speaker


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """What a few printed figures mean when one divides them.

    Attributes
    ----------
    facts : DataFrame
        id, text, text_fr, value, unit, lines: as they are printed, all cells text.
    funded, eu_funded : float or None
        Part of the project volume that public and European money paid.
    mean_volume : float or None
        Volume of one project.
    per_event : float or None
        People at one event.
    many : float
        People at one event above which the figure is doubted.
    """

    facts: pd.DataFrame
    funded: float | None
    mean_volume: float | None
    eu_funded: float | None
    per_event: float | None
    many: float

    @property
    def doubtful(self) -> bool:
        """Whether the number of people is hard to believe."""
        return self.per_event is not None and self.per_event > self.many


def ratio(part: float, whole: float) -> float | None:
    """A part by its whole; None when the whole is 0.

    Examples
    --------
    >>> round(ratio(34.4, 145.3), 4), ratio(1, 0)
    (0.2368, None)
    """
    return part / whole if whole else None


def recompute(*, facts: pd.DataFrame, many: float = 100.0) -> Worked:
    """Divide the printed figures of Upper Austria (method T14).

    Parameters
    ----------
    facts : DataFrame
        Reference facts: id, value (all text).
    many : float
        People at one event above which the figure is doubted.

    Examples
    --------
    >>> facts = pd.DataFrame({"id": ["participants", "events"], "value": ["945000", "2722"]})
    >>> worked = recompute(facts=facts)
    >>> round(worked.per_event, 2), worked.doubtful
    (347.17, True)
    """
    known = {str(key): float(value) for key, value in zip(facts["id"], facts["value"], strict=True) if value}

    def divided(part: str, whole: str) -> float | None:
        """One printed figure by another; None where one of them is not printed."""
        return ratio(known[part], known[whole]) if part in known and whole in known else None

    return Worked(
        facts,
        divided("funding", "volume"),
        divided("volume", "projects"),
        divided("eu_funding", "eu_volume"),
        divided("participants", "events"),
        many,
    )


def table_worked(result: Worked, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The printed figures with their lines."""
    rows = result.facts
    return pd.DataFrame(
        {
            say("Printed"): twins.texts(rows, "text", say=say),
            say("Figure"): [say.number(float(value)) for value in rows["value"]],
            say("Guide, line"): list(rows["lines"]),
        }
    )


def read_worked(result: Worked, *, say: Speaker = Speaker()) -> str:
    """What the figures say once divided, and which one is hard to believe."""
    said = []
    if result.funded is not None and result.mean_volume is not None:
        said.append(
            say(
                "Public money paid {share} of the regional projects; one project had a volume of "
                "{volume} on average.",
                share=say.percent(result.funded, 1),
                volume=say.number(result.mean_volume),
            )
        )
    if result.eu_funded is not None:
        said.append(
            say(
                "European money paid {share} of the European projects.",
                share=say.percent(result.eu_funded, 1),
            )
        )
    if result.per_event is not None and result.doubtful:
        said.append(
            say(
                "{people} people at each event is hard to believe; with one zero less it would be {fewer}. "
                "The figure is shown and not used.",
                people=say.number(result.per_event),
                fewer=say.number(result.per_event / 10),
            )
        )
    elif result.per_event is not None:
        said.append(say("Each event had {people} people on average.", people=say.number(result.per_event)))
    return " ".join(said) or say("None of the printed figures is at hand.")
