"""The strategy document of a case: ten sections from its tables and from the hand-overs of its run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from clusterlib import atomic, blocks, paper, tables
from clusterlib.faults import ClusterlibError, WrongUse
from clusterlib.inputs.cases import Case, open_case
from clusterlib.readings import Speaker
from clusterlib.reports import document as d
from clusterlib.reports import markup
from clusterlib.running import report
from clusterlib.running.at_hand import case_frames
from clusterlib.running.report_content import Tick, quiet
from clusterlib.running.runs import RunFolder, digest
from clusterlib.strategy import strategy_document as sections
from clusterlib.strategy import strategy_document_texts as texts
from clusterlib.strategy import strategy_document_views as views

#: Rows of one table in the document; the rest is counted.
SHOWN_ROWS = 20
#: The tables shown in a section and their columns; the first that is there.
_SHOWN: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "where we stand": (("white_spots", ("name", "state", "coverage")), ("swot_items", ("quadrant", "text"))),
    "who": (
        ("stakeholder_queue", ("name", "assessment", "influence", "measure", "owner")),
        ("stakeholders", ("name", "assessment", "influence", "measure", "owner")),
    ),
    "demands": (("demand_scores", ("demand", "n", "score", "rank")), ("demands", ("category", "text"))),
    "vision and goals": (
        ("goals_checked", ("id", "text", "because", "smart")),
        ("goals", ("id", "text", "owner", "due")),
    ),
    "services": (("services", ("name", "status", "payment", "owner")),),
    "organisation": (("bodies", ("body", "type", "seats", "meetings_per_year")),),
    "steps": (("strategy_tree", ("id", "parent_id", "text", "owner")),),
    "money": (("liquidity", ("month", "inflow", "outflow", "balance", "committed_balance")),),
    "monitoring": (
        ("indicator_status", ("name", "target", "value", "status")),
        ("indicators", ("name", "unit", "baseline", "target")),
    ),
}
_PLAN = (
    ("task_schedule", ("no", "task", "start_on", "end_on", "critical")),
    ("tasks", ("no", "task", "responsible", "deadline")),
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a strategy document is made from.

    Parameters
    ----------
    case : Case
        The case, as it is now.
    record : dict
        Record of its run; empty when there is none.
    folder : Path
        Run folder.
    frames : mapping of str to DataFrame or None
        Input tables of the case and hand-overs of the run.
    stale : frozenset of str
        Hand-overs whose data changed since the run.
    """

    case: Case
    record: Mapping[str, Any]
    folder: Path
    frames: Mapping[str, pd.DataFrame | None]
    stale: frozenset[str]


def write(
    place: Path,
    *,
    to: str = "docx",
    run: Path | None = None,
    out: Path | None = None,
    lang: str = "",
    tick: Tick = quiet,
) -> Path:
    """Write the strategy document of a case or a run; gives back its path.

    Parameters
    ----------
    place : Path
        Folder or Excel file of a case, or a run folder.
    to : {"docx", "html", "pdf"}
        Kind of document.
    run : Path, optional
        Run folder of the case; else ``runs/<case>``, if there is one.
    out : Path, optional
        File; else ``strategy.<kind>`` in the run folder, or beside the case when it never ran.
    lang : str
        Language; empty: that of the run or the case.
    tick : callable
        Called with what is done, how far, of how much.

    Raises
    ------
    WrongUse
        If there is no such kind.
    ClusterlibError
        If the case of a run is gone.
    """
    if to not in report.KINDS:
        raise WrongUse(f"{to!r} is no kind of document; docx, html and pdf are.")
    ground = gather(place, run=run)
    say = ground.case.say(lang or ground.record.get("lang") or None)
    data = report.rendered(document(ground, say=say), to, say, tick=tick)
    beside = ground.folder if ground.record else ground.case.path.absolute().parent
    name = f"strategy.{to}" if ground.record else f"{atomic.slug(ground.case.path.stem)}-strategy.{to}"
    return report.saved(out or beside / name, data)


