"""What the comparison of firms, the member survey and the baseline warn of (guide L2978-3007, L3753-3758)."""

from __future__ import annotations

from clusterlib.checks import Check
from clusterlib.monitoring.baseline import Baseline
from clusterlib.monitoring.impact_cost import Cost
from clusterlib.monitoring.indicator_marks import Marks, marks_check
from clusterlib.monitoring.panel import Panel
from clusterlib.monitoring.panel_attrition import Attrition
from clusterlib.monitoring.panel_events import Events
from clusterlib.readings import Speaker
from clusterlib.twins import texts


def pitfalls(
    compared: Panel | None,
    lost: Attrition | None,
    periods: Events | None,
    worth: Cost | None,
    state: Baseline | None,
    marked: Marks | None = None,
    *,
    firms: int = 15,
    uneven: float = 0.1,
    say: Speaker = Speaker(),
) -> list[Check]:
    """Judge what may be concluded from the firms that were asked.

    Parameters
    ----------
    compared, lost, periods, worth, state, marked
        Results of `panel.compare`, `panel_attrition.lose`, `panel_events.trace`, `impact_cost.benefit_cost`,
        `baseline.compare` and `indicator_marks.mark`; None where a table is missing.
    firms : int
        Firms that should be asked (guide L3758).
    uneven : float
        Difference of the shares that left from which the sides are called uneven (DEFAULT); one firm alone
        never makes them so.
    say : Speaker
        Language of the reader.
    """
    return [
        _outside(compared, say),
        _enough(compared, firms, say),
        _left(lost, uneven, say),
        _alike(periods, say),
        _one_firm(worth, say),
        _begun(state, say),
        marks_check(marked, say=say),
    ]


def _unjudged(rule: str, finding: str) -> Check:
    return Check(rule, "not judged", "note", finding)


def _outside(compared: Panel | None, say: Speaker) -> Check:
    rule = "monitoring-comparison"
    if compared is None or not compared.after:
        return _unjudged(rule, say("Whether there is anything to compare with: no firms were asked twice."))
    if compared.comparison.n:
        return Check(rule, "fine", "note", say("Firms outside the cluster are there to compare with."))
    text = say("No firm outside the cluster was asked twice, so no change can be put down to the cluster.")
    return Check(
        rule, "finding", "amber", text, say("Find firms of the same kind and size in a like place now.")
    )


def _enough(compared: Panel | None, firms: int, say: Speaker) -> Check:
    rule = "monitoring-firms"
    if compared is None or not compared.after:
        return _unjudged(rule, say("Whether enough firms were asked: no firms were asked twice."))
    n, wanted = compared.cluster.n, say.number(firms)
    text = say.plural(
        n,
        "One firm of the cluster was asked twice; the guide asks for at least {wanted} (L3758).",
        "{n} firms of the cluster were asked twice; the guide asks for at least {wanted} (L3758).",
        wanted=wanted,
    )
    if n >= firms:
        return Check(rule, "fine", "note", text)
    return Check(rule, "finding", "amber", text, say("Ask more firms before the next round, not after it."))


def _left(lost: Attrition | None, uneven: float, say: Speaker) -> Check:
    rule = "monitoring-attrition"
    if lost is None or not int(lost.table["began"].sum()):
        return _unjudged(rule, say("Whether firms left unevenly: no firm has a value before."))
    shares = [row["left"] / row["began"] for row in lost.table.to_dict("records") if row["began"]]
    if len(shares) < 2:
        return _unjudged(rule, say("Whether firms left unevenly: only one side was asked before."))
    if abs(shares[0] - shares[1]) <= uneven + 1e-12 or int(lost.table["left"].max()) < 2:
        text = say("Both sides lost about the same share of their firms.")
        return Check(rule, "fine", "note", text if any(shares) else say("Neither side lost a firm."))
    text = say(
        "The sides lost firms unevenly: {ours} in the cluster, {others} for comparison.",
        ours=say.percent(shares[0]),
        others=say.percent(shares[1]),
    )
    return Check(
        rule, "finding", "amber", text, say("Call those who left and ask for the one missing figure.")
    )


def _alike(periods: Events | None, say: Speaker) -> Check:
    rule = "monitoring-alike"
    if periods is None or periods.steady is None:
        return _unjudged(
            rule, say("Whether both sides moved alike before the start: too few periods before it are known.")
        )
    if periods.steady >= 0.05:
        return Check(
            rule, "fine", "note", say("Before the start both sides moved alike as far as can be seen.")
        )
    text = say(
        "Before the start the two sides did not move alike; what came after is not due to the cluster alone."
    )
    cure = say("Choose firms outside that are more like yours, or say nothing of an effect.")
    return Check(rule, "finding", "amber", text, cure)


def _one_firm(worth: Cost | None, say: Speaker) -> Check:
    rule = "monitoring-one-firm"
    if worth is None or worth.ratio is None or worth.without is None:
        return _unjudged(rule, say("Whether the benefit hangs on one member: benefit by cost is not named."))
    gap = {"ratio": say.number(worth.ratio, 1), "without": say.number(worth.without, 1)}
    if worth.without >= 0.5 * worth.ratio:
        text = say(
            "Benefit by cost does not hang on one member ({ratio}, without the largest {without}).", **gap
        )
        return Check(rule, "fine", "note", text)
    text = say("Benefit by cost hangs on one member: {ratio}, and {without} without it.", **gap)
    return Check(rule, "finding", "note", text, say("Show the median, never this figure alone."))


def _begun(state: Baseline | None, say: Speaker) -> Check:
    rule = "monitoring-baseline"
    if state is None or state.table.empty:
        return _unjudged(
            rule, say("Whether the beginning is on record at three levels: there is no baseline.")
        )
    bare = [
        level
        for level in ("organisation", "actors", "framework")
        if state.of(level)["first"].notna().sum() == 0
    ]
    if bare:
        names = {
            "organisation": say("the cluster office"),
            "actors": say("the firms"),
            "framework": say("the framework"),
        }
        text = say(
            "Nothing of the beginning is on record for {levels}.", levels=say.names([names[b] for b in bare])
        )
        return Check(
            rule, "finding", "amber", text, say("Take one figure per field before anything changes it.")
        )
    changed = state.table[state.table["other_unit"] != ""]
    if len(changed):
        text = say(
            "The unit changed between the waves, so nothing can be compared: {names}.",
            names=say.names([say.quoted(name) for name in texts(changed, "text", say=say)], limit=3),
        )
        return Check(
            rule, "finding", "note", text, say("Ask again in the first unit."), tuple(changed["item_id"])
        )
    return Check(rule, "fine", "note", say("The beginning is on record at all three levels."))
