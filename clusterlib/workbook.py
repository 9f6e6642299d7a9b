"""What a workbook calls: open a step, show a tool, hand over a table.

The same calls make a lesson, a report and an app; how content reaches the reader is left to `live`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from clusterlib import atomic, blocks, figures, following, live, places
from clusterlib.cells import weakest
from clusterlib.checks import Answer, Check
from clusterlib.entered import Entered
from clusterlib.faults import ClusterlibError
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.running import declared
from clusterlib.shown import Absent, Shown, plain, tables_behind, urgent

if TYPE_CHECKING:
    from clusterlib.store.desk import Desk

Plot = tuple[Callable[..., Any], str]
#: File in which a step notes what it did; the chain takes it up.
NOTES = "step.json"


class Step(Entered):
    """One open step of one case. Made by `start`, not by hand."""

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
        super().__init__(book, case, folder, say, desk=desk, names=names)
        self._notes: dict[str, Any] = {"tables": [], "figures": [], "checks": {}, "answers": {}, "absent": []}

    # ------------------------------------------------------------------ what is shown
    def edit(self, *names: str) -> None:
        """Show input tables: a grid to fill in where there is a kernel to listen, rows on paper else."""
        for name in names:
            live.edit(self, name)

    def show(
        self,
        function: Callable[..., Any],
        *args: str | Shown,
        options: Mapping[str, Any] | None = None,
        figures: Mapping[str, Plot] | None = None,
        table: Callable[..., pd.DataFrame] | None = None,
        reading: Callable[..., str] | None = None,
        needs: tuple[str, ...] = (),
        adds: str = "",
        source: str = "",
        again: bool = True,
    ) -> Shown:
        """Compute a tool and show its figures, table and reading.

        Parameters
        ----------
        function : callable
            Takes the frames and results named by `args` by position and `options` by keyword.
        *args : str or Shown
            Names of tables (None is passed for one that is not there) or earlier results.
        options : mapping, optional
            Keyword options of the function.
        figures : mapping, optional
            File name to (plot function, kind of picture in words).
        table, reading : callable, optional
            Make the display table and the sentences from the result; both get ``say=``. An empty table, and
            a figure without anything to draw, are left out where sentences tell why.
        needs : tuple of str
            Tables without which this part is left out, with a sentence that says so.
        adds : str
            What the missing table would add, as a sentence.
        source : str
            Printed under figures instead of the list of tables read.
        again : bool
            Whether this part says once more what an earlier result it rests on was left out for; False where
            that result stands right above.
        """
        # an intermediate result is computed, and shown only if something is to be seen
        reads = _names(args)

        def compute() -> Any:
            return self._call(function, args, options or {}, needs, adds)

        def render(value: Any) -> str:
            """The markup of a value, or the reason why there is none."""
            if isinstance(value, Absent):
                above = any(isinstance(arg, Shown) and arg.value is value for arg in args)
                return "" if above and not again else blocks.wrap(blocks.missing(value.why))
            under = self.say(source) if source else self._source(args)
            told = reading(value, say=self.say) if reading else ""
            drawn = (figures or {}).items()
            parts = [self._figure(name, plot, value, under, told=told) for name, plot in drawn]
            rows = table(value, say=self.say) if table else None
            parts.append("" if rows is None or (told and rows.empty) else blocks.table(rows))
            parts.append(blocks.reading(told) if told else "")
            return blocks.wrap(*parts) if any(parts) else ""

        rests = following.names_of(options)
        name = f"#{len(self._nodes)}"
        return self._display(Shown(reads, compute, render, name, size=len(figures or {}), assumes=rests))

    def check(self, function: Callable[..., list[Check]], *args: str | Shown, **options: Any) -> Shown:
        """Run checks of the guide's lessons on this case and list them."""
        return self._listed(function, args, options, blocks.checks, "checks")

    def questions(self, function: Callable[..., list[Answer]], *args: str | Shown, **options: Any) -> Shown:
        """Answer the guide's key questions as far as the data can."""
        return self._listed(function, args, options, blocks.answers, "answers")

    def hand_over(self, name: str, shown: Shown, frame: Callable[..., pd.DataFrame]) -> None:
        """Write one hand-over table of the run, again whenever the result changes."""
        if name not in self.book.writes:
            raise ClusterlibError(f"{self.book.path.name} does not declare that it writes {name}.")

        def compute() -> pd.DataFrame | Absent:
            """Make the table, hand it over, and give it back; or why there is none."""
            if shown.halted and not shown.computed:
                return Absent(self.say("This waits for a part above whose computation was stopped."))
            if isinstance(shown.value, Absent):
                return shown.value
            result = frame(shown.value)
            self.target.write_table(name, result)
            if name not in self._notes["tables"]:
                self._notes["tables"].append(name)
            self._notes["checks"][name] = urgent(name, result)
            return result

        def render(value: Any) -> str:
            """The markup of a value, or the reason why there is none."""
            label = self.label(name)
            if isinstance(value, Absent):
                return blocks.wrap(
                    blocks.missing(self.say("Not handed over: {table}. {why}", table=label, why=value.why))
                )
            rows = self.say.plural(len(value), "one row", "{n} rows")
            text = self.say(
                "Handed over: {table} ({file}), {rows}.", table=label, file=f"{name}.csv", rows=rows
            )
            return blocks.wrap(f'<p class="cl-small">{blocks.escape(text)}</p>')

        self._display(Shown((shown.name,), compute, render, name, writes=(name,)))

    def close(self) -> None:
        """End of the step: note what was done. A run without this note did not finish."""
        lists = {
            kind: [item for found in self._notes[kind].values() for item in found]
            for kind in ("checks", "answers")
        }
        note = json.dumps(
            {**self._notes, **lists, "step": self.book.step, "closed": True}, ensure_ascii=False
        )
        if self.target is not self.run:
            atomic.write_bytes(self.target.path.parent / NOTES, note.encode("utf-8"))
        live.when_quiet(self._settle)
        if live.batch():
            done = ", ".join(sorted(self._notes["tables"])) or "nothing"
            print(f"{self.book.number} {self.book.step}: {done} handed over")

    # ------------------------------------------------------------------ inside
    def _display(self, node: Shown) -> Shown:
        self._nodes.append(node)
        live.place(node, self)
        return node

    def _listed(
        self,
        function: Callable[..., Any],
        args: tuple[str | Shown, ...],
        options: dict[str, Any],
        render: Callable[..., str],
        kind: str,
    ) -> Shown:
        name = f"#{len(self._nodes)}"

        def compute() -> Any:
            return self._call(function, args, {**options, "say": self.say}, (), "")

        def show(value: Any) -> str:
            """Note the items for the report and give their markup."""
            if isinstance(value, Absent):
                return blocks.wrap(blocks.missing(value.why))
            self._notes[kind][name] = [plain(item) for item in value]
            return blocks.wrap(render(value, self.say))

        reads = _names(args)
        return self._display(Shown(reads, compute, show, name, assumes=following.names_of(options)))

    def _call(
        self,
        function: Callable[..., Any],
        args: tuple[str | Shown, ...],
        options: Any,
        needs: tuple[str, ...],
        adds: str,
    ) -> Any:
        lacking = [name for name in needs if not self.has(name)]
        if lacking:
            return self._absent(lacking, adds)
        if not live.batch() and (
            faulty := [name for name in args if isinstance(name, str) and self.case.faulty(name)]
        ):
            names = self.say.names([self.label(name) for name in faulty])
            return Absent(self.say("This part waits until the table is mended: {names}.", names=names))
        if any(isinstance(arg, Shown) and arg.halted and not arg.computed for arg in args):
            return Absent(self.say("This waits for a part above whose computation was stopped."))
        values = [self.table(arg) if isinstance(arg, str) else arg.value for arg in args]
        gone = next((value for value in values if isinstance(value, Absent)), None)
        judges = isinstance(options, dict) and "say" in options
        if gone is not None and not judges:  # checks judge what is there, tools need their inputs
            return gone
        values = [None if isinstance(value, Absent) else value for value in values]
        try:
            return function(*values, **following.settled(options))
        except ClusterlibError as error:
            if live.batch():
                raise
            return Absent(str(error))

    def _absent(self, lacking: list[str], adds: str) -> Absent:
        names = self.say.names([self.label(name) for name in lacking])
        self._notes["absent"] = sorted({*self._notes["absent"], *lacking})
        why = self.say(
            "Left out: this case has no table “{names}” ({files}).", names=names, files=", ".join(lacking)
        )
        return Absent(f"{why} {self.say(adds)}" if adds else why)

    def _figure(self, name: str, plot: Plot, value: Any, source: str, *, told: str) -> str:
        """A figure, written and as markup; nothing where it is empty and the reading tells why."""
        draw, kind = plot
        ax = draw(value, say=self.say)
        if told and ax.get_gid() == figures.EMPTY:
            return ""
        title = " ".join(ax.get_title(loc="left").split()) or " ".join(ax.get_title().split())
        alt = f"{self.say(kind)}: {title}" if title else self.say(kind)
        picture = figures.finish(ax, alt=alt, source=source, png=not live.app())
        if not live.app():  # an app shows pictures; files are for a run
            paths = self.target.write_picture(self.book.number, name, picture)
            self._notes["figures"] += [p.name for p in paths if p.name not in self._notes["figures"]]
        return picture.html()

    def _source(self, args: tuple[str | Shown, ...]) -> str:
        frames = {name: self.table(name) for name in tables_behind(_names(args), self._nodes)}
        there = {name: frame for name, frame in frames.items() if frame is not None}
        rows = [
            self.say("{table} (n = {n})", table=self.label(name), n=len(frame))
            for name, frame in there.items()
        ]
        if not rows:
            return self.say("Source: {case}.", case=self.case.name)
        basis = weakest(*(frame["basis"] for frame in there.values() if "basis" in frame))
        return self.say(
            "Source: {case}, {tables}. Weakest basis: {basis}.",
            case=self.case.name,
            tables=self.say.names(rows),
            basis=self.say.word(basis),
        )


