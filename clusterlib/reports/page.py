"""A document as one self-contained HTML page: it opens without a network and prints well."""

from __future__ import annotations

import base64
from collections.abc import Callable

from clusterlib import blocks
from clusterlib.reports import document as d
from clusterlib.reports import pictures
from clusterlib.reports.page_style import PAGE_STYLE

_SIGNS = {**blocks.SIGNS, "unjudged": blocks.SIGNS["not judged"]}


def escape(text: str) -> str:
    """A text as text."""
    return blocks.escape(d.printable(text))


def write(document: d.Document, *, contents: str, skip: str) -> str:
    """The page as text.

    Parameters
    ----------
    document : Document
        What is said.
    contents, skip : str
        Heading of the contents, and what the link says that leads past the head of the page.
    """
    first = "".join(_part(part) for part in document.first if part.blocks)
    parts = "".join(_part(part) for part in document.parts if part.blocks)
    body = f"{_head(document)}{first}{_contents(document, contents)}{parts}{_foot(document)}"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.lang)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(document.title)}</title>{blocks.STYLE}{PAGE_STYLE}</head>\n<body>"
        f'<a class="skip" href="#content">{escape(skip)}</a>'
        f'<main id="content" class="cl">{body}</main></body></html>\n'
    )


def _head(document: d.Document) -> str:
    rows = [f"<h1><bdi>{escape(document.title)}</bdi></h1>"]
    if document.place:
        rows.append(f'<p class="place"><bdi>{escape(document.place)}</bdi></p>')
    facts = "".join(
        f"<dt>{escape(label)}</dt>" + "".join(f"<dd>{escape(line)}</dd>" for line in lines)
        for label, lines in document.facts
    )
    if facts:
        rows.append(f'<dl class="facts">{facts}</dl>')
    return f"<header>{''.join(rows)}</header>"


def _foot(document: d.Document) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in document.foot)
    return f'<footer class="cl-small">{lines}</footer>' if lines else ""


def _contents(document: d.Document, title: str) -> str:
    rows = []
    for part in document.parts:
        if not part.blocks:
            continue
        inner = "".join(
            f'<li><a href="#{escape(block.key)}">{escape(d.words_of(block.runs))}</a></li>'
            for block in part.blocks
            if isinstance(block, d.Heading) and block.level == 2 and block.key
        )
        under = f"<ul>{inner}</ul>" if inner else ""
        rows.append(f'<li><a href="#{escape(part.key)}">{escape(part.title)}</a>{under}</li>')
    if not rows:
        return ""
    return f'<nav aria-labelledby="toc"><h2 id="toc">{escape(title)}</h2><ul>{"".join(rows)}</ul></nav>'


def _part(part: d.Part) -> str:
    kind = ' class="step"' if part.step else ""
    inner = "".join(_block(block) for block in part.blocks)
    return f'<section id="{escape(part.key)}"{kind}><h2>{escape(part.title)}</h2>{inner}</section>'


def runs(content: d.Runs) -> str:
    """Runs as markup, all text escaped."""
    return "".join(_run(run) for run in content)


def _run(run: d.Run) -> str:
    text = escape(run.text)
    for wanted, tag in ((run.code, "code"), (run.emphasis, "em"), (run.strong, "strong"), (run.name, "bdi")):
        text = f"<{tag}>{text}</{tag}>" if wanted else text
    if not run.href:
        return text
    rel = "" if run.href.startswith("#") else ' rel="noopener noreferrer"'
    return f'<a href="{escape(run.href)}"{rel}>{text}</a>'


def _all(content: d.Blocks) -> str:
    return "".join(_block(block) for block in content)


def _heading(block: d.Heading) -> str:
    key = f' id="{escape(block.key)}"' if block.key else ""
    return f"<h{block.level + 1}{key}>{runs(block.runs)}</h{block.level + 1}>"


def _paragraph(block: d.Paragraph) -> str:
    kind = f' class="cl-{block.kind}"' if block.kind else ""
    return f"<p{kind}>{runs(block.runs)}</p>"


def _items(block: d.Items) -> str:
    tag = "ol" if block.ordered else "ul"
    return f"<{tag}>{''.join(f'<li>{_item(item)}</li>' for item in block.items)}</{tag}>"


def _item(content: d.Blocks) -> str:
    match content:
        case (d.Paragraph() as only,) if not only.kind:
            return runs(only.runs)
    return _all(content)


def _pairs(block: d.Pairs) -> str:
    return "<dl>" + "".join(f"<dt>{runs(q)}</dt><dd>{_item(a)}</dd>" for q, a in block.items) + "</dl>"


def _notes(block: d.Notes) -> str:
    rows = (
        f'<li class="{tone}"><span aria-hidden="true">{_SIGNS[tone]}</span> {runs(content)}</li>'
        for tone, content in block.items
    )
    return f'<ul class="cl-checks">{"".join(rows)}</ul>'


def _grid(block: d.Grid) -> str:
    title = f"<caption>{escape(block.caption)}</caption>" if block.caption else ""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in block.head)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{' class=' + chr(34) + 'n' + chr(34) if number else ''}><bdi>{escape(cell)}</bdi></td>"
            for cell, number in zip(row, block.numeric, strict=True)
        )
        + "</tr>"
        for row in block.rows
    )
    table = f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="cl-scroll">{table}</div>'


def _figure(block: d.Figure) -> str:
    kind = "svg+xml" if pictures.is_drawing(block.data) else "png"
    data = base64.b64encode(block.data).decode("ascii")
    caption = f"<figcaption>{escape(block.caption)}</figcaption>" if block.caption else ""
    image = f'<img alt="{escape(block.alt)}" src="data:image/{kind};base64,{data}">'
    return f'<figure class="cl-figure">{image}{caption}</figure>'


def _block(block: d.Block) -> str:
    make: Callable[..., str] = _MAKERS[type(block)]
    return make(block)


_MAKERS: dict[type, Callable[..., str]] = {
    d.Heading: _heading,
    d.Paragraph: _paragraph,
    d.Items: _items,
    d.Reading: lambda block: f'<div class="cl-reading">{_all(block.blocks)}</div>',
    d.Quote: lambda block: f"<blockquote>{_all(block.blocks)}</blockquote>",
    d.Pairs: _pairs,
    d.Notes: _notes,
    d.Grid: _grid,
    d.Figure: _figure,
    d.Folded: lambda block: (
        f"<details><summary>{escape(block.title)}</summary>{_all(block.blocks)}</details>"
    ),
    d.Code: lambda block: f"<pre>{escape(block.text)}</pre>",
}
