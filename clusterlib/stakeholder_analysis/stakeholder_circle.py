"""Who brought whom, and is the circle still open? (guide L1442-1454, L1884)"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes

from clusterlib import figures
from clusterlib.faults import IntegrityError
from clusterlib.figures import COLOURS
from clusterlib.readings import Speaker
from clusterlib.twins import short, texts

_ROUTES = ("existing network", "event", "call", "referral", "public invitation")
_BRANCHES = 40


@dataclass(frozen=True, slots=True)
class Circle:
    """How actors came to the cluster.

    Attributes
    ----------
    actors : DataFrame
        actor_id, name (and twins), root (actor at the origin of its tree), depth, in the order of a drawing:
        largest tree first, everyone below the actor who brought it in.
    largest : int
        Actors in the largest tree.
    root : str
        Actor at its origin; empty without actors.
    routes : dict
        Number of actors per route; blanks are left out.
    unrecorded : int
        Actors of whom neither an introducer nor a route is known.
    invitation : str or None
        Latest day of a contact by public invitation within the last `months` months.
    closed_share : float
        Share of the largest tree above which the circle looks closed.
    months : int
        How far back an invitation counts.
    judged, closed : bool
        Whether anything is recorded; whether the circle looks closed.
    as_of : str or None
        Day that counts as today.
    """

    actors: pd.DataFrame
    largest: int
    root: str
    routes: dict[str, int]
    unrecorded: int
    invitation: str | None
    closed_share: float
    months: int
    judged: bool
    closed: bool
    as_of: str | None


def trace(
    actors: pd.DataFrame | None,
    *,
    as_of: str | None = None,
    months: int = 12,
    closed_share: float = 0.6,
) -> Circle:
    """Follow who brought whom, and ask whether the circle is open.

    The circle looks closed when one tree holds more than `closed_share` of the actors and nobody came by
    public invitation in the last `months` months.

    Parameters
    ----------
    actors : DataFrame or None
        Register: actor_id, name, brought_in_by, route, first_contact.
    as_of : str, optional
        ISO day that counts as today; without it the latest first contact.
    months, closed_share
        The two limits (defaults of this library).

    Returns
    -------
    Circle

    Raises
    ------
    IntegrityError
        Actors brought each other in, in a circle.

    Examples
    --------
    >>> cells = {"actor_id": list("abc"), "name": list("ABC"), "brought_in_by": [None, "a", "b"]}
    >>> table = pd.DataFrame(cells)
    >>> found = trace(table)
    >>> found.largest, found.closed
    (3, True)
    """
    if actors is None or actors.empty:
        empty = pd.DataFrame({c: pd.Series(dtype="str") for c in ("actor_id", "name", "root", "depth")})
        return Circle(empty, 0, "", {}, 0, None, closed_share, months, False, False, as_of)
    table = actors.assign(**{c: None for c in ("brought_in_by", "route", "first_contact") if c not in actors})
    tree = _tree(table)
    rows = _in_order(table, tree)
    largest = int(rows["root"].value_counts().max())
    today = as_of or _latest(table["first_contact"])
    invitation = _invited(table, today, months)
    recorded = bool(table["brought_in_by"].notna().any())
    routes = {r: int((table["route"] == r).sum()) for r in _ROUTES if (table["route"] == r).any()}
    closed = recorded and largest / len(table) > closed_share and invitation is None
    return Circle(
        rows,
        largest,
        str(rows["root"].iloc[0]),
        routes,
        _unrecorded(table, tree),
        invitation,
        closed_share,
        months,
        recorded,
        closed,
        today,
    )


@figures.drawn
def plot_circle(circle: Circle, *, say: Speaker = Speaker(), ax: Axes | None = None) -> Axes:
    """Who brought whom, as an indented tree; actors who came alone and brought nobody are left out.

    Parameters
    ----------
    circle : Circle
        Result of `trace`.
    say : Speaker
        Language of the texts.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    sizes = circle.actors["root"].value_counts()
    rows = circle.actors[circle.actors["root"].map(sizes).fillna(0) > 1] if len(sizes) else circle.actors
    rows = rows.head(_BRANCHES).reset_index(drop=True)
    ax = figures.axes(ax, width=8, height=0.9 + 0.27 * max(1, len(rows)))
    ax.set_axis_off()
    if rows.empty:
        ax.set_title(say("Who brought whom is not recorded yet"))
        return ax
    open_at: dict[int, int] = {}
    for y, (row, name) in enumerate(zip(rows.to_dict("records"), texts(rows, "name", say=say), strict=True)):
        depth = int(row["depth"])
        if depth:
            ax.plot(
                [depth - 1, depth - 1, depth - 0.15],
                [open_at[depth - 1], y, y],
                color="#8A939E",
                lw=1,
                zorder=1,
            )
        kind = "main" if depth == 0 else "good"
        ax.plot(depth, y, "s" if depth == 0 else "o", color=COLOURS[kind], ms=6, zorder=2)
        label = short(name, 48)
        ax.text(
            depth + 0.15, y, label, va="center", fontsize=8.5, fontweight="bold" if depth == 0 else "normal"
        )
        open_at[depth] = y
    ax.set_xlim(-0.3, max(4, int(rows["depth"].max()) + 3))
    ax.set_ylim(len(rows) - 0.4, -0.7)
    share = say.share(circle.largest, len(circle.actors))
    ax.set_title(
        figures.wrap(say("Actors in the longest line of contacts: {share}", share=share), 70, lines=2)
    )
    return ax