def start(step: str, *, case: str = "", out: str = "", lang: str = "") -> Step:
    """Open one step of a case.

    Parameters
    ----------
    step : str
        Name of the step, as in the workbook's metadata.
    case : str
        Folder or Excel file; empty: what the app was started with (a case in a store, whose entries are
        kept), else the shipped Dakar case.
    out : str
        Run folder; empty: what the app was started with, else ``runs/<case>`` beside the workbooks.
    lang : {"", "en", "fr"}
        Language of the texts; empty: what the app was started with, else the language of the case.

    Raises
    ------
    ClusterlibError
        If the case cannot be opened or the step does not exist.
    """
    home = _home()
    chosen = case or os.environ.get("CLUSTERLIB_CASE", "") or str(places.shipped_case())
    desk = live.desk(home / chosen, named=bool(case))
    opened = cases.open_case(home / chosen) if desk is None else desk.case
    folder = out or os.environ.get("CLUSTERLIB_OUT", "") or str(home / "runs" / atomic.slug(opened.path.stem))
    language = lang or os.environ.get("CLUSTERLIB_LANG", "") or opened.language or "en"
    say = Speaker(language, currency=opened.currency)
    names = live.names()
    begun = Step(declared.find(step), opened, Path(folder).absolute(), say, desk=desk, names=names)
    refused: list[str] = []
    if live.app():
        refused = begun.assume()
        begun.watch("case", begun.assume)
        live.follow_cells(begun.assumed.changeable)
    live.display(blocks.STYLE)
    live.display(blocks.assumptions(begun.assumed.sentences(say), refused, say))
    return begun


def _names(args: Iterable[str | Shown]) -> tuple[str, ...]:
    return tuple(arg if isinstance(arg, str) else arg.name for arg in args)


def _home() -> Path:
    """Folder that relative paths start from: the project's, even when the kernel sits in ``workbooks``."""
    here = Path.cwd()
    return here.parent if here.name == "workbooks" else here
