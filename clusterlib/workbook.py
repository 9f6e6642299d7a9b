"""What a workbook calls: open a step, show a tool, hand over a table.

The same calls make a lesson, a report and an app; how content reaches the reader is left to `live`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from clusterlib import atomic, blocks, figures, following, live, places, tables
from clusterlib.assumed import Assumed
from clusterlib.cells import weakest
from clusterlib.checks import Answer, Check
from clusterlib.faults import ClusterlibError
from clusterlib.inputs import cases
from clusterlib.inputs.beside import Beside, folder_of, open_beside
from clusterlib.inputs.shapes import Shapes, read_shapes
from clusterlib.readings import Speaker
from clusterlib.running import declared, runs
from clusterlib.shown import Absent, Shown, plain, tables_behind, urgent

if TYPE_CHECKING:
    from clusterlib.store.desk import Desk

Plot = tuple[Callable[..., Any], str]
#: File in which a step notes what it did; the chain takes it up.
NOTES = "step.json"


class Step:
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
        self.book = book
        self._desk = desk
        self.assumed = Assumed(book, {} if names is None else names)
        self._old: set[Shown] = set()
        self._following = False
        self._watchers: dict[str, list[Callable[[], object]]] = {}
        self.case = case
        self.say = say
        self.lang = say.lang
        self.run = runs.RunFolder(folder)
        staging = os.environ.get("CLUSTERLIB_STAGING", "")
        self.target = runs.RunFolder(Path(staging)) if staging else self.run
        self._nodes: list[Shown] = []
        self._notes: dict[str, Any] = {"tables": [], "figures": [], "checks": {}, "answers": {}, "absent": []}

    # ------------------------------------------------------------------ what is known
    @property
    def as_of(self) -> str | None:
        """The day that counts as today, ISO; None when the case names no date at all."""
        return self.case.as_of

    def setting(self, name: str, default: Any = None) -> Any:
        """A setting of the case by its dotted name."""
        return self.case.setting(name, default)

    def money(self, name: str) -> float | None:
        """A setting that is an amount; None when it is not given."""
        value = self.case.setting(name)
        return None if value is None else float(value)

    def has(self, name: str) -> bool:
        """Whether a table of the case, or a hand-over, is there."""
        return self.table(name) is not None

    def table(self, name: str) -> pd.DataFrame | None:
        """A table that this workbook declares, typed; None when it is not there."""
        spec = tables.table(name)
        if name not in self.book.all_reads and name not in self.book.writes:
            raise ClusterlibError(f"{self.book.path.name} does not declare that it reads {name}.")
        if spec.kind == "input":
            return self.case.table(name) if self.case.has(name) else None
        fresh = self.target.read_table(name)
        handed = os.environ.get("CLUSTERLIB_HANDED")  # what this run of the chain has made so far
        if fresh is not None or (handed is not None and name not in handed.split(",")):
            return fresh
        return self.run.read_table(name)

    def reference(self, name: str) -> pd.DataFrame:
        """Facts of the guide, with their lines."""
        return places.reference(name)

    def beside(self, name: str, *names: str) -> Beside | None:
        """Tables of a second case that lies beside this one; None when no name is given."""
        return open_beside(self.case, name, names) if name.strip() else None

    def shapes(self, file: str, *, column: str = "", table: str = "employment") -> Shapes | None:
        """Outlines of the regions of a table, from a file in the folder of the case; None without a name."""
        regions = self.table(table) if file.strip() else None
        if regions is None:
            return None
        inner = regions.loc[regions["region"].str.strip().str.casefold() != "total", "region"]
        return read_shapes(folder_of(self.case), file, inner.unique(), column=column)

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

    # ------------------------------------------------------------------ what is entered
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
        if self._at_fault():
            return False
        waiting = next((node for node in self._nodes if node.writes and not node.computed), None)
        return waiting is not None and waiting.value is not None

    # ------------------------------------------------------------------ inside
    def _catch_up(self) -> Iterator[None]:
        """Show again, one by one, what is out of date; the next edit need not wait for all of it."""
        self._following = True
        try:
            while self._old and not self._at_fault():
                node = next(node for node in self._nodes if node in self._old)
                self._old.discard(node)
                node.forget()
                node.again()
                yield
        finally:
            self._following = False

    def _at_fault(self) -> bool:
        inputs = (name for name in self.book.all_reads if tables.table(name).kind == "input")
        return any(self.case.faulty(name) for name in inputs)

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

    def label(self, name: str) -> str:
        """What people call a table, in the reader's language."""
        return tables.table(name).label(self.lang)


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
