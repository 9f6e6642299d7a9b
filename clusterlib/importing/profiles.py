"""Import profiles: how a statistics office lays out its table, said in a small YAML file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from clusterlib.faults import ClusterlibError, Fault, fault
from clusterlib.importing import patterns, profile_yaml
from clusterlib.importing.profile_keys import key_of, keys
from clusterlib.importing.profile_values import KINDS, WrongValue
from clusterlib.importing.profile_yaml import Entry
from clusterlib.inputs.number_style import NumberStyle, declared
from clusterlib.inputs.parsing import nearest

SHIPPED = Path(__file__).with_name("profiles")
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
#: Words that say what a cell is; every other word of a flag becomes a note.
STATUS = ("suppressed", "nil", "missing")
_COMMON = ("provisional", "estimated", "unreliable", "break in series", "forecast", "revised")


class ProfileError(ClusterlibError):
    """A profile that cannot be used; `faults` says why."""

    def __init__(self, faults: list[Fault], lang: str = "en") -> None:
        from clusterlib.readings import Speaker

        super().__init__("\n".join(item.sentence(Speaker(lang)) for item in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Axis:
    """Where the names of one axis (region, industry or year) come from and which are kept.

    Attributes
    ----------
    origin : str
        ``column``, ``headings``, ``sheet``, ``file``, ``title``, ``first row`` or ``fixed``.
    columns : tuple of str
        Headings, or ``#1`` for the first column; joined when there are several.
    keep, leave_out, total, headings : tuple of str
        Patterns.
    names : mapping
        Spelling in the file to the spelling wanted.
    fixed : str
        The name itself.
    """

    origin: str
    columns: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    fixed: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """One layout; the keys are explained in ``profile_keys.csv``, one attribute for each.

    Attributes
    ----------
    unit, step : float
        Jobs per unit of the table; smallest step of its numbers, in units of the table.
    size_classes : mapping
        Class to the least and the most jobs (None: no upper end).
    """

    name: str
    title: str
    source: str
    format: str
    files: tuple[str, ...]
    sheets: tuple[str, ...]
    encoding: str
    separator: str
    packed_ids: str
    header_row: int
    header_rows: int
    block_titles: tuple[str, ...]
    block_column: int
    region: Axis
    industry: Axis
    year: Axis
    value: tuple[str, ...]
    establishments: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    optional: tuple[str, ...]
    style: NumberStyle
    unit: float
    step: float
    markers: Mapping[str, str]
    blank: str
    suffix: bool
    flag_columns: tuple[str, ...]
    flags: Mapping[str, str]
    size_column: tuple[str, ...]
    size_classes: Mapping[str, tuple[float, float | None]]

    @property
    def across(self) -> bool:
        """Whether each year has a column of its own."""
        return self.year.origin == "headings"

    @property
    def half_step(self) -> float:
        """How far a published number may be rounded, in jobs."""
        return self.step * self.unit / 2


def shipped() -> dict[str, Profile]:
    """The profiles of the package by name.

    Examples
    --------
    >>> "eurostat-tsv" in shipped()
    True
    """
    found = [load(path) for path in sorted(SHIPPED.glob("*.yml"))]
    return {profile.name: profile for profile in found}


def open_profile(name: str | Path, *, lang: str = "en") -> Profile:
    """A shipped profile by its name, or one from a file.

    Raises
    ------
    ProfileError
        If the file is no usable profile; all reasons at once.
    ClusterlibError
        If there is neither a file nor a shipped profile of that name.
    """
    path = Path(name)
    inside = SHIPPED / f"{name}.yml"
    if re.fullmatch(r"[a-z0-9-]+", str(name)) and inside.is_file():
        return load(inside, lang=lang)
    if path.is_file():
        return load(path, lang=lang)
    known = tuple(sorted(p.stem for p in SHIPPED.glob("*.yml")))
    near = nearest(str(name), known)
    raise ClusterlibError(
        f"There is no profile {str(name)!r}. "
        + (f"Did you mean {near!r}? " if near else "")
        + f"Give a file, or one of {', '.join(known)}."
    )


def load(path: Path, *, lang: str = "en") -> Profile:
    """Read one profile from a file; see `read`."""
    try:
        with path.open("rb") as stream:
            data = stream.read(profile_yaml.MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ProfileError([fault("file-unreadable", file=path.name, reason=reason)], lang) from None
    profile, faults = read(data, path.name)
    if profile is None:
        raise ProfileError(faults, lang)
    return profile


def read(data: bytes, file: str = "profile.yml") -> tuple[Profile | None, list[Fault]]:
    """A profile from the bytes of a YAML file, or what is wrong with it.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Name that faults carry.

    Examples
    --------
    >>> read(b"profile: x\\ntitel: y\\n")[1][0].code
    'profile-key-near'
    """
    entries, faults = profile_yaml.read_bytes(data, file)
    if faults:
        return None, faults
    checker = _Checker(file)
    for entry in entries:
        checker.take(entry)
    checker.together()
    return (None, checker.faults) if checker.faults else (_build(checker.values), [])


class _Checker:
    """Takes entry after entry, types it, and remembers all that is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.values: dict[tuple[str, ...], Any] = {}
        self.lines: dict[tuple[str, ...], int] = {}

    def blame(self, code: str, entry: Entry | None, name: str, found: object = "", **values: Any) -> None:
        row = entry.line if entry else None
        where: dict[str, Any] = {"file": self.file, "table": "profile", "row": row, "column": name}
        self.faults.append(fault(code, **where, found=found, **values))

    def take(self, entry: Entry) -> None:
        """Judge one entry, and keep its value or its fault."""
        key = key_of(entry.path)
        if key is None:
            near = nearest(entry.name, tuple(keys()), cutoff=0.7)
            self.blame(
                "profile-key-near" if near else "profile-key", entry, entry.name, entry.name, nearest=near
            )
            return
        if entry.path in self.values:
            self.blame("profile-key-twice", entry, entry.name)
            return
        problem = partial(self.blame, "profile-value", entry, entry.name)
        try:
            self.values[entry.path] = KINDS[key.kind](key, entry.value)
        except WrongValue as wrong:
            problem(wrong.found, allowed=wrong.allowed or key.allowed or key.meaning.rstrip("."))

    def together(self) -> None:
        """What one key asks of another."""
        given = {".".join(path) for path in self.values}
        if not self.faults:
            for key in keys().values():
                if key.required and key.name not in given:
                    self.blame("profile-needs", None, key.name, **_meaning(key.name))
        for axis in ("region", "industry", "year"):
            origin = self.values.get((axis, "from"))
            need = {"column": f"{axis}.column", "fixed": f"{axis}.fixed"}.get(origin or "")
            if need and need not in given:
                self.blame("profile-needs", None, need, **_meaning(need))
            gap = {"sheet": ("sheets",), "file": ("files",), "title": ("blocks", "titles")}.get(origin or "")
            if gap and not any(f"{{{axis}}}" in text for text in self.values.get(gap, ())):
                self.blame("profile-gap", None, ".".join(gap), gap=f"{{{axis}}}")
        if self.values.get(("region", "from")) == "first row" and "blocks.titles" not in given:
            self.blame("profile-needs", None, "blocks.titles", **_meaning("blocks.titles"))
        if self.values.get(("year", "from")) not in (None, "headings") and "value.column" not in given:
            self.blame("profile-needs", None, "value.column", **_meaning("value.column"))
        headings = self.values.get(("year", "headings"), ())
        if any("{year}" not in text for text in headings):
            self.blame("profile-gap", None, "year.headings", gap="{year}")
        if ("size_classes", "column") in self.values and not self._below("size_classes", "classes"):
            self.blame("profile-needs", None, "size_classes.classes", **_meaning("size_classes.classes.*"))

    def _below(self, *head: str) -> bool:
        return any(path[: len(head)] == head and len(path) > len(head) for path in self.values)


