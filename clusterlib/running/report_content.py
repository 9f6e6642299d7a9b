"""What a report says: the record of a run and its executed workbooks as one document."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from clusterlib import tables
from clusterlib.cells import weakest
from clusterlib.faults import ClusterlibError
from clusterlib.readings import Speaker
from clusterlib.reports import document as d
from clusterlib.reports import markup
from clusterlib.running import report_findings, report_thread
from clusterlib.running.runs import RunFolder, digest

#: Cells that are for the room or for tests, not for the reader of a report.
LEFT_OUT = frozenset(
    {
        "trainer-note",
        "exercise",
        "solution",
        "defaults",
        "parameters",
        "injected-parameters",
        "nbval-check-output",
    }
)
Tick = Callable[[str, int, int], None]


def quiet(what: str, done: int, of: int) -> None:
    """Tells nobody how far the work is."""


def speaker(record: dict[str, Any]) -> Speaker:
    """Language and currency of a run."""
    return Speaker(record["lang"], currency=record["case"]["settings"].get("currency"))


def document(folder: Path, record: dict[str, Any], *, step: str = "", tick: Tick = quiet) -> d.Document:
    """The document of a run.

    Parameters
    ----------
    folder : Path
        Run folder.
    record : dict
        What stands in its ``run.json``.
    step : str
        Only this step; empty: the whole chain.
    tick : callable
        Called with what is done, how far, of how much.

    Raises
    ------
    ClusterlibError
        If files that the record names are gone or changed, or the step has no result.
    """
    say = speaker(record)
    steps = dict(sorted(record["steps"].items(), key=lambda item: item[1]["number"]))
    if step:
        steps = {step: _with_result(step, steps[step], say)}
    _whole(folder, steps)
    settings = record["case"]["settings"]
    place = " · ".join(str(settings[k]) for k in ("sector", "region", "country") if settings.get(k))
    parts = []
    for done, (name, entry) in enumerate(steps.items()):
        tick("workbooks", done, len(steps))
        parts.append(_step(folder, name, entry, say))
    tick("workbooks", len(steps), len(steps))
    first = report_findings.first_parts(record, steps, parts, say, alone=bool(step))
    thread = () if step else report_thread.part(folder, record, say)
    return d.Document(
        title=record["case"]["name"],
        subtitle=_subtitle(steps, step, say),
        place=place,
        lang=say.locale,
        made=record["finished"],
        facts=tuple(_facts(folder, record, steps, say)),
        first=first,
        parts=(*thread, *parts),
        foot=_foot(record, say),
    )


def _subtitle(steps: dict[str, Any], step: str, say: Speaker) -> str:
    if not step:
        return say("Report of the whole chain")
    return say("Report of one step: {step}", step=_title(steps[step], say))


def _title(entry: dict[str, Any], say: Speaker) -> str:
    return f"{entry['number']} {say(entry['title'])}"


def _with_result(step: str, entry: dict[str, Any], say: Speaker) -> dict[str, Any]:
    if entry["status"] == "done":
        return entry
    kept = say("The earlier result of this step is kept.") if entry.get("kept") else ""
    raise ClusterlibError(f"The step {step} has no result in this run: {entry['reason']}. {kept}".strip())


def _whole(folder: Path, steps: dict[str, Any]) -> None:
    """Refuse a run folder that lost something since the run wrote it."""
    lost = []
    for entry in steps.values():
        for name, known in entry.get("writes", {}).items():
            path = folder / name
            if not path.is_file():
                lost.append(f"{name} is missing")
            elif name.endswith(".ipynb") and digest(path.read_bytes()) != known:
                lost.append(f"{name} was changed after the run")
    if lost:
        raise ClusterlibError(
            f"The run folder {folder.name} is not complete: {'; '.join(sorted(lost))}. Run the case again."
        )


def _facts(
    folder: Path, record: dict[str, Any], steps: dict[str, Any], say: Speaker
) -> Iterator[tuple[str, tuple[str, ...]]]:
    as_of, settings = record["case"]["as_of"], record["case"]["settings"]
    yield (
        say("State of knowledge"),
        (say.day(as_of) if as_of else say("The case names no date."),),
    )
    yield say("What it rests on"), tuple(_basis(folder, steps, say))
    sources = tuple(line.strip() for line in str(settings.get("sources") or "").split(";") if line.strip())
    if sources:
        yield say("Sources"), sources
    done = sum(entry["status"] == "done" for entry in steps.values())
    if len(steps) > 1:
        share = say.share(done, len(steps))
        yield say("Steps with a result"), (share,)


def _basis(folder: Path, steps: dict[str, Any], say: Speaker) -> Iterator[str]:
    """The weakest ground that tables of the run stand on, and what that means."""
    found: Counter[str] = Counter()
    for entry in steps.values():
        for name in entry.get("tables", ()):
            frame = RunFolder(folder).read_table(name) if name in tables.names() else None
            if frame is not None and "basis" in frame:
                found[weakest(frame["basis"])] += 1
    if not found:
        yield say("No table was handed over, so nothing is known of its basis.")
        return
    lowest = weakest(found)
    yield say(
        "Weakest basis: {basis}, in {share} tables handed over.",
        basis=say.word(lowest),
        share=say.share(found[lowest], found.total()),
    )
    if lowest == "ILLUSTRATIVE":
        yield say("Illustrative rows are made up to show the method. Nothing that rests on them is a fact.")


def _step(folder: Path, step: str, entry: dict[str, Any], say: Speaker) -> d.Part:
    """One step: its text and what its cells showed."""
    title = _title(entry, say)
    path = folder / next((name for name in entry.get("writes", {}) if name.endswith(".ipynb")), "-")
    if entry["status"] != "done" or not path.is_file():
        return d.Part(step, title, (), step=True)
    blocks: list[d.Block] = []
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if not LEFT_OUT & set(cell["metadata"].get("tags", ())):
            blocks.extend(_cell(cell, say))
    if blocks and isinstance(blocks[0], d.Heading) and blocks[0].level == 1:
        title = d.words_of(blocks.pop(0).runs)  # type: ignore[union-attr]
    return d.Part(step, title, tuple(_keyed(blocks, step)), step=True)


def _keyed(blocks: list[d.Block], step: str) -> Iterator[d.Block]:
    """Headings of the second level with an anchor."""
    number = 0
    for block in blocks:
        if isinstance(block, d.Heading) and block.level == 2:
            number += 1
            yield replace(block, key=f"{step}-{number}")
        else:
            yield block


def _cell(cell: dict[str, Any], say: Speaker) -> Iterator[d.Block]:
    if cell["cell_type"] == "markdown":
        yield from markup.read(_rendered(_joined(cell["source"])))
        return
    for output in cell.get("outputs", ()):
        shown = output.get("data", {}).get("text/html")
        if shown:
            yield from (_annexed(block, say) for block in markup.read(_joined(shown)))


def _rendered(text: str) -> str:
    from markdown_it import MarkdownIt

    markup: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return markup


def _joined(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _annexed(block: d.Block, say: Speaker) -> d.Block:
    """Folded input tables stand behind, on paper: they would stop the reader."""
    if not isinstance(block, d.Folded):
        return block
    rows = all(isinstance(b, d.Grid) or (isinstance(b, d.Paragraph) and b.kind) for b in block.blocks)
    if not rows:
        return block
    pointer = say("{table} (in the tables at the end)", table=re.sub(r"\s+", " ", block.title))
    return replace(block, annex=True, pointer=pointer)


def _foot(record: dict[str, Any], say: Speaker) -> tuple[str, ...]:
    versions = ", ".join(f"{name} {number}" for name, number in record["versions"].items())
    return (
        say(
            "Made after GIZ, Connect & Create – Cluster Development Guide; facts marked GUIDE name its "
            "lines. GIZ has not reviewed this report."
        ),
        say("Computed on {day} with {versions}.", day=say.day(record["finished"][:10]), versions=versions),
    )
