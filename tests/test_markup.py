from __future__ import annotations

import pandas as pd
import report_samples as samples
from hypothesis import given, settings

from clusterlib import blocks, figures
from clusterlib.checks import Answer, Check
from clusterlib.readings import Speaker
from clusterlib.reports import document as d
from clusterlib.reports import markup

SAY = Speaker()


def collapsed(text: str) -> str:
    return " ".join(
        d.printable(text).replace("\f", " ").replace("\n", " ").replace("\r", " ").split(" ")
    ).strip()


@settings(max_examples=150, deadline=None)
@given(samples.texts)
def test_any_text_of_a_cell_comes_back_as_it_was(text):
    frame = pd.DataFrame({"name": [text, "b"], "n": [1, 2]})
    (grid,) = markup.read(blocks.wrap(blocks.table(frame, caption="Title")))
    assert isinstance(grid, d.Grid)
    assert grid.head == ("name", "n") and grid.numeric == (False, True) and grid.caption == "Title"
    squeezed = "".join(collapsed(text).split())
    assert "".join(grid.rows[0][0].split()) == squeezed and grid.rows[1] == ("b", "2")


@settings(max_examples=60, deadline=None)
@given(samples.texts)
def test_markup_made_of_anything_gives_blocks_that_can_be_written(text):
    found = markup.read(text)
    assert all(said == d.printable(said) and "\0" not in said for said in d.texts(found))
    assert markup.read("") == ()


def test_what_the_house_writes_is_understood():
    reading = markup.read(blocks.wrap(blocks.reading("One.\n\nTwo.")))
    assert reading == (d.Reading((d.Paragraph(d.plain("One.")), d.Paragraph(d.plain("Two.")))),)
    (missing,) = markup.read(blocks.missing("No table."))
    assert missing == d.Paragraph(d.plain("No table."), d.MISSING)
    checks = [Check("a", "finding", "red", "Bad <b>.", "Cure."), Check("b", "not judged", "note", "No.")]
    (notes,) = markup.read(blocks.checks(checks, SAY))
    assert [tone for tone, _ in notes.items] == ["red", "unjudged"]
    assert d.words_of(notes.items[0][1]) == "Decide this week. Bad <b>. Cure."
    (pairs,) = markup.read(blocks.answers([Answer("Why?", "Because.", False)], SAY))
    assert [d.words_of(q) for q, _ in pairs.items] == ["Why?"]
    assert d.words_of(pairs.items[0][1][0].runs) == "Open. Because."


def test_a_figure_keeps_its_bytes_and_its_words():
    picture = figures.Picture(b"<svg/>", b"", "Bars & <lines>", "Source: x.")
    (figure,) = markup.read(blocks.wrap(picture.html()))
    assert figure == d.Figure(b"<svg/>", "Bars & <lines>", "Source: x.")


def test_nothing_from_outside_comes_in():
    text = (
        '<p onclick="x()">A<script>alert(1)</script><a href="javascript:alert(1)">b</a></p>'
        '<figure><img src="http://example.org/x.png" alt="x"><figcaption>c</figcaption></figure>'
        '<figure><img src="file:///etc/passwd" alt="x"></figure><style>p{}</style><iframe src="y"></iframe>'
    )
    found = markup.read(text)
    assert not any(isinstance(block, d.Figure) for block in d.walk(found))
    assert [run.href for block in found if isinstance(block, d.Paragraph) for run in block.runs] == ["", ""]
    assert "alert" not in " ".join(d.texts(found))


def test_lists_headings_and_folds_nest():
    found = markup.read(
        "<h2>H</h2><ul><li>a<ul><li>b</li></ul></li></ul><ol><li><p>c</p><p>d</p></li></ol>"
        "<details><summary>More</summary><p class='cl-small'>e</p></details><blockquote>f</blockquote>"
    )
    assert [type(block).__name__ for block in found] == ["Heading", "Items", "Items", "Folded", "Quote"]
    assert [d.words_of(b.runs) for b in d.walk(found) if isinstance(b, d.Paragraph)] == list("abcdef")
