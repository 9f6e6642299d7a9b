"""The settings of a case: ``case.yml`` of a folder, the sheet ``case`` of an Excel file.

YAML is read as text: ``country: NO`` stays "NO", ``007`` stays "007". Each setting is then typed by
``dictionary/settings.csv``; nested settings have dotted names (``financing.opening_cash``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from clusterlib import tables
from clusterlib.columns import Column, column_from
from clusterlib.faults import Fault, fault
from clusterlib.inputs import safe_yaml
from clusterlib.inputs.number_style import UNDECLARED, NumberStyle, declared
from clusterlib.inputs.parsing import Refused, as_text, nearest, parse
from clusterlib.inputs.raw import RawTable

#: Version of the data model that this library reads.
SCHEMA = 1
#: The largest case.yml, in bytes.
MAX_BYTES = 256 * 1024
#: Nested lists cost more than their size.
_BRACKETS = 500
#: Steps whose parameters may stand in a case, as ``step.parameter``.
STEPS = (
    "start",
    "mapping",
    "stakeholders",
    "demand_ranking",
    "strategy",
    "financing",
    "organisation",
    "services",
    "monitoring",
    "membership",
    "benchmarking",
    "roadmapping",
    "cross_clustering",
    "policy",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Typed settings of a case.

    Attributes
    ----------
    values : dict
        Dotted name to value; defaults are filled in. Unknown settings and parameters of steps are texts.
    style : NumberStyle
        How numbers of the case are written.
    faults : tuple of Fault
        Faults and remarks about settings.
    """

    values: dict[str, Any]
    style: NumberStyle = UNDECLARED
    faults: tuple[Fault, ...] = field(default=(), repr=False)


