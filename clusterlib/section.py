"""One part of an app: it is computed when it comes into view, and brought up to date while it is in view."""

from __future__ import annotations

import logging
from pathlib import Path

import anywidget
import traitlets

from clusterlib import blocks
from clusterlib.readings import Speaker
from clusterlib.shown import Shown

_STATIC = Path(__file__).parent / "static"
log = logging.getLogger(__name__)


class Section(anywidget.AnyWidget):
    """Markup that knows whether it is in view."""

    _esm = _STATIC / "section.js"
    _css = _STATIC / "section.css"
    html = traitlets.Unicode().tag(sync=True)
    visible = traitlets.Bool(False).tag(sync=True)
    busy = traitlets.Bool(True).tag(sync=True)
    figures = traitlets.Int(0).tag(sync=True)
    words = traitlets.Dict().tag(sync=True)


def section(node: Shown, say: Speaker) -> Section:
    """The place of one tool on the page of an app.

    Parameters
    ----------
    node : Shown
        The tool; its `again` is set to what brings this place up to date.
    say : Speaker
        Language of the reader.
    """
    made = Section(figures=node.size, words={"busy": say("Computing …")})
    stale = [True]

    def fill() -> None:
        if made.visible and stale[0]:
            stale[0] = False
            made.html = _html(node, say)
            made.busy = False

    def again() -> None:
        stale[0] = made.busy = True
        fill()

    made.observe(lambda change: fill(), names="visible")
    node.again = again
    return made


def _html(node: Shown, say: Speaker) -> str:
    try:
        return node.html()
    except Exception:  # a defect of one tool must not take the page with it
        log.exception("The part %s could not be computed.", node.name)
        why = say(
            "This part could not be computed, which is a defect of the workbook, not of your data. "
            "The other parts go on."
        )
        return blocks.wrap(blocks.missing(why))
