from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
import report_samples as samples
from hypothesis import given, settings

from clusterlib.reports import document as d
from clusterlib.reports import faces, word, word_parts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"


class Word:
    """A Word file, read back part by part."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert package.testzip() is None
            self.parts = {name: package.read(name) for name in package.namelist()}
            self.dates = {info.date_time for info in package.infolist()}
        self.root = ElementTree.fromstring(self.parts["word/document.xml"])

    def xml(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts[name])

    def paragraphs(self, style: str) -> list[str]:
        found = []
        for paragraph in self.root.iter(f"{W}p"):
            look = paragraph.find(f"{W}pPr/{W}pStyle")
            if look is not None and look.get(f"{W}val") == style:
                found.append("".join(t.text or "" for t in paragraph.iter(f"{W}t")))
        return found


def made(document: d.Document) -> Word:
    return Word(word.write(document, contents="Contents", annex="Tables"))


def bare(text: str) -> str:
    """A text without marks of direction, and without the two hyphens that Word keeps as elements."""
    return d.one_line(text).translate(str.maketrans("", "", "\u2068\u2069\u00ad\u2011"))


def complete(file: Word) -> None:
    """What Word looks at before it opens a file without repairing it."""
    for name, data in file.parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(data)
    types = file.parts["[Content_Types].xml"].decode()
    for name in file.parts:
        ending = name.rsplit(".", 1)[-1]
        assert (
            f'PartName="/{name}"' in types
            or f'Extension="{ending}"' in types
            or name == "[Content_Types].xml"
        )
    relations = file.xml("word/_rels/document.xml.rels")
    known = {r.get("Id"): (r.get("Target"), r.get("TargetMode")) for r in relations}
    assert len(known) == len(list(relations))
    used = {v for e in file.root.iter() for k, v in e.attrib.items() if k.startswith(R) and v}
    assert used <= set(known)
    for target, mode in known.values():
        assert mode == "External" or f"word/{target}" in file.parts or target.lstrip("/") in file.parts, (
            target
        )
    styles = {s.get(f"{W}styleId") for s in file.xml("word/styles.xml").iter(f"{W}style")}
    named = {e.get(f"{W}val") for t in ("pStyle", "rStyle", "tblStyle") for e in file.root.iter(f"{W}{t}")}
    assert named <= styles, named - styles
    for tag, key in (
        (f"{WP}docPr", "id"),
        (f"{W}bookmarkStart", f"{W}id"),
        (f"{W}bookmarkStart", f"{W}name"),
    ):
        ids = [e.get(key) for e in file.root.iter(tag)]
        assert len(ids) == len(set(ids)), tag
    starts, ends = ([e.get(f"{W}id") for e in file.root.iter(f"{W}bookmark{w}")] for w in ("Start", "End"))
    assert sorted(starts) == sorted(ends)
    for cell in file.root.iter(f"{W}tc"):
        assert list(cell)[-1].tag == f"{W}p"
    for table in file.root.iter(f"{W}tbl"):
        columns = len(list(table.find(f"{W}tblGrid")))
        assert all(len(row.findall(f"{W}tc")) == columns for row in table.findall(f"{W}tr"))
    marks = [e.get(f"{W}fldCharType") for e in file.root.iter(f"{W}fldChar")]
    assert marks.count("begin") == marks.count("end") == marks.count("separate") > 0
    body = file.root.find(f"{W}body")
    assert list(body)[-1].tag == f"{W}sectPr" and len(body.findall(f"{W}sectPr")) == 1


def test_a_file_is_complete_and_has_headings_contents_and_language():
    file = made(samples.document("Name", lang="fr", title="Plastics of Abidjan"))
    complete(file)
    assert file.paragraphs("Title") == ["Plastics of Abidjan"]
    assert file.paragraphs("Heading1") == ["What needs you first", "01 Name", "Tables"]
    assert "H Name" in file.paragraphs("Heading2") and "More Name" in file.paragraphs("Heading3")
    code = "".join(e.text or "" for e in file.root.iter(f"{W}instrText"))
    assert 'TOC \\o "1-2" \\h' in code
    assert [text.removesuffix("–") for text in file.paragraphs("TOC1")] == file.paragraphs("Heading1")
    anchors = {e.get(f"{W}anchor") for e in file.root.iter(f"{W}hyperlink")} - {None}
    assert anchors and anchors <= {e.get(f"{W}name") for e in file.root.iter(f"{W}bookmarkStart")}
    assert b'w:lang w:val="fr-FR"' in file.parts["word/styles.xml"]
    assert b"<dc:title>Plastics of Abidjan</dc:title>" in file.parts["docProps/core.xml"]
    assert b"PAGE" in file.parts["word/footer1.xml"] and b"NUMPAGES" in file.parts["word/footer1.xml"]
    assert b"Plastics of Abidjan" in file.parts["word/header1.xml"]


def test_every_picture_has_words_and_is_sharp():
    file = made(samples.document("Name"))
    shown = list(file.root.iter(f"{WP}docPr"))
    assert [picture.get("descr") for picture in shown] == ["Alt Name"]
    assert {e.get("descr") for e in file.root.iter(f"{PIC}cNvPr")} == {"Alt Name"}
    (png,) = [data for name, data in file.parts.items() if name.startswith("word/media/")]
    extent = next(file.root.iter(f"{WP}extent"))
    inches = int(extent.get("cx")) / 914400
    assert int.from_bytes(png[16:20], "big") / inches >= 250


def test_tables_repeat_their_head_keep_rows_whole_and_fit_the_page():
    wide = d.Grid(tuple(f"Establishment{i}" for i in range(12)), (("x" * 20,) * 12,) * 3, (False,) * 12)
    long = d.Grid(("a", "b"), (("word " * 3000, "1"), ("c", "2")), (False, True), "Long")
    part = d.Part("one", "One", (wide, long))
    file = made(d.Document("Case", "", "", "en", "2027-02-01T10:00:00+00:00", (), (), (part,)))
    complete(file)
    for table in file.root.iter(f"{W}tbl"):
        head, *rows = table.findall(f"{W}tr")
        assert head.find(f"{W}trPr/{W}tblHeader") is not None
        for row in rows:
            letters = max(len("".join(cell.itertext())) for cell in row.findall(f"{W}tc"))
            assert (row.find(f"{W}trPr/{W}cantSplit") is not None) == (letters <= 1200)
        assert sum(int(c.get(f"{W}w")) for c in table.iter(f"{W}gridCol")) <= 14400
    pages = [e.find(f"{W}pgSz").get(f"{W}orient") for e in file.root.iter(f"{W}sectPr")]
    assert pages == [None, "landscape", None]  # no empty page between the halves of a table
    assert file.paragraphs("TableCaption") == ["Long"]


@settings(max_examples=4, deadline=None)
@given(samples.many)
def test_any_text_is_shown_as_text(said):
    file = made(samples.rows(said))
    complete(file)
    (table,) = file.root.iter(f"{W}tbl")
    notes = file.paragraphs("FindingRed")
    for text, row, note in zip(said, table.findall(f"{W}tr")[1:], notes, strict=True):
        shown = "".join(t.text or "" for t in row.find(f"{W}tc").iter(f"{W}t"))
        assert bare(shown) == bare(text)
        assert bare(note) == f"■ {bare(text)}"
    codes = {(e.text or "").split()[0] for e in file.root.iter(f"{W}instrText")}
    assert codes <= {"TOC", "PAGEREF"}
    outside = [r for r in file.xml("word/_rels/document.xml.rels") if r.get("TargetMode") == "External"]
    assert outside == []


def test_any_place_takes_any_text():
    complete(made(samples.document(" ".join(samples.HOSTILE))))


def test_pandoc_reads_no_file_and_no_address(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG\r\n\x1a\nSECRET" + bytes(64))
    image = {"t": "Image", "c": [["", [], []], [], [str(secret), ""]]}
    tree = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": [{"t": "Para", "c": [image]}]}
    import json

    data = word._pandoc(json.dumps(tree).encode(), samples.document())
    assert b"SECRET" not in b"".join(Word(data).parts.values())
    with pytest.raises(word.ClusterlibError, match="could not be written"):
        word._pandoc(b"{}", samples.document())


def test_the_same_document_gives_the_same_bytes():
    first, second = (word.write(samples.document("N"), contents="C", annex="A") for _ in range(2))
    assert first == second
    file = Word(first)
    assert file.dates == {(1980, 1, 1, 0, 0, 0)}
    assert file.parts["docProps/core.xml"].count(b"2027-02-01T10:00:00Z") == 2


def test_right_to_left_names_are_marked_as_such():
    arabic, georgian = faces.COVERED["Arabic"], faces.COVERED["Georgian"]
    file = made(samples.document(arabic, title="Case"))
    runs = [r for r in file.root.iter(f"{W}r") if arabic in "".join(t.text or "" for t in r.iter(f"{W}t"))]
    assert any(run.find(f"{W}rPr/{W}rtl") is not None for run in runs)
    assert any("\u2068" + arabic + "\u2069" in "".join(r.itertext()) for r in runs)
    assert georgian in "".join(made(samples.document(georgian)).root.itertext())


def test_a_bookmark_is_a_name_that_word_takes():
    assert re.fullmatch(r"\w{1,40}", word_parts.bookmark("a-b c/" * 20))
