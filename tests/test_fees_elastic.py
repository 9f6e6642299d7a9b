from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_fees import tiers

from clusterlib.faults import DomainError
from clusterlib.financing import fees_elastic as elastic


def one(elasticity: float | None) -> object:
    """The tier of the worked example: 40 members seen at a fee of 400."""
    return tiers({"members": 40, "weight": 1, "fee_now": 400, "elasticity": elasticity})


@pytest.mark.parametrize(
    ("elasticity", "fee", "income"),
    [
        (0.5, 400, 16000),
        (0.5, 500, 17888.5438),
        (0.5, 600, 19595.9179),
        (1.2, 400, 16000),
        (1.2, 500, 15301.64),
        (1.2, 600, 14753.7266),
        (1.0, 123, 16000),
        (0.0, 500, 20000),
    ],
)
def test_income_vectors_of_the_method(elasticity: float, fee: float, income: float) -> None:
    assert elastic.revenue(one(elasticity), fee) == pytest.approx(income, abs=1e-4)  # type: ignore[arg-type]


@pytest.mark.parametrize("elasticity", [None, 0.0])
def test_without_elasticity_there_is_no_reaction(elasticity: float | None) -> None:
    assert elastic.react(one(elasticity), 1000, near=400) is None  # type: ignore[arg-type]


def test_below_one_a_higher_fee_covers_more() -> None:
    found = elastic.react(one(0.5), 17888.5438, near=400)  # type: ignore[arg-type]
    assert found is not None and found.status == "one"
    assert found.fee == pytest.approx(500, abs=1e-4) and not found.extrapolated
    assert found.members is not None and found.members[0] == pytest.approx(40 * (500 / 400) ** -0.5)


def test_at_one_no_fee_is_better_than_another() -> None:
    found = elastic.react(one(1.0), 20000, near=400)  # type: ignore[arg-type]
    assert found is not None and (found.status, found.fee) == ("flat", None)


def test_above_one_the_answer_is_a_lower_fee_and_members_nobody_has_seen() -> None:
    found = elastic.react(one(1.2), 18000, near=400)  # type: ignore[arg-type]
    assert found is not None and found.status == "falling" and found.extrapolated
    assert found.fee is not None and found.fee < 400
    assert elastic.revenue(one(1.2), found.fee) == pytest.approx(18000)  # type: ignore[arg-type]


def test_nothing_needed_and_nobody_there() -> None:
    found = elastic.react(one(0.5), 0, near=400)  # type: ignore[arg-type]
    assert found is not None and (found.status, found.fee) == ("surplus", 0.0)
    gone = tiers({"members": 0, "weight": 1, "fee_now": 400, "elasticity": 0.5})
    none = elastic.react(gone, 10, near=400)
    assert none is not None and (none.status, none.fee) == ("none", None)


def test_a_fee_far_from_todays_is_no_answer() -> None:
    found = elastic.react(one(0.9), 10**9, near=400)  # type: ignore[arg-type]
    assert found is not None and (found.status, found.fee) == ("beyond", None)


def test_of_two_fees_the_one_near_todays_is_taken() -> None:
    frame = tiers(
        {"members": 40, "weight": 1, "fee_now": 400, "elasticity": 2.0},
        {"members": 40, "weight": 1},
    )
    high = elastic.react(frame, 40000, near=900)
    low = elastic.react(frame, 40000, near=200)
    assert high is not None and low is not None and high.fee is not None and low.fee is not None
    assert high.status == low.status == "two" and low.fee < 400 < high.fee
    for found in (high, low):
        assert elastic.revenue(frame, found.fee) == pytest.approx(40000)  # type: ignore[arg-type]


def test_a_constant_part_may_be_enough() -> None:
    frame = tiers(
        {"members": 40, "weight": 1, "fee_now": 400, "elasticity": 1.0},
        {"members": 1, "weight": 1, "fee_now": 1},
    )
    found = elastic.react(frame, 15000, near=400)
    assert found is not None and (found.status, found.fee) == ("always", None)


def test_an_elasticity_needs_the_fee_it_was_seen_at() -> None:
    with pytest.raises(DomainError, match=r"T1.*fee_now"):
        elastic.terms(tiers({"members": 1, "weight": 1, "elasticity": 0.4}))


@given(
    st.lists(
        st.tuples(st.floats(1, 1e6), st.sampled_from([1.0, 0.5, 0.1, 0.0, -0.2, -1.0])),
        min_size=1,
        max_size=4,
    ),
    st.floats(1, 1e7),
)
@settings(max_examples=60, deadline=None)
def test_every_answer_brings_the_need(parts: list[tuple[float, float]], need: float) -> None:
    scale, power = (np.array(column) for column in zip(*parts, strict=True))
    status, roots = elastic.solve(scale, power, need)
    assert len(roots) == {"one": 1, "falling": 1, "two": 2}.get(status, 0)
    for root in roots:
        assert np.log((scale * root**power).sum()) == pytest.approx(np.log(need), abs=1e-6)
