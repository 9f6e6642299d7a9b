from __future__ import annotations

from matplotlib.text import Text

from clusterlib import chart_parts, figures


def test_end_labels_that_meet_stand_one_below_the_other() -> None:
    ax = figures.axes()
    ax.set_xlim(0, 2)
    ax.set_ylim(0, 10)
    names = [
        (5.0, "first of the lines", "main"),
        (5.0, "second", "warn"),
        (5.1, "third", "bad"),
        (9.9, "d", "good"),
    ]
    chart_parts.end_labels(ax, 1, names)
    assert len(ax.texts) == 4
    assert figures.overlaps(ax.figure) == []


def test_a_title_fits_and_keeps_amount_and_currency_together() -> None:
    ax = figures.axes(width=5.0)
    ax.set_yticks([0], ["a very long name of a row in this chart"])
    figures.drawn(chart_parts.title)(
        ax, "Cash is below zero from April 2027 and falls to XOF −3,257,000 in June of the same year"
    )
    text = ax.get_title(loc="left")
    assert "XOF\u00a0−3,257,000" in text
    ax.figure.draw_without_rendering()
    drawn = next(part for part in ax.findobj(Text) if part.get_text() == text)
    assert drawn.get_window_extent().x1 <= ax.figure.bbox.x1


def test_empty_axes_say_why_in_a_low_figure() -> None:
    ax = chart_parts.empty(figures.axes(), "Nothing is booked yet.")
    assert not ax.axison and ax.figure.get_size_inches()[1] < 1


def test_the_legend_keeps_the_order_asked_for() -> None:
    ax = figures.axes()
    ax.plot([0], [0], label="b")
    ax.plot([0], [0], label="a")
    chart_parts.legend_below(ax, order=["a", "b", "c"])
    assert [text.get_text() for text in ax.figure.legends[0].get_texts()] == ["a", "b"]


def test_no_label_no_legend() -> None:
    ax = figures.axes()
    chart_parts.legend_below(ax)
    assert ax.figure.legends == []
