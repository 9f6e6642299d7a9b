from __future__ import annotations

import report_samples as samples
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.reports import document as d
from clusterlib.reports import faces, sheets


def grid(rows, wide):
    return d.Grid(tuple(f"Column {i}" for i in range(wide)), tuple(rows), (False,) * wide)


@settings(max_examples=80, deadline=None)
@given(
    st.integers(1, 14).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.tuples(*[samples.texts] * n), max_size=3))
    )
)
def test_no_table_runs_off_the_page(drawn):
    wide, rows = drawn
    made = sheets.sheets(grid(rows, wide))
    for sheet in made:
        page = sheets.TURNED if sheet.turned else sheets.UPRIGHT
        assert sum(sheet.widths) <= page + 0.01
        assert all(width > sheets.PADDING for width in sheet.widths)
        assert sheet.size in sheets.SIZES
    shown = {place for sheet in made for place in sheet.columns}
    assert shown == set(range(wide))


@settings(max_examples=80, deadline=None)
@given(samples.texts, st.floats(25, 300))
def test_every_piece_of_a_word_fits_its_column(text, width):
    loose = sheets.breakable(text, width=width, size=8.5)
    assert loose.replace("\u200b", "") == text.replace("\u200b", "")
    if loose != text:
        assert max(faces.width(word, size=8.5) for word in sheets.words(loose)) <= max(width, 17.1)


def test_a_narrow_column_keeps_its_line_and_a_long_text_gets_the_room():
    rows = [("G1", "A long sentence about start-up capital that needs some room. " * 4, "3")]
    (sheet,) = sheets.sheets(grid(rows, 3))
    assert sheet.widths[1] > 250 and not sheet.turned
    assert sheet.widths[0] < 80 and sheet.widths[2] < 80


def test_a_small_table_is_not_blown_up():
    (sheet,) = sheets.sheets(grid([("a", "b")], 2))
    assert sum(sheet.widths) < 150 and sheet.size == max(sheets.SIZES)


def test_many_columns_get_smaller_type_then_a_turned_page_then_two_tables():
    def fitted(n):
        return sheets.sheets(grid([tuple(f"Establishment{i}" for i in range(n))], n))

    assert fitted(5)[0].size == max(sheets.SIZES)
    seen = [fitted(n) for n in range(5, 24)]
    assert any(len(made) == 1 and made[0].size < max(sheets.SIZES) and not made[0].turned for made in seen)
    assert any(len(made) == 1 and made[0].turned for made in seen)
    split = next(made for made in seen if len(made) > 1)
    assert all(sheet.columns[0] == 0 for sheet in split)