@lru_cache(maxsize=1)
def known() -> dict[str, Column]:
    """All settings of the dictionary by their dotted names."""
    with (tables.FOLDER / "settings.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    blank = {"table": "case", "references": "", "note": ""}
    found = {}
    for row in rows:
        kind = "text" if row["type"] == "currency" else row["type"]
        found[row["setting"]] = column_from({**row, **blank, "column": row["setting"], "type": kind})
    return found


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The currency codes of ISO 4217."""
    from babel import Locale

    return frozenset(str(code) for code in Locale("en").currencies)


# ------------------------------------------------------------------ reading case.yml
def read(path: Path) -> tuple[RawTable | None, list[Fault]]:
    """The settings of a ``case.yml`` as rows (setting, entry), with the lines they stand on."""
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        return None, [fault("file-unreadable", file=path.name, table="case", reason=error.strerror or "")]
    if data is None:
        size = f"{path.stat().st_size / 1024:.0f}"
        return None, [fault("yaml-large", file=path.name, table="case", size=size, limit=MAX_BYTES // 1024)]
    return read_bytes(data, path.name)


def read_bytes(data: bytes, file: str) -> tuple[RawTable | None, list[Fault]]:
    """The settings in the bytes of a ``case.yml``; see `read`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, [fault("yaml-utf8", file=file, table="case")]
    try:
        rows = list(_entries(text))
    except safe_yaml.Broken as broken:
        values = {"found": broken.found, "reason": broken.reason}
        return None, [fault(broken.code, file=file, table="case", row=broken.line, **values)]
    cells = tuple((name, entry) for name, entry, _ in rows)
    return RawTable("case", file, None, ("setting", "entry"), cells, tuple(line for *_, line in rows)), []


def _entries(text: str) -> Iterator[tuple[str, str, int]]:
    node = safe_yaml.mapping(text, most_brackets=_BRACKETS)
    if node is not None:
        yield from _flat(node, "")


def _flat(node: Any, prefix: str) -> Iterator[tuple[str, str, int]]:
    import yaml

    for key, value in node.value:
        line = key.start_mark.line + 1
        for part in (key, value):
            if not re.fullmatch(r"tag:yaml\.org,2002:(str|map|seq)", str(part.tag)):
                tag = str(part.tag).replace("tag:yaml.org,2002:", "!!")
                raise safe_yaml.Broken("yaml-tag", line, found=tag)
        if not isinstance(key, yaml.ScalarNode):
            raise safe_yaml.Broken("yaml-shape", line)
        name = f"{prefix}{str(key.value).strip()}"
        if isinstance(value, yaml.MappingNode):
            yield from _flat(value, f"{name}.")
        elif isinstance(value, yaml.SequenceNode):
            if not all(isinstance(item, yaml.ScalarNode) for item in value.value):
                raise safe_yaml.Broken("yaml-shape", line)
            yield name, ";".join(str(item.value) for item in value.value), line
        else:
            yield name, str(value.value), line


# ------------------------------------------------------------------ typing
def check(raw: RawTable | None, *, file: str, sheet: str | None = None) -> Settings:
    """Judge and type the settings of a case.

    Parameters
    ----------
    raw : RawTable or None
        Rows with the columns ``setting`` and ``entry``; None when the case has none.
    file, sheet : str
        Where a missing setting is reported.

    Returns
    -------
    Settings
        Only what was understood; the rest is in `Settings.faults`.
    """
    where: dict[str, Any] = {"file": file, "table": "case", "sheet": sheet}
    faults: list[Fault] = []
    given: dict[str, tuple[Any, int]] = {}
    for name, entry, line in _rows(raw):
        if name in given:
            faults.append(fault("setting-twice", **where, row=line, column=name, found=name))
        else:
            given[name] = (entry, line)
    style = _style(given)
    values: dict[str, Any] = {
        name: _default(column) for name, column in known().items() if column.default is not None
    }
    for name, (entry, line) in given.items():
        column = known().get(name)
        if column is None:
            faults += _unknown(name, line, where)
            values[name] = as_text(entry)
            continue
        try:
            value = _value(column, entry, style)
        except Refused as refused:
            found, more = as_text(entry), dict(refused.values)
            if refused.code == "word":
                more["nearest"] = nearest(found, (*column.words, *column.words_fr))
            faults.append(fault(refused.code, **where, row=line, column=name, found=found, **more))
            continue
        if value is not None:
            values[name] = value
    if "name" not in given:
        faults.append(fault("setting-missing", **where, column="name", meaning=known()["name"].meaning))
    if values.get("schema", SCHEMA) > SCHEMA:
        newer = {"row": given["schema"][1], "column": "schema", "found": values["schema"], "known": SCHEMA}
        faults.append(fault("schema-newer", **where, **newer))
    return Settings(values, style, tuple(faults))


def _rows(raw: RawTable | None) -> Iterator[tuple[str, Any, int]]:
    """Settings that are filled in; rows the template gives as examples are passed over."""
    from clusterlib.inputs.checking import EXAMPLE_NOTES

    if raw is None or not {"setting", "entry"} <= set(raw.columns):
        return
    place = {name: raw.columns.index(name) for name in raw.columns}
    for row, line in zip(raw.rows, raw.lines, strict=True):
        name, entry = row[place["setting"]], row[place["entry"]]
        note = row[place["note"]] if "note" in place else None
        if name is None or entry is None or not str(name).strip() or not str(entry).strip():
            continue
        if not (isinstance(note, str) and note.strip().casefold() in EXAMPLE_NOTES):
            yield str(name).strip(), entry, line


def _style(given: dict[str, tuple[Any, int]]) -> NumberStyle:
    entry = given.get("number_style", ("", 0))[0]
    return declared(as_text(entry)) or UNDECLARED


def _default(column: Column) -> Any:
    return int(str(column.default)) if column.type == "integer" else column.default


def _value(column: Column, entry: Any, style: NumberStyle) -> Any:
    if column.name == "number_style":
        text = as_text(entry)
        found = declared(text)
        if found is None:
            raise Refused("word", words=" | ".join(column.words))
        return found.name
    value = parse(column, entry, style=style)
    if column.name == "currency" and value is not None:
        if str(value).upper() not in currencies():
            raise Refused("currency")
        return str(value).upper()
    if column.low is not None and isinstance(value, int) and value < column.low:
        raise Refused("bound-from", low=int(column.low))
    return value


def _unknown(name: str, line: int, where: dict[str, Any]) -> list[Fault]:
    near = nearest(name, tuple(known()), cutoff=0.8)
    if near:
        return [fault("setting-near", **where, row=line, column=name, found=name, nearest=near)]
    if name.split(".")[0] in STEPS and name.count(".") == 1:
        return []
    return [fault("setting-unknown", **where, row=line, column=name, found=name)]
