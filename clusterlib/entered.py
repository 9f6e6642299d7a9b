"""What follows from an entry: parts that rest on a changed table or parameter are shown again, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from clusterlib import following, live
from clusterlib.assumed import Assumed
from clusterlib.faults import ClusterlibError
from clusterlib.inputs import cases
from clusterlib.known import Known
from clusterlib.readings import Speaker
from clusterlib.running import declared
from clusterlib.shown import Shown

if TYPE_CHECKING:
    from clusterlib.store.desk import Desk


class Entered(Known):
    """One step of one case into which something may be entered."""

    def __init__(
        self,
        book: declared.Workbook,
        case: cases.Case,
        folder: Path,
        say: Speaker,
        *,
        desk: Desk | None = None,
        names: MutableMapping[str, Any] | None = None,
    ) -> None:
        super().__init__(book, case, folder, say)
        self._desk = desk
        self.assumed = Assumed(book, {} if names is None else names)
        self._old: set[Shown] = set()
        self._following = False
        self._watchers: dict[str, list[Callable[[], object]]] = {}
        self._nodes: list[Shown] = []

    @property
    def desk(self) -> Desk:
        """Where what is entered is kept.

        Raises
        ------
        ClusterlibError
            On paper: nobody can enter anything there.
        """
        if self._desk is None:
            raise ClusterlibError("On paper nothing can be entered. Open the workbook as an app or a lesson.")
        return self._desk

    def replace(self, name: str, text: pd.DataFrame) -> None:
        """Keep a whole edited table, and show again all that rests on it; see `Desk.put`."""
        outcome = self.desk.put(name, text)
        if outcome.clashes:
            raise ClusterlibError(
                f"Somebody else changed {name} meanwhile. Open it again and repeat the change."
            )
        self.case = self.desk.case
        self.tell(outcome.changed)
        self.follow(outcome.changed)

    def watch(self, name: str, show: Callable[[], object]) -> None:
        """Call something whenever an input table is not as it was."""
        self._watchers.setdefault(name, []).append(show)

    def tell(self, changed: Iterable[str]) -> None:
        """Call what watches these tables."""
        for name in changed:
            for show in self._watchers.get(name, []):
                show()

    def later(self, ask: Callable[[], Any], *names: str) -> following.Later:
        """An option that is asked for again when one of these parameters changes; see `following`."""
        return self.assumed.later(ask, names)

    def remade(self, name: str, ask: Callable[[], Any], *names: str) -> None:
        """A name that a cell makes from parameters is made again when one of them changes."""
        self.assumed.remade(name, ask, names)

    def assume(self, names: Iterable[str] | None = None) -> list[str]:
        """Show again all that rests on these parameters; by default those that the case sets otherwise now.

        Returns
        -------
        list of str
            A sentence for each setting of the case that is not allowed.
        """
        refused: list[str] = []
        if names is None:
            refused, names = self.assumed.take(self.case.settings, self.say)
        due = [following.mark(name) for name in names]
        self.tell(due)
        self.follow(due)
        return refused

    def compute_again(self, node: Shown) -> None:
        """Compute a part that was stopped, and what waits for it."""
        self._old.add(node)
        node.halted = False
        self.follow([node.name])

    def follow(self, changed: Iterable[str]) -> None:
        """Show again all that rests on these tables, once the case is without a fault."""
        due = set(changed)
        for node in self._nodes:
            if due & {*node.reads, *map(following.mark, node.assumes)}:
                self._old.add(node)
                due |= {node.name, *node.writes}
        if not self._following:
            live.soon(self._catch_up())
        live.when_quiet(self._settle)

    def _settle(self) -> bool:
        """Compute one hand-over that nobody has looked at yet; whether there was one."""
        if self.at_fault():
            return False
        waiting = next((node for node in self._nodes if node.writes and not node.computed), None)
        return waiting is not None and waiting.value is not None

    def _catch_up(self) -> Iterator[None]:
        """Show again, one by one, what is out of date; the next edit need not wait for all of it."""
        self._following = True
        try:
            while self._old and not self.at_fault():
                node = next(node for node in self._nodes if node in self._old)
                self._old.discard(node)
                node.forget()
                node.again()
                yield
        finally:
            self._following = False
