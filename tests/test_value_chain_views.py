from __future__ import annotations

import pytest
from test_value_chain import chain

from clusterlib import figures
from clusterlib.mapping.value_chain import cover
from clusterlib.mapping.value_chain_plots import plot_chain, plot_coverage
from clusterlib.mapping.value_chain_readings import listing, read_chain, table_chain
from clusterlib.readings import Speaker
from clusterlib.tables import typed

SAY = Speaker()
NAMES = [
    "Link {}",
    "$x_{{{}",
    "<script>{}</script>",
    "حلقة {}",
    "A link with a very long name that says everything " * 4 + "{}",
]


def made(size, name="Link {}", *, placed=True):
    nodes = typed(
        "nodes",
        [
            {
                "node_id": f"n{k}",
                "name": name.format(k),
                "order": k // 3 + 1,
                "min_actors": k % 3 + 1,
                "kind": "input" if k < 2 else "demand" if k == size - 1 else "core",
                "criticality": ["low", "high"][k % 2],
                "scope": "left out" if k == 4 else "in",
            }
            for k in range(size)
        ],
    )
    links = typed(
        "links",
        [{"from": f"n{k}", "to": f"n{j}"} for k in range(size) for j in (k + 2, k + 3, k + 7) if j < size]
        + [{"from": f"n{size - 1}", "to": "n0"}],
    )
    at = typed("actor_nodes", [{"actor_id": f"a{k}", "node_id": f"n{k * 5 % size}"} for k in range(size)])
    return cover(nodes, links, None, at if placed else None)


@pytest.mark.parametrize("plot", [plot_chain, plot_coverage])
@pytest.mark.parametrize("size", [3, 8, 20])
@pytest.mark.parametrize("placed", [True, False])
def test_no_text_lies_on_another(plot, size, placed):
    ax = plot(made(size, placed=placed))
    assert figures.overlaps(ax.figure) == [] and ax.get_title(loc="left")


@pytest.mark.parametrize("plot", [plot_chain, plot_coverage])
@pytest.mark.parametrize("name", NAMES)
def test_hostile_names(plot, name):
    ax = plot(made(7, name))
    ax.figure.savefig("/dev/null", format="svg")
    assert figures.overlaps(ax.figure) == []


def test_every_link_carries_its_state_in_words():
    result = chain("a", "b", links=[("a", "b")], actors=[("x", "yes", "yes")], at=[("x", "b")])
    words = " ".join(text.get_text() for text in plot_chain(result).texts)
    assert "✗ white spot: 0, needs 1" in words.replace("\n", " ") and "✓ covered" in words


def test_bars_show_local_actors_of_those_needed():
    result = made(8)
    widths = sorted(bar.get_width() for bar in plot_coverage(result).patches)
    assert widths == sorted(result.frame["coverage"])


def test_reading_names_gaps_way_and_helpers():
    nodes = [
        {"node_id": "raw", "kind": "input", "criticality": "high"},
        {"node_id": "make"},
        {"node_id": "shop", "kind": "demand"},
    ]
    result = chain(
        *nodes,
        links=[("raw", "make"), ("make", "shop")],
        actors=[("ann", "yes", "yes"), ("bob", "no", "no"), ("cyd", "yes", "yes")],
        at=[("ann", "make"), ("bob", "raw"), ("cyd", "shop")],
    )
    text = read_chain(result, say=SAY)
    assert "Of the 3 links of the chain, one has no local actor: raw." in text
    assert "closing raw would make one" in text and "Ask first: Bob for raw." in text
    assert "looks like a link where nobody works" in text


def test_reading_when_nothing_is_missing():
    result = chain("a", actors=[("x", "yes", "yes")], at=[("x", "a")])
    text = read_chain(result, say=SAY)
    assert text.startswith("The only link of the chain has a local actor.")
    assert "cannot be said: no arrow" in text


def test_nobody_a_member_yet():
    text = read_chain(chain("a", actors=[("x", "yes", "no")], at=[("x", "a")]), say=SAY)
    assert "Nobody is entered as a member yet" in text


def test_blank_is_not_a_gap():
    result = chain("a", "b")
    assert "A blank is not a gap" in read_chain(result, say=SAY)
    assert set(table_chain(result, say=SAY)["Local actors"]) == {"–"}
    assert listing(result) == listing(None) == "no value chain judged"


def test_left_out_with_its_reason():
    nodes = ["a", {"node_id": "b", "name": "Copper", "scope": "left out", "note": "bought abroad"}]
    text = read_chain(chain(*nodes, actors=[("x", "yes", "yes")], at=[("x", "a")]), say=SAY)
    assert "Left out on purpose: Copper (bought abroad). Coverage is 100 % without and 50 %" in text


def test_table_has_at_most_ten_rows():
    assert len(table_chain(made(20), say=SAY)) == 10
