"""What pandoc leaves open in a Word file: look, running head, contents, language."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import defusedxml.ElementTree as safe

from clusterlib.reports import document as d

STYLES = Path(__file__).parents[1] / "static" / "report_styles.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_NAMESPACES = {
    "w": _W,
    "r": _R,
    "pic": _PIC,
    "wp": _WP,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "o": "urn:schemas-microsoft-com:office:office",
    "v": "urn:schemas-microsoft-com:vml",
    "w10": "urn:schemas-microsoft-com:office:word",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}
_HEADER, _FOOTER = "rIdRunningHead", "rIdPageNumber"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
#: Date of every file in the package: the earliest that a zip file can hold.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


#: A paragraph that begins a page, where headings do not do it by themselves.
PAGE_BREAK = (
    f'<w:p xmlns:w="{_W}"><w:pPr><w:pStyle w:val="SectionEnd"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'
)


def section(*, turned: bool) -> str:
    """A paragraph that ends a section; `turned` says how the pages before it lie.

    Examples
    --------
    >>> 'w:orient="landscape"' in section(turned=True), 'landscape' in section(turned=False)
    (True, False)
    """
    space = f'xmlns:w="{_W}" xmlns:r="{_R}"'
    return f'<w:p {space}><w:pPr><w:pStyle w:val="SectionEnd"/>{_section(turned=turned)}</w:pPr></w:p>'


def _section(*, turned: bool, first: bool = False) -> str:
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if turned else 'w:w="11906" w:h="16838"'
    title = "<w:titlePg/>" if first else ""
    return (
        "<w:sectPr>"
        f'<w:headerReference w:type="default" r:id="{_HEADER}"/>'
        f'<w:footerReference w:type="default" r:id="{_FOOTER}"/>'
        f'<w:pgSz {size}/><w:pgMar w:top="1300" w:right="1240" w:bottom="1200" w:left="1240" '
        f'w:header="600" w:footer="560" w:gutter="0"/>{title}</w:sectPr>'
    )


def _field(code: str, shown: str, *, dirty: bool = False) -> str:
    mark = ' w:dirty="true"' if dirty else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"{mark}/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{escape(shown)}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(key: str) -> str:
    """The name of a place in a Word file: letters, digits and low lines, at most forty.

    Examples
    --------
    >>> bookmark("mapping-2")
    'mapping_2'
    """
    return re.sub(r"\W", "_", key)[:40]


def contents(title: str, entries: Iterable[tuple[int, str, str]]) -> str:
    """The contents as a field that Word fills with page numbers; its entries stand in it from the start.

    Parameters
    ----------
    title : str
        Heading of the contents.
    entries : iterable of (int, str, str)
        Level, text and anchor of each heading.
    """
    rows = list(entries)
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    lines = []
    for place, (level, text, anchor) in enumerate(rows):
        page = _field(f"PAGEREF {anchor} \\h", "–")
        link = (
            f'<w:hyperlink w:anchor="{escape(anchor)}" w:history="1"><w:r>'
            f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r><w:r><w:tab/></w:r>{page}</w:hyperlink>'
        )
        head = f'<w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>'
        lines.append(f"<w:p>{head}{begin if place == 0 else ''}{link}</w:p>")
    if not lines:
        lines.append(f"<w:p>{begin}</w:p>")
    heading = f'<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr><w:r><w:t>{escape(title)}</w:t></w:r></w:p>'
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    return (
        f'<w:sdt xmlns:w="{_W}"><w:sdtPr>{gallery}</w:sdtPr>'
        f"<w:sdtContent>{heading}{''.join(lines)}{end}</w:sdtContent></w:sdt>"
    )


def finish(data: bytes, *, title: str, lang: str, moment: dt.datetime, flowing: bool = False) -> bytes:
    """Complete the file that pandoc wrote.

    Parameters
    ----------
    data : bytes
        The file as pandoc wrote it.
    title : str
        Stands in the running head.
    lang : str
        Language of the document, as ``fr-FR``.
    moment : datetime
        When the run ended; the only date in the file.
    flowing : bool
        Whether a chapter begins where the last one ended.

    Returns
    -------
    bytes
        The same bytes for the same document.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/styles.xml"] = _styles(lang, flowing=flowing)
    parts["word/header1.xml"] = _header(title)
    parts["word/footer1.xml"] = _footer()
    parts["word/document.xml"] = _document(parts["word/document.xml"])
    parts["word/settings.xml"] = _settings(parts["word/settings.xml"], lang)
    for name, old, new in (
        ("[Content_Types].xml", b"</Types>", _overrides()),
        ("word/_rels/document.xml.rels", b"</Relationships>", _relations()),
    ):
        parts[name] = parts[name].replace(old, new.encode("utf-8") + old)
    parts["docProps/core.xml"] = _core(parts["docProps/core.xml"], moment)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name, _ZIP_DATE), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _styles(lang: str, *, flowing: bool) -> bytes:
    text = STYLES.read_text("utf-8").replace("LANG", lang)
    if flowing:
        own = '<w:keepNext/><w:keepLines/><w:pageBreakBefore/><w:spacing w:before="0" w:after="200"/>'
        assert own in text
        text = text.replace(own, '<w:keepNext/><w:keepLines/><w:spacing w:before="480" w:after="200"/>')
    return text.encode("utf-8")


