"""The grid in which a person fills in a table: checked, faults beside the cell, every change kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from clusterlib import live, places, tables
from clusterlib.columns import Column
from clusterlib.faults import Fault
from clusterlib.readings import Speaker

if TYPE_CHECKING:
    from clusterlib.workbook import Step

_NUMERIC = {"integer", "number", "money", "share"}
#: Columns that say where a row comes from; the grid leaves them as they are.
_LEFT_OUT = ("basis", "source", "note")


class Grid(anywidget.AnyWidget):
    """Rows of texts as the browser shows them. Values travel as text and are parsed by the case.

    The browser sends what was changed, one request at a time, and keeps it until it is answered; see
    `editor_requests`.
    """

    _esm = places.script("widget.js", "grid.js")
    _css: Any = places.STATIC / "grid.css"
    table = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    unfolded = traitlets.Bool(True).tag(sync=True)
    columns: Any = traitlets.List().tag(sync=True)
    rows: Any = traitlets.List().tag(sync=True)
    marks: Any = traitlets.List().tag(sync=True)
    state = traitlets.Unicode().tag(sync=True)
    kept = traitlets.Unicode().tag(sync=True)
    can_undo = traitlets.Bool(False).tag(sync=True)
    clashes: Any = traitlets.List().tag(sync=True)
    versions: Any = traitlets.List().tag(sync=True)
    key = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)


class AppGrid(Grid):
    """The same in an app, whose page fetches script and style once for all grids."""

    _esm = places.fetched("grid.js")
    _css = ""


def grid(step: Step, name: str) -> Grid:
    """A grid for one input table of an open step."""
    from clusterlib.editor_requests import Requests

    known, kept = tables.table(name), step.desk.table(name)
    order = [c.name for c in known.columns if c.name in kept.keys or c.required == "yes"]
    order += [key for key in kept.keys if key not in order]
    order = [key for key in order if key not in _LEFT_OUT]
    made = (AppGrid if live.app() else Grid)(
        table=name,
        columns=[_column(known, column, step.say) for column in order],
        key=step.desk.key,
        words=_words(step.say),
        unfolded=len(kept.rows) <= 15,
    )
    show(made, step)
    made.on_msg(Requests(made, step))
    step.watch(name, lambda: show(made, step))
    return made


def show(made: Grid, step: Step) -> None:
    """Bring a grid up to what the desk of the step last saw."""
    name, say = made.table, step.say
    order = [column["name"] for column in made.columns]
    with made.hold_sync():
        made.rows = [
            {"id": row.id, "version": row.version, "cells": [row.cells.get(key, "") for key in order]}
            for row in step.desk.table(name).rows
        ]
        made.title = say.plural(
            len(made.rows), "{table}: one row", "{table}: {n} rows", table=step.label(name)
        )
        faults = step.case.faulty(name)
        raw = step.case.raw(name)
        lines = {} if raw is None else {line: i for i, line in enumerate(raw.lines)}
        made.marks = [_mark(fault, lines, say) for fault in faults]
        made.state = (
            say.plural(
                len(faults),
                "One cell needs a look; the results below wait for it.",
                "{n} cells need a look; the results below wait for them.",
            )
            if faults
            else ""
        )


def _words(say: Speaker) -> dict[str, str]:
    """What the browser says by itself, in the language of the reader."""
    return {
        "add": say("Add a row"),
        "undo": say("Undo"),
        "remove": say("Remove row"),
        "row": say("row"),
        "required": say("must be filled in"),
        "saving": say("Saving …"),
        "silent": say(
            "Not saved yet: no answer. Your entry stays on this page and is sent again. If this lasts, "
            "reload the page; the entry comes back."
        ),
        "copy": say("Keep mine as a copy"),
        "theirs": say("Take theirs"),
        "removeStill": say("Remove it all the same"),
        "versions": say("Earlier versions"),
        "restore": say("Bring this back"),
        "mine": say("Mine"),
        "other": say("Theirs"),
    }


def _column(known: tables.Table, key: str, say: Speaker) -> dict[str, Any]:
    spec: Column | None = next((c for c in known.columns if c.name == key), None)
    if spec is None:
        label = _twin_label(known, key, say) if known.is_twin(key) else key.rstrip("\x1f")
        return {"name": key, "label": label, "help": "", "words": [], "kind": "wide", "required": False}
    words = [{"value": w, "label": spec.spoken(w, say.lang)} for w in spec.words]
    help_ = " – ".join(part for part in (spec.meaning, spec.unit, spec.allowed) if part)
    return {
        "name": key,
        "label": spec.label(say.lang),
        "help": help_,
        "words": words,
        "kind": "n" if spec.type in _NUMERIC else "wide" if spec.type == "text" else "",
        "required": spec.required == "yes",
    }


def _twin_label(known: tables.Table, name: str, say: Speaker) -> str:
    base, _, lang = name.rpartition("_")
    words = {"fr": say("in French"), "en": say("in English")}
    return f"{known.column(base).label(say.lang)} ({words.get(lang, lang)})"


def _mark(fault: Fault, lines: dict[int, int], say: Speaker) -> dict[str, Any]:
    row = -1 if fault.row is None else lines.get(fault.row, -1)
    return {"row": row, "column": fault.column or "", "text": fault.beside(say)}