def read_circle(circle: Circle, *, say: Speaker) -> str:
    """Sentences on whether the circle is open.

    Parameters
    ----------
    circle : Circle
        Result of `trace`.
    say : Speaker
        Language of the reader.
    """
    n = len(circle.actors)
    if not circle.judged:
        return say(
            "Who brought whom is not recorded, so it is not judged whether the circle is open. The columns "
            "“brought in by”, “route” and “first contact” of the actors would tell."
        )
    first = circle.actors[circle.actors["actor_id"] == circle.root]
    told = [
        say(
            "The longest line of contacts starts with “{name}”; actors in it: {share}.",
            name=texts(first, "name", say=say)[0],
            share=say.share(circle.largest, n),
        )
    ]
    if circle.routes:
        ways = [
            say("{route} {n}", route=say.word(route), n=say.number(k)) for route, k in circle.routes.items()
        ]
        told.append(say("How they came: {ways}.", ways=say.names(ways)))
    if circle.unrecorded:
        told.append(
            say.plural(
                circle.unrecorded, "For one actor nothing is recorded.", "For {n} actors nothing is recorded."
            )
        )
    if circle.closed:
        told.append(
            say(
                "Nobody came by public invitation in the last {months} months: is this a closed shop? Publish"
                " how to join before the first event.",
                months=say.number(circle.months),
            )
        )
    elif circle.invitation:
        told.append(
            say(
                "The door was open: a public invitation brought a contact on {day}.",
                day=say.day(circle.invitation),
            )
        )
    else:
        told.append(
            say(
                "No public invitation is recorded for the last {months} months; no single line of contacts "
                "dominates either.",
                months=say.number(circle.months),
            )
        )
    return " ".join(told)


def _tree(table: pd.DataFrame) -> nx.DiGraph:
    """Arrows from the one who brought to the one who came; an introducer nobody listed is left out."""
    keys = table["actor_id"].astype(str).tolist()
    tree = nx.DiGraph()
    tree.add_nodes_from(keys)
    known = set(keys)
    for key, source in zip(keys, table["brought_in_by"], strict=True):
        if not pd.isna(source) and str(source) in known:
            tree.add_edge(str(source), key)
    try:
        loop = nx.find_cycle(tree)
    except nx.NetworkXNoCycle:
        return tree
    names = dict(zip(keys, table["name"], strict=True))
    way = ", ".join(str(names[source]) for source, _ in loop)
    raise IntegrityError(
        f"actors, column brought_in_by: {way} brought each other in, in a circle. Clear one cell."
    )


def _unrecorded(table: pd.DataFrame, tree: nx.DiGraph) -> int:
    """Actors of whom nothing is known: no introducer, no route, and nobody whom they brought."""
    free = table["brought_in_by"].isna() & table["route"].isna()
    introducers = {source for source, _ in tree.edges}
    return int((free & ~table["actor_id"].astype(str).isin(introducers)).sum())


def _in_order(table: pd.DataFrame, tree: nx.DiGraph) -> pd.DataFrame:
    """Actors in the order of a drawing: largest tree first, each below the one who brought it in."""
    place = {key: i for i, key in enumerate(table["actor_id"].astype(str))}
    roots = [key for key in place if tree.in_degree(key) == 0]
    size = {root: len(nx.descendants(tree, root)) for root in roots}
    order: list[tuple[str, str, int]] = []
    for root in sorted(roots, key=lambda r: (-size[r], r)):
        depth = nx.single_source_shortest_path_length(tree, root)
        walk = nx.dfs_preorder_nodes(tree, root, sort_neighbors=sorted)
        order += [(key, root, depth[key]) for key in walk]
    rows = table.iloc[[place[key] for key, _, _ in order]].reset_index(drop=True)
    columns = ["actor_id", "name", *[c for c in rows.columns if c.startswith("name_")]]
    return rows[columns].assign(root=[r for _, r, _ in order], depth=[d for _, _, d in order])


def _latest(days: pd.Series) -> str | None:
    known = [str(day) for day in days if not pd.isna(day)]
    return max(known) if known else None


def _invited(table: pd.DataFrame, today: str | None, months: int) -> str | None:
    if today is None:
        return None
    start = (pd.Timestamp(today) - pd.DateOffset(months=months)).date().isoformat()
    came = table.loc[table["route"] == "public invitation", "first_contact"]
    return _latest(came[came.notna() & (came >= start) & (came <= today)])
