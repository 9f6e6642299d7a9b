"""Picture, table and sentences on power, interest and claims."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from clusterlib import chart_parts, figures
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis import boards
from clusterlib.stakeholder_analysis.power import Power
from clusterlib.twins import short, texts

_FIELDS = (
    ("keep satisfied", "warn"),
    ("manage closely", "good"),
    ("monitor", "quiet"),
    ("keep informed", "main"),
)
#: Rows of the table for people, and letters of a name in a sentence.
ROWS, _NAME = 10, 60


def field_name(field: object, *, say: Speaker) -> str:
    """The treatment in the reader's language; a dash for an unrated stakeholder."""
    return {
        "manage closely": say("manage closely"),
        "keep satisfied": say("keep satisfied"),
        "keep informed": say("keep informed"),
        "monitor": say("monitor"),
    }.get(str(field), "–")


def claim_name(claim: object, *, say: Speaker) -> str:
    """The class of a claim, with what it consists of.

    Examples
    --------
    >>> claim_name("dominant", say=Speaker())
    'dominant (power, legitimacy)'
    """
    return {
        "definitive": say("definitive (power, legitimacy, urgency)"),
        "dominant": say("dominant (power, legitimacy)"),
        "dangerous": say("dangerous (power, urgency)"),
        "dependent": say("dependent (legitimacy, urgency)"),
        "dormant": say("dormant (power only)"),
        "discretionary": say("discretionary (legitimacy only)"),
        "demanding": say("demanding (urgency only)"),
        "none": say("no claim today"),
    }.get(str(claim), "–")


@figures.drawn
def plot_power(result: Power, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Four fields of power against interest, with names, their ratings and a mark for doubtful ones.

    Parameters
    ----------
    result : Power
        Result of `power.place`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    cells = [boards.Cell(i % 2, i // 2, _labels(result, field, say)) for i, (field, _) in enumerate(_FIELDS)]
    tall = boards.tall_rows(cells)
    ax = figures.axes(ax, width=9, height=1.3 + 0.17 * (sum(tall) + 6))
    if result.rated.empty:
        return chart_parts.empty(ax, say("No stakeholder is rated for power and interest yet"))
    ax.set_title(figures.wrap(_title(result, say), 72, lines=3))
    ax.set_xlabel(
        say("interest in the cluster (in brackets: power / interest, 1 to 5; ≈ may belong next door)"),
        fontsize=8.5,
    )
    ax.set_ylabel(say("power"), fontsize=8.5)
    boards.four(
        ax,
        cells,
        [(field_name(field, say=say), look) for field, look in _FIELDS],
        sides=(say("high"), say("low")),
        below=(say("low"), say("high")),
        say=say,
    )
    return ax


def table_power(result: Power, *, say: Speaker) -> pd.DataFrame:
    """Field and claim of each rated stakeholder, at most ten rows in the order of the queue."""
    rows = result.rated.head(ROWS)
    return pd.DataFrame(
        {
            say("No."): [say.number(p) for p in rows["place"]],
            say("Stakeholder"): texts(rows, "name", say=say),
            say("Treatment"): [
                say("{field}, borderline", field=field_name(f, say=say)) if b else field_name(f, say=say)
                for f, b in zip(rows["field"], rows["borderline"], strict=True)
            ],
            say("Claim"): [claim_name(c, say=say) for c in rows["claim"]],
        }
    )


def read_power(result: Power, *, say: Speaker) -> str:
    """What the fields and claims say, how sure it is, and what it does not show."""
    rated, n = result.rated, len(result.table)
    if rated.empty:
        return say(
            "No stakeholder has a rating for power and interest, so no field can be named. Two numbers from 1"
            " to 5 for each name would do."
        )
    parts = [_treatment(result, say), _urgent(result, say)]
    doubtful = int(rated["borderline"].sum())
    if doubtful:
        parts.append(
            say.plural(
                doubtful,
                "The field of one stakeholder is doubtful, because a rating lies at the threshold of {t}.",
                "The field of {n} stakeholders is doubtful, because a rating lies at the threshold of {t}.",
                t=say.number(result.threshold, 0 if float(result.threshold).is_integer() else 1),
            )
        )
    if len(rated) < n:
        parts.append(say("Rated: {share}; the others stand in no field.", share=say.share(len(rated), n)))
    parts.append(say("A field says how to treat somebody, not whether that person is for or against you."))
    return " ".join(p for p in parts if p)


def _treatment(result: Power, say: Speaker) -> str:
    close = result.of("manage closely")
    if close.empty:
        return say("Nobody is rated both powerful and interested: no name needs your regular time yet.")
    names = _names(close, say)
    loose = close[close["weak"] | ~close["handled"]]
    text = say.plural(
        len(close),
        "{names} is both powerful and interested and needs your regular time.",
        "{names} are both powerful and interested and need your regular time.",
        names=names,
    )
    if loose.empty:
        return text
    return (
        text
        + " "
        + say.plural(
            len(loose),
            "For {names} the measure is missing or only informs.",
            "For {names} the measures are missing or only inform.",
            names=_names(loose, say),
        )
    )


def _urgent(result: Power, say: Speaker) -> str:
    table = result.table
    known = table[table["claim"].notna()]
    if known.empty:
        return say("Claims are not judged: legitimacy or urgency is blank.")
    definitive, dangerous = known[known["claim"] == "definitive"], known[known["claim"] == "dangerous"]
    parts = []
    if len(definitive):
        parts.append(
            say.plural(
                len(definitive),
                "Power, a rightful claim and urgency come together in {names}: answer it first.",
                "Power, a rightful claim and urgency come together in {names}: answer them first.",
                names=_names(definitive, say),
            )
        )
    if len(dangerous):
        parts.append(
            say(
                "{names}: power and urgency without a claim that others find rightful; talk early and keep"
                " others in the room.",
                names=_names(dangerous, say),
            )
        )
    return " ".join(parts) or say(
        "In no stakeholder do power, a rightful claim and urgency come together today."
    )


def _title(result: Power, say: Speaker) -> str:
    n, k = len(result.of("manage closely")), len(result.rated)
    if not n:
        return say("Nobody is both powerful and interested")
    return say.plural(
        n,
        "One stakeholder of {k} is both powerful and interested",
        "{n} stakeholders of {k} are both powerful and interested",
        k=say.number(k),
    )


def _labels(result: Power, field: str, say: Speaker) -> list[str]:
    rows = result.table[result.table["field"] == field]
    marks = ["≈ " if doubtful else "" for doubtful in rows["borderline"]]
    return [
        f"{mark}{row['place']} {short(name)} ({row['power']:g}/{row['interest']:g})"
        for mark, name, row in zip(marks, texts(rows, "name", say=say), rows.to_dict("records"), strict=True)
    ]


def _names(rows: pd.DataFrame, say: Speaker) -> str:
    return say.names([short(name, _NAME) for name in texts(rows, "name", say=say)], limit=4)
