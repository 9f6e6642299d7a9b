"""A document as PDF, set by typst: tagged, with bookmarks, the same bytes for the same document."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clusterlib.reports import document as d
from clusterlib.reports import faces, pictures, sheets
from clusterlib.reports.typesetter import typeset

TEMPLATE = Path(__file__).parents[1] / "static" / "report.typ"
REGIONS = {"en": "GB", "fr": "FR"}
#: Signs before a note, besides its colour; all of them are in the font.
SIGNS = {"red": "■", "amber": "▲", "note": "○", "fine": "✓", "unjudged": "?"}
#: The norm for readers who cannot see the page; typst refuses to write what breaks it.
NORM = "ua-1"
Tick = Callable[[str, int, int], None]


def write(
    document: d.Document, *, contents: str, annex: str, tick: Tick = lambda what, done, of: None
) -> bytes:
    """Set a document.

    Parameters
    ----------
    document : Document
        What is said.
    contents, annex : str
        Headings of the contents and of the tables behind.
    tick : callable
        Called with what is done, how far, of how much.

    Returns
    -------
    bytes
        The PDF: pages with numbers, bookmarks, tags, and a text for each picture.

    Raises
    ------
    ClusterlibError
        If typst cannot set it.
    """
    files: dict[str, bytes] = {}
    data = _data(document, contents, annex, files)
    files["main.typ"] = TEMPLATE.read_bytes()
    files["document.json"] = json.dumps(data, ensure_ascii=False).encode("utf-8")
    tick("pages", 0, 1)
    lacking = faces.uncovered(every_text(document))
    made = typeset(
        files,
        system_fonts=bool(lacking),
        format="pdf",
        pdf_standards=[NORM],
        timestamp=int(moment(document).timestamp()),
    )
    tick("pages", 1, 1)
    return made


def moment(document: d.Document) -> dt.datetime:
    """The moment that stands in the files: when the run ended, not now."""
    found = dt.datetime.fromisoformat(document.made)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def every_text(document: d.Document) -> list[str]:
    """All texts of a document."""
    parts = (*document.first, *document.parts)
    facts = [text for label, lines in document.facts for text in (label, *lines)]
    said = [text for part in parts for text in (part.title, *d.texts(part.blocks))]
    return [document.title, document.subtitle, document.place, *facts, *said, *document.foot]


def _data(document: d.Document, contents: str, annex: str, files: dict[str, bytes]) -> dict[str, Any]:
    parts, tables = d.on_paper((*document.first, *document.parts))
    chapters = [_part(part, files, turned=False) for part in parts if part.blocks]
    if tables:
        chapters.append(_part(d.Part("annex", annex, tables), files, turned=True))
    _only_inner_links(chapters)
    return {
        "title": _name(document.title),
        "short-title": _name(_shortened(document.title)),
        "author": "clusterlib",
        "subtitle": _loose(document.subtitle),
        "place": _name(document.place),
        "lang": document.lang,
        "region": REGIONS.get(document.lang, "GB"),
        "fonts": [faces.FAMILY],
        "facts": [[_loose(label), [_loose(line) for line in lines]] for label, lines in document.facts],
        "foot": [_loose(line) for line in document.foot],
        "contents": contents,
        "flowing": document.flowing,
        "parts": chapters,
    }


def _shortened(text: str, most: int = 70) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _name(text: str) -> str:
    return faces.isolated(_loose(text, size=24.0))


def _loose(text: str, *, width: float = sheets.UPRIGHT - 40, size: float = 9.0) -> str:
    return sheets.breakable(d.one_line(text), width=width, size=size)


def _part(part: d.Part, files: dict[str, bytes], *, turned: bool) -> dict[str, Any]:
    inner = [_block(block, files, turned=turned) for block in part.blocks]
    return {"key": part.key, "title": _loose(part.title, size=16.0), "turned": turned, "blocks": inner}


def _only_inner_links(chapters: list[dict[str, Any]]) -> None:
    """Take away links to places that this document does not have: typst would refuse them."""
    blocks = [block for chapter in chapters for block in chapter["blocks"]]
    known = {chapter["key"] for chapter in chapters} | {block.get("key", "") for block in blocks}

    def look(value: Any) -> None:
        """Blank each reference to a place that the document does not have."""
        if isinstance(value, dict):
            if str(value.get("h", "")).startswith("#") and value["h"][1:] not in known:
                value["h"] = ""
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(chapters)


def _runs(runs: d.Runs) -> list[dict[str, str]]:
    looks = ("strong", "emphasis", "code")
    return [
        {
            "t": faces.isolated(_loose(run.text)) if run.name else _loose(run.text),
            "f": "".join(look[0] for look in looks if getattr(run, look)),
            "h": run.href,
        }
        for run in runs
    ]


def _block(block: d.Block, files: dict[str, bytes], *, turned: bool) -> dict[str, Any]:
    def all_of(blocks: d.Blocks) -> list[dict[str, Any]]:
        return [_block(one, files, turned=turned) for one in blocks]

    match block:
        case d.Heading():
            level = max(block.level, 2)
            return {
                "k": "heading",
                "level": level,
                "runs": _runs(block.runs),
                "key": block.key,
                "annex": turned,
            }
        case d.Paragraph():
            return {"k": "paragraph", "kind": block.kind, "runs": _runs(block.runs)}
        case d.Items():
            return {"k": "items", "ordered": block.ordered, "items": [all_of(i) for i in block.items]}
        case d.Reading():
            return {"k": "reading", "blocks": all_of(block.blocks)}
        case d.Quote():
            return {"k": "quote", "blocks": all_of(block.blocks)}
        case d.Pairs():
            items = [{"question": _runs(q), "answer": all_of(a)} for q, a in block.items]
            return {"k": "pairs", "items": items}
        case d.Notes():
            return {"k": "notes", "items": [_note(tone, runs) for tone, runs in block.items]}
        case d.Figure():
            return _figure(block, files)
        case d.Grid():
            return _table(block, annex=turned)
        case d.Folded():
            return {"k": "reading", "blocks": all_of((d.Paragraph(d.plain(block.title)), *block.blocks))}
        case d.Code():
            return {"k": "code", "text": "\n".join(_loose(line) for line in block.text.split("\n"))}


def _note(tone: str, runs: d.Runs) -> dict[str, Any]:
    return {"tone": tone, "sign": SIGNS[tone], "runs": _runs(runs)}


def _figure(block: d.Figure, files: dict[str, bytes]) -> dict[str, Any]:
    ending = "svg" if pictures.is_drawing(block.data) else "png"
    name = f"figures/{len(files) + 1:03d}.{ending}"
    files[name] = block.data
    wide, high = pictures.size(block.data)
    caption = _loose(block.caption)
    return {
        "k": "figure",
        "file": name,
        "alt": d.one_line(block.alt),
        "caption": caption,
        "width": wide,
        "height": high,
    }


def _table(block: d.Grid, *, annex: bool) -> dict[str, Any]:
    made = []
    for sheet in sheets.sheets(block, wide=annex):
        head = [_cell(block.head[place], sheet, i) for i, place in enumerate(sheet.columns)]
        rows = [[_cell(row[p], sheet, i) for i, p in enumerate(sheet.columns)] for row in block.rows]
        made.append(
            {
                "widths": list(sheet.widths),
                "columns": list(sheet.columns),
                "size": sheet.size,
                "turned": sheet.turned,
                "head": head,
                "rows": rows,
            }
        )
    return {
        "k": "table",
        "caption": _loose(block.caption),
        "numeric": list(block.numeric),
        "sheets": made,
        "annex": annex,
        "long": sheets.LONG_CELL,
    }


def _cell(text: str, sheet: sheets.Sheet, place: int) -> str:
    room = sheet.widths[place] - sheets.PADDING
    return faces.isolated(_loose(text, width=room, size=sheet.size))
