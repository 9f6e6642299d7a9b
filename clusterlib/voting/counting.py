"""Count while votes arrive: each state of the ballots once, however often the screen asks.

What counts is loaded with the first count: a server that never holds a vote starts without it.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clusterlib.store import poll_results
from clusterlib.store.database import Store

if TYPE_CHECKING:
    from clusterlib.voting.tally import Tally

#: Rounds whose last count is kept.
_KEPT = 40


@dataclass
class Counting:
    """The last count of each round that a screen has asked for."""

    _done: OrderedDict[tuple[str, int], tuple[str, Tally]] = field(default_factory=OrderedDict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def now(self, store: Store, id: str) -> tuple[str, Tally]:
        """The present round of a poll, and a mark that changes whenever something in it does.

        Takes up to a second when votes came in; call it beside the loop that serves.

        Raises
        ------
        StoreError
            If there is no such poll.
        """
        from clusterlib.voting import tally

        with self._turn:
            found = poll_results.results(store, id)
            key = (id, found.round)
            mark = _mark(found)
            known = self._done.get(key)
            if known is None or known[0] != mark:
                earlier = tuple(
                    poll_results.results(store, id, round=number) for number in range(1, found.round)
                )
                draws = tally.LIVE if found.poll.open else tally.CLOSED
                known = mark, tally.count(found, earlier, draws=draws)
                self._done[key] = known
                self._done.move_to_end(key)
                if len(self._done) > _KEPT:
                    self._done.popitem(last=False)
            return known


def _mark(found: poll_results.Results) -> str:
    poll = found.poll
    said = (found.round, poll.open, poll.ended, found.ballots, sorted(found.names.items()))
    votes = found.votes.sort_values(["respondent_id", "item_id"]).to_csv(index=False)
    return hashlib.sha256(f"{said} {votes}".encode()).hexdigest()[:16]