def gather(place: Path, *, run: Path | None = None) -> Ground:
    """Case and run that belong together, whichever of the two was given."""
    record = RunFolder(place).record() if place.is_dir() else {}
    if record:
        where = Path(record["case"].get("path") or "")
        if not record["case"].get("path") or not where.exists():
            raise ClusterlibError(
                f"The case of this run is no longer where it was ({where.name or 'not recorded'}). "
                f"Give the case itself: clusterlib strategy CASE --run {place.name}"
            )
        case, folder = open_case(where), place
    else:
        case = open_case(place)
        folder = run or Path("runs") / atomic.slug(case.path.stem)
        record = RunFolder(folder).record()
        if run is not None and not record:
            raise ClusterlibError(f"{run} holds no run: there is no readable run.json. Run the case first.")
    frames: dict[str, pd.DataFrame | None] = dict(case_frames(case))
    made = [name for entry in record.get("steps", {}).values() for name in entry.get("tables", ())]
    frames |= {name: RunFolder(folder).read_table(name) for name in made if RunFolder(folder).has_table(name)}
    return Ground(case, record, folder, frames, frozenset(stale(record, case)))


def stale(record: Mapping[str, Any], case: Case) -> set[str]:
    """Hand-overs of a run whose inputs are no longer what the run read, directly or through others."""
    now = {
        name: digest(tables.canonical_csv(name, frame))
        for name, frame in case_frames(case).items()
        if frame is not None
    }
    old: set[str] = set()
    steps = list(record.get("steps", {}).values())
    for _ in steps:  # what rests on an older table is older as well
        for entry in steps:
            reads = entry.get("reads", {})
            changed = [n for n, key in reads.items() if tables.table(n).kind == "input" and now.get(n) != key]
            if changed or old & set(reads):
                old |= set(entry.get("tables", ()))
    return old


def document(ground: Ground, *, say: Speaker) -> d.Document:
    """The strategy document as data.

    Parameters
    ----------
    ground : Ground
        What it is made from.
    say : Speaker
        Language and currency of the reader.
    """
    case = ground.case
    strategy = sections.judge(
        ground.frames,
        legal_form=str(case.setting("legal_form") or ""),
        stale=ground.stale,
        lang=say.lang,
    )
    place = " · ".join(str(v) for k in ("sector", "region", "country") if (v := case.setting(k)))
    parts = [_part(number, section, strategy, say) for number, section in enumerate(strategy.sections, 1)]
    return d.Document(
        title=case.name,
        subtitle=say("Strategy of the cluster"),
        place=place,
        lang=say.locale,
        made=str(ground.record.get("finished") or f"{case.as_of or '2000-01-01'}T00:00:00+00:00"),
        facts=tuple(_facts(ground, strategy, say)),
        first=(_one_page(strategy, say),),
        parts=tuple(parts),
        foot=(_credit(say),),
        flowing=True,
    )


def _credit(say: Speaker) -> str:
    return say(
        "Put together after GIZ, Connect & Create – Cluster Development Guide, L1701-1727. Every number is "
        "counted in a table of the case or of its run. GIZ has not reviewed it."
    )


def _facts(
    ground: Ground, strategy: sections.Strategy, say: Speaker
) -> Iterator[tuple[str, tuple[str, ...]]]:
    as_of = ground.case.as_of
    yield say("State of knowledge"), (say.day(as_of) if as_of else say("The case names no date."),)
    lines = [views.read_sections(strategy, say=say)]
    if not ground.record:
        lines.append(say("The case has not been run: what workbooks work out is missing here."))
    if ground.case.faults:
        lines.append(
            say.plural(
                len(ground.case.faults),
                "One fault stands in the tables; a table at fault is left out.",
                "{n} faults stand in the tables; tables at fault are left out.",
            )
        )
    yield say("What it rests on"), tuple(lines)
    sources = ground.case.setting("sources") or ""
    listed = sources if isinstance(sources, list) else str(sources).split(";")
    if found := tuple(str(line).strip() for line in listed if str(line).strip()):
        yield say("Sources"), found


def _one_page(strategy: sections.Strategy, say: Speaker) -> d.Part:
    """The whole strategy on one page: each section in its first sentences, and how it stands."""
    items = []
    for section in strategy.sections[1:]:
        said = " ".join(texts.facts(section.code, strategy, say=say)[:2])
        end = d.Run(f" ({views.state(section, say)})", emphasis=True)
        name = d.Run(views.title(section.code, say), strong=True, href=f"#{_key(section)}")
        body = (d.Run(f": {said}"),) if said else ()
        items.append((d.Paragraph((name, *body, end)),))
    passage = strategy.sections[0].passage
    lead = (d.Paragraph(d.plain(passage.text)),) if passage.text else ()
    return d.Part("top", say("The strategy on one page"), (*lead, d.Items(tuple(items))))


def _key(section: sections.Section) -> str:
    return "s-" + section.code.replace(" ", "-")


