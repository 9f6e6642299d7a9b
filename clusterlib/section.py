"""One part of an app: it is computed when it comes into view, and brought up to date while it is in view."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from clusterlib import blocks, looks, patience, places
from clusterlib.dials import Dials
from clusterlib.kernels import memory
from clusterlib.readings import Speaker
from clusterlib.shown import Shown

if TYPE_CHECKING:
    from clusterlib.workbook import Step

log = logging.getLogger(__name__)


class Section(anywidget.AnyWidget):
    """Markup that knows whether it is in view, under the assumptions it rests on."""

    _esm = places.fetched("section.js")  # its style stands in the page
    html = traitlets.Unicode().tag(sync=True)
    visible = traitlets.Bool(False).tag(sync=True)
    busy = traitlets.Bool(True).tag(sync=True)
    figures = traitlets.Int(0).tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    working = traitlets.Bool(False).tag(sync=True)
    done = traitlets.Float(0.0).tag(sync=True)
    stopped = traitlets.Unicode().tag(sync=True)
    dials: Any = traitlets.List().tag(sync=True)
    assumes = traitlets.Unicode().tag(sync=True)


def section(node: Shown, step: Step) -> Section:
    """The place of one tool on the page of an app.

    Parameters
    ----------
    node : Shown
        The tool; its `again` is set to what brings this place up to date.
    step : Step
        The open step.
    """
    say = step.say
    made = Section(figures=node.size, words=_words(say))
    names = tuple(name for name in node.assumes if name in step.assumed.changeable)
    dials = Dials(made, step, names) if names else None
    stale = [True]

    def fill() -> None:
        if made.visible and stale[0]:
            stale[0] = False
            _compute(made, node, step)

    def again() -> None:
        stale[0] = made.busy = True
        fill()

    def asked(_widget: object, wish: Any, _buffers: object) -> None:
        """Do what the page asks for."""
        kind = wish.get("kind") if isinstance(wish, dict) else ""
        if kind == "assume" and dials is not None:
            dials.ask(wish)
        elif kind == "again" and made.stopped:
            step.compute_again(node)

    made.on_msg(asked)
    made.observe(lambda change: fill(), names="visible")
    node.again = again
    return made


def _compute(made: Section, node: Shown, step: Step) -> None:
    """Compute a part, telling how far it is; what was seen before stays when somebody stops it."""
    made.working, say = True, step.say

    def tell(share: float) -> None:
        made.done = share

    html, stopped = made.html, ""
    try:
        with patience.at_work(tell):
            html = _html(node, step)
    except patience.Stopped:
        node.halted = True
        stopped = say("Stopped. You see what was here before.") if html else say("Stopped before the end.")
    with made.hold_sync():
        made.html, made.stopped = html, stopped
        made.working = made.busy = False
        made.done = 0.0


def _words(say: Speaker) -> dict[str, str]:
    """What the browser says by itself."""
    return {
        "busy": say("Computing …"),
        "cancel": say("Stop computing"),
        "again": say("Compute it now"),
        "stopping": say("It will stop in a moment …"),
        "back": say("Back to the default"),
        "saving": say("Saving …"),
        "silent": say("Not saved yet: no answer. Your entry stays on this page and is sent again."),
        "between": say("Choose a number between {low} and {high}."),
        "whole": say("Choose a whole number between {low} and {high}."),
    }


def too_large(say: Speaker) -> str:
    """That a part needs more memory than there is for one person."""
    if most := memory.bound(os.environ):
        return say(
            "This part needs more memory than one person may take here ({n} MB). What you entered is kept. "
            "Take fewer draws, or ask who looks after this server for more.",
            n=say.number(most),
        )
    return say(
        "This part needs more memory than this machine has left. What you entered is kept. Take fewer draws, "
        "or close other workbooks."
    )


def _html(node: Shown, step: Step) -> str:
    say = step.say
    try:
        return looks.look(node, step)
    except MemoryError:
        return blocks.wrap(blocks.missing(too_large(say)))
    except Exception:  # a defect of one tool must not take the page with it
        log.exception("The part %s could not be computed.", node.name)
        why = say(
            "This part could not be computed, which is a defect of the workbook, not of your data. "
            "The other parts go on."
        )
        return blocks.wrap(blocks.missing(why))
