"""Each shipped profile reads a file in exactly the form its office publishes."""

from __future__ import annotations

import gzip

import pandas as pd
import pytest
from published_tables import (
    CBP_HEAD,
    ILO_HEAD,
    QCEW_HEAD,
    REAL,
    cells,
    codes,
    eurostat_tsv,
    geostat,
    read,
    text,
)

from clusterlib import tables
from clusterlib.mapping.specialisation import specialise

SDMX_HEAD = "DATAFLOW,LAST UPDATE,freq,unit,wstatus,nace_r2,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"


def test_stacked_blocks_of_georgia(tmp_path):
    parts = {"Manufacturing ": [10, "…"], "Water;\n Waste": ["-", 4.5]}
    path = geostat(tmp_path / "region_2.xlsx", "Guria", parts, [10, "20"], years=[2021, "2022 "])
    found = read(path, "geostat-regions")
    assert found.faults == ()
    assert cells(found) == {
        ("Guria", "total", 2021): ("value", 10.0, None, None),
        ("Guria", "total", 2022): ("value", 20.0, None, None),
        ("Guria", "Manufacturing", 2021): ("value", 10.0, None, None),
        ("Guria", "Manufacturing", 2022): ("suppressed", None, None, None),
        ("Guria", "Water; Waste", 2021): ("nil", None, None, None),
        ("Guria", "Water; Waste", 2022): ("value", 4.5, None, None),
    }
    assert [row.verdict for row in found.totals.frame.itertuples()] == ["equal", "secret"]
    assert set(found.employment["basis"]) == {"PUBLIC"}


def test_eurostat_bulk_tsv(tmp_path):
    rows = {
        "A,THS,EMP,C,DE11": ["1 ", "1 "],
        "A,THS,EMP,A,DE11": ["3.06 ", "3.1 p"],
        "A,THS,EMP,TOTAL,DE11": ["100.5 b", ": "],
        "A,THS,SAL,A,DE11": ["2 ", "2 "],
        "A,THS,EMP,A,DE111": ["1 ", "1 "],
        "A,THS,EMP,A,DE12": [": c", "1.5 bu"],
        "A,THS,EMP,A,DE": ["10 ", "12 "],
    }
    path = eurostat_tsv(tmp_path / "nama_10r_3empers.tsv", [2021, 2022], rows)
    found = read(path, "eurostat-tsv")
    assert found.faults == ()
    assert cells(found) == {
        ("DE11", "A", 2021): ("value", 3060.0, None, None),
        ("DE11", "A", 2022): ("value", 3100.0, None, None),
        ("DE11", "total", 2021): ("value", 100500.0, None, None),
        ("DE11", "total", 2022): ("missing", None, None, None),
        ("DE12", "A", 2021): ("suppressed", None, None, None),
        ("DE12", "A", 2022): ("value", 1500.0, None, None),
        ("total", "A", 2021): ("value", 10000.0, None, None),
        ("total", "A", 2022): ("value", 12000.0, None, None),
    }
    notes = found.employment.set_index(["region", "industry", "year"])["note"]
    assert notes["DE12", "A", 2022] == "break in series; unreliable"
    assert {rule: entry.rows for rule, entry in found.tally.left_out.items()} == {
        "where.wstatus": 1,
        "industry.keep": 1,
        "region.keep": 1,
    }
    assert found.totals.half_step == 5.0


def test_eurostat_sdmx_csv_says_the_same(tmp_path):
    begin = "ESTAT:NAMA_10R_3EMPERS(1.0),17/09/26 23:00:00,A,THS,EMP"
    rows = [
        f"{begin},A,DE11,2021,3.06,,",
        f"{begin},A,DE11,2022,3.1,p,F",
        f"{begin},A,DE12,2021,,,C",
        f"{begin},A,DE12,2022,1.5,bu,",
        f"{begin},A,DE13,2021,,,P",
        f"{begin},A,DE13,2022,,m,",
        f"{begin},A,DE14,2022,2.5,i,",
        f"{begin},A,DE,2022,12,,",
    ]
    path = text(tmp_path / "estat_nama_10r_3empers_en.csv", SDMX_HEAD, rows)
    packed = tmp_path / "again.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    found = read(path, "eurostat-sdmx-csv")
    assert cells(found) == {
        ("DE11", "A", 2021): ("value", 3060.0, None, None),
        ("DE11", "A", 2022): ("value", 3100.0, None, None),
        ("DE12", "A", 2021): ("suppressed", None, None, None),
        ("DE12", "A", 2022): ("value", 1500.0, None, None),
        ("DE13", "A", 2021): ("suppressed", None, None, None),
        ("DE13", "A", 2022): ("missing", None, None, None),
        ("DE14", "A", 2022): ("value", 2500.0, None, None),
        ("total", "A", 2022): ("value", 12000.0, None, None),
    }
    assert cells(read(packed, "eurostat-sdmx-csv")) == cells(found)
    older = text(
        tmp_path / "older.csv", SDMX_HEAD.removesuffix(",CONF_STATUS"), [r.rpartition(",")[0] for r in rows]
    )
    assert cells(read(older, "eurostat-sdmx-csv"))["DE12", "A", 2021][0] == "missing"


