"""What of a strategy document can be written today: ten sections, each judged from the tables it needs.

Guide L1701-1727: a strategy rests on the analysis before it and on the goals, and has five components
(L1721-1725: services, structure, steps, monitoring, action plan). The ten sections are this library's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from clusterlib.cells import BASES
from clusterlib.strategy.strategy_links import rows

PRESENT, PARTLY, MISSING = "present", "partly", "missing"
Frames = Mapping[str, pd.DataFrame | None]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a section needs.

    Parameters
    ----------
    full : str
        Table, or piece of a table, that gives it whole.
    half : str
        What gives it in part: mostly the input that a workbook has not yet worked out.
    """

    full: str
    half: str = ""


#: The sections in their order, and the rule of each: present when every need is met whole, missing when
#: none is met at all, else partly.
SECTIONS: dict[str, tuple[Need, ...]] = {
    "summary": (Need("passage"),),
    "where we stand": (
        Need("specialisation", "employment"),
        Need("white_spots", "nodes"),
        Need("swot_items"),
    ),
    "who": (Need("stakeholder_queue", "stakeholders"),),
    "demands": (Need("demand_scores", "demands"),),
    "vision and goals": (Need("vision"), Need("objectives"), Need("goals_checked", "goals")),
    "services": (Need("services"),),
    "organisation": (Need("legal_form"), Need("bodies")),
    "steps": (Need("interventions"), Need("task_schedule", "tasks")),
    "money": (Need("liquidity", "budget_lines"),),
    "monitoring": (Need("indicator_status", "indicators"),),
}
#: Pieces that are rows of one level of the tree.
_LEVELS = {"vision": "vision", "objectives": "objective", "interventions": "intervention"}
#: Tables a person may have filled, and hand-overs, in the order in which a workbook passes them.
TABLES = (
    "texts",
    *dict.fromkeys(
        name
        for needs in SECTIONS.values()
        for need in needs
        for name in (need.full, need.half)
        if name and name not in {"passage", "legal_form", *_LEVELS}
    ),
    "strategy_tree",
)
#: Those that workbook 04 reads or makes itself: what other workbooks work out is looked up in print.
HERE = tuple(
    name
    for name in TABLES
    if name
    not in {"specialisation", "white_spots", "stakeholder_queue", "bodies", "liquidity", "indicator_status"}
)


@dataclass(frozen=True, slots=True)
class Passage:
    """What people wrote for a section, who wrote it, and its basis."""

    text: str = ""
    author: str = ""
    basis: str = "USER"


@dataclass(frozen=True, slots=True)
class Section:
    """One section and how it stands.

    Parameters
    ----------
    code : str
        Key of `SECTIONS`.
    state : str
        ``present``, ``partly`` or ``missing``.
    uses : tuple of str
        Tables its numbers come from.
    half, lacking : tuple of str
        What is met only in part, and what is not met at all: tables or pieces.
    basis : str
        Weakest basis among the rows used; empty when there are none.
    made_up : bool
        Whether every table used stands on rows made up for teaching.
    older : tuple of str
        Hand-overs used that were worked out before their data changed.
    passage : Passage
        What people wrote for it.
    """

    code: str
    state: str
    uses: tuple[str, ...] = ()
    half: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    basis: str = ""
    made_up: bool = False
    older: tuple[str, ...] = ()
    passage: Passage = Passage()


@dataclass(frozen=True, slots=True)
class Strategy:
    """All sections, and the frames and settings that their sentences are made from."""

    sections: tuple[Section, ...]
    frames: Frames = field(repr=False, default_factory=dict)
    legal_form: str = ""


