"""Keep the list of sentences to translate up to date: ``python -m clusterlib.running.catalogue``.

Sentences come from the `say` calls of the library, from the text cells and parameters of the workbooks and
from the data dictionary.
"""

from __future__ import annotations

import io
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from clusterlib import atomic, tables
from clusterlib.inputs import settings
from clusterlib.readings import LOCALE_FOLDER
from clusterlib.running import build, declared, ranges
from clusterlib.running.translation import messages


def wanted() -> dict[tuple[str, str | None], str]:
    """Every text that wants translating, with where it comes from: code or a workbook."""
    package = Path(__file__).parents[1]
    found: dict[tuple[str, str | None], str] = {}
    for one, many in messages(package):
        found.setdefault((one, many), "library")
    for source in build.sources():
        for cell in build.notebook(source).cells:
            if cell.cell_type == "markdown":
                found.setdefault((cell.source, None), source.stem)
        for one, many in messages(source.parent):
            found.setdefault((one, many), "workbooks")
    for book in declared.workbooks():
        found.setdefault((book.title, None), book.path.stem)
        for parameter in book.parameters.values():
            if parameter.help and ranges.of(book.step, parameter.name).form != "aside":
                found.setdefault((parameter.help, None), "parameters")
    for text in _dictionary():
        found.setdefault((text, None), "dictionary")
    return found


def _dictionary() -> Iterator[str]:
    """Texts of the data dictionary that a person meets in the Excel template and beside a cell."""
    for name in tables.names("input"):
        spec = tables.table(name)
        yield spec.row_is
        for column in spec.columns:
            yield column.meaning
            yield from (text for text in (column.unit, *column.also) if text)
            if column.required not in ("yes", "no", ""):
                yield column.required
    yield from (known.meaning for known in settings.known().values())


def update(lang: str = "fr") -> tuple[int, int]:
    """Bring one language's file up to date; gives back how many texts it has and how many are lacking."""
    path = LOCALE_FOLDER / f"{lang}.po"
    old = read_po(io.BytesIO(path.read_bytes()), locale=lang) if path.exists() else Catalog(locale=lang)
    new = Catalog(locale=lang, project="clusterlib", charset="utf-8")
    for (one, many), origin in sorted(wanted().items(), key=lambda item: (item[1], item[0][0])):
        key = (one, many) if many else one
        known = old.get(key)
        text = known.string if known is not None and isinstance(known.string, tuple) == bool(many) else None
        new.add(key, text, auto_comments=[origin])
    buffer = io.BytesIO()
    write_po(buffer, new, width=0, no_location=True, omit_header=True)
    header = f'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    plural = '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
    atomic.write_bytes(path, (header + plural).encode() + buffer.getvalue().lstrip(b"\n"))
    return len(new), len(list(lacking(lang)))


def lacking(lang: str = "fr") -> Iterator[str]:
    """Texts without a translation, or whose translation has other gaps."""
    path = LOCALE_FOLDER / f"{lang}.po"
    known = read_po(io.BytesIO(path.read_bytes()), locale=lang) if path.exists() else Catalog(locale=lang)
    for one, many in wanted():
        entry = known.get((one, many) if many else one)
        found = None if entry is None else entry.string
        texts = [str(text or "") for text in (found if isinstance(found, tuple | list) else [found])]
        if not all(texts):
            yield f"no translation: {one[:90]!r}"
        elif ("\n" not in one and any(_gaps(text) - _gaps(one) - _gaps(many or "") for text in texts)) or (
            many is None and "\n" not in one and _gaps(texts[0]) != _gaps(one)
        ):
            yield f"gaps differ: {one[:90]!r}"


def _gaps(text: str) -> set[str]:
    if not re.search(r"{\w+}", text):
        return set()
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


if __name__ == "__main__":
    total, missing = update(*sys.argv[1:2])
    print(f"{total} texts, {missing} without a good translation")
