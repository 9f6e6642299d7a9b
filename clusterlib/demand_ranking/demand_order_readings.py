"""How far the votes support an order, and whether people want the same one: sentences from the numbers."""

from __future__ import annotations

from clusterlib.demand_ranking.demand_agreement import Agreement
from clusterlib.demand_ranking.demand_intervals import Ranking
from clusterlib.demand_ranking.demand_readings import quoted
from clusterlib.demand_ranking.demands import digits
from clusterlib.readings import Speaker


def read_ranking(ranking: Ranking, *, say: Speaker) -> str:
    """Sentences on how far the votes support an order.

    Parameters
    ----------
    ranking : Ranking
        Result of `demand_intervals.rank`.
    say : Speaker
        Language of the reader.
    """
    rows = ranking.voted
    if rows.empty:
        return say("There is no score yet, so there is no order to judge.")
    if len(rows) == 1:
        return say(
            "Only one demand has a score, so there is no order to judge. Add what else the actors ask for."
        )
    if not ranking.judged:
        few = say.plural(ranking.scores.persons, "One person voted", "{n} people voted")
        return say(
            "{few}, which is too few to say how sure the places are: they are the places of this vote only. "
            "Ask more people, or settle the order in a talk.",
            few=few,
        )
    told = [_leader(ranking, say)]
    if rows["rank"].nunique() > 1:
        told += [_followers(ranking, say), _supported(ranking, ranking.scores.matters, say)]
    told.append(_advice(ranking, say))
    told.append(_unanimous(ranking, say))
    if not ranking.joint:
        told.append(
            say(
                "Only totals are known here, so each demand was drawn on its own; this is approximate, "
                "and a table of the single votes would make it firmer."
            )
        )
    return " ".join(part for part in told if part)


def read_agreement(agreement: Agreement, *, say: Speaker) -> str:
    """Sentences on whether people want the same order.

    Parameters
    ----------
    agreement : Agreement
        Result of `demand_agreement.agree`.
    say : Speaker
        Language of the reader.
    """
    silent = {
        "counts": say(
            "Whether the people want the same order cannot be said: only totals per demand are known, not who"
            " gave which vote. Keep the single votes next time (table “votes”); two tables with the same"
            " totals can come from people who agree or from people who do not."
        ),
        "people": say(
            "Fewer than three people voted on every demand; that is too few to speak of agreement."
        ),
        "items": say("With fewer than two demands there is no order to agree on."),
        "ties": say(
            "Each person gave all demands the same vote, so nobody named an order. That is agreement on the"
            " level, not on an order."
        ),
    }
    if agreement.scores.voted.empty:
        return say("There is no vote yet, so nothing can be said about a common order.")
    if agreement.silence is not None or agreement.result is None:
        return silent[agreement.silence or "ties"]
    told = [_common_order(agreement, say)]
    rows = agreement.scores.voted
    if (
        agreement.p is not None
        and agreement.p >= agreement.alpha
        and rows["score"].min() >= agreement.scores.matters
    ):
        told.append(
            say(
                "This is no quarrel: nearly everybody gives high votes to everything, and then there is"
                " hardly an order to agree on. Ask for a forced ranking, or give each person a fixed number"
                " of points to spend."
            )
        )
    if agreement.left_out:
        told.append(
            say.plural(
                agreement.left_out,
                "One person is left out here because an answer is missing.",
                "{n} people are left out here because an answer is missing.",
            )
        )
    return " ".join(told)


def _leader(ranking: Ranking, say: Speaker) -> str:
    rows, n = ranking.voted, ranking.scores.persons
    top = rows[rows["rank"] == 1]
    score = say.number(top["score"].iloc[0], digits(n))
    low, high = say.number(top["rank_low"].min()), say.number(top["rank_high"].max())
    votes = say.plural(n, "one vote", "{n} votes")
    if len(top) == len(rows):
        return say(
            "All {k} demands share one score, {score} of 3: {votes} give no order at all.",
            k=len(rows),
            score=score,
            votes=votes,
        )
    if len(top) > 1:
        return say(
            "{names} share the highest score, {score} of 3; with {votes} their places may be anywhere from "
            "{low} to {high}.",
            names=quoted(top, say=say),
            score=score,
            votes=votes,
            low=low,
            high=high,
        )
    if top["rank_high"].max() == 1:
        shared = round(100 * float((top["first"] - top["first_alone"]).iloc[0]))
        name = quoted(top, say=say)
        if not shared:
            return say(
                "{name} has the highest score, {score} of 3, and stays first when the vote is repeated.",
                name=name,
                score=score,
            )
        return say(
            "{name} has the highest score, {score} of 3, and stays first when the vote is repeated; in"
            " {shared} of 100 repeats it shares that place.",
            name=name,
            score=score,
            shared=shared,
        )
    return say(
        "{name} has the highest score, {score} of 3, but {votes} do not settle its place: it may be anywhere "
        "from {low} to {high}.",
        name=quoted(top, say=say),
        score=score,
        votes=votes,
        low=low,
        high=high,
    )