def _part(number: int, section: sections.Section, strategy: sections.Strategy, say: Speaker) -> d.Part:
    content: list[d.Block] = [*_standing(section, say)]
    passage = section.passage
    if passage.text:
        by = (d.Run(f" — {passage.author}", emphasis=True),) if passage.author else ()
        content.append(d.Quote((d.Paragraph((d.Run(passage.text, name=True), *by)),)))
    if section.code == "summary" and not passage.text:
        content += _whole(strategy, say)
    said = texts.facts(section.code, strategy, say=say)
    content += _told(said, strategy, _SHOWN.get(section.code, ()), say)
    if section.code == "steps":
        content.append(d.Heading(2, d.plain(say("Action plan")), f"{_key(section)}-plan"))
        plan = texts.plan_facts(strategy, say=say)
        content += _told(plan or [say("No task is written down.")], strategy, _PLAN, say)
    return d.Part(_key(section), f"{number} {views.title(section.code, say)}", tuple(content), step=True)


def _standing(section: sections.Section, say: Speaker) -> Iterator[d.Block]:
    """How a section stands, and what it wants."""
    tone = {sections.PRESENT: "fine", sections.PARTLY: "amber", sections.MISSING: "red"}[section.state]
    tone = (
        "amber"
        if section.older and tone == "fine"
        else "note"
        if section.made_up and tone == "fine"
        else tone
    )
    runs: tuple[d.Run, ...] = (d.Run(f"{views.state(section, say)}.".capitalize(), strong=True),)
    if wants := views.wanting(section, say):
        runs += (d.Run(" " + say("Still needed: {pieces}.", pieces=wants)),)
    if section.older:
        names = say.names([tables.table(name).label(say.lang) for name in section.older])
        runs += (d.Run(" " + say("Run the case again: {names} changed below it.", names=names)),)
    yield d.Notes(((tone, runs),))


def _whole(strategy: sections.Strategy, say: Speaker) -> Iterator[d.Block]:
    """A summary put together from the first sentence of each section."""
    said = [found[0] for s in strategy.sections[1:] if (found := texts.facts(s.code, strategy, say=say))]
    if said:
        yield d.Paragraph(d.plain(" ".join(said)))


def _told(
    said: list[str], strategy: sections.Strategy, shown: tuple[tuple[str, tuple[str, ...]], ...], say: Speaker
) -> Iterator[d.Block]:
    """Sentences, and the first table that is there."""
    if said:
        yield d.Reading((d.Paragraph(d.plain(" ".join(said))),))
    for name, columns in shown:
        frame = strategy.frames.get(name)
        if frame is not None and not frame.empty:
            yield from _rows(name, frame, columns, say)
            return


def _rows(name: str, frame: pd.DataFrame, columns: tuple[str, ...], say: Speaker) -> Iterator[d.Block]:
    if name == "strategy_tree":
        frame = frame[frame["level"] == "intervention"]
    if frame.empty:
        return
    twins = [f"{column}_{say.lang}" for column in columns if f"{column}_{say.lang}" in frame]
    kept = frame[[column for column in (*columns, *twins) if column in frame]].head(SHOWN_ROWS)
    readable = _rounded(name, kept, paper.readable(name, kept, say=say), say)
    label = tables.table(name).label(say.lang)
    source = say.plural(
        len(frame), "{table} ({file}), one row", "{table} ({file}), {n} rows", table=label, file=f"{name}.csv"
    )
    yield from markup.read(blocks.table(readable, caption=source))
    if (rest := len(frame) - SHOWN_ROWS) > 0:
        text = say.plural(rest, "One more row is in the table.", "{n} more rows are in the table.")
        yield d.Paragraph(d.plain(text), d.SMALL)


def _rounded(name: str, frame: pd.DataFrame, shown: pd.DataFrame, say: Speaker) -> pd.DataFrame:
    """Numbers and days as a reader writes them."""
    speak: dict[str, Callable[[Any], str]] = {
        "money": say.number,
        "number": lambda value: say.number(value, 0 if float(value) == int(value) else 1),
        "share": say.percent,
        "date": lambda value: say.day(str(value)[:10]),
        "month": lambda value: say.month(str(value)),
    }
    for column in tables.table(name).columns:
        label = column.label(say.lang)
        if column.name in frame and label in shown and column.type in speak:
            cells = ["" if pd.isna(value) else speak[column.type](value) for value in frame[column.name]]
            shown[label] = pd.Series(cells, index=shown.index, dtype="object")
    return shown
