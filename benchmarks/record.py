"""Where measured figures are kept: one section of `docs/benchmarks.md` per script, written by it."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
_HEAD = """# What was measured

Written by the scripts in `benchmarks/`; ratios of one run count, seconds do not.
"""


def write(title: str, rows: Iterable[Mapping[str, object]], *, note: str = "", page: Path = PAGE) -> None:
    """Replace one section of the page by a table of rows; other sections stay as they are.

    Parameters
    ----------
    title : str
        Heading of the section; the script's own, so that it finds its section again.
    rows : iterable of mapping
        One mapping per row; the keys of the first are the columns.
    note : str
        Said under the table: sizes, versions, what a ratio is against.
    page : Path
        The page.
    """
    listed = [dict(row) for row in rows]
    columns = list(listed[0])
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(str(row[column]) for column in columns) + " |" for row in listed]
    machine = f"Python {platform.python_version()}, {platform.system()}, {date.today():%Y-%m-%d}."
    body = f"## {title}\n\n" + "\n".join(lines) + f"\n\n{note} {machine}".rstrip() + "\n"
    text = page.read_text("utf-8") if page.exists() else _HEAD
    section = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    found = section.search(text)
    text = text[: found.start()] + body + "\n" + text[found.end() :] if found else f"{text}\n{body}"
    page.write_text(text.rstrip() + "\n", "utf-8")
