from __future__ import annotations

import xml.etree.ElementTree as ET

import matplotlib as mpl
import pytest

from clusterlib import figures


@figures.drawn
def chart(labels):
    ax = figures.axes(None)
    ax.scatter(range(len(labels)), [0] * len(labels))
    figures.label_points(ax, list(range(len(labels))), [0.0] * len(labels), labels)
    ax.set_title("Names stay apart")
    return ax


def test_a_figure_needs_words_and_a_source():
    for alt, source in (("", "x"), ("x", " ")):
        with pytest.raises(ValueError, match="alt"):
            figures.finish(chart(["a"]), alt=alt, source=source)


def test_the_same_figure_gives_the_same_bytes():
    first, second = (figures.finish(chart(["a", "b"]), alt="x", source="y") for _ in range(2))
    assert first.svg == second.svg
    assert first.png == second.png


@pytest.mark.parametrize(
    "name", ["$x_{ and $", "<script>alert(1)</script>", "--><script>", "ქართული", "شركة", "a" * 200]
)
def test_names_are_drawn_as_text(name):
    picture = figures.finish(chart([name]), alt=name, source=name)
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(picture.svg).iter()}
    assert "script" not in tags
    assert "<script" not in picture.html()


def test_labels_of_crowded_points_do_not_cover_each_other():
    labels = [f"organisation {i}" for i in range(6)]
    assert figures.overlaps(chart(labels).get_figure(root=True)) == []


def test_overlaps_are_found():
    ax = figures.axes(None)
    ax.text(0.5, 0.5, "first")
    ax.text(0.5, 0.5, "second")
    assert ("first", "second") in figures.overlaps(ax.get_figure(root=True))


def test_drawing_leaves_the_settings_of_matplotlib_alone():
    before = dict(mpl.rcParams)
    chart(["a"])
    assert dict(mpl.rcParams) == before
