"""How the goals came about, and whom they serve (guide L413-418, L472-484, L1665-1674, method N09)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterlib import tables
from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.tables import is_blank

#: The points of the guide, in its order; rows of the table ``checks``, list ``goals``.
POINTS = ("early", "before strategy", "moderated", "all members", "identification", "management duty")
#: The two outcomes that a cluster must serve (L413-418).
SIDES = ("actors", "cluster")


@dataclass(frozen=True, slots=True, eq=False)
class GoalProcess:
    """How the goals were set.

    Attributes
    ----------
    points : DataFrame
        One row per point: item_id, status (None: not said), date, invited, present, share (of the invited;
        NaN when one of both is not known), owner.
    sides : dict
        Number of goals per outcome: actors, cluster, and blank under an empty name.
    begun : str or None
        Day on which the first task begins.
    agreed : str or None
        Day on which the goals were agreed: that of *before strategy*, else the last day noted.
    hint : float
        Share of the invited below which it is said (INFERRED from L2978).
    """

    points: pd.DataFrame
    sides: dict[str, int]
    begun: str | None
    agreed: str | None
    hint: float

    @property
    def late(self) -> bool | None:
        """Whether tasks began before the goals were agreed; None when a day is missing."""
        return None if self.begun is None or self.agreed is None else self.begun < self.agreed


def process(
    goals: pd.DataFrame | None,
    checks: pd.DataFrame | None,
    tasks: pd.DataFrame | None,
    *,
    hint: float = 0.7,
) -> GoalProcess:
    """Count goals by whom they serve, and look at how they came about.

    Parameters
    ----------
    goals, checks, tasks : DataFrame or None
        Typed tables; of `checks` the rows of the list ``goals``.
    hint : float
        Share of the invited that should have been there; a hint only.

    Examples
    --------
    >>> rows = [{"id": i, "text": i, "outcome": "actors"} for i in ("G1", "G2")]
    >>> process(tables.typed("goals", rows), None, None).sides
    {'actors': 2, 'cluster': 0, '': 0}
    """
    frame = tables.empty("goals") if goals is None else goals
    asked = tables.empty("checks") if checks is None else checks
    mine = asked[asked["list_id"].eq("goals")].drop_duplicates("item_id", keep="last").set_index("item_id")
    points = pd.DataFrame([_point(name, mine) for name in POINTS], dtype=object)
    points["share"] = points["share"].astype(float)
    counts = frame["outcome"].value_counts()
    sides = {side: int(counts.get(side, 0)) for side in SIDES} | {"": int(frame["outcome"].isna().sum())}
    begun = None if tasks is None else tasks["start_on"].dropna().astype(str).min()
    dated = points.dropna(subset=["date"]).set_index("item_id")["date"]
    agreed = None if dated.empty else str(dated.get("before strategy", dated.max()))
    return GoalProcess(points, sides, None if is_blank(begun) else str(begun), agreed, hint)


def _point(name: str, mine: pd.DataFrame) -> dict[str, Any]:
    row = mine.loc[[name]].to_dict("records")[0] if name in mine.index else {}
    cells: dict[str, Any] = {
        column: None if is_blank(row.get(column)) else row[column]
        for column in ("status", "date", "invited", "present", "owner")
    }
    invited, present = cells["invited"], cells["present"]
    share = float(present) / float(invited) if present is not None and invited else float("nan")
    day = None if cells["date"] is None else str(cells["date"])
    return {"item_id": name, **cells, "date": day, "share": share}


def point_names(say: Speaker) -> dict[str, str]:
    """What a reader calls each point."""
    return {
        "early": say("begun early"),
        "before strategy": say("goals before strategy and activities"),
        "moderated": say("somebody moderated"),
        "all members": say("all members took part"),
        "identification": say("members stand by the goals"),
        "management duty": say("the management leads it"),
    }


def table_process(result: GoalProcess, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The points with their state, their day, and who came."""
    names, rows = point_names(say), result.points.to_dict("records")
    return pd.DataFrame(
        {
            say("Point"): [names[row["item_id"]] for row in rows],
            say("State"): [say.word(row["status"]) if row["status"] else say("not said") for row in rows],
            say("Day"): [say.day(row["date"]) if row["date"] else "" for row in rows],
            say("Who came"): [_came(row["present"], row["invited"], say) for row in rows],
            say("Owner"): [row["owner"] or "" for row in rows],
        }
    )


def _came(present: Any, invited: Any, say: Speaker) -> str:
    if present is None:
        return ""
    came, asked = int(present), None if invited is None else int(invited)
    return say.number(came) if not asked or came > asked else say.share(came, asked)


