"""Small published tables in the exact layouts of statistics offices, made for tests."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import xlsxwriter

from clusterlib.importing import profiles
from clusterlib.importing.run import Imported, import_files

REAL = Path(__file__).parents[2] / "shared" / "real"
EUROSTAT_IDS = "freq,unit,wstatus,nace_r2,geo"
CBP_HEAD = (
    "fipstate,fipscty,naics,empflag,emp_nf,emp,qp1_nf,qp1,ap_nf,ap,est,n1_4,n5_9,n10_19,n20_49,n50_99,n100_249,"
    "n250_499,n500_999,n1000,n1000_1,n1000_2,n1000_3,n1000_4,censtate,cencty"
)
QCEW_HEAD = (
    '"area_fips","own_code","industry_code","agglvl_code","size_code","year","qtr","disclosure_code",'
    '"annual_avg_estabs","annual_avg_emplvl","total_annual_wages","taxable_annual_wages","annual_contributions",'
    '"annual_avg_wkly_wage","avg_annual_pay"'
)
ILO_HEAD = (
    "ref_area,source,indicator,sex,classif1,time,obs_value,obs_status,note_classif,note_indicator,note_source"
)


def book(path: Path, rows: dict[int, list[Any]], *, sheet: str = "Sheet1") -> Path:
    """An Excel file with rows by their number."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = made.add_worksheet(sheet)
    for line, cells in rows.items():
        for column, cell in enumerate(cells):
            if cell is not None:
                page.write(line - 1, column, cell)
    made.close()
    path.write_bytes(stream.getvalue())
    return path


def geostat(
    path: Path,
    region: str,
    parts: dict[str, list[Any]],
    total: list[Any],
    *,
    years: list[Any],
    title: str = "Average Number of Employed Persons in {region} Regionby Kind of Activitiy (Unit)",
) -> Path:
    """One region as Geostat publishes it: a block of turnover, then one of persons."""
    rows: dict[int, list[Any]] = {1: ["Bussines Sector"]}

    def block(at: int, heading: str, factor: float) -> int:
        rows[at] = [heading]
        rows[at + 2] = [None, *years]
        rows[at + 3] = [region, *[n * factor if isinstance(n, int | float) else n for n in total]]
        for i, (name, cells) in enumerate(parts.items(), start=at + 4):
            rows[i] = [name, *[n * factor if isinstance(n, int | float) else n for n in cells]]
        return at + 4 + len(parts) + 1

    after = block(3, f"Turnover in {region} Region by Kind of Economic Activity (Mil. GEL)", 0.5)
    after = block(after, title.format(region=region), 1)
    block(after, f"Average Monthly Remuneration in {region} Region (GEL)", 3)
    return book(path, rows)


def eurostat_tsv(path: Path, years: list[int], rows: dict[str, list[str]]) -> Path:
    """Eurostat's bulk form: ids packed into the first column, a blank behind every number."""
    lines = [f"{EUROSTAT_IDS}\\TIME_PERIOD\t" + "\t".join(f"{year} " for year in years)]
    lines += [f"{ids}\t" + "\t".join(cells) for ids, cells in rows.items()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def text(path: Path, head: str, rows: list[str], *, encoding: str = "utf-8") -> Path:
    path.write_bytes(("\n".join([head, *rows]) + "\n").encode(encoding))
    return path


def read(files: Path | list[Path], profile: str | bytes, **more: Any) -> Imported:
    """Import by a shipped profile or one given as YAML."""
    if isinstance(profile, bytes):
        found, faults = profiles.read(profile)
        assert found is not None, faults
    else:
        found = profiles.open_profile(profile)
    return import_files(files if isinstance(files, list) else [files], found, **more)


def cells(found: Imported) -> dict[tuple[str, str, int], tuple[Any, ...]]:
    """Each row as (status, jobs, low, high), blank as None."""
    frame = found.employment.astype(object).where(found.employment.notna(), None)
    return {
        (row.region, row.industry, row.year): (row.status, row.employment, row.low, row.high)
        for row in frame.itertuples(index=False)
    }


def codes(found: Imported) -> list[str]:
    return [item.code for item in found.faults]
