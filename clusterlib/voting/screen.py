"""What the trainer's screen shows of a round, as values for its template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from clusterlib.readings import Speaker
from clusterlib.store.polls import Poll
from clusterlib.voting import kinds

if TYPE_CHECKING:
    from clusterlib.voting.tally import Line, Tally

#: Widths of the pictures in a row, in their own units.
BAR, PLACES = 300, 140
#: From light to dark: told apart by lightness, and by the number in each part.
_SHADES = {
    3: ("#d6e7f3", "#7fb6da", "#0b5c94"),
    5: ("#e3eef7", "#b5d4ea", "#7fb6da", "#2f7fb8", "#0b4f7d"),
}
#: A part narrower than this has no room for its number.
_NARROW = 16


def state(poll: Poll) -> str:
    """What of a poll decides which buttons there are.

    Examples
    --------
    >>> state(Poll("", "", "", {}, 1, 3, 1, False, 2, True, False))
    '2 open'
    """
    return f"{poll.round} {'ended' if poll.ended else 'open' if poll.open else 'closed'}"


def results(tally: Tally, say: Speaker) -> dict[str, Any]:
    """The lines of a round with their pictures, and sentences on it.

    Parameters
    ----------
    tally : Tally
        A counted round.
    say : Speaker
        Language of the reader.
    """
    from clusterlib.voting.tally import read  # loaded by whoever counted; not before

    poll = tally.results.poll
    marks = kinds.answers(poll.kind, poll.low, poll.high, say)
    shades = _shades(poll)
    return {
        "people": say.plural(tally.results.ballots, "1 ballot", "{n} ballots"),
        "said": read(tally, say),
        "legend": [
            {"shade": shades[score], "score": score, "word": word} for score, word in marks.items()
        ],
        "lines": [_line(line, tally, say) for line in tally.lines],
        "names": sorted(tally.results.names.values(), key=str.casefold),
        "delphi": poll.round > 1,
        "words": {
            "item": say("Voted on"), "answers": say("Answers"), "mean": say("Mean"),
            "change": say("Round before"), "places": say("Possible places"), "agreement": say("Agreement"),
            "names": say("Who voted"), "n": say("Answered"),
            "about": say(
                "Possible places: where else it could stand if other such people had voted. "
                "Agreement: 1 all gave the same, 0 split in two."
            ),
        },
    }  # fmt: skip


def _shades(poll: Poll) -> dict[int, str]:
    scores = range(poll.low, poll.high + 1)
    return dict(zip(scores, _SHADES[len(scores)], strict=True))


def _line(line: Line, tally: Tally, say: Speaker) -> dict[str, Any]:
    from clusterlib.demand_ranking.demands import digits

    poll, n = tally.results.poll, tally.results.ballots
    judged = line.low is not None and line.high is not None
    if judged and line.low == line.high:
        places = say.number(line.low)
    elif judged:
        places = say("{low} to {high}", low=say.number(line.low), high=say.number(line.high))
    else:
        places = "–"
    spoken = say.names(
        [
            say("{n} gave {score}", n=say.number(many), score=score)
            for score, many in line.counts.items()
            if many
        ]
    )
    return {
        "text": line.text,
        "bar": _bar(line, _shades(poll)),
        "range": _range(line, len(tally.lines)) if judged else None,
        "spoken": spoken or say("nobody answered"),
        "n": say.number(line.n),
        "score": say.number(line.score, digits(n)),
        "before": say.number(line.before, digits(n)),
        "places": places,
        "agreement": say.number(line.consensus, 2),
    }


def _bar(line: Line, shades: Mapping[int, str]) -> list[dict[str, Any]]:
    """Parts of a bar: where each begins, how wide it is, and the number in it."""
    found, left = [], 0.0
    for score, many in line.counts.items():
        width = BAR * many / line.n if line.n else 0.0
        if many:
            dark = score > (min(line.counts) + max(line.counts)) / 2
            found.append({
                "x": round(left, 2), "width": round(width, 2), "middle": round(left + width / 2, 2),
                "shade": shades[score], "ink": "#fff" if dark else "#1f2933",
                "n": many if width >= _NARROW else "",
            })  # fmt: skip
        left += width
    return found


def _range(line: Line, k: int) -> dict[str, float]:
    """The places of a line from first (left) to last (right): both ends, and the place now."""
    assert line.low is not None and line.high is not None and line.place is not None
    step = (PLACES - 20) / max(1, k - 1)
    return {
        name: round(10 + step * (place - 1), 2)
        for name, place in (("low", line.low), ("high", line.high), ("place", line.place))
    }
