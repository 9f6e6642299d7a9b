"""Rules about what is known: employment, organisations, the SWOT analysis, indicators."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from clusterlib.faults import Fault
from clusterlib.inputs.checking import Sheet, shown
from clusterlib.inputs.rules import Rule, Sheets

TOTAL = "total"
_RATINGS = {"strength": (3, 4), "weakness": (1, 2)}
_LEVELS = ("input", "output", "outcome", "impact")


def totals(sheets: Sheets) -> Iterator[Fault]:
    """Parts exceed their published total by rounding only: half a unit for each cell compared.

    The unit is the largest of 1, 10, 100 … that divides every number of the table: where thousands with two
    decimals were published, all jobs are whole tens. A cell kept secret counts with its lower bound, a cell
    without any value not at all.
    """
    sheet = sheets.get("employment")
    if sheet is None:
        return
    columns = ("region", "industry", "year", "employment", "low")
    rows = sheet.rows(*columns)
    half = published_unit([float(row[3]) for row in rows if row[3] is not None]) / 2
    for axis, other in ((0, 1), (1, 0)):
        parts: dict[tuple[object, object], list[float]] = defaultdict(list)
        published: dict[tuple[object, object], int] = {}
        for i, row in enumerate(rows):
            group, value = (row[other], row[2]), row[3] if row[3] is not None else row[4]
            if row[axis] == TOTAL and row[3] is not None:
                published[group] = i
            elif row[axis] not in (TOTAL, None) and value is not None:
                parts[group].append(float(value))
        for group, i in published.items():
            total, cells = float(rows[i][3]), parts.get(group, [])
            slack = half * (len(cells) + 1)
            if cells and sum(cells) > total + slack + 1e-9 * total:
                what = ", ".join(shown(part) for part in group)
                values = {"what": what, "sum": shown(round(sum(cells), 6)), "slack": shown(slack)}
                yield sheet.at("parts-above-total", i, "employment", total, **values)


def published_unit(numbers: list[float]) -> int:
    """The largest of 1, 10, 100 … that divides every number; 1 for fewer than five numbers above 0.

    Examples
    --------
    >>> published_unit([11280, 300, 94160, 230, 40]), published_unit([100, 200]), published_unit([10.5] * 9)
    (10, 1, 1)
    """
    above = [number for number in numbers if number > 0]
    if len(above) < 5:
        return 1
    unit = 1
    while all(number % (unit * 10) == 0 for number in above):
        unit *= 10
    return unit


def similar_names(sheets: Sheets) -> Iterator[Fault]:
    """Organisations that are written almost alike may be one; nothing is merged."""
    seen: dict[str, tuple[str, str, str]] = {}
    for name, key in (("actors", "actor_id"), ("stakeholders", "id")):
        sheet = sheets.get(name)
        if sheet is None:
            continue
        for i, (own, text) in enumerate(sheet.rows(key, "name")):
            if own is None or text is None or len(plain_name(text)) < 3:
                continue
            other = seen.setdefault(plain_name(text), (own, text, f"{sheet.file}, {sheet.lines[i]}"))
            if other[0] != own:
                yield sheet.at("similar-names", i, "name", text, other=other[1], place=other[2])


def plain_name(text: str) -> str:
    """A name without accents, case, blanks and punctuation.

    Examples
    --------
    >>> plain_name("Société A.B.C. ") == plain_name("societe abc")
    True
    """
    bare = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in bare if character.isalnum())


def names_agree(sheets: Sheets) -> Iterator[Fault]:
    """A stakeholder that stands among the actors is called as there."""
    actors, stakeholders = sheets.get("actors"), sheets.get("stakeholders")
    if actors is None or stakeholders is None:
        return
    known = dict(actors.rows("actor_id", "name"))
    for i, (own, name) in enumerate(stakeholders.rows("id", "name")):
        other = known.get(own)
        if own is not None and name is not None and other is not None and other != name:
            yield stakeholders.at("name-differs", i, "name", name, other=other)


def swot_ratings(sheets: Sheets) -> Iterator[Fault]:
    """A strength is rated 3 or 4, a weakness 1 or 2."""
    sheet = sheets.get("swot_items")
    if sheet is None:
        return
    for i, (quadrant, rating) in enumerate(sheet.rows("quadrant", "rating")):
        if rating is not None and quadrant in _RATINGS and rating not in _RATINGS[quadrant]:
            low, high = _RATINGS[quadrant]
            yield sheet.at("swot-rating", i, "rating", rating, quadrant=quadrant, low=low, high=high)


def targets(sheets: Sheets) -> Iterator[Fault]:
    """A target differs from its baseline when more or less is wanted, and lies on the wanted side."""
    sheet = sheets.get("indicators")
    if sheet is None:
        return
    columns = ("direction", "baseline", "target")
    for i, (direction, baseline, target) in enumerate(sheet.rows(*columns)):
        if direction not in ("up", "down") or baseline is None or target is None:
            continue
        if target == baseline:
            yield sheet.at("target-baseline", i, "target", target)
        elif (target > baseline) != (direction == "up"):
            values = {"bound": shown(baseline), "direction": direction}
            yield sheet.at("target-direction", i, "target", target, **values)


def observed_after_baseline(sheets: Sheets) -> Iterator[Fault]:
    """No value is older than the baseline of its indicator; a bare year counts as a whole."""
    indicators, observations = sheets.get("indicators"), sheets.get("observations")
    if indicators is None or observations is None:
        return
    begun = dict(indicators.rows("id", "baseline_period"))
    pairs = observations.rows("indicator_id", "period")
    for i, (indicator, period) in enumerate(pairs):
        bound = begun.get(indicator)
        if period is not None and bound is not None:
            digits = min(len(period), len(bound))
            if period[:digits] < bound[:digits]:
                values = {"indicator": indicator, "bound": bound}
                yield observations.at("before-baseline", i, "period", period, **values)


def chain_levels(sheets: Sheets) -> Iterator[Fault]:
    """A link of the results chain leads one level up; a level skipped is remarked."""
    links, indicators = sheets.get("chain_links"), sheets.get("indicators")
    if links is None or indicators is None:
        return
    levels = dict(indicators.rows("id", "level"))
    for i, (start, end) in enumerate(links.rows("from", "to")):
        before, level = levels.get(start), levels.get(end)
        if before is None or level is None:
            continue
        step = _LEVELS.index(level) - _LEVELS.index(before)
        if step != 1:
            yield _chain_fault(links, i, end, "chain-level" if step < 1 else "chain-skip", before, level)


def _chain_fault(links: Sheet, row: int, end: str, code: str, before: str, level: str) -> Fault:
    return links.at(code, row, "to", end, before=before, level=level)


RULES: tuple[Rule, ...] = (
    totals,
    similar_names,
    names_agree,
    swot_ratings,
    targets,
    observed_after_baseline,
    chain_levels,
)
