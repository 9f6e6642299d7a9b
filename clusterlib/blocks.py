"""The one room where text becomes markup: every name, number and sentence is escaped here."""

from __future__ import annotations

import html
from collections.abc import Iterable

import pandas as pd

from clusterlib.checks import Answer, Check, in_order
from clusterlib.readings import Speaker

#: What tells the severities apart besides colour.
SIGNS = {"red": "■", "amber": "▲", "note": "○", "fine": "✓", "not judged": "?"}

STYLE = """<style>
.cl{font-family:system-ui,"Segoe UI","DejaVu Sans",sans-serif;line-height:1.5;color:#1f2933;max-width:58rem}
.cl p{margin:.5rem 0}.cl .cl-reading{border-left:4px solid #0072b2;padding:.2rem .9rem;background:#f3f8fc}
.cl table{border-collapse:collapse;margin:.6rem 0;font-size:.92em}
.cl caption{text-align:left;font-weight:600;padding:.2rem 0}
.cl th,.cl td{border-bottom:1px solid #d5dbe1;padding:.25rem .6rem;text-align:left;vertical-align:top}
.cl th{background:#eef1f4}.cl td.n{text-align:right;font-variant-numeric:tabular-nums}
.cl .cl-scroll{overflow-x:auto}.cl-figure{margin:.8rem 0}.cl-figure img{max-width:100%;height:auto}
.cl-figure figcaption,.cl .cl-small{font-size:.85em;color:#52606d}
.cl ul.cl-checks{list-style:none;padding:0}.cl ul.cl-checks li{margin:.35rem 0;padding:.3rem .7rem}
.cl .red{border-left:5px solid #d55e00;background:#fdf3ed}
.cl .amber{border-left:5px solid #e69f00;background:#fdf8ec}
.cl .note,.cl .unjudged{border-left:5px solid #b8bdc4;background:#f6f7f8}
.cl .fine{border-left:5px solid #009e73}
.cl .cl-missing{border:1px dashed #8a939e;padding:.5rem .9rem;background:#fafbfc}
.cl dt{font-weight:600;margin-top:.5rem}.cl dd{margin-left:1.2rem}.cl bdi{unicode-bidi:isolate}
</style>"""


def escape(text: object) -> str:
    """Text as text: nothing in it is markup."""
    return html.escape(str(text), quote=True)


def wrap(*parts: str) -> str:
    """Parts as one block in the house look."""
    return f'<div class="cl">{"".join(part for part in parts if part)}</div>'


def reading(text: str) -> str:
    """Sentences under a figure; blank lines separate paragraphs.

    Examples
    --------
    >>> reading("A <b> leads.")
    '<div class="cl-reading"><p>A &lt;b&gt; leads.</p></div>'
    """
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    if not paragraphs:
        return ""
    return '<div class="cl-reading">' + "".join(f"<p>{escape(p)}</p>" for p in paragraphs) + "</div>"


def missing(text: str) -> str:
    """What could not be done, and what is needed for it."""
    return f'<p class="cl-missing">{escape(text)}</p>'


def assumptions(changed: Iterable[str], refused: Iterable[str], say: Speaker) -> str:
    """What differs from the defaults of a step, and settings that could not be used; nothing if nothing.

    Examples
    --------
    >>> assumptions([], [], Speaker())
    ''
    >>> "Not used" in assumptions([], ["Places: “x”."], Speaker())
    True
    """
    parts = []
    for head, lines in (
        (say("Set differently from the default:"), list(changed)),
        (say("Not used, because it is not allowed; the default holds:"), list(refused)),
    ):
        if lines:
            items = "".join(f"<li>{escape(line)}</li>" for line in lines)
            parts.append(f'<p class="cl-small">{escape(head)}</p><ul class="cl-small">{items}</ul>')
    return wrap(*parts) if parts else ""


def table(frame: pd.DataFrame, *, caption: str = "") -> str:
    """A display table; blanks stay empty, columns of numbers are set right; no columns, no table."""
    if frame.columns.empty:
        return ""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in frame.columns)
    numeric = [_looks_numeric(frame.iloc[:, i]) for i in range(frame.shape[1])]
    body = "".join(
        "<tr>" + "".join(_cell(value, number) for value, number in zip(row, numeric, strict=True)) + "</tr>"
        for row in frame.itertuples(index=False, name=None)
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    rows = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="cl-scroll"><table>{title}{rows}</table></div>'


def _cell(value: object, number: bool) -> str:
    text = "" if value is None or value is pd.NA or value != value else str(value)
    return f"<td{' class=' + chr(34) + 'n' + chr(34) if number else ''}><bdi>{escape(text)}</bdi></td>"


def _looks_numeric(column: pd.Series) -> bool:
    if pd.api.types.is_numeric_dtype(column):
        return True
    texts = [str(v).strip() for v in column if pd.notna(v) and str(v).strip() not in {"", "–"}]
    return bool(texts) and all(t[0].isdigit() or (t[0] in "-−+" and t[1:2].isdigit()) for t in texts)


def checks(items: Iterable[Check], say: Speaker) -> str:
    """Checks as a list: findings first, each with its cure."""
    rows = []
    for check in in_order(items):
        kind = check.severity if check.status == "finding" else check.status
        label = {
            "red": say("Decide this week"),
            "amber": say("Before the next step"),
            "note": say("Good to know"),
            "fine": say("Fine"),
            "not judged": say("Cannot be judged"),
        }[kind]
        cure = f" <em>{escape(check.cure)}</em>" if check.cure and check.status == "finding" else ""
        name = "unjudged" if kind == "not judged" else kind
        rows.append(
            f'<li class="{name}"><span aria-hidden="true">{SIGNS[kind]}</span> '
            f"<strong>{escape(label)}.</strong> {escape(check.finding)}{cure}</li>"
        )
    return f'<ul class="cl-checks">{"".join(rows)}</ul>' if rows else ""


def answers(items: Iterable[Answer], say: Speaker) -> str:
    """Key questions with what the data say; an open one is marked as such."""
    rows = [
        f"<dt>{escape(item.question)}</dt><dd>"
        + ("" if item.known else f"<strong>{escape(say('Open.'))}</strong> ")
        + f"{escape(item.answer)}</dd>"
        for item in items
    ]
    return f"<dl>{''.join(rows)}</dl>" if rows else ""