def _header(title: str) -> bytes:
    title = d.one_line(title)
    shown = title if len(title) <= 70 else title[:69].rstrip() + "…"
    chapter = _field("STYLEREF 1", "")
    text = f'<w:r><w:t xml:space="preserve">{escape(shown)}</w:t></w:r><w:r><w:tab/></w:r>{chapter}'
    return _part("hdr", "Header", text)


def _footer() -> bytes:
    of = '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    return _part("ftr", "Footer", _field("PAGE", "1") + of + _field("NUMPAGES", "1"))


def _part(tag: str, style: str, content: str) -> bytes:
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:{tag} xmlns:w="{_W}" xmlns:r="{_R}">{paragraph}</w:{tag}>'.encode()


def _overrides() -> str:
    return "".join(
        f'<Override PartName="/word/{kind}1.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for kind in ("header", "footer")
    )


def _relations() -> str:
    pairs = ((_HEADER, "header"), (_FOOTER, "footer"))
    return "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{kind}1.xml"/>' for key, kind in pairs
    )


def _document(xml: bytes) -> bytes:
    """Pictures carry their text once, the last pages lie upright."""
    for prefix, space in _NAMESPACES.items():
        ElementTree.register_namespace(prefix, space)
    root = safe.fromstring(xml)
    for inline in root.iter(f"{{{_WP}}}inline"):
        shown = next(inline.iter(f"{{{_WP}}}docPr")).get("descr", "")
        for name in inline.iter(f"{{{_PIC}}}cNvPr"):
            name.set("descr", shown)
    body = root.find(f"{{{_W}}}body")
    assert body is not None
    for old in body.findall(f"{{{_W}}}sectPr"):
        body.remove(old)
    _first_page_without_head(root)
    space = f'xmlns:w="{_W}" xmlns:r="{_R}"'
    alone = not any(True for _ in root.iter(f"{{{_W}}}sectPr"))
    last = _section(turned=False, first=alone).replace("<w:sectPr>", f"<w:sectPr {space}>", 1)
    body.append(safe.fromstring(last))
    made: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made


def _first_page_without_head(root: ElementTree.Element) -> None:
    first = next(root.iter(f"{{{_W}}}sectPr"), None)
    if first is not None:
        first.append(ElementTree.Element(f"{{{_W}}}titlePg"))


def _settings(xml: bytes, lang: str) -> bytes:
    return re.sub(rb'(<w:themeFontLang w:val=")[^"]*"', rb"\g<1>" + lang.encode() + b'"', xml)


def _core(xml: bytes, moment: dt.datetime) -> bytes:
    xml = re.sub(
        rb"<dc:creator>[^<]*</dc:creator>|<dc:creator ?/>", b"<dc:creator>clusterlib</dc:creator>", xml
    )
    stamp = moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, xml)
