"""A table in the language of Word files: exact widths, a head that repeats, rows that stay whole."""

from __future__ import annotations

from xml.sax.saxutils import escape

from clusterlib.reports import document as d
from clusterlib.reports import faces, sheets

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: Twentieths of a point, Word's unit of length.
_TWIPS = 20


def table(grid: d.Grid, sheet: sheets.Sheet, *, captioned: bool = True) -> str:
    """One table, with its caption before it and a narrow line behind it.

    Parameters
    ----------
    grid : Grid
        Its texts.
    sheet : Sheet
        Columns shown, their widths, the size of type.
    captioned : bool
        Whether the caption is set; not again over the second half of a split table.

    Examples
    --------
    >>> grid = d.Grid(("Name",), (("<b>",),), (False,))
    >>> "&lt;b&gt;" in table(grid, sheets.sheets(grid)[0])
    True
    """
    widths = [round(width * _TWIPS) for width in sheet.widths]
    caption = _paragraph(grid.caption, "TableCaption") if grid.caption and captioned else ""
    look = (
        f'<w:tblStyle w:val="Table"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/>'
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(grid, grid.head, sheet, widths, head=True)
    rows = "".join(_row(grid, row, sheet, widths, head=False) for row in grid.rows)
    body = f'<w:tbl xmlns:w="{SPACE}"><w:tblPr>'
    body += f"{look}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>"
    return f"{caption}{body}{_paragraph('', 'SectionEnd')}"


def _row(grid: d.Grid, line: tuple[str, ...], sheet: sheets.Sheet, widths: list[int], *, head: bool) -> str:
    texts = [line[place] for place in sheet.columns]
    whole = max((len(text) for text in texts), default=0) <= sheets.LONG_CELL
    look = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if head else "")
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        + _paragraph(text, f"TableText{sheet.size}", right=grid.numeric[place], strong=head)
        + "</w:tc>"
        for place, text, width in zip(sheet.columns, texts, widths, strict=True)
    )
    return f"<w:tr>{f'<w:trPr>{look}</w:trPr>' if look else ''}{cells}</w:tr>"


def _paragraph(text: str, style: str, *, right: bool = False, strong: bool = False) -> str:
    turned = faces.runs_right_to_left(text)
    pure = turned and not any(c.isascii() and c.isalpha() for c in text)
    look = ("<w:b/><w:bCs/>" if strong else "") + ("<w:rtl/>" if pure else "")
    shown = escape(faces.isolated(d.one_line(text)))
    run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{shown}</w:t></w:r>' if text else ""
    place = '<w:jc w:val="right"/>' if right else ""
    return f'<w:p xmlns:w="{SPACE}"><w:pPr><w:pStyle w:val="{style}"/>{place}</w:pPr>{run}</w:p>'
