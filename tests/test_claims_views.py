"""The three circles of power, claim and urgency."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from test_stakeholder_plots import HOSTILE
from test_stakeholders import people

from clusterlib import figures, tables
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis import claims_views
from clusterlib.stakeholder_analysis.claims_views import plot_claims
from clusterlib.stakeholder_analysis.power import CLAIMS, place
from clusterlib.stakeholder_analysis.stakeholders import analyse


def rated(*rows: dict[str, Any]) -> Any:
    base = {"assessment": "neutral", "influence": "high"}
    return place(analyse(people(*[{**base, **row} for row in rows])))


EIGHT = [
    {"power": 5 if p else 1, "legitimacy": 5 if r else 1, "urgency": 5 if u else 1}
    for p, r, u in itertools.product((True, False), repeat=3)
]


def test_every_class_has_its_spot() -> None:
    assert set(claims_views._SPOTS) == set(claims_views._ORDER) == set(CLAIMS.values())


def test_the_number_stands_in_the_circles_of_its_class() -> None:
    """A number lies inside exactly the circles of what its stakeholder has."""
    ax = plot_claims(rated(*EIGHT))
    has = dict(zip(CLAIMS.values(), CLAIMS, strict=True))
    circles = [patch for patch in ax.patches if hasattr(patch, "radius")]
    for claim, (x, y) in claims_views._SPOTS.items():
        inside = tuple(
            (x - c.center[0]) ** 2 + (y - c.center[1]) ** 2 < c.radius**2
            for c in circles
        )  # fmt: skip
        assert inside == has[claim], claim
    assert "meet" in ax.get_title(loc="left") or "come together in one of 8" in ax.get_title(loc="left")


@pytest.mark.parametrize("n", [0, 1, 8, 40])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_label_lies_on_another(n: int, lang: str) -> None:
    rows = [{**EIGHT[i % 8], "name": HOSTILE[i % len(HOSTILE)]} for i in range(n)]
    result = rated(*rows) if rows else place(analyse(tables.empty("stakeholders")))
    ax = plot_claims(result, say=Speaker(lang))
    figure = ax.get_figure(root=True)
    assert figures.overlaps(figure) == [] and figures.cut(figure) == []
    assert len(ax.texts) <= 40


def test_nobody_has_all_three() -> None:
    ax = plot_claims(rated({"power": 5, "legitimacy": 1, "urgency": 1}))
    assert ax.get_title(loc="left") == "In nobody do power, a rightful claim and urgency come together"
    unrated = plot_claims(rated({"power": 5}))
    told = [unrated.get_title(loc="left"), *(t.get_text() for t in unrated.texts)]
    assert any("No stakeholder is rated" in text for text in told)
