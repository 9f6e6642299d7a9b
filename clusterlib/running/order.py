"""The order of the workbooks, derived from what each declares. There is no second list."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from clusterlib.faults import IntegrityError
from clusterlib.running.declared import Workbook


def graph(books: Iterable[Workbook]) -> nx.DiGraph:
    """Which step needs which: an arrow from the step that writes a table to each that reads it."""
    books = list(books)
    writer = {name: book.step for book in books for name in book.writes}
    result = nx.DiGraph()
    result.add_nodes_from(book.step for book in books)
    for book in books:
        for name in book.all_reads:
            if name in writer and writer[name] != book.step:
                result.add_edge(writer[name], book.step)
    return result


def in_order(books: Iterable[Workbook]) -> list[Workbook]:
    """Workbooks so that each comes after those it reads from; the guide's number decides else.

    Raises
    ------
    IntegrityError
        If workbooks wait for each other in a circle; the circle is named.
    """
    by_step = {book.step: book for book in books}
    arrows = graph(by_step.values())
    if not nx.is_directed_acyclic_graph(arrows):
        circle = " → ".join(edge[0] for edge in nx.find_cycle(arrows))
        raise IntegrityError(
            f"Workbooks wait for each other: {circle}. One of them must not read the other's table."
        )
    return [by_step[s] for s in nx.lexicographical_topological_sort(arrows, key=lambda s: by_step[s].number)]


def with_needed(steps: Iterable[str], books: Iterable[Workbook]) -> set[str]:
    """The steps named and all steps they read from, directly or not."""
    arrows = graph(books)
    chosen = set(steps)
    return chosen.union(*(nx.ancestors(arrows, step) for step in chosen))
