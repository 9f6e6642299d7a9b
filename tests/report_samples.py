"""A small document with every kind of block, and texts that try to be something else than text."""

from __future__ import annotations

import functools

from hypothesis import strategies as st

from clusterlib import figures
from clusterlib.reports import document as d

HOSTILE = (
    "<script>alert(1)</script><b>bold</b>",
    "$x^2$ \\input{/etc/passwd} \\textbf{a} %comment",
    '#include "secret.typ" #eval("1+1") #image("/etc/passwd") = Heading @ref <label>',
    "![x](file:///etc/passwd) [a](http://example.org) `code` **bold** | cell | {=openxml}",
    "</w:t></w:r><w:p/>&amp;&#60; ]]> <!-- -->",
    '=HYPERLINK("http://example.org")',
    "اسم الشركة (A-1) <b>",
    "საქართველოს კლასტერი",
    "\u202eevil\u202c \u2067x\u2069 a\u200bb",
    "a\x00b\x0bc\x1bd\ufffe",
    "x" * 10_000,
    "word " * 2_000,
)
#: Anything a person may paste into a cell, lone surrogates left out: no file can hold them.
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=60),
    st.text("#$\\<>[]{}*_`@~&%\"'|=-/ ab\n", max_size=60),
)


@functools.cache
def drawing() -> bytes:
    """A figure as the library makes it."""
    ax = figures.axes(width=4, height=2)
    ax.bar([0, 1], [1, 2], hatch="//")
    ax.set_title("Two bars")
    return figures.finish(ax, alt="Bars", source="Source: none.").svg


#: Many texts at once: a document is dear, a text in it is not.
many = st.lists(texts, min_size=20, max_size=30).map(lambda found: [*HOSTILE, *found])


def rows(said: list[str]) -> d.Document:
    """A document with one table row and one finding for each text."""
    grid = d.Grid(("Text", "No."), tuple((text, "1") for text in said), (False, True))
    notes = d.Notes(tuple(("red", (d.Run(text, name=True),)) for text in said))
    part = d.Part("one", "One", (grid, notes))
    return d.Document("Case", "", "", "en", "2027-02-01T10:00:00+00:00", (), (), (part,))


def document(text: str = "Name", *, lang: str = "en", title: str = "") -> d.Document:
    """A document that says `text` in every place where a text can stand."""
    runs = (d.Run("Before "), d.Run(text, name=True), d.Run(" after", strong=True))
    paragraph = d.Paragraph(runs)
    grid = d.Grid(("Name", text), ((text, "1"), ("b", "22")), (False, True), text)
    blocks: d.Blocks = (
        d.Heading(2, d.plain(f"H {text}"), "one-1"),
        paragraph,
        d.Paragraph(runs, d.SMALL),
        d.Paragraph(runs, d.MISSING),
        d.Items(((paragraph,), (paragraph, d.Items(((paragraph,),)))), True),
        d.Items(((paragraph,),)),
        d.Reading((paragraph, paragraph)),
        d.Quote((paragraph,)),
        d.Pairs(((runs, (paragraph,)),)),
        d.Notes(tuple((tone, runs) for tone in d.TONES)),
        grid,
        d.Figure(drawing(), f"Alt {text}", f"Source: {text}"),
        d.Folded(f"Rows {text}", (grid,), annex=True, pointer="See the end"),
        d.Folded(f"More {text}", (paragraph,)),
        d.Code(f"a  b\n{text}"),
    )
    first = d.Part("top", "What needs you first", (d.Paragraph((d.Run("Go", href="#one"),)),))
    return d.Document(
        title=title or f"Case {text}",
        subtitle="Report",
        place=text,
        lang=lang,
        made="2027-02-01T10:00:00+00:00",
        facts=(("Basis", (text,)),),
        first=(first,),
        parts=(d.Part("one", f"01 {text}", blocks, step=True),),
        foot=("Foot",),
    )
