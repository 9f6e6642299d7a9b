"""The canvas in words: what is missing, what hangs in the air, and whether the money fits."""

from __future__ import annotations

import pandas as pd

from clusterlib.readings import Speaker
from clusterlib.strategy.canvas import CanvasChecked, Rule
from clusterlib.twins import named

_SHOWN = 6


def rule_name(code: str, say: Speaker = Speaker()) -> str:
    """One rule of consistency as a short sentence.

    Examples
    --------
    >>> rule_name("activity costed")
    'Every activity has a cost.'
    """
    names = {
        "pain answered": say("Every pain point is answered by a value proposition."),
        "value answers pain": say("Every value proposition answers a pain point or a demand."),
        "value for segment": say("Every value proposition says for whom it is."),
        "value by activity": say("Every value proposition is carried by an activity."),
        "value by resource": say("Every value proposition has a resource."),
        "activity costed": say("Every activity has a cost."),
        "resource brought": say("Every resource has an owner or a partner who brings it."),
        "revenue paid by": say("Every revenue says who pays."),
        "revenue for value": say("Every revenue is paid for a value proposition."),
        "segment cared for": say("Every segment has a relationship."),
        "challenge taken up": say("Every challenge is taken up by an activity or a goal."),
    }
    return names[code]


def table_canvas(result: CanvasChecked, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Rules of consistency that apply, worst first, at most ten: which notes hold them and which do not."""
    rules = sorted((rule for rule in result.rules if rule.asked), key=lambda rule: -len(rule.open))[:10]
    known = note_names(result, say)
    return pd.DataFrame(
        {
            say("Rule"): [rule_name(rule.code, say) for rule in rules],
            say("Holds for"): [_holds(rule, say) for rule in rules],
            say("Does not hold for"): [
                named(rule.open, known, say=say, limit=_SHOWN) or "–" for rule in rules
            ],
        },
        dtype="str",
    )


def note_names(result: CanvasChecked, say: Speaker = Speaker()) -> dict[str, str]:
    """What the notes say in the reader's language, by their ids.

    Examples
    --------
    >>> from clusterlib.strategy.canvas import check_canvas
    >>> note_names(check_canvas(None))
    {}
    """
    return {n.id: n.text_fr if say.locale == "fr" and n.text_fr else n.text for n in result.notes}


def _holds(rule: Rule, say: Speaker) -> str:
    return say.share(len(rule.asked) - len(rule.open), len(rule.asked))


def read_canvas(result: CanvasChecked, *, say: Speaker = Speaker()) -> str:
    """How much of the canvas is filled, which links are missing, and what the amounts say."""
    if not result.notes:
        return say(
            "The canvas is empty: 0 of {all} questions are answered. Begin with the pain points; "
            "everything else answers them.",
            all=say.number(len(result.questions)),
        )
    first = [_filled(result, say), _links(result, say)]
    second = [_money(result, say)]
    second.append(
        say("A link says that somebody drew it, not that the activity works; only members can tell that.")
    )
    return "\n\n".join(" ".join(part for part in half if part) for half in (first, second))


def _filled(result: CanvasChecked, say: Speaker) -> str:
    n, all_ = len(result.answered), len(result.questions)
    if n == all_:
        return say("All {all} questions of the canvas are answered.", all=say.number(all_))
    blocks = dict.fromkeys(question.block for question in result.questions)
    gaps = [say.word(block) for block in blocks if result.gaps(block)]
    return say(
        "{n} of {all} questions are answered, {blocks} of 10 blocks hold a note; gaps are in: {gaps}.",
        n=say.number(n),
        all=say.number(all_),
        blocks=say.number(result.blocks_filled),
        gaps=say.names(gaps, limit=4),
    )


def _links(result: CanvasChecked, say: Speaker) -> str:
    asked = sum(len(rule.asked) for rule in result.rules)
    held = asked - sum(len(rule.open) for rule in result.rules)
    if not asked:
        return say("No note asks for a link yet.")
    texts = [say("Of the links that the notes ask for, {share} are drawn.", share=say.share(held, asked))]
    by_code, known = {rule.code: rule for rule in result.rules}, note_names(result, say)
    pains = by_code["pain answered"].open
    if pains:
        texts.append(
            say.plural(
                len(pains),
                "One pain point has no value proposition: {ids}.",
                "{n} pain points have no value proposition: {ids}.",
                ids=named(pains, known, say=say, limit=_SHOWN),
            )
        )
    if result.orphans:
        texts.append(
            say.plural(
                len(result.orphans),
                "One activity serves no value proposition: {ids}.",
                "{n} activities serve no value proposition: {ids}.",
                ids=named(result.orphans, known, say=say, limit=_SHOWN),
            )
        )
    return " ".join(texts)


def _money(result: CanvasChecked, say: Speaker) -> str:
    money = result.money
    if not money.priced:
        return say("No cost and no revenue has an amount, so the money cannot be judged.")
    revenue, cost = say.money(money.revenue), say.money(money.cost)
    if money.gap > 0:
        text = say(
            "Revenues of {revenue} a year stand against costs of {cost}: {gap} is not covered.",
            revenue=revenue,
            cost=cost,
            gap=say.money(money.gap),
        )
    else:
        text = say("Revenues of {revenue} a year cover the costs of {cost}.", revenue=revenue, cost=cost)
    if money.unpriced:
        ids = named(money.unpriced, note_names(result, say), say=say, limit=_SHOWN)
        text += " " + say("Not in these sums, because they have no amount: {ids}.", ids=ids)
    return text


def plain_canvas(result: object) -> str:
    """Rules of the canvas as a small text table, to compare runs; a dash when there is none."""
    if not isinstance(result, CanvasChecked):
        return "–"
    rows = [{"rule": r.code, "asked": len(r.asked), "open": ";".join(r.open) or "-"} for r in result.rules]
    return pd.DataFrame(rows).to_string(index=False)