def _unanimous(ranking: Ranking, say: Speaker) -> str:
    """Caveat for demands on which all gave the same vote: drawing again shows no doubt there."""
    rows = ranking.voted
    same = rows[rows["consensus"] == 1]
    if same.empty or rows["rank"].nunique() == 1:
        return ""
    return say(
        "Where all gave the same vote ({names}), repeating it shows no doubt; the real doubt is larger.",
        names=quoted(same, say=say),
    )


def _followers(ranking: Ranking, say: Speaker) -> str:
    rows = ranking.voted
    rest = rows[rows["rank"] > 1]
    if rest.empty:
        return ""
    following = rest[rest["rank"] == rest["rank"].min()]
    if len(following) == 1:
        return ""
    if len(following) == len(rest):
        return say("All the other {n} demands share one score.", n=len(rest))
    return say("The next {n} demands share one score.", n=len(following))


def _supported(ranking: Ranking, high: float, say: Speaker) -> str:
    rows = ranking.voted
    half = len(rows) / 2
    upper = rows[(rows["rank_high"] <= half + 0.5).fillna(False)]
    lower = rows[(rows["rank_low"] > half).fillna(False)]
    low = say.number(rows["score"].min(), digits(ranking.scores.persons))
    if len(upper) and len(lower):
        return say(
            "What the votes do support: {upper} belong to the upper half and {lower} to the lower half.",
            upper=quoted(upper, say=say),
            lower=quoted(lower, say=say),
        )
    if len(upper):
        return say("What the votes do support: the upper half holds {upper}.", upper=quoted(upper, say=say))
    if len(lower):
        return say("What the votes do support: the lower half holds {lower}.", lower=quoted(lower, say=say))
    if rows["score"].min() >= high:
        return say(
            "What the votes do support: all {k} demands matter to nearly everybody, the lowest score is"
            " {low}.",
            k=len(rows),
            low=low,
        )
    return say("No demand is surely in the upper or the lower half.")


def _advice(ranking: Ranking, say: Speaker) -> str:
    rows = ranking.voted
    half = len(rows) / 2
    parted = ((rows["rank_high"] <= half + 0.5) | (rows["rank_low"] > half)).fillna(False).any()
    if parted and rows["rank"].nunique() > 1:
        return say("Rely on what is surely above or below; do not read an order into neighbours.")
    return say(
        "Choose objectives by what belongs together and by what you can do, not by the second decimal; or ask"
        " again with a forced ranking."
    )


def _common_order(agreement: Agreement, say: Speaker) -> str:
    people = say.plural(agreement.people, "a single person", "{n} people")
    if agreement.p is None:
        return say(
            "With {people} it cannot be told whether they share an order or agree by chance.", people=people
        )
    share = say("fewer than 1") if agreement.p < 0.01 else say.number(100 * agreement.p)
    if agreement.p >= agreement.alpha:
        return say(
            "The {people} do not show a common order: ballots shuffled at random agree as well in {share} of "
            "100 cases.",
            people=people,
            share=share,
        )
    if agreement.result is not None and agreement.result.w >= 0.7:
        return say(
            "The {people} want nearly the same order, and chance does not explain it: shuffled ballots agree "
            "as well in {share} of 100 cases. Another round would change little.",
            people=people,
            share=share,
        )
    return say(
        "The {people} share an order to some degree, more than chance would give: shuffled ballots agree as "
        "well in {share} of 100 cases. It is a tendency; a second round after a talk can make it clearer.",
        people=people,
        share=share,
    )
