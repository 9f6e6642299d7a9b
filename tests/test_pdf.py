from __future__ import annotations

import json
import re
import zlib

import pytest
import report_samples as samples
from hypothesis import given, settings

from clusterlib.faults import ClusterlibError
from clusterlib.reports import document as d
from clusterlib.reports import faces, pdf, pictures
from clusterlib.reports.typesetter import typeset


def made(document: d.Document) -> bytes:
    return pdf.write(document, contents="Contents", annex="Tables")


def inside(data: bytes) -> bytes:
    """The objects of a PDF, those in compressed streams too."""
    parts = [data]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def strings(text: str) -> list[bytes]:
    """How a text may stand in a PDF."""
    return [f"({text})".encode(), b"(" + text.encode("utf-16-be"), text.encode()]


def test_the_file_has_title_language_bookmarks_tags_and_words_for_pictures():
    found = inside(made(samples.document("Nom", lang="fr", title="Plastics of Abidjan")))
    assert found.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in found and b"/Marked true" in found
    assert b"/Lang (fr-FR)" in found or b"/Lang(fr-FR)" in found
    assert b"/Outlines" in found and b"/Title" in found and b"Plastics of Abidjan" in found
    assert b"/Alt" in found and any(text in found for text in strings("Alt Nom"))
    assert b"/Table" in found and b"/TH" in found and b"/H1" in found and b"/Figure" in found
    assert b"pdfuaid:part" in found


@settings(max_examples=4, deadline=None)
@given(samples.many)
def test_any_text_is_set_as_text(said):
    document = samples.rows(said)
    data = json.loads(json.dumps(pdf._data(document, "Contents", "Tables", {})))
    table, notes = data["parts"][0]["blocks"]
    bare = str.maketrans("", "", "\u200b\u2068\u2069")
    for text, row, note in zip(said, table["sheets"][0]["rows"], notes["items"], strict=True):
        plain = d.one_line(text).translate(bare)
        assert row[0].translate(bare) == plain
        assert "".join(run["t"] for run in note["runs"]).translate(bare) == plain
    assert made(document).startswith(b"%PDF-")


def test_any_place_takes_any_text():
    assert made(samples.document(" ".join(text[:600] for text in samples.HOSTILE))).startswith(b"%PDF-")


def test_the_template_never_reads_a_text_as_code_nor_a_file_by_a_name_from_outside():
    source = pdf.TEMPLATE.read_text("utf-8")
    assert not re.search(r"\beval\(|\bread\(|\bplugin\(|#import|#include|mode:", source)
    assert re.findall(r"\bimage\((\S+?),", source) == ["b.file"]
    files: dict[str, bytes] = {}
    data = pdf._data(samples.document("/etc/passwd"), "Contents", "Tables", files)
    named = re.findall(r'"file": "([^"]+)"', json.dumps(data))
    assert named and all(re.fullmatch(r"figures/\d{3}\.(svg|png)", name) for name in named)
    assert set(named) == set(files)


def test_nothing_on_disk_can_be_read():
    with pytest.raises(ClusterlibError, match="could not be set"):
        typeset({"main.typ": b'#read("/etc/passwd")'}, format="pdf")


def test_the_same_document_gives_the_same_bytes():
    assert made(samples.document("Name")) == made(samples.document("Name"))


def test_names_in_other_scripts_are_set_in_the_letters_that_come_along():
    data = made(samples.document(" · ".join(faces.COVERED.values())))
    names = set(re.findall(rb"/BaseFont\s*/([\w+-]+)", inside(data)))
    assert names and all(name.split(b"+")[-1].startswith(b"DejaVuSans") for name in names)


def test_a_step_turned_page_and_a_long_cell_are_set():
    wide = d.Grid(tuple(f"Establishment{i}" for i in range(12)), (("x" * 20,) * 12,) * 3, (False,) * 12)
    long = d.Grid(("a", "b"), (("word " * 3000, "1"),), (False, True))
    part = d.Part("one", "One", (d.Paragraph(d.plain("Before")), wide, long))
    document = d.Document("Case", "", "", "en", "2027-02-01T10:00:00+00:00", (), (), (part,))
    sizes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", inside(made(document)))
    turned = [float(w) > float(h) for w, h in sizes]
    assert any(turned) and not all(turned)
    assert len(sizes) > 5


def test_a_picture_keeps_its_shape_and_gets_its_dots():
    drawing = samples.drawing()
    wide, high = pictures.size(drawing)
    assert (round(wide), round(high)) == (288, 144)
    png = pictures.dotted(drawing)
    assert png.startswith(b"\x89PNG") and pictures.dotted(png) == png
    assert int.from_bytes(png[16:20], "big") == pytest.approx(4 * pictures.DOTS, abs=2)
    tall = b'<svg width="100pt" height="4000pt">'
    assert pictures.size(tall)[1] == pictures.TALLEST
    assert pictures.size(b"<svg>") == (470.0, pytest.approx(263.2))
