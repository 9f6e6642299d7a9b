"""Rules that belong to no single room: the legal form against the income, and what is easy to count."""

from __future__ import annotations

import pandas as pd

from clusterlib import places
from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.review.rooms import financing_mix_of
from clusterlib.review.scene import Scene
from clusterlib.twins import texts

#: Words for a form without a legal person of its own, in English and French.
AGREEMENTS = ("agreement", "accord", "convention")
ASSOCIATIONS = ("association",)


def legal_form(scene: Scene, say: Speaker, *, most_services: float = 0.5) -> list[Check]:
    """R35: an association that lives on services, or a mere agreement that sells any (L2310, L2328-2331).

    Parameters
    ----------
    scene : Scene
        Needs the setting ``legal_form`` and the table ``budget_lines``.
    say : Speaker
        Language of the reader.
    most_services : float
        Share of services in the income above which an association is no longer the fitting form (DEFAULT).
    """
    form, mix = scene.setting("legal_form"), financing_mix_of(scene)
    share = None if mix is None else mix.share("services")
    if mix is None or share is None:
        text = say("Without income lines it cannot be said whether the legal form fits the income.")
        return [Check("R35", "not judged", "amber", text)]
    word = form.casefold()
    misfit = (word.startswith(ASSOCIATIONS) and share > most_services) or (
        word.startswith(AGREEMENTS) and share > 0
    )
    if not misfit:
        text = say(
            "The form “{form}” and {share} of the income from services do not contradict each other.",
            form=form,
            share=say.percent(share),
        )
        return [Check("R35", "fine", "amber", text)]
    rows = mix.rows[(mix.rows["year"] == mix.year) & (mix.rows["source"] == "services")]
    return [
        Check(
            "R35",
            "finding",
            "amber",
            say(
                "In {year} services bring {share} of the income, and the form is “{form}”; for an "
                "association the limit in use is {limit}, for an agreement nothing.",
                year=mix.year,
                share=say.percent(share),
                form=form,
                limit=say.percent(most_services),
            ),
            say(
                "Let the function choose the form: ask about a company, or a service company beside the "
                "association. This is no legal advice."
            ),
            tuple(part for cell in rows["because"] for part in str(cell).split(";")),
        )
    ]


def easy_to_count(scene: Scene, say: Speaker, *, votes_against: int = 8) -> list[Check]:
    """R61: an indicator that most of the guide's experts would not judge a cluster by (guide L3595-3629).

    Parameters
    ----------
    scene : Scene
        Needs the table ``indicators`` with the column ``ecei_id`` (``CR-7``: a line of the guide's table).
    say : Speaker
        Language of the reader.
    votes_against : int
        Votes against a criterion from which it is named here; four criteria of the guide have so many.
    """
    frame = scene.frame("indicators")
    marked = None if frame is None else frame[frame["ecei_id"].notna()]
    if frame is None or marked is None or marked.empty:
        text = say("No indicator names the criterion of evaluation it stands for (column ecei_id).")
        return [Check("R61", "not judged", "note", text)]
    facts = places.reference("evaluation_criteria_votes")
    against = {str(row["id"]): int(row["minus"] or 0) for row in facts.to_dict("records")}
    easy = marked[[against.get(str(key), 0) >= votes_against for key in marked["ecei_id"]]]
    if easy.empty:
        text = say("No indicator is one of the criteria that experts would not judge a cluster by.")
        return [Check("R61", "fine", "note", text)]
    return [
        _easy(row, against[str(row["ecei_id"].iloc[0])], say) for _, row in easy.groupby("id", sort=False)
    ]


def _easy(row: pd.DataFrame, minus: int, say: Speaker) -> Check:
    text = say(
        "{indicator} is easy to count, but {minus} of the 13 experts asked would not judge a cluster by "
        "it; for benchmarking it is usual.",
        indicator=say.quoted(texts(row, "name", say=say)[0]),
        minus=say.number(minus),
    )
    return Check(
        "R61", "finding", "note", text, say("Keep it for benchmarking only."), (str(row["id"].iloc[0]),)
    )
