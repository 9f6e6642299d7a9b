"""What a grid in the browser asks for: keep an edit, take it back, settle a clash, list versions.

A request carries an id of its own and is answered once it is done; the browser sends it again when no
answer comes. A request that comes twice is done once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import babel.dates

from clusterlib.faults import visible
from clusterlib.readings import Speaker
from clusterlib.store import claims
from clusterlib.store.changes import Clash, Edit, new_id
from clusterlib.store.desk import Outcome
from clusterlib.store.reading import Change
from clusterlib.store.troubles import StoreError

if TYPE_CHECKING:
    from clusterlib.editor import Grid
    from clusterlib.workbook import Step

#: So many cells of a clash are shown side by side.
_SHOWN = 6


class Requests:
    """Answers the requests of one grid.

    Parameters
    ----------
    made : Grid
        The grid.
    step : Step
        The step it belongs to; its desk keeps what is entered.
    """

    def __init__(self, made: Grid, step: Step) -> None:
        self._grid, self._step = made, step
        self._clashes: dict[str, Clash] = {}
        self._unclaimed = 0
        self._say_kept(first=True)

    def __call__(self, _widget: object, asked: Any, _buffers: object) -> None:
        """Do what a message asks for, answer it, and then show again what rests on it."""
        kinds: dict[str, Callable[[dict[str, Any], str], Outcome]] = {
            "save": self._save,
            "undo": lambda asked, id: self._step.desk.undo(self._grid.table, save_id=id),
            "restore": self._restore,
            "choose": self._choose,
        }
        if not isinstance(asked, dict):
            return
        if asked.get("kind") == "versions":
            self._list()
            return
        doing = kinds.get(str(asked.get("kind")))
        if doing is None:
            return
        id = str(asked.get("id") or new_id())[:80]
        try:
            outcome = doing(asked, id)
        except StoreError as error:
            self._answer(id, "later" if error.passing else "refused", error.sentence(self._step.say))
            return
        except Exception:
            text = self._step.say("Not saved: something went wrong here. Your entry stays on this page.")
            self._answer(id, "refused", text)
            raise
        self._done(id, outcome)

    # ------------------------------------------------------------------ what is asked for
    def _save(self, asked: dict[str, Any], id: str) -> Outcome:
        table = self._grid.table
        edits = [
            Edit(
                table,
                str(edit["row"]),
                None if edit["cells"] is None else {str(k): str(v) for k, v in edit["cells"].items()},
                seen=int(edit["seen"]),
                after=None if edit.get("after") is None else str(edit["after"]),
            )
            for edit in asked["edits"]
        ]
        claimed = claims.own(edits, self._step.desk.table(table), self._step.say)
        self._unclaimed = sum(a is not b for a, b in zip(edits, claimed, strict=True))
        outcome = self._step.desk.save(claimed, save_id=id)
        for edit in edits:
            self._clashes.pop(edit.row, None)
        return outcome

    def _restore(self, asked: dict[str, Any], id: str) -> Outcome:
        return self._step.desk.restore(self._grid.table, int(asked["version"]), save_id=id)

    def _choose(self, asked: dict[str, Any], id: str) -> Outcome:
        """Settle a clash: the own row as a copy, or what the other wrote."""
        clash = self._clashes.get(str(asked.get("row")))
        if clash is None or asked.get("choice") != "copy":
            outcome = self._step.desk.save([], save_id=id)
        else:
            outcome = self._step.desk.copy(clash, save_id=id)
        self._clashes.pop(str(asked.get("row")), None)
        return outcome

    def _list(self) -> None:
        try:
            found = self._step.desk.versions(self._grid.table)
        except StoreError as error:
            self._grid.kept = error.sentence(self._step.say)
            return
        say = self._step.say
        self._grid.versions = [{"version": change.version, "text": told(change, say)} for change in found]

    # ------------------------------------------------------------------ what is answered
    def _done(self, id: str, outcome: Outcome) -> None:
        self._clashes |= {clash.mine.row: clash for clash in outcome.clashes}
        self._step.case = self._step.desk.case
        self._step.tell(outcome.changed)  # the grids first: the person waits for these
        self._grid.clashes = [self._clash(clash) for clash in self._clashes.values()]
        self._say_kept()
        clashed = [clash.mine.row for clash in outcome.clashes]
        self._answer(id, "saved", "", version=outcome.saved, clashed=clashed)
        self._step.follow(outcome.changed)

    def _answer(self, id: str, outcome: str, text: str, **more: Any) -> None:
        self._grid.send({"kind": "answer", "id": id, "outcome": outcome, "text": text, **more})

    def _say_kept(self, *, first: bool = False) -> None:
        desk, say = self._step.desk, self._step.say
        if not desk.kept:
            self._grid.kept = say("Not kept: what you enter here is gone when you close the workbook.")
        elif self._clashes:
            self._grid.kept = say("Not saved yet: see the question below.")
        elif not first:
            saved = say("Saved, version {version}.", version=say.number(desk.version))
            self._grid.kept = " ".join(part for part in (saved, self._own(say)) if part)
        self._unclaimed = 0
        self._grid.can_undo = desk.can_undo(self._grid.table)

    def _own(self, say: Speaker) -> str:
        """That rows no longer rest on the guide or on a public source, once they were changed by hand."""
        if not self._unclaimed:
            return ""
        return say.plural(
            self._unclaimed,
            "This row now counts as your own entry, no longer as the source's; its note names what it was.",
            "{n} rows now count as your own entries, no longer as the source's; their notes name what was.",
        )

    def _clash(self, clash: Clash) -> dict[str, Any]:
        """A clash as the browser shows it: what happened, and what differs column by column."""
        labels = {column["name"]: column["label"] for column in self._grid.columns}
        mine = clash.mine.cells
        theirs = None if clash.theirs is None else clash.theirs.cells
        cells = []
        if mine is not None and theirs is not None:
            differ = [name for name in labels if mine.get(name, "") != theirs.get(name, "")]
            cells = [
                {"label": labels[name], "mine": mine.get(name, ""), "theirs": theirs.get(name, "")}
                for name in differ[:_SHOWN]
            ]
        shown = mine or theirs or {}
        named = [shown[name] for name in labels if shown.get(name)][:2]
        text = happened(clash, named, self._step.say)
        return {"row": clash.mine.row, "text": text, "cells": cells, "removed": mine is None}


def happened(clash: Clash, named: list[str], say: Speaker) -> str:
    """What somebody else did to a row, and which row it is.

    Examples
    --------
    >>> happened(Clash(Edit("goals", "r1", None), None, who="Awa"), ["G1"], Speaker())
    'Somebody else changed a row that you removed. It was Awa. Row: “G1”.'
    """
    if clash.mine.cells is None:
        text = say("Somebody else changed a row that you removed.")
    elif clash.theirs is None:
        text = say("Somebody else removed a row that you changed.")
    else:
        text = say("Somebody else changed the same row since you opened it.")
    if clash.who:
        text = f"{text} {say('It was {who}.', who=visible(clash.who))}"
    if named:
        names = say.names(say.quoted(visible(cell)) for cell in named)
        text = f"{text} {say('Row: {names}.', names=names)}"
    return text


def told(change: Change, say: Speaker) -> str:
    """A change in a line: version, day and hour, who, what.

    Examples
    --------
    >>> made = Change(12, "2027-02-01T09:30:00.000Z", "Awa", "entry", None, ("goals",), 1)
    >>> told(made, Speaker()).startswith("Version 12, ")
    True
    """
    moment = dt.datetime.fromisoformat(change.at.replace("Z", "+00:00")).astimezone()
    when = babel.dates.format_datetime(moment, "d MMM y HH:mm:ss", locale=say.locale)
    rows = say.plural(change.rows, "one row", "{n} rows")
    gaps = {"version": say.number(change.version), "when": when, "rows": rows}
    if change.kind == "import":
        text = say("Version {version}, {when}: {rows} taken in from files", **gaps)
    elif change.kind == "undo":
        text = say("Version {version}, {when}: {rows} taken back", **gaps)
    elif change.kind == "restore":
        text = say("Version {version}, {when}: {rows} brought back", **gaps)
    else:
        text = say("Version {version}, {when}: {rows} entered", **gaps)
    return f"{text} ({visible(change.who)})" if change.who else text