def _cbp(state: str, county: str, naics: str, flag: str, noise: str, jobs: int, firms: int) -> str:
    middle = f"{noise},{jobs},{noise},0,{noise},0,{firms}" + ",0" * 13
    return f'"{state}","{county}","{naics}","{flag}",{middle},"63","001"'


def test_county_business_patterns_with_size_classes(tmp_path):
    rows = [
        _cbp("01", "001", "------", "", "G", 10454, 815),
        _cbp("01", "001", "11----", "B", "D", 0, 12),
        _cbp("01", "001", "113///", "B", "D", 0, 5),
        _cbp("01", "001", "23----", "", "H", 620, 90),
        _cbp("01", "999", "------", "A", "D", 0, 3),
        _cbp("01", "003", "31----", "M", "D", 0, 2),
    ]
    path = text(tmp_path / "cbp16co.txt", CBP_HEAD, rows)
    found = read(path, "us-cbp-county")
    assert found.faults == ()
    assert cells(found) == {
        ("01001", "total", 2016): ("value", 10454.0, None, None),
        ("01001", "11----", 2016): ("suppressed", None, 20.0, 99.0),
        ("01001", "23----", 2016): ("value", 620.0, None, None),
        ("01003", "31----", 2016): ("suppressed", None, 100000.0, None),
    }
    assert found.employment["establishments"].tolist() == [815.0, 12.0, 90.0, 2.0]
    assert found.cells.flagged == {"low noise": 1, "medium noise": 1}


def test_county_business_patterns_since_2017_have_no_size_class(tmp_path):
    head = (
        "FIPSTATE,FIPSCTY,NAICS,EMP_NF,EMP,QP1_NF,QP1,AP_NF,AP,EST,N<5,N5_9,N10_19,N20_49,N50_99,N100_249,"
        "N250_499,N500_999,N1000,N1000_1,N1000_2,N1000_3,N1000_4"
    )
    rest = '"N",' * 12 + '"N"'
    rows = [
        f'"01","001","------","G",11216,"G",97944,"G",424826,924,{rest}',
        f'"01","001","11----","G",78,"G",1325,"G",5107,10,{rest}',
        f'"01","001","22----","J",61,"J",1212,"J",4563,3,{rest}',
        f'"01","001","31----","S",0,"S",0,"S",0,4,{rest}',
    ]
    found = read(text(tmp_path / "cbp21co.txt", head, rows), "us-cbp-county")
    assert found.faults == ()
    assert cells(found) == {
        ("01001", "total", 2021): ("value", 11216.0, None, None),
        ("01001", "11----", 2021): ("value", 78.0, None, None),
        ("01001", "22----", 2021): ("value", 61.0, None, None),
        ("01001", "31----", 2021): ("suppressed", None, None, None),
    }
    assert found.cells.flagged == {"low noise": 2, "high noise": 1}


def test_state_file_of_county_business_patterns(tmp_path):
    head = "fipstate,lfo,naics,empflag,emp_nf,emp,est"
    rows = ['"01","-","------",,G,1000,40', '"01","C","------",,G,600,20', '"01","-","11----","C",D,0,7']
    found = read(text(tmp_path / "cbp98st.txt", head, rows), "us-cbp-state")
    assert cells(found) == {
        ("01", "total", 1998): ("value", 1000.0, None, None),
        ("01", "11----", 1998): ("suppressed", None, 100.0, 249.0),
    }


def _qcew(area: str, own: int, industry: str, level: int, flag: str, firms: int, jobs: int) -> str:
    return f'"{area}","{own}","{industry}","{level}","0","2023","A","{flag}",{firms},{jobs},0,0,0,0,0'


def test_qcew_single_file(tmp_path):
    rows = [
        _qcew("01001", 0, "10", 70, "", 900, 11000),
        _qcew("01001", 5, "10", 71, "", 800, 9000),
        _qcew("01001", 5, "11", 74, "N", 9, 0),
        _qcew("01001", 5, "31-33", 74, "", 40, 1200),
        _qcew("01001", 5, "311", 75, "", 4, 120),
        _qcew("US000", 5, "31-33", 14, "", 400000, 12000000),
        _qcew("US000", 5, "10", 11, "", 11000000, 130000000),
        _qcew("01000", 5, "10", 51, "", 100000, 1500000),
    ]
    found = read(text(tmp_path / "2023.annual.singlefile.csv", QCEW_HEAD, rows), "us-qcew-county")
    assert found.faults == ()
    assert cells(found) == {
        ("01001", "total", 2023): ("value", 9000.0, None, None),
        ("01001", "11", 2023): ("suppressed", None, None, None),
        ("01001", "31-33", 2023): ("value", 1200.0, None, None),
        ("total", "31-33", 2023): ("value", 12000000.0, None, None),
        ("total", "total", 2023): ("value", 130000000.0, None, None),
    }
    assert found.employment["establishments"].tolist()[1] == 9.0
    assert (
        read(tmp_path / "2023.annual.singlefile.csv", "us-qcew-state")
        .tally.left_out["where.agglvl_code"]
        .rows
        == 4
    )