def judge(frames: Frames, *, legal_form: str = "", stale: Collection[str] = (), lang: str = "en") -> Strategy:
    """How each section stands.

    Parameters
    ----------
    frames : mapping of str to DataFrame or None
        Input tables and hand-overs by name.
    legal_form : str
        Legal form named in the case.
    stale : collection of str
        Hand-overs whose data changed since they were worked out.
    lang : str
        Language in which passages are taken, where the case has both.

    Examples
    --------
    >>> [section.state for section in judge({}).sections] == ["missing"] * 10
    True
    >>> judge({}, legal_form="association").sections[6].state
    'partly'
    """
    passages = {str(row["section"]): _passage(row, lang) for row in rows(frames.get("texts"))}
    there = _pieces(frames, legal_form)
    made = [
        _section(code, needs, frames, there, passages.get(code, Passage()), stale)
        for code, needs in SECTIONS.items()
        if code != "summary"
    ]
    first = _summary(passages.get("summary", Passage()), made)
    return Strategy((first, *made), frames, legal_form)


def judge_tables(
    *given: pd.DataFrame | None, names: Sequence[str] = HERE, legal_form: str = "", lang: str = "en"
) -> Strategy:
    """`judge` for a workbook: tables by position, in the order of `names`."""
    return judge(dict(zip(names, given, strict=True)), legal_form=legal_form, lang=lang)


def _passage(row: Mapping[str, object], lang: str) -> Passage:
    text = _cell(row, f"text_{lang}") or _cell(row, "text")
    return Passage(text, _cell(row, "author"), _cell(row, "basis") or "USER")


def _pieces(frames: Frames, legal_form: str) -> set[str]:
    there = {name for name, frame in frames.items() if frame is not None and not frame.empty}
    levels = {str(row["level"]) for row in rows(frames.get("strategy_tree"))}
    there |= {piece for piece, level in _LEVELS.items() if level in levels}
    if legal_form.strip():
        there.add("legal_form")
    status = frames.get("indicator_status")
    if status is not None and not (status["status"] != "no data").any():
        there.discard("indicator_status")  # nothing measured yet
    scores = frames.get("demand_scores")
    if scores is not None and not (scores["n"].fillna(0) > 0).any():
        there.discard("demand_scores")  # nobody voted
    return there


def _section(
    code: str,
    needs: tuple[Need, ...],
    frames: Frames,
    there: set[str],
    passage: Passage,
    stale: Collection[str],
) -> Section:
    full = [need.full for need in needs if need.full in there]
    half = [need for need in needs if need.full not in there and need.half in there]
    lacking = [need.full for need in needs if need.full not in there and need.half not in there]
    state = PRESENT if len(full) == len(needs) else PARTLY if full or half or passage.text else MISSING
    used = [*full, *(need.half for need in half)]
    uses = tuple(dict.fromkeys("strategy_tree" if n in _LEVELS else n for n in used if n != "legal_form"))
    bases = [_basis(frames, name, used) for name in uses]
    return Section(
        code=code,
        state=state,
        uses=uses,
        half=tuple(need.full for need in half),
        lacking=tuple(lacking),
        basis=next((basis for basis in BASES if basis in bases), ""),
        made_up=bool(bases) and all(basis == "ILLUSTRATIVE" for basis in bases),
        older=tuple(name for name in uses if name in stale),
        passage=passage,
    )


def _basis(frames: Frames, name: str, pieces: Collection[str]) -> str:
    """Weakest basis of the rows of a table that a section uses; of the tree only the levels named."""
    frame = frames.get(name)
    if frame is None or "basis" not in frame:
        return "USER"
    if name == "strategy_tree":
        wanted = {_LEVELS[piece] for piece in pieces if piece in _LEVELS}
        frame = frame[frame["level"].isin(wanted)]
    found = {str(basis) if pd.notna(basis) else "USER" for basis in frame["basis"]}
    return next((basis for basis in BASES if basis in found), "USER")


def _summary(passage: Passage, others: list[Section]) -> Section:
    """Present when people wrote it; partly when the other sections can be put together."""
    if passage.text:
        invented = passage.basis == "ILLUSTRATIVE"
        return Section("summary", PRESENT, ("texts",), basis=passage.basis, made_up=invented, passage=passage)
    state = PARTLY if any(section.state != MISSING for section in others) else MISSING
    return Section("summary", state, lacking=("passage",))


def _cell(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return "" if value is None or pd.isna(value) else str(value).strip()  # type: ignore[call-overload]
