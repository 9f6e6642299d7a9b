from __future__ import annotations

import numpy as np
import pytest

from clusterlib.faults import DomainError, IntegrityError, SchemaError
from clusterlib.mapping.specialisation_cells import ABSENT, MISSING, NIL, SUPPRESSED, VALUE, read
from clusterlib.tables import empty, typed


def _row(region, industry, **cell):
    return {"region": region, "industry": industry, "year": 2022, **cell}


def test_three_kinds_of_cell_never_merge():
    cells = read(
        typed(
            "employment",
            [
                _row("A", "ICT", employment=12),
                _row("A", "Food", status="nil"),
                _row("A", "Fish", status="suppressed", low=10, high=19),
                _row("B", "ICT", status="missing"),
                _row("B", "Food", employment=0),
            ],
        )
    )
    assert cells.kind[0].tolist() == [[VALUE, NIL, SUPPRESSED], [MISSING, VALUE, ABSENT]]
    assert cells.low[0].tolist() == [[12, 0, 10], [0, 0, 0]]
    assert cells.high[0].tolist() == [[12, 0, 19], [np.inf, 0, np.inf]]
    assert cells.unknown[0].tolist() == [[False, False, True], [True, False, True]]


def test_blank_number_without_a_word_is_unknown_not_zero():
    cells = read(typed("employment", [_row("A", "ICT")]))
    assert cells.kind[0, 0, 0] == MISSING and np.isinf(cells.high[0, 0, 0])


@pytest.mark.parametrize("word", ["total", "Total", " TOTAL "])
def test_totals_are_denominators_and_no_region(word):
    cells = read(
        typed(
            "employment",
            [
                _row("A", "ICT", employment=4),
                _row(word, "ICT", employment=9),
                _row("A", word, employment=7),
                _row(word, word, employment=30),
            ],
        )
    )
    assert cells.regions == ("A",) and cells.industries == ("ICT",)
    assert (cells.by_industry.low[0, 0], cells.by_region.low[0, 0], cells.overall.low[0]) == (9, 7, 30)


def test_a_secret_total_without_bounds_is_no_total():
    cells = read(
        typed(
            "employment",
            [
                _row("A", "ICT", employment=4),
                _row("total", "ICT", status="suppressed"),
                _row("A", "total", status="suppressed", low=4, high=9),
            ],
        )
    )
    assert not cells.by_industry.published.any()
    assert (cells.by_region.low[0, 0], cells.by_region.high[0, 0]) == (4, 9)


def test_rows_keep_their_places_over_years():
    rows = [{"region": "A", "industry": "ICT", "year": y, "employment": y - 2000} for y in (2022, 2019)]
    cells = read(typed("employment", rows))
    assert cells.years.tolist() == [2019, 2022]
    assert cells.low[cells.rows].tolist() == [22, 19]


def test_faults_say_where():
    with pytest.raises(IntegrityError, match="ICT in A, 2022 stands in the table twice"):
        read(typed("employment", [_row("A", "ICT", employment=1), _row("A", "ICT", employment=2)]))
    with pytest.raises(DomainError, match="row 1, columns low and high"):
        read(typed("employment", [_row("A", "ICT", status="suppressed", low=5, high=2)]))
    with pytest.raises(SchemaError, match="row 1"):
        read(typed("employment", [{"region": "A", "year": 2022, "employment": 3}]))


def test_empty_table_and_no_mutation():
    assert read(empty("employment")).low.shape == (0, 0, 0)
    table = typed("employment", [_row("A", "ICT", status="suppressed")])
    before = table.copy(deep=True)
    read(table)
    assert table.equals(before)
