"""The assumptions of a part as a person can change them: what is shown, and what becomes of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from clusterlib.faults import ClusterlibError
from clusterlib.following import mark
from clusterlib.running import ranges
from clusterlib.store.changes import Edit, new_id
from clusterlib.store.desk import Desk, Outcome
from clusterlib.store.troubles import StoreError

if TYPE_CHECKING:
    from clusterlib.section import Section
    from clusterlib.workbook import Step

#: The settings of a case are kept as this table.
SETTINGS = "case"


class Dials:
    """The dials of one part: a slider, a list or a field for each parameter it uses.

    Parameters
    ----------
    made : Section
        The part on the page.
    step : Step
        The open step.
    names : tuple of str
        Parameters that the part uses and a person may change.
    """

    def __init__(self, made: Section, step: Step, names: tuple[str, ...]) -> None:
        self._made, self._step, self.names = made, step, names
        self.show()
        for name in names:
            step.watch(mark(name), self.show)

    def show(self) -> None:
        """Bring the dials up to the values as they are now."""
        say, assumed = self._step.say, self._step.assumed
        changed = [name for name in self.names if assumed.value(name) != assumed.known[name].default]
        self._made.dials = [self._dial(name) for name in self.names]
        count = say.number(len(self.names))
        if changed:
            text = say("What this part assumes ({n}); changed: {changed}", n=count, changed=len(changed))
        else:
            text = say("What this part assumes ({n})", n=count)
        self._made.assumes = text

    def _dial(self, name: str) -> dict[str, Any]:
        say, assumed = self._step.say, self._step.assumed
        parameter, allowed = assumed.known[name], ranges.of(assumed.step, name)
        words = ["yes", "no"] if parameter.kind == "bool" else list(allowed.words)
        spoken = {"yes": say("yes"), "no": say("no"), "none": say("none"), "subtract": say("subtract")}
        value = assumed.value(name)
        return {
            "name": name,
            "label": assumed.label(name, say),
            "basis": assumed.basis(name, say),
            "value": ranges.written(value),
            "changed": value != parameter.default,
            "low": allowed.low,
            "high": allowed.high,
            "by": allowed.by,
            "whole": parameter.kind == "int",
            "words": [{"value": word, "label": spoken.get(word, word)} for word in words],
            "number": parameter.kind in ("int", "float"),
        }

    def ask(self, asked: dict[str, Any]) -> None:
        """Do what the browser asks for: another value, or the default again; and answer it."""
        id, name = str(asked.get("id") or new_id())[:80], str(asked.get("name"))
        if name not in self.names:
            return
        step, text = self._step, asked.get("text")
        try:
            outcome = assume(step, name, None if text is None else str(text), save_id=id)
        except StoreError as error:
            self._answer(id, error.sentence(step.say), later=error.passing)
            return
        except ClusterlibError as error:
            self._answer(id, str(error))
            return
        if outcome.clashes:
            sentence = step.say("Somebody else changed this meanwhile; you see their value. Set it again.")
        elif step.desk.kept:
            sentence = step.say("Saved, version {version}.", version=step.say.number(outcome.version))
        else:
            sentence = step.say("Not kept: what you enter here is gone when you close the workbook.")
        self._answer(id, sentence)
        step.follow(outcome.changed)

    def _answer(self, id: str, text: str, *, later: bool = False) -> None:
        self.show()
        self._made.send({"kind": "assumed", "id": id, "text": text, "later": later})


def assume(step: Step, name: str, text: str | None, *, save_id: str) -> Outcome:
    """Keep another value of a parameter with the case, and let the step follow it.

    Parameters
    ----------
    step : Step
        An open step.
    name : str
        One of its parameters.
    text : str or None
        The value as written; None: the default again, and the case says nothing of it.
    save_id : str
        The same id is kept once.

    Raises
    ------
    DomainError
        If the value is not allowed; nothing is kept then.
    StoreError
        If it cannot be kept; the value is as before then.
    """
    assumed = step.assumed
    default = assumed.known[name].default
    before = assumed.value(name)
    value = default if text is None else assumed.read(name, text, step.say)
    assumed.put(name, value)
    try:
        outcome = keep(step.desk, f"{assumed.step}.{name}", None if value == default else value, save_id)
    except StoreError:
        assumed.put(name, before)
        raise
    step.case = step.desk.case
    step.tell(outcome.changed)  # also the values of others come in with it
    step.assume({name})
    return outcome


def keep(desk: Desk, setting: str, value: Any, save_id: str) -> Outcome:
    """Keep one setting of a case; None takes it away."""
    table = desk.table(SETTINGS)
    if not table.headings:
        rows = [] if value is None else [[setting, ranges.written(value)]]
        return desk.put(SETTINGS, pd.DataFrame(rows, columns=["setting", "entry"]), save_id=save_id)
    row = next((row for row in table.rows if row.cells.get("setting", "").strip() == setting), None)
    edits: list[Edit] = []
    if value is None:
        edits = [] if row is None else [Edit(SETTINGS, row.id, None, seen=row.version)]
    elif row is None:
        cells = {"setting": setting, "entry": ranges.written(value)}
        edits = [Edit(SETTINGS, new_id(), cells, whole=True)]
    else:
        edits = [Edit(SETTINGS, row.id, {"entry": ranges.written(value)}, seen=row.version)]
    return desk.save(edits, save_id=save_id)
