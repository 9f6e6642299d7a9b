from __future__ import annotations

import pandas as pd
import pytest
from budgets import hostile, lines
from test_financing_mix import MENA, MIXED, income

from clusterlib import figures, tables
from clusterlib.financing import financing_mix
from clusterlib.financing import financing_mix_beside as compared
from clusterlib.financing import financing_mix_plots as plots
from clusterlib.financing import financing_mix_readings as readings
from clusterlib.readings import Speaker

XOF = Speaker("en", currency="XOF")
LONG = [
    MENA | {"region": f"{name} {i}", "source": "A very long source " * 9, "n": 420 if i % 2 else None}
    for i, name in enumerate(["$x_{", "<script>", "ميزانية", "L" * 150] * 4)
]
ONE = income(("public", 9))
ALL = income(
    *((source, 10) for source in ("public", "membership", "services", "sponsoring", "projects", "other"))
)
FRAMES = {
    "mixed": MIXED,
    "one": ONE,
    "all": ALL,
    "none": lines(),
    "zero": income(("public", 0)),
    "hostile": hostile(20),
}


@pytest.mark.parametrize("name", list(FRAMES))
@pytest.mark.parametrize("rows", [[], [MENA], LONG])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_figures_have_titles_and_no_label_on_another(
    name: str, rows: list[dict[str, object]], lang: str
) -> None:
    own, say = financing_mix.mix(FRAMES[name]), Speaker(lang, currency="XOF")
    result = compared.beside(own, tables.typed("benchmarks", rows))
    for ax in (plots.plot_mix(own, say=say), plots.plot_beside(result, say=say)):
        assert ax.get_title(loc="left").strip()
        assert figures.overlaps(ax.figure) == []


def test_the_bar_shows_every_source_once() -> None:
    ax = plots.plot_mix(financing_mix.mix(MIXED), say=XOF)
    assert [round(bar.get_width(), 2) for bar in ax.patches] == [0.45, 0.25, 0.1, 0.2]
    assert ax.get_title(loc="left") == "In 2027, 45\u00a0% of the income comes from one source: public"
    legend = [text.get_text() for text in ax.figure.legends[0].get_texts()]
    assert legend == ["public", "membership", "services", "projects"]


def test_published_points_carry_their_source_and_n() -> None:
    result = compared.beside(financing_mix.mix(MIXED), tables.typed("benchmarks", [MENA | {"n": 420}]))
    ax = plots.plot_beside(result, say=XOF)
    assert "g\nn = 420" in [text.get_text() for text in ax.texts]
    assert "13 points below MENA (2020)" in " ".join(ax.get_title(loc="left").split())


def test_reading_of_a_mix() -> None:
    said = readings.read_mix(financing_mix.mix(MIXED, founded="2024-01", as_of="2027-01"), say=XOF)
    assert "largest source is public, with 45 % of XOF 100" in said and "bring 35 %" in said
    assert "3 years old" in said and "around 5 years" in said and "should say when it rises" in said


def test_reading_of_an_old_cluster_and_of_two_years() -> None:
    frame = pd.concat([income(("public", 5)), income(("membership", 5), start="2028-01", end="2028-12")])
    frame = frame.assign(line_id=["B1", "B2"]).reset_index(drop=True)
    said = readings.read_mix(financing_mix.mix(frame, founded="2010-01", as_of="2027-01"), say=XOF)
    assert "from 0 % in 2027 to 100 % in 2028" in said and "17 years old" in said and "pay for by now" in said


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (lines(), "no income line"),
        (income(("public", 0)), "are 0"),
        (ONE, "comes from one source: public"),
        (income(("public", 1), start="2027-10"), "only 3 months"),
        (MIXED, "age of the cluster is not known"),
    ],
)
def test_readings_of_edges(frame: pd.DataFrame, said: str) -> None:
    assert said in readings.read_mix(financing_mix.mix(frame), say=XOF)


def test_reading_beside() -> None:
    own = financing_mix.mix(MIXED)
    said = readings.read_beside(
        compared.beside(own, tables.typed("benchmarks", [MENA]), region="Dakar"), say=XOF
    )
    assert "One published share" in said and "13 percentage points below MENA (2020)" in said
    assert "membership, services, and projects there is no public value" in said
    assert "comes from Dakar itself" in said
    assert "none is guessed" in readings.read_beside(compared.beside(own, None))
    no_income = compared.beside(financing_mix.mix(None), tables.typed("benchmarks", [MENA]))
    assert "no income to compare" in readings.read_beside(no_income)
    same = compared.beside(own, tables.typed("benchmarks", [MENA | {"value": 0.45}]))
    assert "below one percentage point" in readings.read_beside(same)


@pytest.mark.parametrize("name", list(FRAMES))
def test_tables_have_at_most_ten_rows_and_no_nan(name: str) -> None:
    own = financing_mix.mix(FRAMES[name])
    result = compared.beside(own, tables.typed("benchmarks", LONG))
    for frame in (readings.table_mix(own, say=XOF), readings.table_beside(result, say=XOF)):
        assert len(frame) <= 10
        assert "nan" not in frame.to_string().lower().split()


def test_the_table_says_where_no_value_is_published() -> None:
    result = compared.beside(financing_mix.mix(MIXED), tables.typed("benchmarks", [MENA]))
    frame = readings.table_beside(result, say=XOF)
    assert frame["Published"].tolist() == ["58 %"] + ["no public value"] * 3
    assert frame["Gap (points)"].tolist()[0] == "−13"
