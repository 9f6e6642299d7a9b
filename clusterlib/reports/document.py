"""A document as data: what is said, in which order, and nothing of how it looks.

HTML, Word and PDF are made from this model alone. A text in it is a text: no writer reads it as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

#: Kinds of paragraph besides a plain one.
SMALL, MISSING = "small", "missing"
#: Tones of a note, in the order of their weight.
TONES = ("red", "amber", "note", "fine", "unjudged")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_LINE_ENDS = re.compile("\r\n|[\t\n\r\u0085\u2028\u2029]")


def printable(text: str) -> str:
    """Text with a mark in place of characters that no XML file may hold.

    Examples
    --------
    >>> printable("a\\x0bb")
    'a\ufffdb'
    """
    return _NOT_XML.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Printable text with a blank in place of line ends and tabulators.

    Examples
    --------
    >>> one_line("a\\nb\\tc")
    'a b c'
    """
    return _LINE_ENDS.sub(" ", printable(text))


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look.

    Parameters
    ----------
    text : str
        The text itself.
    strong, emphasis, code : bool
        How it is set.
    name : bool
        Whether it is a name from the case: its writing direction stays its own.
    href : str
        Address it leads to: ``#key`` in the document, or an address of the web.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    name: bool = False
    href: str = ""


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (a chapter) to 4; `key` is its anchor."""

    level: int
    runs: Runs
    key: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences; `kind` is empty, ``small`` or ``missing``."""

    runs: Runs
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list with points or numbers; each item is a sequence of blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentences under a figure."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage set apart."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Questions with their answers."""

    items: tuple[tuple[Runs, tuple[Block, ...]], ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """Findings, each with its tone (one of `TONES`)."""

    items: tuple[tuple[str, Runs], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts.

    Parameters
    ----------
    head : tuple of str
        Headings of the columns.
    rows : tuple of tuple of str
        Cells, one for each heading.
    numeric : tuple of bool
        Which columns are set right.
    caption : str
        What stands above it.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as bytes, what it shows for those who cannot see it, and its source."""

    data: bytes
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Folded:
    """What is shown when asked for on the screen, and in full on paper.

    `annex` moves it to the end of a paper; `pointer` is what stands in its place there. What is `screen`
    has no place on paper: it is there to be clicked.
    """

    title: str
    blocks: tuple[Block, ...]
    annex: bool = False
    pointer: str = ""
    screen: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """Lines in which blanks count."""

    text: str


Block: TypeAlias = (
    Heading | Paragraph | Items | Reading | Quote | Pairs | Notes | Grid | Figure | Folded | Code
)
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter: its anchor, its title, its content, and whether its content is a step of the guide."""

    key: str
    title: str
    blocks: Blocks
    step: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Parameters
    ----------
    title, subtitle : str
        Name of the case, and what this document is.
    place : str
        Sector, region, country.
    lang : str
        ``en`` or ``fr``.
    made : str
        When the run ended, ISO; every date in a file comes from it, never from the clock.
    facts : tuple of (str, tuple of str)
        What the title page says: date, basis, sources.
    first : tuple of Part
        What comes before the contents on the screen: what needs the reader first.
    parts : tuple of Part
        The chapters.
    foot : tuple of str
        The last lines: credit and versions.
    flowing : bool
        Whether a chapter begins where the last one ended; else each begins a page.
    """

    title: str
    subtitle: str
    place: str
    lang: str
    made: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    first: tuple[Part, ...]
    parts: tuple[Part, ...]
    foot: tuple[str, ...] = ()
    flowing: bool = False


def plain(text: str) -> Runs:
    """One run without any look."""
    return (Run(text),) if text else ()


def words_of(runs: Iterable[Run]) -> str:
    """The text of runs.

    Examples
    --------
    >>> words_of((Run("a ", strong=True), Run("b")))
    'a b'
    """
    return "".join(run.text for run in runs)


def inside(block: Block) -> Blocks:
    """Blocks that stand in a block."""
    match block:
        case Reading(blocks) | Quote(blocks):
            return blocks
        case Folded():
            return block.blocks
        case Items():
            return tuple(inner for item in block.items for inner in item)
        case Pairs():
            return tuple(inner for _, answer in block.items for inner in answer)
    return ()


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """All blocks, with those inside others."""
    for block in blocks:
        yield block
        yield from walk(inside(block))


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text of blocks, for whoever must know which letters are used."""
    for block in walk(blocks):
        match block:
            case Heading() | Paragraph():
                yield words_of(block.runs)
            case Pairs():
                yield from (words_of(question) for question, _ in block.items)
            case Notes():
                yield from (words_of(runs) for _, runs in block.items)
            case Grid():
                yield from (block.caption, *block.head, *(cell for row in block.rows for cell in row))
            case Figure():
                yield from (block.alt, block.caption)
            case Folded():
                yield block.title
            case Code():
                yield block.text


def on_paper(parts: Iterable[Part]) -> tuple[tuple[Part, ...], Blocks]:
    """Chapters for paper: what was folded is open, and what belongs to the annex is taken out, once."""
    annex: dict[Folded, None] = {}

    def opened(blocks: Blocks, level: int) -> Iterator[Block]:
        """Blocks as a printed page has them: no folds."""
        for block in blocks:
            level = block.level if isinstance(block, Heading) else level
            if not isinstance(block, Folded):
                yield block
            elif block.screen:
                continue
            elif block.annex:
                annex[block] = None
                if block.pointer:
                    yield Paragraph(plain(block.pointer), SMALL)
            else:
                yield Heading(min(level + 1, 4), plain(block.title))
                yield from opened(block.blocks, level + 1)

    bodies = tuple(Part(p.key, p.title, tuple(opened(p.blocks, 1)), p.step) for p in parts)
    tables = tuple(b for fold in annex for b in (Heading(2, plain(fold.title)), *fold.blocks))
    return bodies, tables