def _meaning(name: str) -> dict[str, str]:
    key = keys()[name]
    return {"meaning": key.meaning, "meaning_fr": key.meaning_fr}


# ------------------------------------------------------------------ building
def _build(values: Mapping[tuple[str, ...], Any]) -> Profile:
    def one(name: str) -> Any:
        """The value of a key: as written, else its default."""
        path = tuple(name.split("."))
        key = keys()[name]
        if path in values:
            return values[path]
        return KINDS[key.kind](key, key.default) if key.default else () if key.kind != "text" else ""

    def free(*head: str) -> dict[str, Any]:
        return {path[-1]: value for path, value in values.items() if path[:-1] == head}

    def axis(name: str) -> Axis:
        """All that the profile says of one side of the table."""
        known = keys()
        parts = {
            part: one(f"{name}.{part}")
            for part in ("keep", "leave_out", "total", "headings", "fixed")
            if f"{name}.{part}" in known
        }
        names = {patterns.plain(old): new for old, new in free(name, "names").items()}
        return Axis(one(f"{name}.from"), one(f"{name}.column"), names=names, **parts)

    markers = {patterns.plain(text): word for word in STATUS for text in one(f"cells.{word}")}
    return Profile(
        name=one("profile"),
        title=one("title"),
        source=one("source"),
        format=one("format"),
        files=one("files"),
        sheets=one("sheets"),
        encoding=one("encoding"),
        separator=SEPARATORS[one("separator")],
        packed_ids=one("packed_ids"),
        header_row=one("header.row"),
        header_rows=one("header.rows"),
        block_titles=one("blocks.titles"),
        block_column=one("blocks.column"),
        region=axis("region"),
        industry=axis("industry"),
        year=axis("year"),
        value=one("value.column"),
        establishments=one("establishments.column"),
        where=free("where"),
        optional=one("optional_columns"),
        style=declared(one("cells.number_style")) or NumberStyle(declared=True),
        unit=one("cells.unit"),
        step=one("cells.step"),
        markers=markers,
        blank=one("cells.blank"),
        suffix=one("flags.suffix") == "yes",
        flag_columns=one("flags.columns"),
        flags=free("flags", "words"),
        size_column=one("size_classes.column"),
        size_classes=free("size_classes", "classes"),
    )
