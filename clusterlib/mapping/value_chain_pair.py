"""Two clusters side by side: which links each covers, and how alike they are (guide L1313)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from clusterlib.mapping.value_chain import ValueChain, cover
from clusterlib.readings import Speaker
from clusterlib.twins import texts

#: How one link stands in two chains.
KINDS = ("both", "first", "second", "neither", "only first", "only second")
_ROWS = 20


@dataclass(frozen=True, slots=True)
class ChainPair:
    """Two value chains, link by link.

    Attributes
    ----------
    first, second : ValueChain
        Coverage in each case.
    names : tuple of str
        What the cases are called.
    frame : DataFrame
        One row per link of either chain: name (with twin), n_first, n_second (local actors; blank where the
        chain has no such link), coverage_first, coverage_second, kind: covered in ``both``, in the
        ``first`` or the ``second`` alone, in ``neither``; or the link stands in ``only first`` or ``only
        second`` of the chains.
    shared : int
        Number of links that both chains have.
    alike : float or None
        Of the links that are covered in either case, the share covered in both (Jaccard), over the links
        that both chains have; None when none is covered.
    """

    first: ValueChain
    second: ValueChain
    names: tuple[str, str]
    frame: pd.DataFrame
    shared: int
    alike: float | None


def side_by_side(
    first: ValueChain, *, name: str, other: str, tables: Mapping[str, pd.DataFrame | None]
) -> ChainPair | None:
    """Compare the chain of this case with that of another.

    Links are the same when they have the same name in one of the languages, without regard to case.

    Parameters
    ----------
    first : ValueChain
        From `cover`.
    name, other : str
        What the cases are called.
    tables : mapping
        Typed tables of the other case: nodes, links, actors, actor_nodes, relations; None where missing.

    Returns
    -------
    ChainPair or None
        None when the other case has no value chain.

    Examples
    --------
    >>> from clusterlib.tables import typed
    >>> def tables_of(links, there):
    ...     nodes = [{"node_id": f"N{k}", "name": link} for k, link in enumerate(links)]
    ...     placed = [{"actor_id": "a", "node_id": f"N{k}"} for k in there]
    ...     return {"nodes": typed("nodes", nodes), "actor_nodes": typed("actor_nodes", placed)}
    >>> here = tables_of(["Raw material", "Converter", "Shop"], [0, 1, 2])
    >>> pair = side_by_side(cover(here["nodes"], None, None, here["actor_nodes"]), name="A", other="B",
    ...                     tables=tables_of(["converter", "Raw material"], [0]))
    >>> pair.frame[["name", "kind"]].values.tolist(), pair.alike
    ([['Raw material', 'first'], ['Converter', 'both'], ['Shop', 'only first']], 0.5)
    """
    nodes = tables.get("nodes")
    if nodes is None or not len(nodes):
        return None
    more = (tables.get(table) for table in ("links", "actors", "actor_nodes", "relations"))
    second = cover(nodes, *more)
    frame = _matched(first.frame, second.frame)
    both = frame[~frame["kind"].isin(["only first", "only second"])]
    union = both[both["kind"] != "neither"]
    alike = float((union["kind"] == "both").mean()) if len(union) else None
    return ChainPair(first, second, (name, other), frame, len(both), alike)


def _keys(row: Mapping[str, object]) -> set[str]:
    found = (row.get(column) for column in ("name", "name_fr", "name_en"))
    return {
        " ".join(str(text).casefold().split()) for text in found if isinstance(text, str) and text.strip()
    }


def _matched(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Each link of the first with its twin in the second; then those of the second alone."""
    left = [{str(key): value for key, value in row.items()} for row in first.to_dict("records")]
    right = [{str(key): value for key, value in row.items()} for row in second.to_dict("records")]
    taken: set[int] = set()
    rows = []
    for one in left:
        match = next((k for k, two in enumerate(right) if k not in taken and _keys(one) & _keys(two)), None)
        if match is not None:
            taken.add(match)
        rows.append(_row(one, None if match is None else right[match]))
    rows += [_row(None, two) for k, two in enumerate(right) if k not in taken]
    frame = pd.DataFrame(rows)
    return frame.astype({"n_first": "Int64", "n_second": "Int64"})


def _row(one: Mapping[str, object] | None, two: Mapping[str, object] | None) -> dict[str, object]:
    named = one or two or {}
    row: dict[str, object] = {"name": named.get("name"), "name_fr": named.get("name_fr")}
    for side, link in (("first", one), ("second", two)):
        row[f"n_{side}"] = None if link is None else link["n"]
        row[f"coverage_{side}"] = float("nan") if link is None else link["coverage"]
    if two is None or one is None:
        return row | {"kind": "only first" if two is None else "only second"}
    here, there = (float(str(link["coverage"])) >= 1 for link in (one, two))
    kinds = {(True, True): "both", (True, False): "first", (False, True): "second"}
    return row | {"kind": kinds.get((here, there), "neither")}


def read_sides(result: ChainPair | None, *, say: Speaker = Speaker()) -> str:
    """What one has and the other lacks."""
    if result is None:
        return say(
            "To see another cluster beside yours, give the parameter compare_with the name of a case that "
            "lies beside this one, or of a shipped case."
        )
    one, two = result.names
    if not result.shared:
        return say(
            "The chains of {one} and {two} share no link by name. Give the same links the same names in both "
            "cases, then they can be compared.",
            one=one,
            two=two,
        )
    if result.alike is None and not (result.first.judged and result.second.judged):
        return say(
            "In one of the two cases no organisation is placed at a link, so there is nothing to compare."
        )
    parts = [
        say.plural(
            result.shared,
            "{one} and {two} share one link.",
            "{one} and {two} share {n} links.",
            one=one,
            two=two,
        )
    ]
    parts += [_has(result, kind, say) for kind in ("first", "second", "neither")]
    if result.alike is not None:
        parts.append(
            say(
                "Of the shared links covered in either, {share} are covered in both.",
                share=say.percent(result.alike),
            )
        )
    return " ".join(part for part in parts if part)


def _has(result: ChainPair, kind: str, say: Speaker) -> str:
    rows = result.frame[result.frame["kind"] == kind]
    if rows.empty:
        return ""
    names = say.names(texts(rows, "name", say=say), limit=4)
    if kind == "neither":
        return say("Covered in neither: {names}.", names=names)
    return say("Only {case} covers: {names}.", case=result.names[0 if kind == "first" else 1], names=names)


def table_sides(result: ChainPair | None, *, say: Speaker = Speaker()) -> pd.DataFrame:
    """Link by link, local actors in both cases, differences first."""
    if result is None:
        return pd.DataFrame()
    words = {
        "both": say("covered in both"),
        "first": say("only here"),
        "second": say("only there"),
        "neither": say("covered in neither"),
        "only first": say("no such link there"),
        "only second": say("no such link here"),
    }
    order = {"first": 0, "second": 1, "neither": 2, "both": 3, "only first": 4, "only second": 5}
    rows = result.frame.sort_values("kind", key=lambda kinds: kinds.map(order), kind="stable").head(_ROWS)
    same = result.names[0] == result.names[1]
    heads = [
        say("{case} (other)", case=result.names[1]) if same and k else name
        for k, name in enumerate(result.names)
    ]
    return pd.DataFrame(
        {
            say("Link"): texts(rows, "name", say=say),
            heads[0]: [say.number(n) for n in rows["n_first"]],
            heads[1]: [say.number(n) for n in rows["n_second"]],
            say("Difference"): [words[kind] for kind in rows["kind"]],
        }
    )
