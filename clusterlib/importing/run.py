"""Files and a profile in, the table `employment` and an account of everything out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from clusterlib.faults import Fault, fault
from clusterlib.importing import grid_tables, patterns, reconcile, text_tables
from clusterlib.importing.assemble import Assembled, assemble
from clusterlib.importing.lengthen import TOTAL, Lengthener, Record, Tally
from clusterlib.importing.profiles import Profile
from clusterlib.importing.reconcile import Totals
from clusterlib.importing.sources import Stop, Table, Tick


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import found.

    Attributes
    ----------
    employment : DataFrame
        Typed table `employment`; to be written only when there is no fault.
    faults, remarks : tuple of Fault
        What stops the import, and what is worth a word.
    profile : Profile
        The layout it was read by.
    files : tuple of str
        Names of the files read.
    tally : Tally
        Rows read and left out, names unified.
    cells : Assembled
        Cells per status and flag.
    totals : Totals
        Published totals beside the sums of their parts.
    """

    employment: pd.DataFrame
    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...]
    profile: Profile
    files: tuple[str, ...]
    tally: Tally
    cells: Assembled
    totals: Totals


def import_files(
    files: Iterable[Path | str],
    profile: Profile,
    *,
    where: Mapping[str, tuple[str, ...]] | None = None,
    tick: Tick | None = None,
) -> Imported:
    """Read published tables by a profile.

    Parameters
    ----------
    files : iterable of path
        Files of one layout; each gives some regions, industries or years.
    profile : Profile
        The layout.
    where : mapping, optional
        Column to patterns; rows that fit none are left out, beside what the profile leaves out.
    tick : callable, optional
        Called with bytes done, bytes there are, and the name of the file.

    Returns
    -------
    Imported
        Also when nothing fits: `Imported.faults` says which rule failed, and where.
    """
    paths = [Path(file) for file in files]

    def sources() -> Iterator[Table | Fault]:
        for path in paths:
            yield from _tables(path, profile, tick)

    return import_tables(sources(), profile, files=[path.name for path in paths], where=where)


def import_tables(
    sources: Iterable[Table | Fault],
    profile: Profile,
    *,
    files: Iterable[str],
    where: Mapping[str, tuple[str, ...]] | None = None,
) -> Imported:
    """Read tables that somebody has opened; see `import_files`."""
    lengthen = Lengthener(profile, dict(where or {}))
    stopped: list[Fault] = []

    def records() -> Iterator[Record]:
        """Records of all sources; a source that cannot be read on is noted and the next one begun."""
        for source in sources:
            if isinstance(source, Fault):
                stopped.append(source)
                continue
            try:
                yield from lengthen(source)
            except Stop as stop:
                stopped.append(stop.fault)

    found = assemble(records(), profile)
    faults = [*stopped, *lengthen.tally.faults, *_many_totals(lengthen.tally), *found.faults]
    if not len(found.frame) and not faults:
        faults.append(_nothing(lengthen.tally, list(files)))
    totals = reconcile.totals(found.frame, half_step=profile.half_step)
    remarks = () if faults else tuple(_remarks(found.frame, totals))
    return Imported(found.frame, tuple(faults), remarks, profile, tuple(files), lengthen.tally, found, totals)


def _tables(path: Path, profile: Profile, tick: Tick | None) -> Iterator[Table | Fault]:
    """The tables of one file, or the fault that stops it."""
    gaps = patterns.first(profile.files, path.name)
    if gaps is None:
        pattern = " | ".join(profile.files)
        yield fault("import-file-name", file=path.name, found=path.name, pattern=pattern)
        return
    reader = (
        grid_tables.read(path, profile)
        if profile.format == "excel"
        else text_tables.read(path, profile, tick=tick)
    )
    try:
        for table in reader:
            table.gaps = {**table.gaps, "file": gaps}
            yield table
        if tick is not None:
            size = path.stat().st_size
            tick(size, size, path.name)
    except Stop as stop:
        yield stop.fault
    except OSError as error:
        yield fault("file-unreadable", file=path.name, reason=error.strerror or type(error).__name__)


def _many_totals(tally: Tally) -> Iterator[Fault]:
    """Names that each claim to be the whole: a cell would be compared with a stranger's total."""
    for which, names in tally.totals.items():
        if len(names) > 1:
            listed = ", ".join(list(names.values())[:10])
            yield fault("import-many-totals", file="", found=listed, key=f"{which}.total")


def _nothing(tally: Tally, files: list[str]) -> Fault:
    """Which rule left everything out, and the first row it left out."""
    if not tally.left_out:
        return fault("import-no-rows", file=", ".join(files[:5]))
    worst = max(tally.left_out.values(), key=lambda entry: entry.rows)
    return fault(
        "import-nothing",
        file=worst.file,
        sheet=worst.sheet,
        row=worst.line,
        found=worst.found,
        rule=worst.rule,
        n=worst.rows,
        rows=tally.rows,
    )


def _remarks(employment: pd.DataFrame, totals: Totals) -> Iterator[Fault]:
    """What is worth a word before the table is used."""
    inner = employment[~employment["region"].eq(TOTAL) & ~employment["industry"].eq(TOTAL)]
    for which in ("region", "industry"):
        names = [str(name) for name in pd.unique(inner[which])]
        for one, other in reconcile.alike(names)[:20]:
            yield fault("import-alike", file="", found=other, other=one, key=f"{which}.names")
        broken = [name for name in names if any(mark in name for mark in ("Ã", "â€", "\ufffd", "Â"))]
        if broken:
            yield fault("import-mojibake", file="", found=", ".join(broken[:5]))
    regions = pd.unique(inner["region"])
    if len(regions) == 1 and not employment["region"].eq(TOTAL).any():
        yield fault("import-one-region", file="", found=regions[0])
    secret = inner["status"].isin(["suppressed", "missing"])
    hidden = secret.groupby(inner["industry"], sort=False).all()
    for industry in hidden.index[hidden][:20]:
        yield fault("import-all-secret", file="", found=industry)
    beyond = totals.beyond
    for row in beyond[beyond["verdict"] == "less than parts"].head(20).itertuples(index=False):
        what = f"{row.region}, {row.industry}, {row.year}"
        yield fault(
            "import-parts-above",
            file="",
            found=f"{row.published:g}",
            what=what,
            sum=f"{row.visible:g}",
            slack=f"{row.tolerance:g}",
        )
    above = beyond[beyond["verdict"] == "more than parts"]
    if len(above):
        worst = above.iloc[0].to_dict()
        what = f"{worst['region']}, {worst['industry']}, {worst['year']}"
        yield fault(
            "import-parts-below",
            file="",
            found=f"{worst['published']:g}",
            what=what,
            sum=f"{worst['visible']:g}",
            n=len(above),
        )
