"""Table and sentences of the member survey."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from clusterlib.monitoring.impact import Impact, Wave
from clusterlib.monitoring.impact_plots import rounded
from clusterlib.readings import Speaker


def table_impact(result: Impact, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """The figures of the latest period in words, at most ten rows."""
    wave = result.last
    rows: list[tuple[str, str, str]] = []
    if wave is not None:
        rows = [_response_row(wave, say)]
        rows += _money_rows(wave, result, say) if wave.median is not None else []
        rows += [_link_row(wave, say), *_group_row(wave, result, say)]
    return pd.DataFrame(rows, columns=[say("Figure"), say("Value"), say("How sure")])


def _response_row(wave: Wave, say: Speaker) -> tuple[str, str, str]:
    sure = (
        say(
            "with a number: {share}; margin of a share: plus or minus {points} points",
            share=say.share(wave.said, wave.invited),
            points=say.number(100 * wave.margin),
        )
        if wave.margin is not None
        else say("with a number: {share}", share=say.share(wave.said, wave.invited))
    )
    return say("Members who answered"), say.share(wave.answered, wave.invited), sure


def _money_rows(wave: Wave, result: Impact, say: Speaker) -> list[tuple[str, str, str]]:
    assert wave.median_interval
    rows = [
        (
            say("Members with a benefit"),
            say.share(wave.positive, wave.said),
            say(
                "of all asked: {low} to {high}, whatever the silent would say",
                low=say.share(wave.positive, wave.invited),
                high=say.share(wave.positive + wave.invited - wave.said, wave.invited),
            ),
        ),
        (
            say("Median benefit"),
            _money(wave.median, result, say),
            _between(wave.median_interval, result, say),
        ),
    ]
    bounds = _bounds(wave, result, say)
    if wave.total_allowed:
        cut = say.plural(
            int(wave.said * result.trim), "one answer cut at each end", "{n} answers cut at each end"
        )
        rows.append((say("Mean without the extremes"), _money(wave.trimmed, result, say), cut))
        rows.append((say("Mean benefit"), _money(wave.mean, result, say), bounds))
        rows.append(
            (
                say("Sum of what was said"),
                _money(float(wave.benefits.sum()), result, say),
                say("of those who answered only, not of all members"),
            )
        )
        if wave.attributed is not None:
            rows.append(
                (
                    say("Of it due to the cluster"),
                    _money(wave.attributed, result, say),
                    say("by {n} members who said both", n=say.number(wave.attributed_n)),
                )
            )
    else:
        rows.append((say("Mean benefit"), "–", bounds))
    return rows


def _bounds(wave: Wave, result: Impact, say: Speaker) -> str:
    if wave.mean_bounds is None:
        return say("nothing bounds what the silent may have")
    low, high = wave.mean_bounds
    return say(
        "of all asked: {low} to {high}, if no member can exceed {largest}",
        low=_money(low, result, say),
        high=_money(high, result, say),
        largest=_money(wave.largest, result, say),
    )


def _link_row(wave: Wave, say: Speaker) -> tuple[str, str, str]:
    links = wave.links
    if links.rho is None:
        why = say("too few members said both") if links.reason == "few" else say("one side does not vary")
        return say("Commitment and benefit"), "–", why
    return (
        say("Commitment and benefit"),
        say("rank correlation {rho}", rho=say.number(links.rho, 2)),
        say(
            "{n} members; chance alone would do it in {p} of cases",
            n=say.number(links.n),
            p=_chance(links.p, say),
        ),
    )


def _group_row(wave: Wave, result: Impact, say: Speaker) -> list[tuple[str, str, str]]:
    """Medians of members of low and of high commitment, when both groups are large enough."""
    found = {word: (n, median) for word, n, median in wave.links.groups}
    (few, low), (many, high) = found["low"], found["high"]
    if low is None or high is None:
        return []
    value = say(
        "{low} (commitment 1-2), {high} (4-5)", low=_money(low, result, say), high=_money(high, result, say)
    )
    sure = say("{few} and {many} members", few=say.number(few), many=say.number(many))
    return [(say("Median benefit by commitment"), value, sure)]


def _chance(p: float | None, say: Speaker) -> str:
    if p is None:
        return "–"
    return say("less than 1 %") if p < 0.01 else say.percent(p)


def read_impact(result: Impact, *, say: Speaker = Speaker()) -> str:
    """What the survey says of the latest period, how sure it is, and what it does not show."""
    wave = result.last
    if wave is None:
        return say("No member was asked yet. Agree with members on the questions before the first round.")
    first = [_response_said(wave, result, say), *_benefit_said(wave, result, say)]
    second = [_links_said(wave, say), _rounds_said(result, say)]
    return " ".join(part for part in first if part) + "\n\n" + " ".join(part for part in second if part)


def _response_said(wave: Wave, result: Impact, say: Speaker) -> str:
    limit = say.percent(result.response_min)
    share = say.share(wave.answered, wave.invited)
    if not wave.passes:
        return say(
            "Answers in {period}: {share}. The rule asks for {limit}, so no total and no mean is named; "
            "what follows holds for those who answered.",
            period=say.month(wave.period),
            share=share,
            limit=limit,
        )
    if Fraction(wave.answered, wave.invited) == Fraction(str(result.response_min)):
        head = say(
            "Answers in {period}: {share}, which meets the {limit} rule exactly.",
            period=say.month(wave.period),
            share=share,
            limit=limit,
        )
    else:
        head = say(
            "Answers in {period}: {share}, which meets the {limit} rule.",
            period=say.month(wave.period),
            share=share,
            limit=limit,
        )
    if not wave.total_allowed and wave.median is not None:
        head += " " + say(
            "Only {share} put a number on their benefit, so no total and no mean is named.",
            share=say.share(wave.said, wave.invited),
        )
    return head


def _benefit_said(wave: Wave, result: Impact, say: Speaker) -> list[str]:
    if wave.median is None or wave.median_interval is None:
        return [
            say(
                "Fewer than {n} members put a number on their benefit, so none is shown: one of them could "
                "be recognised.",
                n=say.number(result.smallest),
            )
        ]
    blank = wave.answered - wave.said
    text = [
        say(
            "Of those who put a number on it, {share} have a benefit.",
            share=say.share(wave.positive, wave.said),
        )
    ]
    if blank:
        text.append(
            say.plural(
                blank,
                "One answer without a number does not count as zero.",
                "{n} answers without a number do not count as zero.",
            )
        )
    if not wave.positive:
        return text
    low, high = wave.median_interval
    text.append(
        say(
            "The middle of all answers is {median}; with so few answers it can be anything from {low} "
            "to {high}.",
            median=_money(wave.median, result, say),
            low=_money(low, result, say),
            high=_money(high, result, say),
        )
    )
    top = float(wave.benefits[-1] / wave.benefits.sum())
    if top > 1 / 3 and wave.said > 1:
        text.append(
            say(
                "One answer makes up {share} of the whole sum: the mean tells more about it than about the "
                "others.",
                share=say.percent(top),
            )
        )
    if wave.total_allowed and wave.attributed is not None:
        text.append(
            say(
                "What members themselves put down to the cluster adds up to {sum}.",
                sum=_money(wave.attributed, result, say),
            )
        )
    return text


def _links_said(wave: Wave, say: Speaker) -> str:
    links = wave.links
    if links.rho is None:
        if links.reason == "few":
            return say("Too few members said both commitment and benefit to compare them.")
        return say("Commitment or benefit is the same for everybody, so nothing can be compared.")
    if links.p is not None and links.p > 0.05:
        return say(
            "Whether committed members gain more cannot be said with {n} answers.", n=say.number(links.n)
        )
    if links.rho > 0:
        return say(
            "More committed members name more benefit; that may also be because those who gain join in "
            "more, for nobody was assigned to be committed."
        )
    return say("More committed members name less benefit; ask them why before anything is concluded.")


def _rounds_said(result: Impact, say: Speaker) -> str:
    if len(result.waves) == 1:
        return say(
            "One round is a picture, not a development: ask again, with the same questions. What members "
            "gained without the cluster, the survey does not show."
        )
    return say.plural(
        len(result.waves),
        "There is {n} round.",
        "There are {n} rounds; compare them only as far as the same questions went to the same members. "
        "What members gained without the cluster, the survey does not show.",
    )


def _money(value: float | None, result: Impact, say: Speaker) -> str:
    return say.money(rounded(value), result.currency or None)


def _between(pair: tuple[float, float], result: Impact, say: Speaker) -> str:
    return say(
        "{low} to {high} (95 % interval)", low=_money(pair[0], result, say), high=_money(pair[1], result, say)
    )