def read_process(result: GoalProcess, *, say: Speaker = Speaker()) -> str:
    """Whom the goals serve, who was there, and whether tasks began before the goals were agreed."""
    return " ".join(
        part for part in (_sides_said(result, say), _room_said(result, say), _order_said(result, say)) if part
    )


def _sides_said(result: GoalProcess, say: Speaker) -> str:
    actors, cluster, blank = (result.sides[side] for side in (*SIDES, ""))
    if not actors + cluster + blank:
        return say("There is no goal yet, so nobody is served.")
    if not actors + cluster:
        return say("No goal says whether it serves the actors or the cluster itself (column outcome).")
    text = say(
        "{actors} the actors and {cluster} the cluster itself.",
        actors=say.plural(actors, "One goal serves", "{n} goals serve") if actors else say("No goal serves"),
        cluster=say.plural(cluster, "one serves", "{n} serve") if cluster else say("none serves"),
    )
    if blank:
        text += " " + say.plural(blank, "For one goal it is not said.", "For {n} goals it is not said.")
    return text


def _room_said(result: GoalProcess, say: Speaker) -> str:
    known = result.points[result.points["share"].notna()]
    if known.empty:
        return say(
            "How many people took part is not written down: note how many were invited and how many came."
        )
    low = known.sort_values("share", kind="stable").to_dict("records")[0]
    name, share = point_names(say)[low["item_id"]], _came(low["present"], low["invited"], say)
    if low["share"] >= result.hint:
        return say(
            "At each meeting noted at least {limit} of the invited came.", limit=say.percent(result.hint)
        )
    return say(
        "Fewest came for “{point}”: {share} of those invited. {limit} is a hint, not a rule: ask those who "
        "stayed away before you call the goals common.",
        point=name,
        share=share,
        limit=say.percent(result.hint),
    )


def _order_said(result: GoalProcess, say: Speaker) -> str:
    if result.late is None:
        return say("Whether the goals came before the work cannot be said: a day is missing.")
    begun, agreed = say.day(str(result.begun)), say.day(str(result.agreed))
    if result.late:
        return say(
            "The first task began on {begun}, before the goals were agreed on {agreed}.",
            begun=begun,
            agreed=agreed,
        )
    return say(
        "The goals were agreed on {agreed}, before the first task began on {begun}.",
        begun=begun,
        agreed=agreed,
    )


def usual_aims(say: Speaker = Speaker()) -> pd.DataFrame:
    """Where clusters usually put the weight, by type of region (L484): a hint, never a computation."""
    return pd.DataFrame(
        {
            say("In regions that develop"): [
                say("better productivity and quality"),
                say("skills of people"),
                say("a common voice towards policy"),
                say("first steps into export"),
            ],
            say("In developed regions"): [
                say("joint research"),
                say("new products together"),
                say("innovation in firms"),
                "",
            ],
        }
    )


def process_checks(result: GoalProcess | None, *, say: Speaker = Speaker()) -> list[Check]:
    """The guide's lessons on how goals come about; a missing day is a question, never a finding.

    Parameters
    ----------
    result : GoalProcess or None
        From `process`.
    say : Speaker
        Language of the reader.
    """
    if result is None:
        return [
            Check("N09-order", "not judged", "amber", say("How the goals came about is not written down."))
        ]
    return [_order(result, say), _open_points(result, say)]


def _order(result: GoalProcess, say: Speaker) -> Check:
    if result.late is None:
        return Check("N09-order", "not judged", "amber", _order_said(result, say))
    if not result.late:
        return Check("N09-order", "fine", "amber", _order_said(result, say))
    cure = say("Hold the running tasks against the goals, and stop what serves none.")
    return Check("N09-order", "finding", "amber", _order_said(result, say), cure)


def _open_points(result: GoalProcess, say: Speaker) -> Check:
    said = result.points[result.points["status"].notna()]
    if said.empty:
        return Check("N09-points", "not judged", "note", say("How the goals came about is not written down."))
    open_ = said[said["status"].isin(["not met", "partly"])]
    if open_.empty:
        return Check(
            "N09-points",
            "fine",
            "note",
            say("What the guide asks of setting goals is met where it is noted."),
        )
    names = point_names(say)
    text = say.plural(
        len(open_),
        "One point of setting goals is open: {names}.",
        "{n} points of setting goals are open: {names}.",
        names=say.names([names[i] for i in open_["item_id"]]),
    )
    cure = say.plural(len(open_), "Give it a measure and an owner.", "Give each a measure and an owner.")
    return Check(
        "N09-points", "finding", "note", text, cure, tuple(f"checks:goals/{i}" for i in open_["item_id"])
    )
