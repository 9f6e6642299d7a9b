"""On whom a chain hangs, whom to ask in, and two chains side by side."""

from __future__ import annotations

import shutil
from itertools import pairwise

import pytest

from clusterlib import places
from clusterlib.faults import DomainError, WrongUse
from clusterlib.inputs.beside import digest_beside, find_beside, open_beside
from clusterlib.inputs.cases import open_case
from clusterlib.mapping.member_targets import rank_targets, read_targets, table_targets
from clusterlib.mapping.value_chain import cover
from clusterlib.mapping.value_chain_dependence import depend, read_dependence, table_dependence
from clusterlib.mapping.value_chain_pair import read_sides, side_by_side, table_sides
from clusterlib.readings import Speaker
from clusterlib.tables import typed

TABLES = ("nodes", "links", "actors", "actor_nodes", "relations")
SHIPPED = ("dakar-ict", "tunisia-automotive", "cotedivoire-plastics")
BOTH = pytest.mark.parametrize("lang", ["en", "fr"])


def nodes(*names, **more):
    kinds = {0: "input", len(names) - 1: "demand"}
    return typed(
        "nodes",
        [{"node_id": n, "name": n, "kind": kinds.get(k, "core"), **more} for k, n in enumerate(names)],
    )


def chain_of(names, placed, actors=None, links=True):
    steps = typed("links", [{"from": a, "to": b} for a, b in pairwise(names)]) if links else None
    rows = typed("actor_nodes", [{"actor_id": a, "node_id": n} for a, n in placed]) if placed else None
    return cover(nodes(*names), steps, actors, rows)


# ------------------------------------------------------------------ dependence
def test_who_alone_holds_a_link_can_break_the_chain():
    chain = chain_of(("raw", "make", "shop"), [("a", "raw"), ("b", "make"), ("c", "make"), ("a", "shop")])
    found = depend(chain)
    assert found.frame[["actor_id", "nodes", "breaks"]].values.tolist() == [["a", ("raw", "shop"), True]]
    assert found.frame["share"].iloc[0] == pytest.approx(2 / 3)
    assert "end to end" in read_dependence(found)


def test_a_chain_with_two_everywhere_depends_on_nobody():
    placed = [(actor, node) for actor in "ab" for node in ("raw", "make", "shop")]
    found = depend(chain_of(("raw", "make", "shop"), placed))
    assert found.frame.empty and "keeps somebody" in read_dependence(found)


def test_a_chain_that_is_broken_already_is_not_broken_by_a_leaver():
    found = depend(chain_of(("raw", "make", "shop"), [("a", "raw"), ("b", "shop")]))
    assert found.unbroken is False and not found.frame["breaks"].any()


@BOTH
def test_nobody_placed_gives_a_sentence(lang):
    say = Speaker(lang)
    found = depend(chain_of(("raw", "shop"), []))
    assert read_dependence(found, say=say) and table_dependence(found, say=say).empty


# ------------------------------------------------------------------ whom to ask
def actors(**who):
    return typed("actors", [{"actor_id": k, "name": k.upper(), "type": "SME", **v} for k, v in who.items()])


def test_the_score_is_gap_times_fit_times_reach_times_anchor():
    register = actors(m={"member": "yes"}, a={}, b={"type": "large firm"}, c={"first_contact": "2026-01-05"})
    placed = typed(
        "actor_nodes",
        [
            {"actor_id": "m", "node_id": "raw"},
            {"actor_id": "a", "node_id": "make", "capability": "high"},
            {"actor_id": "b", "node_id": "make", "capability": "low"},
            {"actor_id": "c", "node_id": "make"},
        ],
    )
    chain = cover(nodes("raw", "make", "shop"), None, register, placed)
    found = rank_targets(chain, register, placed).frame.set_index("actor_id")
    gap = 2.0  # medium weight, no member there, nothing after it without links
    assert found.loc["a", "score"] == pytest.approx(gap * 1 * 0.5)
    assert found.loc["b", "score"] == pytest.approx(gap / 3 * 0.5 * 1.5)
    assert found.loc["c", "score"] == pytest.approx(gap * 2 / 3)
    assert found["place"].to_dict() == {"c": 1, "a": 2, "b": 3} and "m" not in found.index


def test_a_member_that_knows_somebody_makes_it_nearer():
    register = actors(m={"member": "yes"}, a={}, b={})
    placed = typed("actor_nodes", [{"actor_id": x, "node_id": "make"} for x in "ab"])
    ties = typed(
        "relations", [{"from": "b", "to": "m", "kind": "trust"}, {"from": "a", "to": "m", "kind": "conflict"}]
    )
    chain = cover(nodes("raw", "make"), None, register, placed)
    found = rank_targets(chain, register, placed, ties).frame.set_index("actor_id")
    assert found["contact"].to_dict() == {"b": True, "a": False}


def test_equal_scores_share_a_place():
    register = actors(a={}, b={})
    placed = typed("actor_nodes", [{"actor_id": x, "node_id": "make"} for x in "ab"])
    found = rank_targets(cover(nodes("make", "shop"), None, register, placed), register, placed)
    assert found.frame["place"].tolist() == [1, 1] and "share the first place" in read_targets(found)


@BOTH
def test_without_a_register_or_a_candidate_it_is_said(lang):
    say, chain = Speaker(lang), chain_of(("raw", "shop"), [("a", "raw")])
    for found in (
        rank_targets(chain),
        rank_targets(chain, actors(a={"member": "yes"}), typed("actor_nodes", [])),
    ):
        assert found.why and read_targets(found, say=say) and table_targets(found, say=say).empty


@pytest.mark.parametrize("options", [{"unknown_reach": 0}, {"unknown_reach": 2}, {"anchor_bonus": 0.5}])
def test_impossible_weights_are_refused(options):
    with pytest.raises(DomainError, match="at least 1"):
        rank_targets(chain_of(("raw", "shop"), []), **options)