def test_ilostat(tmp_path):
    begin = '"SEN","BA:1234","EMP_TEMP_SEX_ECO_NB"'
    rows = [
        f'{begin},"SEX_T","ECO_ISIC4_TOTAL","2019",4300.125,,,,',
        f'{begin},"SEX_T","ECO_ISIC4_A","2019",1200.5,"U",,,',
        f'{begin},"SEX_T","ECO_AGGREGATE_AGR","2019",1200.5,,,,',
        f'{begin},"SEX_M","ECO_ISIC4_A","2019",700,,,,',
        f'{begin},"SEX_T","ECO_ISIC4_B","2019",,"Q",,,',
        f'{begin},"SEX_T","ECO_ISIC4_C","2019",310.25,"M",,,',
        f'{begin},"SEX_T","ECO_ISIC4_D","2019",12,"R",,,',
        f'{begin},"SEX_T","ECO_ISIC4_E","2019",8.5,"A",,,',
    ]
    found = read(text(tmp_path / "EMP_TEMP_SEX_ECO_NB_A.csv", ILO_HEAD, rows), "ilostat-csv")
    assert found.faults == ()
    assert cells(found) == {
        ("SEN", "total", 2019): ("value", 4300125.0, None, None),
        ("SEN", "ECO_ISIC4_A", 2019): ("value", 1200500.0, None, None),
        ("SEN", "ECO_ISIC4_B", 2019): ("suppressed", None, None, None),
        ("SEN", "ECO_ISIC4_C", 2019): ("value", 310250.0, None, None),
        ("SEN", "ECO_ISIC4_D", 2019): ("value", 12000.0, None, None),
        ("SEN", "ECO_ISIC4_E", 2019): ("value", 8500.0, None, None),
    }
    assert [item.code for item in found.remarks if item.code == "import-one-region"] == ["import-one-region"]


# ------------------------------------------------------------------ the real files
@pytest.fixture(scope="module")
def georgia():
    files = sorted((REAL / "georgia").glob("*.xlsx"))
    if not files:
        pytest.skip("the real tables are not on this machine")
    return read(files, "geostat-regions")


def test_the_real_georgian_files_agree_cell_by_cell(georgia):
    want = pd.read_csv(REAL / "georgia_persons_employed.csv", keep_default_na=False)
    want["industry"] = want["industry"].replace("Total", "total")
    assert georgia.faults == () and len(georgia.employment) == len(want) == 3366
    both = georgia.employment.merge(want, on=["region", "industry", "year"], suffixes=("", "_wanted"))
    assert len(both) == 3366
    assert (both["status"] == both["status_wanted"]).all()
    numbers = both[both["status"] == "value"]
    assert (numbers["employment"] == numbers["employment_wanted"].astype(float)).all()
    assert georgia.cells.statuses == {"value": 3151, "suppressed": 152, "nil": 63}
    assert len(georgia.totals.frame) == 187 and len(georgia.totals.beyond) == 0


def test_the_known_specialisations_are_found_again(georgia):
    frame = specialise(georgia.employment, region="Kvemo Kartli").frame
    last = frame[frame["year"] == 2022].sort_values("lq", ascending=False).head(3)
    assert [(r.region, r.industry, round(r.lq, 2)) for r in last.itertuples()] == [
        ("Kvemo Kartli", "Mining and Quarrying", 7.95),
        ("Racha-Lechkhumi-Kvemo Svaneti", "Agriculture, forestry and fishing", 6.17),
        ("Kakheti", "Agriculture, forestry and fishing", 5.84),
    ]


@pytest.mark.skipif(not REAL.is_dir(), reason="the real tables are not on this machine")
def test_the_real_eurostat_rows():
    path = REAL / "eurostat_nama_10r_3empers.tsv"
    found = read(path, "eurostat-tsv", where={"geo": ("FR*",)})
    got = cells(found)
    assert codes(found) == [] and len(got) == 28
    assert got["FRF3", "J", 2000] == ("value", 11280.0, None, None)
    assert got["FRF3", "J", 1995] == ("missing", None, None, None)
    assert tables.table("employment").key == ("region", "industry", "year")
