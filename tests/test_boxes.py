"""Text that fits its box."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import boxes

HOSTILE = ["$x_{", "<script>alert(1)</script>", "W" * 200, "مجموعة الشركات في داكار", "a\nb\tc\x00d", ""]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("lines", [1, 2, 4])
def test_hostile_text_fits(text: str, lines: int) -> None:
    made = boxes.fit(text, 1.2, size=9, lines=lines)
    rows = made.split("\n")
    assert len(rows) <= lines
    assert all(boxes.width_of(row, size=9) <= 1.2 for row in rows)


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="abc WM-", max_size=60), st.floats(0.4, 3))
def test_nothing_is_wider_than_its_box_and_nothing_short_is_lost(text: str, width: float) -> None:
    made = boxes.fit(text, width, size=9, lines=50)
    assert all(boxes.width_of(row, size=9) <= width or len(row) == 1 for row in made.split("\n"))
    assert made.replace("\n", "").replace(" ", "") == text.replace(" ", "")


def test_cut_text_says_so() -> None:
    assert boxes.fit("one two three four five", 0.6, lines=1).endswith("…")