# ------------------------------------------------------------------ side by side
def tables_of(names, placed):
    return {
        "nodes": nodes(*names),
        "actor_nodes": typed("actor_nodes", [{"actor_id": a, "node_id": n} for a, n in placed]),
    }


def test_the_guides_two_plastics_clusters_as_two_cases():
    """Southern Germany covers all five links, Abidjan three: 100 % against 60 %, Jaccard 0.6 (L1313)."""
    links = ("raw material", "machinery", "converter", "recycler", "distributor")
    here = chain_of(links, [(f"g{n}", n) for n in links], links=False)
    there = tables_of([n.upper() for n in links], [(f"a{n}", n.upper()) for n in links[2:]])
    pair = side_by_side(here, name="Southern Germany", other="Abidjan", tables=there)
    assert (pair.first.coverage, pair.second.coverage, pair.alike, pair.shared) == (1.0, 0.6, 0.6, 5)
    assert pair.frame["kind"].tolist() == ["first", "first", "both", "both", "both"]
    text = read_sides(pair)
    assert "Only Southern Germany covers: raw material and machinery." in text and "60 %" in text
    table = table_sides(pair)
    assert list(table) == ["Link", "Southern Germany", "Abidjan", "Difference"] and len(table) == 5


def test_links_are_matched_by_either_language_and_each_once():
    first = cover(typed("nodes", [{"node_id": "N1", "name": "Recyclers", "name_fr": "Recycleurs"}]))
    other = {"nodes": typed("nodes", [{"node_id": f"X{k}", "name": "recycleurs"} for k in (1, 2)])}
    pair = side_by_side(first, name="A", other="B", tables=other)
    assert pair.shared == 1 and pair.frame["kind"].tolist() == ["neither", "only second"]


@BOTH
def test_nothing_to_compare_gives_a_sentence(lang):
    say, chain = Speaker(lang), chain_of(("raw", "shop"), [("a", "raw")])
    assert read_sides(side_by_side(chain, name="A", other="", tables={}), say=say)
    assert table_sides(None, say=say).empty
    apart = side_by_side(chain, name="A", other="B", tables=tables_of(("x", "y"), [("b", "x")]))
    assert apart.shared == 0 and apart.alike is None and read_sides(apart, say=say)
    none = side_by_side(chain_of(("x", "y"), []), name="A", other="A", tables={"nodes": nodes("x", "y")})
    assert read_sides(none, say=say) and len(set(table_sides(none, say=say))) == 4


@pytest.mark.parametrize("one", SHIPPED)
@pytest.mark.parametrize("two", SHIPPED)
def test_any_two_shipped_cases_can_stand_side_by_side(one, two):
    if one == two:
        return
    case = open_case(places.shipped_case(one))
    chain = cover(*(case.table(name) if case.has(name) else None for name in TABLES))
    other = open_beside(case, two, TABLES)
    assert read_sides(side_by_side(chain, name=case.name, other=other.name, tables=other.tables))


# ------------------------------------------------------------------ the second case
def test_a_second_case_is_found_beside_this_one_and_never_elsewhere(tmp_path):
    for name in ("one", "two"):
        shutil.copytree(places.shipped_case("cotedivoire-plastics"), tmp_path / "cases" / name)
    shutil.copytree(places.shipped_case(), tmp_path / "hidden")
    case = open_case(tmp_path / "cases" / "one")
    assert find_beside(case, "two") == tmp_path / "cases" / "two"
    assert find_beside(case, "dakar-ict") == places.shipped_case("dakar-ict")
    for name in ("../hidden", "/etc", "..", ".", "a/b", "a\\b", "one"):
        with pytest.raises(WrongUse, match="compare_with"):
            find_beside(case, name)
    with pytest.raises(WrongUse, match="Did you mean two"):
        find_beside(case, "twoo")


def test_the_same_chain_in_two_cases_differs_where_actors_were_taken_out(tmp_path):
    for name in ("one", "two"):
        shutil.copytree(places.shipped_case("cotedivoire-plastics"), tmp_path / name)
    placed = tmp_path / "two" / "actor_nodes.csv"
    lines = placed.read_text("utf-8").splitlines(keepends=True)
    placed.write_text("".join(line for line in lines if ",N3," not in line), "utf-8")
    case = open_case(tmp_path / "one")
    chain = cover(*(case.table(name) if case.has(name) else None for name in TABLES))
    other = open_beside(case, "two", TABLES)
    pair = side_by_side(chain, name=case.name, other=other.name, tables=other.tables)
    assert pair.shared == len(chain.frame)
    changed = pair.frame[pair.frame["n_first"] != pair.frame["n_second"]]
    assert changed["name"].tolist() == ["Converters"] and changed["n_second"].tolist() == [0]
    assert pair.alike is not None and pair.alike < 1


def test_a_change_in_the_second_case_or_the_map_is_noticed(tmp_path):
    for name in ("one", "two"):
        shutil.copytree(places.shipped_case("cotedivoire-plastics"), tmp_path / name)
    case = open_case(tmp_path / "one")
    before = digest_beside(case, "case", "two")
    (tmp_path / "two" / "nodes.csv").write_text("node_id,name\nN1,New\n", "utf-8")
    assert before != digest_beside(case, "case", "two")
    (tmp_path / "one" / "map.geojson").write_text("{}", "utf-8")
    first = digest_beside(case, "file", "map.geojson")
    (tmp_path / "one" / "map.geojson").write_text("{ }", "utf-8")
    assert first != digest_beside(case, "file", "map.geojson")
    assert digest_beside(case, "case", "../one") == "" == digest_beside(case, "case", "")
