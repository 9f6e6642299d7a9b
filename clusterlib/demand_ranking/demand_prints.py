"""The guide's printed scores beside ours, and what its Dakar example contradicts (guide L1595-1631)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from clusterlib.checks import Check
from clusterlib.demand_ranking.demands import Scores
from clusterlib.demand_ranking.objectives import Choice
from clusterlib.readings import Speaker, half_up
from clusterlib.twins import texts

#: What the guide's text says of its own example (guide L1601).
FIRMS, OBJECTIVES = 10, 4


@dataclass(frozen=True, slots=True)
class Prints:
    """Printed scores beside computed ones.

    Attributes
    ----------
    applies : bool
        Whether the case holds the guide's demands.
    table : DataFrame
        item_id, text (and twins), total, n, printed, ours (half away from zero), cut (truncated), equal,
        lines; empty if `applies` is False.
    """

    applies: bool
    table: pd.DataFrame


def compare(scores: Scores, *, printed: pd.DataFrame) -> Prints:
    """Put the guide's printed scores beside the exact ones.

    Parameters
    ----------
    scores : Scores
        Result of `demands.score`.
    printed : DataFrame
        Reference facts: item_id, score_printed, lines (all text).

    Returns
    -------
    Prints
        `applies` is True when all printed demands are in the case and their rows come from the guide.

    Examples
    --------
    >>> from clusterlib.demand_ranking import demands
    >>> items = pd.DataFrame({"item_id": ["C3"], "category": "C", "text": "Funding", "basis": "GUIDE"})
    >>> counts = pd.DataFrame({"item_id": ["C3"], "n1": 0, "n2": 1, "n3": 6, "basis": "GUIDE"})
    >>> facts = pd.DataFrame({"item_id": ["C3"], "score_printed": ["2,9"], "lines": ["1626"]})
    >>> compare(demands.score(items, counts), printed=facts).table[["ours", "cut", "equal"]].values.tolist()
    [['2.9', '2.8', True]]
    """
    rows = scores.table[scores.table["basis"] == "GUIDE"]
    if printed.empty or not set(printed["item_id"]) <= set(rows["item_id"]):
        return Prints(False, pd.DataFrame(columns=["item_id", "text", "printed", "ours", "cut", "equal"]))
    joined = rows.merge(printed[["item_id", "score_printed", "lines"]], on="item_id", how="inner")
    exact = [
        Fraction(int(t), int(n)) if not pd.isna(n) and n else None
        for t, n in zip(joined["total"], joined["n"], strict=True)
    ]
    ours = ["" if e is None else str(half_up(e, 1)) for e in exact]
    given = joined["score_printed"].str.replace(",", ".", regex=False).str.strip()
    keep = ["item_id", "text", *[str(c) for c in joined if str(c).startswith("text_")], "total", "n"]
    table = joined[keep].assign(
        printed=given,
        ours=ours,
        cut=["" if e is None else str(half_up(Fraction(e * 10 // 1, 10), 1)) for e in exact],
        equal=[a == b for a, b in zip(given, ours, strict=True)],
        lines=joined["lines"],
    )
    return Prints(True, table)


def table_prints(prints: Prints, *, say: Speaker) -> pd.DataFrame:
    """Printed, exact and rounded scores, for a person; all rows, since this is the proof."""
    rows = prints.table
    if not prints.applies:
        return pd.DataFrame()
    return pd.DataFrame(
        {
            say("Demand"): texts(rows, "text", say=say),
            say("Sum of votes"): [
                say("{total} of {most}", total=say.number(t), most=say.number(3 * n))
                for t, n in zip(rows["total"], rows["n"], strict=True)
            ],
            say("Exact score"): [say.number(t / n, 4) for t, n in zip(rows["total"], rows["n"], strict=True)],
            say("Ours, rounded"): [say.number(float(o), 1) for o in rows["ours"]],
            say("Printed in the guide"): [say.number(float(p), 1) for p in rows["printed"]],
            say("Merely cut off"): [say.number(float(c), 1) for c in rows["cut"]],
            say("Guide, line"): list(rows["lines"]),
        }
    )


def read_prints(prints: Prints, *, say: Speaker) -> str:
    """Sentences on whether our scores are those of the guide.

    Parameters
    ----------
    prints : Prints
        Result of `compare`.
    say : Speaker
        Language of the reader.
    """
    if not prints.applies:
        return say(
            "The printed scores belong to the guide's example from Dakar. This case has its own demands, so"
            " there is nothing to compare."
        )
    table = prints.table
    n, same = len(table), int(table["equal"].sum())
    cut = int((table["cut"] != table["printed"]).sum())
    first = (
        say("All {n} printed scores are found again from the votes.", n=n)
        if same == n
        else say(
            "Printed scores found again from the votes: {share}; look at the others.",
            share=say.share(same, n),
        )
    )
    if not cut:
        return first
    return f"{first} " + say.plural(
        cut,
        "The guide rounds: cutting off the digits would give another number in one row.",
        "The guide rounds: cutting off the digits would give another number in {n} rows.",
    )


def contradictions(
    scores: Scores | None, choice: Choice | None, prints: Prints | None, *, say: Speaker
) -> list[Check]:
    """What the guide's Dakar example says twice and differently, with this case's numbers.

    Parameters
    ----------
    scores, choice, prints
        Results of `demands.score`, `objectives.choose` and `compare`; None where a part was left out.
    say : Speaker
        Language of the reader.
    """
    if scores is None or prints is None or not prints.applies:
        return [
            Check(
                "E",
                "not judged",
                "note",
                say("The doubtful places of the guide's example concern the Dakar case only."),
            )
        ]
    found = [_firms(scores, say), _blank(scores, say)]
    if choice is not None:
        found.insert(1, _objectives(choice, say))
    found.insert(
        -1,
        Check(
            "E3",
            "not judged",
            "note",
            say(
                "The guide says that sub-sectors want much the same (L1601), but prints nothing by"
                " sub-sector: it cannot be checked."
            ),
        ),
    )
    return found


def _firms(scores: Scores, say: Speaker) -> Check:
    return Check(
        "E1",
        "finding" if scores.persons != FIRMS else "fine",
        "note",
        say(
            "The guide speaks of about {firms} firms (L1601), yet each of its rows holds {n} votes"
            " (L1617-1631): that is {share}.",
            firms=FIRMS,
            n=scores.persons,
            share=say.share(scores.persons, FIRMS),
        ),
        say("Note who was asked and who answered, each time."),
    )


def _objectives(choice: Choice, say: Speaker) -> Check:
    shared = choice.split_by(OBJECTIVES)
    rows = choice.table[choice.table["category"].isin(shared)]
    names = say.names([say.quoted(t) for t in texts(rows, "category", say=say)])
    told = [
        say(
            "The guide derives {objectives} objectives (L1601) from a table of {groups} groups; its own list"
            " was in a picture that is lost.",
            objectives=OBJECTIVES,
            groups=len(choice.table),
        )
    ]
    if shared:
        told.append(say("In the votes {names} share the last of these places.", names=names))
    told.append(say.plural(len(choice.kept), "Our rule keeps one group.", "Our rule keeps {n} groups."))
    cure = say("Say before the vote by which rule objectives will follow from it.")
    return Check("E2", "finding", "note", " ".join(told), cure, tuple(rows["id"]))


def _blank(scores: Scores, say: Speaker) -> Check:
    if not scores.ballot.completed:
        return Check("E4", "fine", "note", say("No blank count had to be read as 0."))
    return Check(
        "E4",
        "finding",
        "note",
        say(
            "In the guide's first row the cell “less important” is blank while other rows print 0 (L1617). It"
            " is read as 0 only because the other counts add up to {n}.",
            n=scores.persons,
        ),
        say("Write 0 when nobody chose an answer."),
        scores.ballot.completed,
    )
