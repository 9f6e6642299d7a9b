from __future__ import annotations

import pytest

from clusterlib import figures, places
from clusterlib.mapping.diamond import CORE, score
from clusterlib.mapping.diamond_views import (
    listing,
    plot_diamond,
    read_diamond,
    table_diamond,
    worked_example,
)
from clusterlib.tables import empty, typed


def said(**corners):
    """Signs per corner as a text of +, ~ and -."""
    word = {"+": "plus", "~": "mixed", "-": "minus"}
    return typed(
        "diamond",
        [
            {"determinant": corner, "text": f"{corner} {k}", "sign": word[s]}
            for corner, signs in corners.items()
            for k, s in enumerate(signs)
        ],
    )


def test_lagos_numbers_of_annex_c_from_the_reference():
    result = worked_example(facts=places.reference("porter_diamond_lagos"))
    found = result.frame["score"]
    assert found[list(CORE)].tolist() == pytest.approx([-0.4, -1, 1, -1])
    assert result.overall == pytest.approx(-0.35) and result.net == pytest.approx(-0.4615, abs=1e-4)
    assert result.inferred == 9 and result.binding == ("factor", "related")
    text = read_diamond(result)
    assert "Of the 13 signs, 9 are inferred" in text and "The mean of the four corners is −0.35." in text


def test_weights():
    table = said(factor="+-")
    table["weight"] = [3.0, 1.0]
    assert score(table).frame.loc["factor", "score"] == 0.5


def test_government_and_chance_stand_aside():
    base = said(strategy="+", factor="+", demand="-", related="-")
    more = said(strategy="+", factor="+", demand="-", related="-", government="---", chance="+")
    assert score(base).overall == score(more).overall == 0 and score(base).net == score(more).net == 0
    assert score(more).binding == ("demand", "related")
    assert "shown aside" in read_diamond(score(more)) and "shown aside" not in read_diamond(score(base))
    assert len(table_diamond(score(more))) == 6 and len(table_diamond(score(base))) == 4


def test_an_empty_corner_gives_no_whole():
    result = score(said(strategy="+", factor="-"))
    assert result.overall is None and result.empty == ("demand", "related")
    text = read_diamond(result)
    assert "nothing is said about: Demand conditions and Related industries" in text and "nan" not in text


def test_all_equal_has_no_weakest():
    assert "All four corners have the same score, 0.0" in read_diamond(
        score(said(**dict.fromkeys(CORE, "+-")))
    )


def test_nothing_said():
    result = score(empty("diamond"))
    assert result.binding == () and result.net is None and "Nothing has been said" in read_diamond(result)
    assert figures.overlaps(plot_diamond(result).figure) == []
    assert listing(None) == "no diamond" and listing(result).endswith("overall none")


@pytest.mark.parametrize("count", [1, 3, 8, 20])
@pytest.mark.parametrize(
    "text", ["short", "$x_{ <script>", "تجربة " * 8, "a long sentence of many words " * 7]
)
def test_drawing_never_overlaps(count, text):
    table = said(**dict.fromkeys([*CORE, "government", "chance"], ("+~-" * 7)[:count]))
    table["text"] = [f"{text[:190]} {k}" for k in range(len(table))]
    ax = plot_diamond(score(table))
    ax.figure.savefig("/dev/null", format="svg")
    assert figures.overlaps(ax.figure) == []


def test_signs_stand_beside_their_statements():
    words = [
        t.get_text()
        for t in plot_diamond(score(said(strategy="+", factor="~", demand="-", related="-"))).texts
    ]
    assert any(t.startswith("+ ") for t in words) and any(t.startswith("± ") for t in words)
    assert any(t.startswith("− ") for t in words) and "Whole: −0.25" in words
