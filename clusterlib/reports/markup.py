"""Markup of a workbook, read back as blocks of a document; what is not understood is kept as text.

Only what the house itself writes is known here (see `blocks` and `paper`). Scripts, styles and addresses of
pictures outside the page do not survive, because the model has no place for them.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from clusterlib.reports import document as d

_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "wbr"})
_DROPPED = frozenset({"script", "style", "template", "head", "title"})
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))
_BLOCKS = frozenset(
    {"p", "div", "table", "figure", "details", "ul", "ol", "dl", "blockquote", "pre", "hr", "section"}
) | set(_HEADINGS)
_ADDRESS = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_PICTURE = re.compile(r"data:image/(?:svg\+xml|png);base64,(.*)", re.DOTALL)


@dataclass(slots=True)
class _Node:
    tag: str
    attributes: dict[str, str]
    children: list[_Node | str] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attributes.get("class", "").split())


class _Tree(HTMLParser):
    """Builds the tree; an end tag that closes nothing is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a node."""
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(_Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest open node of this name, and all in it."""
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(d.printable(data))


def read(markup: str) -> d.Blocks:
    """Blocks of a piece of markup.

    Parameters
    ----------
    markup : str
        HTML as a cell of a workbook shows it, or as markdown becomes it.

    Examples
    --------
    >>> read('<p>A <strong>b</strong> &lt;i&gt;</p><script>x</script>')
    (Paragraph(runs=(Run(text='A ', strong=False, emphasis=False, code=False, name=False, href=''),
    Run(text='b', strong=True, emphasis=False, code=False, name=False, href=''),
    Run(text=' <i>', strong=False, emphasis=False, code=False, name=False, href='')), kind=''),)
    """
    tree = _Tree()
    tree.feed(markup)
    tree.close()
    return tuple(_blocks(tree.open[0]))


def _blocks(node: _Node, kind: str = "") -> Iterator[d.Block]:
    """Blocks in a node; text that stands loose becomes a paragraph."""
    loose: list[_Node | str] = []
    for child in node.children:
        if isinstance(child, _Node) and child.tag in _DROPPED:
            continue
        if isinstance(child, _Node) and (child.tag in _BLOCKS or _holds_blocks(child)):
            yield from _paragraph(loose, kind)
            loose = []
            yield from _block(child)
        else:
            loose.append(child)
    yield from _paragraph(loose, kind)


def _holds_blocks(node: _Node) -> bool:
    return any(isinstance(c, _Node) and (c.tag in _BLOCKS or _holds_blocks(c)) for c in node.children)


def _paragraph(children: list[_Node | str], kind: str = "") -> Iterator[d.Paragraph]:
    if runs := _runs(children):
        yield d.Paragraph(runs, kind)


def _block(node: _Node) -> Iterator[d.Block]:
    make = _MAKERS.get(node.tag)
    yield from make(node) if make else _blocks(node)


def _runs(children: list[_Node | str]) -> d.Runs:
    """Runs of inline content: blanks run together, none at either end."""
    joined: list[d.Run] = []
    for run in _inline(children, d.Run("")):
        text = _BLANKS.sub(" ", run.text)
        if (not joined or joined[-1].text.endswith(" ")) and text.startswith(" "):
            text = text[1:]
        if not text:
            continue
        if joined and replace(joined[-1], text="") == replace(run, text="") and not run.name:
            joined[-1] = replace(run, text=joined[-1].text + text)
        else:
            joined.append(replace(run, text=text))
    while joined and not (last := joined[-1].text.rstrip(" ")):
        joined.pop()
    return (*joined[:-1], replace(joined[-1], text=last)) if joined else ()


def _inline(children: list[_Node | str], look: d.Run) -> Iterator[d.Run]:
    for child in children:
        if isinstance(child, str):
            yield replace(look, text=child)
        elif child.tag == "br":
            yield replace(look, text=" ")
        elif child.tag not in _DROPPED and child.attributes.get("aria-hidden") != "true":
            yield from _inline(child.children, _look(child, look))


def _look(node: _Node, look: d.Run) -> d.Run:
    href = node.attributes.get("href", "") if node.tag == "a" else ""
    return replace(
        look,
        strong=look.strong or node.tag in ("strong", "b"),
        emphasis=look.emphasis or node.tag in ("em", "i"),
        code=look.code or node.tag == "code",
        name=look.name or node.tag == "bdi",
        href=href if _ADDRESS.match(href) else look.href,
    )


