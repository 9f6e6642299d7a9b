from __future__ import annotations

import pandas as pd
import pytest
from budgets import balanced_year, hostile, lines

from clusterlib import figures
from clusterlib.financing import chances, chances_plots, chances_readings, liquidity
from clusterlib.readings import Speaker

GRANT = {"kind": "in", "category": "public", "amount": 1000, "recurrence": "once", "probability": 0.6}
SPEAKERS = [Speaker("en", currency="XOF"), Speaker("fr", currency="XOF")]


def _sim(frame: pd.DataFrame | None, opening: float | None = 0.0, count: int = 12) -> chances.Chances:
    return chances.simulate(liquidity.plan(frame, opening_cash=opening, count=count), draws=1000)


@pytest.mark.parametrize("say", SPEAKERS)
@pytest.mark.parametrize("count", [3, 36])
@pytest.mark.parametrize(
    "frame", [None, balanced_year(), lines(GRANT, {"amount": 80}), hostile(3), hostile(20)]
)
def test_pictures_keep_their_texts_apart(frame: pd.DataFrame | None, count: int, say: Speaker) -> None:
    for opening in (None, 100.0):
        result = _sim(frame, opening, count)
        for plot in (chances_plots.plot_fan, chances_plots.plot_tornado):
            ax = plot(result, say=say)
            assert figures.overlaps(ax.get_figure(root=True)) == []  # type: ignore[arg-type]
        texts = [
            chances_readings.read_chances(result, say=say),
            chances_readings.read_lines(result, say=say),
            chances_readings.table_fan(result, say=say).to_string(),
            chances_readings.table_lines(result, say=say).to_string(),
        ]
        assert all("nan" not in text.replace("financ", "") for text in texts if text)


def test_the_reading_says_chance_doubt_and_buffer() -> None:
    text = chances_readings.read_chances(_sim(lines(GRANT, {"amount": 500, "recurrence": "once"})))
    assert "percentage points" in text and "With about 500 more, 95 of 100 courses never" in text


def test_the_reading_names_the_line_that_decides() -> None:
    result = _sim(lines(GRANT | {"text": "Grant"}, {"amount": 500, "recurrence": "once"}))
    text = chances_readings.read_lines(result)
    assert "hangs most on Grant (B1)" in text
    assert "in 100 of 100 courses; if it comes, in none of 100" in text


def test_bars_are_at_most_ten_and_strongest_first() -> None:
    ax = chances_plots.plot_tornado(_sim(hostile(60)))
    lengths = [abs(bar.get_width()) for bar in ax.patches]  # type: ignore[attr-defined]
    assert 0 < len(lengths) <= 10 and "hangs most" in ax.get_title(loc="left")


def test_the_chance_by_month_never_falls() -> None:
    result = _sim(hostile(12), 2000.0)
    assert (result.fan["below"].diff().dropna() >= 0).all()
    assert result.fan["below"].iloc[-1] == result.chance
