"""A document as a Word file: pandoc writes it from its own syntax tree, so no text is ever parsed.

pandoc runs in its sandbox: it reads nothing but what it is given on its input.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Callable, Sequence
from typing import Any

from clusterlib.faults import ClusterlibError
from clusterlib.reports import document as d
from clusterlib.reports import faces, pictures, sheets, word_parts, word_table
from clusterlib.reports.pdf import REGIONS, SIGNS, moment

Tree = dict[str, Any]
Tick = Callable[[str, int, int], None]
#: Version of pandoc's syntax tree.
_API = [1, 23, 1]
#: Seconds after which pandoc is stopped.
LIMIT = 300
_TONES = {"red": "Red", "amber": "Amber", "note": "Note", "unjudged": "Note", "fine": "Fine"}


def write(
    document: d.Document, *, contents: str, annex: str, tick: Tick = lambda what, done, of: None
) -> bytes:
    """Write a document for Word.

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
        The file: real headings, a field for the contents, a text for each picture.

    Raises
    ------
    ClusterlibError
        If pandoc refuses the document.
    """
    parts, tables = d.on_paper((*document.first, *document.parts))
    chapters = [part for part in parts if part.blocks]
    writer = _Writer(tick, _count(chapters), flowing=document.flowing)
    body = writer.body(chapters, tables, annex)
    front = [*_front(document), _raw(word_parts.contents(contents, writer.entries))]
    tree = {
        "pandoc-api-version": _API,
        "meta": _meta(document),
        "blocks": [*front, *body],
    }
    tick("pages", 0, 1)
    raw = _pandoc(json.dumps(tree, ensure_ascii=False).encode("utf-8"), document)
    made = word_parts.finish(
        raw,
        title=document.title,
        lang=f"{document.lang}-{REGIONS.get(document.lang, 'GB')}",
        moment=moment(document),
        flowing=document.flowing,
    )
    tick("pages", 1, 1)
    return made


def _count(parts: Sequence[d.Part]) -> int:
    return sum(isinstance(block, d.Figure) for part in parts for block in d.walk(part.blocks))


def _pandoc(tree: bytes, document: d.Document) -> bytes:
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--sandbox", "-f", "json", "-t", "docx", "-o", "-"]
    stamp = {"SOURCE_DATE_EPOCH": str(int(moment(document).timestamp()))}
    try:
        done = subprocess.run(
            command, input=tree, capture_output=True, timeout=LIMIT, env={**os.environ, **stamp}, check=False
        )
    except subprocess.TimeoutExpired:
        raise ClusterlibError(f"The Word file was not finished within {LIMIT} seconds.") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ClusterlibError(
            f"The Word file could not be written: {said[-1] if said else 'no further word'}"
        )
    return done.stdout


def _meta(document: d.Document) -> Tree:
    region = REGIONS.get(document.lang, "GB")
    texts = {"title": document.title, "lang": f"{document.lang}-{region}"}
    return {name: {"t": "MetaInlines", "c": _inlines(d.plain(text))} for name, text in texts.items()}


def _front(document: d.Document) -> list[Tree]:
    """What stands on the title page, under the title that pandoc sets."""
    place = " – ".join(text for text in (document.subtitle, document.place) if text)
    blocks = [_styled("Subtitle", [_para(d.plain(place))])]
    for label, lines in document.facts:
        blocks.append(_styled("Fact Label", [_para(d.plain(label))]))
        blocks += [_styled("Compact", [_para(d.plain(line))]) for line in lines]
    blocks += [_styled("Small", [_para(d.plain(line))]) for line in document.foot]
    return blocks


def _attributes(key: str = "", **pairs: str) -> list[Any]:
    return [key, [], [[name.replace("_", "-"), value] for name, value in pairs.items()]]


def _raw(xml: str) -> Tree:
    return {"t": "RawBlock", "c": ["openxml", xml]}


def _styled(style: str, blocks: list[Tree]) -> Tree:
    return {"t": "Div", "c": [_attributes(custom_style=style), blocks]}


def _para(runs: d.Runs) -> Tree:
    return {"t": "Para", "c": _inlines(runs)}


def _inlines(runs: d.Runs) -> list[Tree]:
    return [_inline(run) for run in runs if run.text]


def _inline(run: d.Run) -> Tree:
    """One run as one string: nothing in it is looked at."""
    text = d.one_line(run.text)
    content: Tree = {"t": "Str", "c": faces.isolated(text) if run.name else text}
    if run.code:
        content = {"t": "Code", "c": [_attributes(), text]}
    if faces.runs_right_to_left(text) and not any(c.isascii() and c.isalpha() for c in text):
        content = {"t": "Span", "c": [_attributes(dir="rtl"), [content]]}
    if run.emphasis:
        content = {"t": "Emph", "c": [content]}
    if run.strong:
        content = {"t": "Strong", "c": [content]}
    if run.href:
        target = f"#{word_parts.bookmark(run.href[1:])}" if run.href.startswith("#") else run.href
        content = {"t": "Link", "c": [_attributes(), [content], [target, ""]]}
    return content


class _Writer:
    """Turns blocks into pandoc's tree and notes the entries of the contents on the way."""

    def __init__(self, tick: Tick, pictures_in_all: int, *, flowing: bool) -> None:
        self.flowing = flowing
        self.entries: list[tuple[int, str, str]] = []
        self.tick, self.of, self.done = tick, pictures_in_all, 0

    def body(self, parts: Sequence[d.Part], tables: d.Blocks, annex: str) -> list[Tree]:
        """Parts in order, then the tables of the annex."""
        made: list[Tree] = []
        for part in parts:
            if self.flowing and part in parts[:2]:
                made.append(_raw(word_parts.PAGE_BREAK))
            made += [self._heading(1, d.plain(part.title), part.key), *self._all(part.blocks)]
        if tables:
            made += [_raw(word_parts.section(turned=False)), self._heading(1, d.plain(annex), "annex")]
            made += [block for one in tables for block in self._annexed(one)]
            made.append(_raw(word_parts.section(turned=True)))
        return made

    def _annexed(self, block: d.Block) -> list[Tree]:
        if isinstance(block, d.Heading):
            return [_header(2, block.runs, "")]
        return self._table(block, wide=True) if isinstance(block, d.Grid) else self._block(block)

    def _heading(self, level: int, runs: d.Runs, key: str) -> Tree:
        anchor = word_parts.bookmark(key or f"h-{len(self.entries) + 1}")
        self.entries.append((level, d.one_line(d.words_of(runs)), anchor))
        return _header(level, runs, anchor)

    def _all(self, blocks: d.Blocks) -> list[Tree]:
        return [made for block in blocks for made in self._block(block)]

    def _block(self, block: d.Block) -> list[Tree]:
        match block:
            case d.Heading(level, runs, key):
                return [self._heading(2, runs, key) if level <= 2 else _header(level, runs, "")]
            case d.Paragraph(runs, kind):
                return [_styled(kind.title(), [_para(runs)]) if kind else _para(runs)]
            case d.Items():
                return [self._items(block)]
            case d.Reading(blocks):
                return [_styled("Reading", self._all(blocks))]
            case d.Quote(blocks):
                return [{"t": "BlockQuote", "c": self._all(blocks)}]
            case d.Pairs(items):
                return [made for q, answer in items for made in self._pair(q, answer)]
            case d.Notes(items):
                return [_note(tone, runs) for tone, runs in items]
            case d.Figure():
                return [self._figure(block)]
            case d.Grid():
                return self._table(block, wide=False)
            case d.Folded():
                return [_styled("Question", [_para(d.plain(block.title))]), *self._all(block.blocks)]
            case d.Code(text):
                return [{"t": "CodeBlock", "c": [_attributes(), d.printable(text)]}]

    def _items(self, block: d.Items) -> Tree:
        items = [self._all(item) for item in block.items]
        if block.ordered:
            return {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], items]}
        return {"t": "BulletList", "c": items}

    def _pair(self, question: d.Runs, answer: d.Blocks) -> list[Tree]:
        return [_styled("Question", [_para(question)]), *self._all(answer)]

    def _figure(self, block: d.Figure) -> Tree:
        self.tick("figures", self.done, self.of)
        self.done += 1
        data = base64.b64encode(pictures.dotted(block.data)).decode("ascii")
        wide, high = pictures.size(block.data)
        look = _attributes(width=f"{wide:.1f}pt", height=f"{high:.1f}pt")
        alt = _inlines(d.plain(block.alt))
        image = {"t": "Image", "c": [look, alt, [f"data:image/png;base64,{data}", ""]]}
        if not block.caption:
            return {"t": "Para", "c": [image]}
        caption = [None, [{"t": "Plain", "c": _inlines(d.plain(block.caption))}]]
        return {"t": "Figure", "c": [_attributes(), caption, [{"t": "Plain", "c": [image]}]]}

    def _table(self, block: d.Grid, *, wide: bool) -> list[Tree]:
        fitted = sheets.sheets(block, wide=wide)
        tables = [word_table.table(block, sheet, captioned=not i) for i, sheet in enumerate(fitted)]
        if not wide and any(sheet.turned for sheet in fitted):
            tables = [word_parts.section(turned=False), *tables, word_parts.section(turned=True)]
        return [_raw("".join(tables))]


def _header(level: int, runs: d.Runs, key: str) -> Tree:
    return {"t": "Header", "c": [min(level, 4), _attributes(key), _inlines(runs)]}


def _note(tone: str, runs: d.Runs) -> Tree:
    sign = d.Run(f"{SIGNS[tone]} ")
    return _styled(f"Finding {_TONES[tone]}", [_para((sign, *runs))])