def _content(node: _Node) -> str:
    return d.words_of(_runs(node.children))


def _find(node: _Node, *tags: str) -> Iterator[_Node]:
    """Nodes with a tag below a node, in order, not inside each other."""
    for child in node.children:
        if isinstance(child, _Node):
            if child.tag in tags:
                yield child
            else:
                yield from _find(child, *tags)


def _heading(node: _Node) -> Iterator[d.Block]:
    if runs := _runs(node.children):
        yield d.Heading(min(int(node.tag[1]), 4), runs)


def _text(node: _Node) -> Iterator[d.Block]:
    kind = d.SMALL if "cl-small" in node.classes else d.MISSING if "cl-missing" in node.classes else ""
    yield from _blocks(node, kind)


def _division(node: _Node) -> Iterator[d.Block]:
    inner = tuple(_blocks(node))
    if "cl-reading" in node.classes:
        yield d.Reading(inner)
    else:
        yield from inner


def _quote(node: _Node) -> Iterator[d.Block]:
    yield d.Quote(tuple(_blocks(node)))


def _pre(node: _Node) -> Iterator[d.Block]:
    yield d.Code("".join(run.text for run in _inline(node.children, d.Run(""))).rstrip("\n"))


def _list(node: _Node) -> Iterator[d.Block]:
    items = list(_find(node, "li"))
    if "cl-checks" in node.classes:
        yield d.Notes(tuple((_tone(item), _runs(item.children)) for item in items))
    elif items:
        yield d.Items(tuple(tuple(_blocks(item)) for item in items), node.tag == "ol")


def _tone(node: _Node) -> str:
    return next((tone for tone in d.TONES if tone in node.classes), "note")


def _pairs(node: _Node) -> Iterator[d.Block]:
    items: list[tuple[d.Runs, d.Blocks]] = []
    for child in _find(node, "dt", "dd"):
        if child.tag == "dt":
            items.append((_runs(child.children), ()))
        elif items:
            items[-1] = (items[-1][0], items[-1][1] + tuple(_blocks(child)))
    if items:
        yield d.Pairs(tuple(items))


def _figure(node: _Node) -> Iterator[d.Block]:
    picture = next(_find(node, "img"), None)
    caption = next((_content(n) for n in _find(node, "figcaption")), "")
    match = _PICTURE.fullmatch(picture.attributes.get("src", "")) if picture else None
    if picture and match:
        try:
            data = base64.b64decode(match[1], validate=True)
        except binascii.Error:
            data = b""
        yield d.Figure(data, d.printable(picture.attributes.get("alt", "")), caption)
    elif caption:
        yield d.Paragraph(d.plain(caption), d.SMALL)


def _details(node: _Node) -> Iterator[d.Block]:
    title = next((_content(n) for n in _find(node, "summary")), "")
    rest = [c for c in node.children if not (isinstance(c, _Node) and c.tag == "summary")]
    yield d.Folded(title, tuple(_blocks(_Node("div", {}, rest))))


def _table(node: _Node) -> Iterator[d.Block]:
    caption = next((_content(n) for n in _find(node, "caption")), "")
    lines = [list(_find(row, "th", "td")) for row in _find(node, "tr")]
    headed = bool(lines) and all(cell.tag == "th" for cell in lines[0])
    head = tuple(_content(cell) for cell in lines[0]) if headed else ()
    body = lines[1:] if headed else lines
    wide = max((len(line) for line in (head, *body)), default=0)
    if not wide:
        return
    numeric = [
        bool(body) and all("n" in line[i].classes for line in body if i < len(line)) for i in range(wide)
    ]
    rows = tuple(_padded([_content(cell) for cell in line], wide) for line in body)
    yield d.Grid(_padded(list(head), wide), rows, tuple(numeric), caption)


def _padded(cells: list[str], wide: int) -> tuple[str, ...]:
    return tuple(cells + [""] * (wide - len(cells)))


_MAKERS: dict[str, Callable[[_Node], Iterator[d.Block]]] = {
    **dict.fromkeys(_HEADINGS, _heading),
    "p": _text,
    "div": _division,
    "blockquote": _quote,
    "pre": _pre,
    "ul": _list,
    "ol": _list,
    "dl": _pairs,
    "figure": _figure,
    "details": _details,
    "table": _table,
    "hr": lambda node: iter(()),
}
