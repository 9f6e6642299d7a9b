from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from firm_tables import grid_of
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.faults import IntegrityError
from clusterlib.firms.secret_audit import audit, readable
from clusterlib.firms.secret_partners import hide
from clusterlib.firms.secret_rules import SCALE, Rules, needed, primary, remainders

RULES = st.builds(
    Rules,
    min_firms=st.integers(2, 4),
    dominance=st.sampled_from([75.0, 85.0, 100.0]),
    dominant_firms=st.integers(1, 2),
    p_percent=st.sampled_from([0.0, 10.0]),
    protection=st.sampled_from([0.0, 10.0, 30.0]),
)


@st.composite
def grids(draw):
    shape = draw(st.tuples(st.integers(1, 5), st.integers(1, 5)))
    cell = st.lists(st.sampled_from([0, 1, 2, 3, 5, 8, 20, 90, 400]), max_size=6)
    return [[draw(cell) for _ in range(shape[1])] for _ in range(shape[0])]


@settings(max_examples=60, deadline=None)
@given(grids(), RULES)
def test_nothing_secret_leaves_and_nothing_can_be_worked_out(sizes, rules):
    grid = grid_of(sizes)
    found = hide(grid, rules=rules)
    secret = primary(grid, rules=rules)
    assert not (secret & ~found.mask).any()
    assert not any(lines.any() for lines in remainders(grid, found.mask, rules=rules)) or found.everything
    audit(grid, found, rules=rules, exact_limit=0)
    if found.everything:
        return
    low, high = readable(grid, found)
    down, up = needed(grid, rules=rules)
    told = grid.value / SCALE
    assert (low <= told + 1e-4).all() and (high >= told - 1e-4).all()
    for cell in map(tuple, found.targets):
        assert low[cell] <= told[cell] - down[cell] / SCALE + 1e-4
        assert high[cell] >= told[cell] + up[cell] / SCALE - 1e-4


@settings(max_examples=40, deadline=None)
@given(grids(), st.integers(0, 24))
def test_a_firm_that_knows_itself_learns_no_other_cell(sizes, choice):
    """A firm alone in its cell takes its number out of the table: all others stay as open as asked for."""
    rules, grid = Rules(), grid_of(sizes)
    found = hide(grid, rules=rules)
    alone = np.argwhere((grid.firms[:-1, :-1] == 1) & found.mask[:-1, :-1])
    if found.everything or not len(alone):
        return
    insider = tuple(alone[choice % len(alone)])
    known = replace(found, mask=found.mask.copy())
    known.mask[insider] = False
    low, high = readable(grid, known)
    down, up = needed(grid, rules=rules)
    rows, columns = grid.value.shape
    for cell in map(tuple, found.targets):
        inner = cell[0] < rows - 1 and cell[1] < columns - 1
        if inner and cell != insider:
            assert low[cell] <= (grid.value[cell] - down[cell]) / SCALE + 1e-4
            assert high[cell] >= (grid.value[cell] + up[cell]) / SCALE - 1e-4


def test_a_lone_firm_takes_three_cells_with_it_and_no_total():
    many = [20, 20, 20, 20]
    found = hide(grid_of([[[5], many, many], [many, many, many], [many, many, many]]), rules=Rules())
    assert found.mask.sum() == 4 and not found.mask[-1].any() and not found.mask[:, -1].any()


def test_a_region_of_one_firm_hides_its_total_and_not_the_grand_total():
    many = [20, 20, 20, 20]
    sizes = [[[5], []], [many, many], [many, many], [many, [9, 9, 9]]]
    found = hide(grid_of(sizes), rules=Rules())
    assert found.mask[0, -1] and not found.mask[-1, -1] and not found.everything


def test_a_giant_needs_more_than_one_partner():
    many = [30, 30, 30, 30]
    sizes = [[[5000, 10, 10], many, many, many], [many] * 4, [many] * 4, [[200] * 8] * 4]
    grid, rules = grid_of(sizes), Rules(dominance=85, protection=10)
    found = hide(grid, rules=rules)
    assert primary(grid, rules=rules)[0, 0]
    assert audit(grid, found, rules=rules).closest >= 1000


def test_nothing_to_hide_hides_nothing():
    found = hide(grid_of([[[5, 5, 5]]]), rules=Rules())
    assert not found.mask.any() and found.targets.shape == (0, 2)


def test_one_cell_of_one_firm_hides_all_there_is():
    grid = grid_of([[[5]]])
    found = hide(grid, rules=Rules())
    assert found.mask.all()
    assert audit(grid, found, rules=Rules()).hidden == 4


def test_the_audit_refuses_a_table_that_leaks():
    many = [20, 20, 20, 20]
    grid = grid_of([[[5], many, many], [many, many, many], [many, many, many]])
    found = hide(grid, rules=Rules())
    partner = tuple(np.argwhere(found.mask & ~found.primary)[0])
    leaky = replace(found, mask=found.mask.copy())
    leaky.mask[partner] = False
    with pytest.raises(IntegrityError):
        audit(grid, leaky, rules=Rules())
    bare = replace(found, mask=found.primary, proof=())
    with pytest.raises(IntegrityError):
        audit(grid, bare, rules=Rules())


@pytest.mark.parametrize("change", [{"by": 1}, {"row": 0}, {"up": False}])
def test_the_audit_refuses_a_proof_that_does_not_add_up(change):
    many = [20, 20, 20, 20]
    grid = grid_of([[[5], many, many], [many, many, many], [many, many, many]])
    found = hide(grid, rules=Rules())
    spoilt = list(found.proof)
    place = next(k for k, item in enumerate(spoilt) if item.row != 0 and item.up)
    spoilt[place] = spoilt[place]._replace(**change)
    with pytest.raises(IntegrityError):
        audit(grid, replace(found, proof=tuple(spoilt)), rules=Rules())
